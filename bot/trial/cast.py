"""The invented workspace: who is in it, and where they talk."""

import secrets
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["channel", "group", "im"]

TEAM_ID = "T0TRIAL"
TEAM_NAME = "Brackwater Press"
APP_ID = "A0REPORTDESK"
BOT_ID = "B0REPORTDESK"
BOT_USER = "U0REPORTDESK"
BOT_NAME = "Reportdesk"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the workspace; `name` is what they are mentioned by."""

    id: str
    name: str
    real_name: str
    title: str
    is_admin: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A public channel, a private one ("group"), or the direct messages of one person with us."""

    id: str
    name: str
    kind: Kind
    members: tuple[str, ...]
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the bot and this workspace know each other by; made anew at every start."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(repr=False)

    @classmethod
    def fresh(cls) -> "Secrets":
        """Return secrets that nobody has seen."""
        return cls(f"xoxb-trial-{secrets.token_hex(16)}", secrets.token_hex(16))


PEOPLE = (
    Person("U0MAYA", "maya", "Maya Lindqvist", "Reporter"),
    Person("U0TOM", "tom", "Tom Ashdown", "Press officer"),
    Person("U0PRIYA", "priya", "Priya Raman", "Editor and admin", is_admin=True),
    Person("U0OMAR", "omar", "Omar Bell", "Reporter"),
)
ADMIN = "U0PRIYA"
# Who may add reports.
EDITORS = ("U0TOM", "U0PRIYA")
NEWSROOM, PRESS_OFFICE, LIBRARY = "C0NEWSROOM", "C0PRESSOFFICE", "C0LIBRARY"
_EVERYBODY = tuple(person.id for person in PEOPLE)
CHANNELS = (
    Channel(NEWSROOM, "newsroom", "channel", (*_EVERYBODY, BOT_USER), "Stories in the making"),
    Channel(
        PRESS_OFFICE,
        "press-office",
        "group",
        (*EDITORS, BOT_USER),
        "Lines to take, and who has signed them off",
    ),
    Channel(
        LIBRARY, "report-library", "channel", (*_EVERYBODY, BOT_USER), "New reports go in here"
    ),
    *(Channel(f"D{person.id[1:]}", "", "im", (person.id, BOT_USER)) for person in PEOPLE),
)
