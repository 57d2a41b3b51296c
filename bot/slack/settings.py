"""The `slack` section of the configuration, and the secrets, which the environment holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator

from store.channels import ChannelSettings
from store.errors import SettingsError

Mode = Literal["socket", "http"]

_WHERE = {
    "SLACK_BOT_TOKEN": "it starts with xoxb- and stands under “OAuth & Permissions”",
    "SLACK_APP_TOKEN": (
        "it starts with xapp- and is made under “Basic Information”, “App-Level Tokens”, "
        "with the scope connections:write"
    ),
    "SLACK_SIGNING_SECRET": "it stands under “Basic Information”, “App Credentials”",
}


class SlackSettings(BaseModel):
    """How the bot talks to Slack."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    api_url: str = Field(
        default="https://slack.com/api/",
        pattern=r"^https?://[^\s/]+(/\S*)?$",
        description="Where the Web API is; another address is for a stand-in in tests.",
    )
    workers: int = Field(
        default=2, ge=1, le=32, description="How many questions are answered at the same time."
    )
    queue_size: int = Field(
        default=100,
        ge=1,
        le=10_000,
        description="How many questions may wait; further ones are told to come back later.",
    )
    follow_up_without_mention: bool = Field(
        default=True,
        description="Answer replies in a thread that the bot has answered in, without a mention.",
    )
    admins: tuple[str, ...] = Field(
        default=(),
        description=(
            "User ids of people who may set how the bot behaves in a channel, beside the "
            "workspace's own admins."
        ),
    )
    ask_person: str | None = Field(
        default=None,
        pattern=r"^[CG][A-Z0-9]+$",
        description=(
            "The id of the channel that is told when somebody wants a person to look at a "
            "question, where a channel has not set its own; none offers nobody."
        ),
    )
    time_zone: str = Field(
        default="Europe/London",
        description="The time zone that an embargo is first offered in, such as Europe/London.",
    )
    remembered_turns: int = Field(
        default=5,
        ge=0,
        le=20,
        description="How many earlier questions of the thread a follow-up is read with.",
    )
    longest_wait_seconds: float = Field(
        default=60.0,
        gt=0,
        le=600,
        description="The longest wait before a refused post is tried again.",
    )
    stop_seconds: float = Field(
        default=20.0,
        ge=0,
        le=600,
        description="How long a stop waits for answers in progress; the rest are answered later.",
    )
    http_host: str = Field(
        default="127.0.0.1", description="The address that HTTP mode listens on."
    )
    http_port: int = Field(
        default=3000,
        ge=0,
        le=65_535,
        description="The port that HTTP mode listens on; 0 picks a free one.",
    )

    @property
    def channel_defaults(self) -> ChannelSettings:
        """What holds in a channel for which nobody has set anything."""
        return ChannelSettings(follow_up=self.follow_up_without_mention, ask_person=self.ask_person)

    @field_validator("api_url")
    @classmethod
    def _end_with_slash(cls, url: str) -> str:
        # The client appends method names; without the slash it would cut the last part off.
        return url if url.endswith("/") else url + "/"

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"{name!r} is no time zone; write one like Europe/London") from error
        return name


@dataclass(frozen=True, slots=True)
class SlackSecrets:
    """Tokens and secrets; they are left out of the record's printed form."""

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)


def read_secrets(environment: Mapping[str, str], mode: Mode) -> SlackSecrets:
    """Read the secrets that a mode needs.

    Raises SettingsError, naming what is missing and where Slack shows it.
    """
    second = "SLACK_APP_TOKEN" if mode == "socket" else "SLACK_SIGNING_SECRET"
    missing = [
        name for name in ("SLACK_BOT_TOKEN", second) if not environment.get(name, "").strip()
    ]
    if missing:
        hints = "; ".join(f"set {name} ({_WHERE[name]})" for name in missing)
        raise SettingsError(
            f"Slack is not set up for {mode} mode: {hints}. All are on your app's pages at "
            "api.slack.com/apps, and are read from the environment only."
        )
    return SlackSecrets(
        bot_token=environment["SLACK_BOT_TOKEN"].strip(),
        app_token=environment.get("SLACK_APP_TOKEN", "").strip(),
        signing_secret=environment.get("SLACK_SIGNING_SECRET", "").strip(),
    )
