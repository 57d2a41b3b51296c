"""Which desk a request of Slack is for: the only one, or that of its workspace."""

import threading
from typing import Protocol
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.slack.delivery import Outbox
from bot.slack.desk import Desk
from bot.slack.parts import SlackParts
from bot.slack.permissions import Permissions
from bot.slack.reply import Replier
from bot.slack.settings import SlackSettings

API_TIMEOUT_SECONDS = 30
_STATUS_TIMEOUT_SECONDS = 3
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Desks(Protocol):
    """The desks of the workspaces that are served."""

    def of(self, team: str | None) -> Desk | None:
        """Return a workspace's desk, None where it is not served. Quick."""
        ...

    def start(self) -> None:
        """Begin to answer."""
        ...

    def stop(self, seconds: float) -> None:
        """Stop answering within so many seconds; what is left is in the inboxes."""
        ...


class OneDesk:
    """The desk of an app that one workspace has made for itself."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, team: str | None) -> Desk:
        """Return the desk: whoever reaches us is served."""
        del team
        return self._desk

    def start(self) -> None:
        """Begin to answer."""
        self._desk.start()

    def stop(self, seconds: float) -> None:
        """Stop answering within so many seconds; what is left is in the inbox."""
        self._desk.stop(seconds)


def make_desk(token: str, settings: SlackSettings, parts: SlackParts) -> Desk:
    """Make a desk that answers with a token of one workspace; it does not talk to Slack yet."""
    client = make_client(settings, token, API_TIMEOUT_SECONDS)
    status_client = make_client(settings, token, _STATUS_TIMEOUT_SECONDS)
    stopping = threading.Event()
    outbox = Outbox(client, status_client, settings.longest_wait_seconds, stopping)
    permissions = Permissions(parts.channels, status_client, settings.admins)
    return Desk(Replier(parts, outbox, settings, permissions), settings, stopping)


def make_client(settings: SlackSettings, token: str | None, timeout: int) -> WebClient:
    """Return a client of the Web API, in tests of the stand-in's."""
    # No automatic retries: a post that is repeated blindly may appear twice.
    client = WebClient(token=token, base_url=settings.api_url, timeout=timeout, retry_handlers=[])
    if urlsplit(settings.api_url).hostname in _LOOPBACK:
        # The client takes a proxy from the environment without asking what it is not for.
        client.proxy = None
    return client
