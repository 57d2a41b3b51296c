"""What there is to ingest: the files of folders, files, addresses; and what needs no work."""

import os
from collections.abc import Sequence
from pathlib import Path

from ingest.desk import Desk, is_settled
from ingest.outcomes import FileResult, Outcome
from ingest.records import Overrides
from ingest.sources.fetch import is_address
from ingest.sources.folder import NO_TEXT, discover
from ingest.sources.stat import is_as_hashed, stat_of, take
from store.errors import ReportdeskError
from store.jobs import JobState, Wanted
from store.sources import Seen, Source, SourceKind


def find(places: Sequence[str | Path], said: Overrides, desk: Desk, **also: str) -> list[Wanted]:
    """Return what is at these files, folders and addresses, each once, in order.

    What a folder showed before and no longer has is flagged as gone. `also` is what is said of
    the job rather than of the report.
    """
    found: dict[str, Wanted] = {}
    for place in places:
        source = source_of(place, desk)
        for address in _addresses(place, desk):
            found.setdefault(address, Wanted(address, source.id, {**said.said(), **also}))
        if source.kind is SourceKind.FOLDER:
            desk.sources.mark_gone(gone_from(source, set(found), desk))
    return list(found.values())


def source_of(place: str | Path, desk: Desk) -> Source:
    """Return the source that a place is, remembered from now on."""
    if is_address(str(place)):
        return desk.sources.source(SourceKind.ADDRESS, str(place))
    if os.path.isdir(place):  # noqa: PTH112 - takes a name that no file system allows for no folder
        return desk.sources.source(SourceKind.FOLDER, os.path.realpath(place))
    return desk.sources.source(SourceKind.FILES, "")


def gone_from(source: Source, present: set[str], desk: Desk) -> list[str]:
    """Return what a folder has shown that is not there now."""
    shown = desk.sources.shown(source.id)
    return [address for address in shown if address not in present]


def sift(wanted: Sequence[Wanted], desk: Desk) -> list[FileResult | Wanted]:
    """Settle what needs no work, and leave the rest as it is; what came back is not gone."""
    known = desk.places.known([one.address for one in wanted if can_be_kept(one.address)])
    shown: dict[int, dict[str, Seen]] = {}
    sifted: list[FileResult | Wanted] = []
    noted: list[Seen] = []
    back: list[str] = []
    for one in wanted:
        if not can_be_kept(one.address):
            sifted.append(FileResult(one.address, Outcome.FAILED, None, 0.0, NO_TEXT))
            continue
        if is_address(one.address):
            sifted.append(one)
            continue
        if one.source not in shown:
            shown[one.source] = desk.sources.shown(one.source)
        seen = shown[one.source].get(one.address)
        if seen and seen.gone_at is not None:
            back.append(one.address)
        now = _as_it_is(one, seen, desk) if one.address in known else seen
        if now != seen or now is None:
            noted.append(now or Seen(one.source, one.address))
        there = known.get(one.address)
        said = Overrides.of(one.said)
        is_same = there and now and now.sha256 and is_settled(there, now.sha256, said)
        # An embargo is set on a report whether or not its file has changed.
        if there and is_same and said.embargo is None:
            sifted.append(FileResult(one.address, Outcome.UNCHANGED, there.report, 0.0))
        else:
            sifted.append(one)
    desk.sources.note(noted)
    desk.sources.mark_back(back)
    return sifted


def _as_it_is(one: Wanted, seen: Seen | None, desk: Desk) -> Seen | None:
    """Return what is to be remembered of a file, which is read only if it may have changed."""
    path = Path(one.address)
    if is_as_hashed(seen, stat_of(path)):
        return seen
    try:
        most = desk.parts.settings.max_file_megabytes
        return take(path, one.source, most, desk.attached).seen
    except ReportdeskError:
        # Working on it says what is wrong.
        return seen


def _addresses(place: str | Path, desk: Desk) -> list[str]:
    if is_address(str(place)):
        return [str(place)]
    return [str(path) for path in discover([Path(place)], desk.folder)]


def can_be_kept(address: str) -> bool:
    """Whether a file's name can be written down: some are bytes that are no text."""
    return address.encode("utf-8", "replace").decode() == address


def news(wanted: Sequence[Wanted], desk: Desk) -> list[Wanted]:
    """Return those that are to be worked on: new, changed, or with something else said of them.

    A file that came to nothing, or was a duplicate, is not news until its bytes change.
    """
    open_ = [one for one in sift(wanted, desk) if isinstance(one, Wanted)]
    jobs = desk.jobs.at(open_)
    found: list[Wanted] = []
    for one in open_:
        job = jobs.get(one.address)
        ended = job is not None and job.state in {JobState.DONE, JobState.DEAD}
        if not (job and ended and one.said.items() <= job.said.items() and _same(one, desk)):
            found.append(one)
    return found


def _same(one: Wanted, desk: Desk) -> bool:
    """Whether a file has the bytes that it had when it was last worked on."""
    before = desk.sources.shown_at(one.source, one.address)
    now = _as_it_is(one, before, desk)
    if now is not None and now != before:
        desk.sources.note([now])
    return before is not None and now is not None and before.sha256 == now.sha256 is not None
