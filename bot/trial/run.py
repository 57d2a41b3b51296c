"""`reportdesk try`: the bot as `serve` runs it, with a small Slack of our own around it."""

import signal
import threading
import webbrowser
from dataclasses import replace

from rich.console import Console

from bot.app import App
from bot.demo import ingest_samples
from bot.slack.register import build_app
from bot.slack.run import PATH, run_http
from bot.slack.settings import DistributedSettings, SlackSecrets
from bot.trial.cast import ADMIN, EDITORS, LIBRARY, NEWSROOM, PRESS_OFFICE, TEAM_ID
from bot.trial.delivery import Delivery
from bot.trial.doings import Doings
from bot.trial.server import HOST, TrialServer
from bot.trial.workspace import Workspace


def try_out(app: App, port: int, console: Console, *, browser: bool) -> None:
    """Serve the page until SIGTERM or Ctrl-C. Raises SettingsError if the port is taken."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    workspace = Workspace()
    delivery = Delivery(workspace)
    with TrialServer(workspace, Doings(workspace, delivery), port) as server:
        _prepare(app, console)
        threading.Thread(target=server.serve_forever, name="trial-http", daemon=True).start()
        try:
            _serve(app, workspace, delivery, stop, _Welcome(workspace, console, browser=browser))
        finally:
            workspace.changes.close()
            delivery.close()
            server.shutdown()


class _Welcome:
    """Says where the page is, once the bot listens."""

    def __init__(self, workspace: Workspace, console: Console, *, browser: bool) -> None:
        self._workspace = workspace
        self._console = console
        self._browser = browser

    def say(self) -> None:
        address = f"{self._workspace.base_url}/"
        self._console.print(f"Talk to the bot at {address} (Ctrl-C stops).")
        if self._browser:
            webbrowser.open(address)


def _prepare(app: App, console: Console) -> None:
    app.library.access.serve()
    app.library.index.clean()
    if not app.library.catalog.passage_count():
        console.print("There are no reports yet, so the sample reports go in first.")
        ingest_samples(app, console)
    app.warm()


def _settle(app: App) -> None:
    """Set the channels as an admin of the workspace would have: some add reports, some are asked.

    Who is tried out may change it with `/reports settings`.
    """
    channels = app.slack_parts.channels
    usual = app.settings.slack.channel_defaults
    asked = replace(usual, ask_person=PRESS_OFFICE)
    channels.set(TEAM_ID, NEWSROOM, asked, ADMIN)
    channels.set(TEAM_ID, LIBRARY, replace(asked, ingest_by=EDITORS), ADMIN)


def _serve(
    app: App, workspace: Workspace, delivery: Delivery, stop: threading.Event, welcome: _Welcome
) -> None:
    ours = {
        "api_url": f"{workspace.base_url}/api/",
        "http_host": HOST,
        # Here is one workspace, whatever is served otherwise.
        "distributed": DistributedSettings(),
    }
    settings = app.settings.slack.model_copy(update=ours)
    secrets = SlackSecrets(
        bot_token=workspace.secrets.bot_token, signing_secret=workspace.secrets.signing_secret
    )
    _settle(app)
    bolt = build_app(secrets, settings, app.slack_parts)

    def ready(bound: int) -> None:
        delivery.url = f"http://{HOST}:{bound}{PATH}"
        welcome.say()

    run_http(bolt, settings, 0, stop, ready)
