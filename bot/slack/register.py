"""Builds the Slack app: its clients, its listeners, and the desk behind them."""

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any, Protocol

from slack_bolt import App, BoltContext, BoltResponse

from bot.slack.desk import Desk
from bot.slack.desks import API_TIMEOUT_SECONDS, Desks, OneDesk, make_client, open_office
from bot.slack.failures import log_failure
from bot.slack.identity import Identity
from bot.slack.installations import Installations, InstallFlow, TeamAuthorize
from bot.slack.listeners import (
    answers,
    channel_settings,
    commands,
    installed,
    others,
    questions,
    sessions,
    shortcuts,
)
from bot.slack.parts import SlackParts
from bot.slack.paused import refuse_while_paused
from bot.slack.settings import SlackSecrets, SlackSettings
from bot.slack.team_listeners import team_listeners
from bot.slack.teams import TeamData, TeamDesks
from bot.slack.wording import NOT_INSTALLED


class Listeners(Protocol):
    """Some listeners, with what they call."""

    def register(self, app: App) -> None:
        """Listen."""
        ...


class ReportdeskApp(App):
    """A Bolt app that brings its desks along, to start and stop.

    `desk` is the only one where there is only one. `wait_until_ready` is to be called first: it
    asks Slack who we are, where that is not known, until it is told or its argument is set.
    """

    desks: Desks
    desk: Desk
    wait_until_ready: Callable[[threading.Event], None]


def build_app(secrets: SlackSecrets, settings: SlackSettings, parts: SlackParts) -> ReportdeskApp:
    """Build the app of one workspace without talking to Slack; `bot.slack.run` starts it."""
    identity = Identity(make_client(settings, secrets.bot_token, API_TIMEOUT_SECONDS))
    app = ReportdeskApp(
        # Bolt's own single-team check acknowledges an event, and loses it, when Slack does not
        # answer `auth.test`; ours fails, so that Slack sends the event again.
        # A function without arguments: Bolt fills them in by name, and would fill in `self` too.
        authorize=lambda: identity.get(),  # noqa: PLW0108
        **_common(secrets, settings),
    )
    # Bolt offers an installation page as soon as it finds an app's id in the environment.
    app._oauth_flow = None  # noqa: SLF001 - there is no other way to say no
    office = open_office(secrets.bot_token, settings, parts)
    app.desk = office.desk
    app.wait_until_ready = identity.wait_until_known
    return _registered(app, OneDesk(office), office.library.listeners if office.library else ())


def build_distributed_app(
    secrets: SlackSecrets, settings: SlackSettings, installations: Installations, data: TeamData
) -> ReportdeskApp:
    """Build the app that many workspaces install, each with its own data."""
    client = make_client(settings, None, API_TIMEOUT_SECONDS)
    app = ReportdeskApp(
        authorize=TeamAuthorize(installations),  # type: ignore[arg-type]
        oauth_flow=InstallFlow(installations, secrets, settings, client),
        **_common(secrets, settings),
    )
    app.wait_until_ready = lambda _stop: None
    installed.register(app, installations)
    desks = TeamDesks(data, installations, settings)
    return _registered(app, desks, team_listeners(desks))


def _common(secrets: SlackSecrets, settings: SlackSettings) -> dict[str, Any]:
    return {
        "logger": _quiet_logger(),
        "client": make_client(settings, None, API_TIMEOUT_SECONDS),
        "signing_secret": secrets.signing_secret,
        # Listeners only write to the inbox. Doing so before the acknowledgement means that
        # whatever was acknowledged is kept, and that Bolt's pool of five threads is not used.
        "process_before_response": True,
        "user_facing_authorize_error_message": NOT_INSTALLED,
    }


def _registered(app: ReportdeskApp, desks: Desks, library: Iterable[Listeners]) -> ReportdeskApp:
    app.desks = desks
    app.use(_give_desk(desks))
    app.use(refuse_while_paused)
    app.error(_handle_error)
    for one in library:
        one.register(app)
    for listeners in (questions, sessions, commands, shortcuts, answers, channel_settings):
        listeners.register(app)
    others.register(app)
    return app


def _quiet_logger() -> logging.Logger:
    """Bolt's logger, without its debug lines: they hold whole messages."""
    logger = logging.getLogger("reportdesk.slack.bolt")
    logger.setLevel(logging.WARNING)
    logger.addFilter(_is_news)
    return logger


def _is_news(record: logging.LogRecord) -> bool:
    # Bolt warns of tokens in the environment that it does not use; our own clients do.
    return "will be unused" not in record.getMessage()


def _give_desk(desks: Desks) -> Callable[..., BoltResponse | None]:
    def give(
        body: dict[str, Any],
        context: BoltContext,
        next: Callable[[], Any],  # noqa: A002 - Bolt's name
    ) -> BoltResponse | None:
        _take_as_ours(body, context)
        office = None if _is_of_another(body, context) else desks.of(context.team_id)
        if office is None and not _is_no_auth_test_event(body):
            # Nobody is served there (any more): there is nothing to be done about it.
            return context.ack()
        context["desk"] = office.desk if office else None
        next()
        return None

    return give


def _take_as_ours(body: dict[str, Any], context: BoltContext) -> None:
    """Name the workspace that we are installed in, also where two of them share the channel.

    Slack names the one that something happened in; what is set for a channel would not be found.
    """
    if context.team_id and body.get("authorizations"):
        body["team_id"] = context.team_id
    if context.team_id and body.get("view") and isinstance(body.get("team"), dict):
        body["team"]["id"] = context.team_id


def _is_of_another(body: dict[str, Any], context: BoltContext) -> bool:
    """Whether a click is on a message of another workspace's bot, in a channel that both share.

    Its button has a number of that workspace's, which means something else in this one's data.
    """
    clicked = body.get("message") if body.get("type") == "block_actions" else None
    bot = (clicked or {}).get("bot_id")
    return bool(bot and context.bot_id and bot != context.bot_id)


def _is_no_auth_test_event(body: dict[str, Any]) -> bool:
    return (body.get("event") or {}).get("type") in installed.EVENTS


def _handle_error(error: Exception, body: dict[str, Any]) -> None:
    log_failure(error, event_id=body.get("event_id"), type=body.get("type"))
