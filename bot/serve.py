"""`reportdesk serve`: the Slack bot with the vector server beside it."""

import os
import signal
import threading
from enum import StrEnum

from rich.console import Console

from bot.app import App
from bot.slack.installations import INSTALL_PATH, Installations
from bot.slack.register import ReportdeskApp, build_app, build_distributed_app
from bot.slack.run import PATH, run_http, run_socket
from bot.slack.settings import SlackSettings, read_secrets
from bot.teams import TeamFolders
from store.database import open_plain
from store.errors import SettingsError

INSTALLATIONS = "installations.sqlite"


class Mode(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


def serve_slack(app: App, mode: Mode | None, port: int | None, console: Console) -> None:
    """Run until SIGTERM or Ctrl-C; without a `mode` over Socket Mode, a distributed app over HTTP.

    Raises SettingsError if a secret is missing, or for a mode that a distributed app cannot have.
    """
    settings = app.settings.slack
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    if settings.distributed.enabled:
        _serve_teams(app, mode, port, stop, console)
        return
    mode = mode or Mode.SOCKET
    secrets = read_secrets(os.environ, mode.value)
    app.library.access.serve()
    app.library.index.clean()
    app.warm()
    bolt = build_app(secrets, settings, app.slack_parts)
    console.print(f"Serving {app.library.catalog.passage_count():,} passages. Ctrl-C stops.")
    if mode is Mode.HTTP:
        _run_http(bolt, settings, port, stop, console)
    else:
        run_socket(bolt, secrets, settings, stop)


def _serve_teams(
    app: App, mode: Mode | None, port: int | None, stop: threading.Event, console: Console
) -> None:
    if mode is Mode.SOCKET:
        raise SettingsError(
            "Socket Mode is for an app that one workspace made for itself: Slack sends the events "
            "of a distributed one (slack.distributed.enabled) over HTTP only. Use --http."
        )
    if os.environ.get("REPORTDESK_DATABASE_URL"):
        raise SettingsError(
            "REPORTDESK_DATABASE_URL names one database, and a distributed app keeps each "
            "workspace's data apart in a folder of its own: unset it."
        )
    secrets = read_secrets(os.environ, "http", distributed=True)
    folders = TeamFolders(app)
    engine = open_plain(app.library.folder / INSTALLATIONS)
    try:
        installations = Installations(engine, secrets.client_id)
        app.warm_models()
        bolt = build_distributed_app(secrets, app.settings.slack, installations, folders)
        console.print(f"Serving {len(list(folders.known()))} workspaces. Ctrl-C stops.")
        _run_http(bolt, app.settings.slack, port, stop, console)
    finally:
        engine.dispose()


def _run_http(
    bolt: ReportdeskApp,
    settings: SlackSettings,
    port: int | None,
    stop: threading.Event,
    console: Console,
) -> None:
    chosen = settings.http_port if port is None else port

    def say_where(used: int) -> None:
        host = f"http://{settings.http_host}:{used}"
        console.print(f"Listening on {host}{PATH}")
        if settings.distributed.enabled:
            public = (settings.distributed.public_url or host).rstrip("/")
            console.print(f"Workspaces install it at {public}{INSTALL_PATH}")

    run_http(bolt, settings, chosen, stop, say_where)
