"""The desks of many workspaces: each opened when it is needed, and closed when it is idle.

A workspace's desk has data, token, queue and threads of its own. What they share is the models and
how many questions are answered at the same time.
"""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.slack.desks import Office, open_office
from bot.slack.failures import survives
from bot.slack.installations import Installations
from bot.slack.parts import SlackParts
from bot.slack.settings import SlackSettings

_log = structlog.get_logger(__name__)

WATCH_SECONDS = 5.0
VISIT_SECONDS = 3_600.0
# A listener has its desk for a moment after it was looked up.
LEAST_IDLE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class TeamParts:
    """A workspace's data, opened; `close` lets it go."""

    slack: SlackParts
    close: Callable[[], None]


class TeamData(Protocol):
    """Where the data of each workspace is."""

    def open(self, team: str) -> TeamParts:
        """Open a workspace's data. Quick: models and vectors are opened when they are needed."""
        ...

    def known(self) -> Iterable[str]:
        """Return the workspaces that there is data of."""
        ...

    def note(self, team: str, event: str, by: str | None) -> None:
        """Audit that a workspace installed or removed the app."""
        ...

    def visit(self, team: str) -> bool:
        """Erase what is too old, in data that is not open; return whether questions wait there."""
        ...


@dataclass
class _Open:
    office: Office
    close: Callable[[], None]
    used_at: float


class TeamDesks:
    """Opens and closes desks. `clock` returns seconds that only go forward."""

    def __init__(
        self,
        data: TeamData,
        installations: Installations,
        settings: SlackSettings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._data = data
        self._installations = installations
        self._settings = settings
        self._clock = clock
        self._open: dict[str, _Open] = {}
        # One for each team, so that opening one's data holds up nobody else.
        self._opening: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._watcher: threading.Thread | None = None
        installations.on_change = self.changed

    def of(self, team: str | None) -> Office | None:
        """Return a workspace's office, opened if need be; None where nobody installed us there."""
        if not team or self._stopping.is_set():
            return None
        if office := self._used(team):
            return office
        with self._lock:
            opening = self._opening.setdefault(team, threading.Lock())
        with opening:
            if office := self._used(team):
                return office
            installation = self._installations.find(team)
            if installation is None or not installation.bot_token:
                return None
            return self._open_desk(team, installation.bot_token)

    def _used(self, team: str) -> Office | None:
        with self._lock:
            found = self._open.get(team)
            if found is None:
                return None
            found.used_at = self._clock()
            return found.office

    def start(self) -> None:
        """Open the desks at which questions wait, and look after all of them from now on."""
        self._visit()
        self._watcher = threading.Thread(target=self._watch, name="slack-teams", daemon=True)
        self._watcher.start()

    def stop(self, seconds: float) -> None:
        """Stop all desks within so many seconds; what is left is in their inboxes."""
        self._stopping.set()
        if self._watcher is not None:
            self._watcher.join(seconds)
        stops = [
            threading.Thread(target=self.close, args=(team, seconds), name=f"slack-stop-{team}")
            for team in self.open_teams()
        ]
        for one in stops:
            one.start()
        for one in stops:
            one.join()

    def open_teams(self) -> list[str]:
        """Return the workspaces whose desks are open."""
        with self._lock:
            return list(self._open)

    def changed(self, team: str, event: str, by: str | None) -> None:
        """Close a desk whose token was given or taken; the next request opens it anew."""
        survives(lambda: self._data.note(team, event, by), during=event, team=team)
        seconds = self._settings.stop_seconds
        # Slack waits for the end of the request that this is called in.
        threading.Thread(
            target=self.close, args=(team, seconds), name=f"slack-close-{team}"
        ).start()

    def close(self, team: str, seconds: float, unused_for: float = 0.0) -> None:
        """Stop a desk and let its data go, unless it was used a shorter time ago."""
        with self._lock:
            found = self._open.get(team)
            if found is None or self._clock() - found.used_at < unused_for:
                return
            del self._open[team]
        found.office.stop(seconds)
        found.close()
        _log.info("slack.team_closed", team=team)

    def close_idle(self) -> None:
        """Close what nobody has used for long, or what makes room for others."""
        now, given = self._clock(), self._settings.distributed
        with self._lock:
            idle = sorted(
                (one.used_at, team) for team, one in self._open.items() if one.office.is_idle()
            )
            too_many = len(self._open) - given.open_teams
        for number, (used_at, team) in enumerate(idle):
            if number < too_many or now - used_at >= given.idle_minutes * 60:
                self.close(team, self._settings.stop_seconds, LEAST_IDLE_SECONDS)

    def _open_desk(self, team: str, token: str) -> Office:
        parts = self._data.open(team)
        office = open_office(token, self._settings, parts.slack)
        office.start()
        with self._lock:
            self._open[team] = _Open(office, parts.close, self._clock())
        _log.info("slack.team_opened", team=team)
        return office

    def _visit(self) -> None:
        for team in self._data.known():
            if team not in self.open_teams():
                survives(lambda team=team: self._visit_one(team), during="visit", team=team)  # type: ignore[misc]

    def _visit_one(self, team: str) -> None:
        if self._data.visit(team):
            self.of(team)

    def _watch(self) -> None:
        next_visit = self._clock() + VISIT_SECONDS
        while not self._stopping.wait(WATCH_SECONDS):
            survives(self.close_idle, during="closing idle teams")
            if self._clock() >= next_visit:
                self._visit()
                next_visit = self._clock() + VISIT_SECONDS
