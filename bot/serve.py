"""`reportdesk serve`: the Slack bot with the vector server beside it."""

import os
import signal
import threading
from enum import StrEnum

from rich.console import Console

from bot.app import App
from bot.slack.register import build_app
from bot.slack.run import run_http, run_socket
from bot.slack.settings import SlackSettings, read_secrets


class Mode(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


def serve_slack(app: App, mode: Mode, port: int | None, console: Console) -> None:
    """Run until SIGTERM or Ctrl-C. Raises SettingsError if a token is missing."""
    settings = app.settings.slack
    secrets = read_secrets(os.environ, mode.value)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    app.library.access.serve()
    app.library.index.clean()
    app.warm()
    bolt = build_app(secrets, settings, app.slack_parts)
    console.print(f"Serving {app.library.catalog.passage_count():,} passages. Ctrl-C stops.")
    if mode is Mode.HTTP:
        chosen = settings.http_port if port is None else port
        run_http(bolt, settings, chosen, stop, lambda used: _say_where(console, settings, used))
    else:
        run_socket(bolt, secrets, settings, stop)


def _say_where(console: Console, settings: SlackSettings, port: int) -> None:
    console.print(f"Listening on http://{settings.http_host}:{port}/slack/events")
