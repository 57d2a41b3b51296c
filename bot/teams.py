"""The data of each workspace that has installed the app: a folder of its own, under DATA/teams."""

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.answering.pipeline import OnStep
from bot.answering.records import Answer, Question
from bot.app import App
from bot.slack.parts import Ask
from bot.slack.teams import TeamParts
from store.errors import SettingsError
from store.uploads import Uploads

FOLDER = "teams"
# Becomes the name of a folder.
_TEAM = re.compile(r"T[A-Z0-9]{1,30}", re.ASCII)


class TeamFolders:
    """Opens the folders of workspaces beside `app`, whose models they share and nothing else."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._folder = app.library.folder / FOLDER
        # So many questions are answered at a time by all workspaces together.
        self._places = threading.BoundedSemaphore(app.settings.slack.workers)

    def open(self, team: str) -> TeamParts:
        """Open a workspace's data; its vector server starts with the first question."""
        app = self._another(team)
        app.library.access.serve(now=False)
        parts = replace(app.slack_parts, ask=self._in_turn(app.services.ask))
        return TeamParts(parts, app.close)

    def known(self) -> Iterator[str]:
        """Yield the workspaces that there is a folder of."""
        if self._folder.is_dir():
            found = (path.name for path in sorted(self._folder.iterdir()) if path.is_dir())
            yield from (name for name in found if _TEAM.fullmatch(name))

    def note(self, team: str, event: str, by: str | None) -> None:
        """Audit that a workspace installed or removed the app."""
        app = self._another(team)
        app.library.audit.record(event, {"team": team, "by": by})
        app.close()

    def visit(self, team: str) -> bool:
        """Erase what is too old; return whether questions wait there."""
        app = self._another(team)
        try:
            days = self._app.settings.slack.retention_days
            if days is not None:
                before = datetime.now(UTC) - timedelta(days=days)
                app.retention.erase_before(before, "slack.retention_days")
            uploads = Uploads(app.library.engine).unfinished(time.time())
            return bool(app.inbox.unfinished() or uploads)
        finally:
            app.close()

    def _another(self, team: str) -> App:
        if not _TEAM.fullmatch(team):
            raise SettingsError(f"{team!r} is no id of a Slack workspace.")
        return self._app.another(self._folder / team)

    def _in_turn(self, ask: Ask) -> Ask:
        def wait_and_ask(question: Question, on_step: OnStep) -> Answer:
            with self._places:
                return ask(question, on_step)

        return wait_and_ask
