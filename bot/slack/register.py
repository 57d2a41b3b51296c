"""Builds the Slack app: its clients, its listeners, and the desk behind them."""

import logging
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.slack.delivery import Outbox
from bot.slack.desk import Desk
from bot.slack.failures import log_failure
from bot.slack.identity import Identity
from bot.slack.library import LibraryDesk, Workspaces
from bot.slack.listeners import (
    answers,
    channel_settings,
    commands,
    others,
    questions,
    shortcuts,
)
from bot.slack.parts import SlackParts
from bot.slack.paused import refuse_while_paused
from bot.slack.permissions import Permissions
from bot.slack.reply import Replier
from bot.slack.settings import SlackSecrets, SlackSettings

__all__ = ["ReportdeskApp", "build_app"]

_API_TIMEOUT_SECONDS = 30
_STATUS_TIMEOUT_SECONDS = 3
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class ReportdeskApp(App):
    """A Bolt app that brings its desk, to start and stop, and its identity along."""

    desk: Desk
    identity: Identity
    library: LibraryDesk | None = None


def build_app(secrets: SlackSecrets, settings: SlackSettings, parts: SlackParts) -> ReportdeskApp:
    """Build the app without talking to Slack; `bot.slack.run` starts it."""
    client = _client(settings, secrets.bot_token, _API_TIMEOUT_SECONDS)
    status_client = _client(settings, secrets.bot_token, _STATUS_TIMEOUT_SECONDS)
    stopping = threading.Event()
    outbox = Outbox(client, status_client, settings.longest_wait_seconds, stopping)
    identity = Identity(client)
    app = ReportdeskApp(
        logger=_quiet_logger(),
        client=_client(settings, None, _API_TIMEOUT_SECONDS),
        signing_secret=secrets.signing_secret,
        # Bolt's own single-team check acknowledges an event, and loses it, when Slack does not
        # answer `auth.test`; ours fails, so that Slack sends the event again.
        # A function without arguments: Bolt fills them in by name, and would fill in `self` too.
        authorize=lambda: identity.get(),  # noqa: PLW0108
        # Listeners only write to the inbox. Doing so before the acknowledgement means that
        # whatever was acknowledged is kept, and that Bolt's pool of five threads is not used.
        process_before_response=True,
    )
    permissions = Permissions(parts.channels, status_client, settings.admins)
    app.desk = Desk(Replier(parts, outbox, settings, permissions), settings, stopping)
    app.identity = identity
    app.use(refuse_while_paused(parts.paused))
    app.use(_give_desk(app.desk))
    app.error(_handle_error)
    if parts.library is not None:
        places = Workspaces(
            lambda _team: client,
            lambda _team: status_client,
            lambda _team: identity.get().url or "",
        )
        app.library = LibraryDesk(parts.library, permissions, places, settings, stopping)
        app.library.register(app)
    for listeners in (questions, commands, shortcuts, answers, channel_settings):
        listeners.register(app)
    others.register(app)
    return app


def _client(settings: SlackSettings, token: str | None, timeout: int) -> WebClient:
    # No automatic retries: a post that is repeated blindly may appear twice.
    client = WebClient(token=token, base_url=settings.api_url, timeout=timeout, retry_handlers=[])
    if urlsplit(settings.api_url).hostname in _LOOPBACK:
        # The client takes a proxy from the environment without asking what it is not for.
        client.proxy = None
    return client


def _quiet_logger() -> logging.Logger:
    """Bolt's logger, without its debug lines: they hold whole messages."""
    logger = logging.getLogger("reportdesk.slack.bolt")
    logger.setLevel(logging.WARNING)
    logger.addFilter(_is_news)
    return logger


def _is_news(record: logging.LogRecord) -> bool:
    # Bolt warns of tokens in the environment that it does not use; our own clients do.
    return "will be unused" not in record.getMessage()


def _give_desk(desk: Desk) -> Callable[..., None]:
    def give(context: BoltContext, next: Callable[[], Any]) -> None:  # noqa: A002 - Bolt's name
        context["desk"] = desk
        next()

    return give


def _handle_error(error: Exception, body: dict[str, Any]) -> None:
    log_failure(error, event_id=body.get("event_id"), type=body.get("type"))
