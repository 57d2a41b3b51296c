"""Watching: folders, feeds and addresses, ingested as they change until told to stop."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.desk import Desk
from ingest.job import finish_left_over, work_off
from ingest.outcomes import FileResult, Outcome
from ingest.records import Overrides
from ingest.sources.events import Changes, changes_in
from ingest.sources.find import can_be_kept, find, news
from ingest.sources.folder import NO_TEXT
from ingest.sources.settings import SourceSettings
from ingest.sources.stat import stat_of
from store.jobs import Wanted
from store.sources import Stat

_LOOK_SECONDS = 0.2
# Where the system tells nothing of changes, folders are gone through this often.
_BLIND_SECONDS = 10.0
# What programs write while they have not finished.
_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp", ".swp", "~")


@dataclass(slots=True)
class _Unsettled:
    """A file that may still be being written: how it was, and since when (monotonic)."""

    wanted: Wanted
    stat: Stat | None
    since: float


@dataclass(slots=True)
class _Due:
    """When each thing is to be looked at next (monotonic)."""

    scan: float = 0.0
    polls: dict[int, float] = field(default_factory=dict)


class Watch:
    """Watches sources; `report` is called with each outcome that is news."""

    def __init__(
        self,
        desk: Desk,
        sources: Sequence[SourceSettings],
        report: Callable[[FileResult], None],
        stop: threading.Event,
    ) -> None:
        self._desk = desk
        self._sources = sources
        self._report = report
        self._stop = stop
        self._settings = desk.parts.settings.watch
        self._unsettled: dict[str, _Unsettled] = {}
        self._due = _Due()
        self._odd: set[str] = set()

    def run(self) -> None:
        """Ingest what changes until `stop` is set, then finish what is in hand.

        Raises what would fail every file alike, like `ingest.job.run`; it may be run again.
        """
        folders = [source.folder for source in self._sources if source.folder]
        with changes_in([folder for folder in folders if folder.is_dir()]) as changes:
            while not self._stop.is_set():
                self._note(changes)
                self._scan_if_due(changes)
                self._ingest([*self._settled(), *self._polled()])
                self._stop.wait(_LOOK_SECONDS)

    def _ingest(self, wanted: Sequence[Wanted]) -> None:
        if wanted:
            for result in work_off(wanted, self._desk, self._stop, patience=0):
                self._report(result)
        if not self._stop.is_set() and self._desk.jobs.left_over():
            for result in finish_left_over(self._desk, self._stop, patience=0):
                self._report(result)

    def _note(self, changes: Changes) -> None:
        """Take note of files that changed; a folder that did is gone through as a whole."""
        for path in changes.take():
            unsettled = self._unsettled.get(path)
            if unsettled:
                unsettled.since = time.monotonic()
            else:
                self._due.scan = min(
                    self._due.scan, time.monotonic() + self._settings.settle_seconds
                )

    def _scan_if_due(self, changes: Changes) -> None:
        now = time.monotonic()
        if now < self._due.scan:
            return
        pause = self._settings.rescan_seconds
        self._due.scan = now + (pause if changes.is_complete else min(pause, _BLIND_SECONDS))
        for source in self._sources:
            if source.folder and source.folder.is_dir():
                found = find([source.folder], Overrides(subject=source.subject), self._desk)
                self._name_odd_ones(found)
                for one in news([one for one in found if _is_finished(one)], self._desk):
                    self._unsettled.setdefault(one.address, _first_seen(one, now))

    def _name_odd_ones(self, found: Sequence[Wanted]) -> None:
        """Say once of a file whose name cannot be written down that it fails."""
        for one in found:
            if not can_be_kept(one.address) and one.address not in self._odd:
                self._odd.add(one.address)
                self._report(FileResult(one.address, Outcome.FAILED, None, 0.0, NO_TEXT))

    def _settled(self) -> list[Wanted]:
        """Return the files that have not changed for as long as it takes to be sure."""
        now = time.monotonic()
        settled = []
        for address, one in list(self._unsettled.items()):
            stat = stat_of(Path(address))
            if stat is None:
                del self._unsettled[address]
            elif stat != one.stat:
                one.stat, one.since = stat, now
            elif now - one.since >= self._settings.settle_seconds:
                del self._unsettled[address]
                settled.append(one.wanted)
        return settled

    def _polled(self) -> list[Wanted]:
        """Return the feeds and addresses whose time it is."""
        now = time.monotonic()
        wanted: list[Wanted] = []
        for number, source in enumerate(self._sources):
            if source.folder or now < self._due.polls.get(number, 0.0):
                continue
            self._due.polls[number] = now + (source.every_seconds or self._settings.poll_seconds)
            wanted += find([source.place], Overrides(subject=source.subject), self._desk)
        return wanted


def _first_seen(one: Wanted, now: float) -> _Unsettled:
    """Return a file as unsettled since it last changed, as far as its times tell."""
    stat = stat_of(Path(one.address))
    changed_ns = max(stat.mtime_ns, stat.ctime_ns) if stat else time.time_ns()
    age = (time.time_ns() - changed_ns) / 1e9
    return _Unsettled(one, stat, now - max(0.0, age))


def _is_finished(one: Wanted) -> bool:
    name = Path(one.address).name
    return not name.endswith(_UNFINISHED) and not name.startswith("~$")
