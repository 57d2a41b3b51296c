"""Who works on a request of Slack: the only office there is, or that of its workspace."""

import threading
import time
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.slack.delivery import Outbox
from bot.slack.desk import Desk
from bot.slack.identity import Identity
from bot.slack.library import LibraryDesk, Workspaces
from bot.slack.parts import SlackParts
from bot.slack.permissions import Permissions
from bot.slack.reply import Replier
from bot.slack.settings import SlackSettings

API_TIMEOUT_SECONDS = 30
# Rights are looked up before Slack is told "received", for which it waits 3 s.
_USERS_TIMEOUT_SECONDS = 1
_STATUS_TIMEOUT_SECONDS = 3
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Office:
    """All that works for one workspace; `library` is None where Slack may not see to it."""

    desk: Desk
    library: LibraryDesk | None

    def start(self) -> None:
        """Begin to work."""
        self.desk.start()
        if self.library is not None:
            self.library.start()

    def stop(self, seconds: float) -> None:
        """Stop within so many seconds; what is left is in the database."""
        deadline = time.monotonic() + seconds
        self.desk.stop(seconds)
        if self.library is not None:
            self.library.stop(max(deadline - time.monotonic(), 0.0))

    def is_idle(self) -> bool:
        """Return whether nothing is waited for."""
        return self.desk.is_idle() and (self.library is None or self.library.is_idle())


class Desks(Protocol):
    """The offices of the workspaces that are served."""

    def of(self, team: str | None) -> Office | None:
        """Return a workspace's office, None where it is not served. Quick."""
        ...

    def start(self) -> None:
        """Begin to answer."""
        ...

    def stop(self, seconds: float) -> None:
        """Stop answering within so many seconds; what is left is in the databases."""
        ...


class OneDesk:
    """The office of an app that one workspace has made for itself."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def of(self, team: str | None) -> Office:
        """Return the office: whoever reaches us is served."""
        del team
        return self._office

    def start(self) -> None:
        """Begin to answer."""
        self._office.start()

    def stop(self, seconds: float) -> None:
        """Stop answering within so many seconds; what is left is in the database."""
        self._office.stop(seconds)


def open_office(token: str, settings: SlackSettings, parts: SlackParts) -> Office:
    """Make an office that works with a token of one workspace; it does not talk to Slack yet."""
    client = make_client(settings, token, API_TIMEOUT_SECONDS)
    quick_client = make_client(settings, token, _STATUS_TIMEOUT_SECONDS)
    stopping = threading.Event()
    wait = settings.longest_wait_seconds
    outbox = Outbox(client, quick_client, wait, stopping, parts.paused)
    who_is = make_client(settings, token, _USERS_TIMEOUT_SECONDS)
    permissions = Permissions(parts.channels, who_is, settings.admins)
    desk = Desk(Replier(parts, outbox, settings, permissions), settings, stopping)
    if parts.library is None:
        return Office(desk, None)
    identity = Identity(client)
    reach = Workspaces(
        lambda _team: client, lambda _team: quick_client, lambda _team: identity.get().url or ""
    )
    return Office(desk, LibraryDesk(parts.library, permissions, reach, settings, stopping))


def make_client(settings: SlackSettings, token: str | None, timeout: int) -> WebClient:
    """Return a client of the Web API, in tests of the stand-in's."""
    # No automatic retries: a post that is repeated blindly may appear twice.
    client = WebClient(token=token, base_url=settings.api_url, timeout=timeout, retry_handlers=[])
    if urlsplit(settings.api_url).hostname in _LOOPBACK:
        # The client takes a proxy from the environment without asking what it is not for.
        client.proxy = None
    return client
