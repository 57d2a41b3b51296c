"""What an ingest would change, without changing anything."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.alike import Wording
from ingest.desk import Desk, is_settled, was_moved
from ingest.errors import GoneError
from ingest.near import NearlySameError
from ingest.records import Overrides, RawFile
from ingest.sources.body import raw_file
from ingest.sources.feed import entries
from ingest.sources.fetch import is_address
from ingest.sources.folder import discover, read
from store.errors import ReportdeskError
from store.records import Revision
from store.sources import SourceKind


@dataclass(frozen=True, slots=True)
class Preview:
    """What would become of one file or address.

    `change` is new, changed, unchanged, moved, duplicate, gone or would fail; `revision` is what
    would be read from what is new or changed.
    """

    path: str
    change: str
    report_id: str | None = None
    reason: str | None = None
    revision: Revision | None = None


def preview(places: Sequence[str | Path], said: Overrides, desk: Desk) -> Iterator[Preview]:
    """Yield what ingesting these would change; nothing is written."""
    for place in places:
        if is_address(str(place)):
            yield from _of_address(str(place), said, desk)
            continue
        present = [str(path) for path in discover([Path(place)], desk.folder)]
        for path in present:
            yield _of_file(path, said, desk)
        if os.path.isdir(place):  # noqa: PTH112 - takes a name that cannot be for no folder
            yield from _gone(os.path.realpath(place), set(present), desk)


def _of_file(path: str, said: Overrides, desk: Desk) -> Preview:
    try:
        raw = read(Path(path), desk.parts.settings.max_file_megabytes, desk.attached)
    except ReportdeskError as error:
        return Preview(path, "would fail", reason=str(error))
    return _of(raw, said, desk)


def _of_address(address: str, said: Overrides, desk: Desk) -> Iterator[Preview]:
    try:
        fetched = desk.fetcher().fetch(address)
        assert fetched.body is not None, "it was not asked whether it is known"
        if fetched.body.is_feed:
            limit = desk.parts.settings.fetch.feed_entries
            for one in entries(fetched.address, fetched.body, limit):
                yield from _of_address(one.address, said, desk)
            return
        raw = raw_file(address, fetched.address, fetched.body)
    except GoneError as error:
        known = desk.catalog.report_at(address)
        gone = "gone" if known else "would fail"
        yield Preview(address, gone, known.report_id if known else None, str(error))
    except ReportdeskError as error:
        yield Preview(address, "would fail", reason=str(error))
    else:
        yield _of(raw, said, desk)


def _of(raw: RawFile, said: Overrides, desk: Desk) -> Preview:
    known = desk.places.known([raw.place]).get(raw.place)
    if known and is_settled(known, raw.sha256, said):
        return Preview(raw.place, "unchanged", known.report.report_id)
    twin = None if known else desk.catalog.report_with(raw.sha256)
    if twin:
        moved = was_moved(raw, twin)
        reason = f"From {twin.path}." if moved else f"The same file as {twin.path}."
        return Preview(raw.place, "moved" if moved else "duplicate", twin.report_id, reason)
    notice = None
    try:
        revision = desk.parts.read(raw, said, desk.parts.settings)
        if known is None and not said.supersedes:
            notice = desk.near.check(revision, Wording.of(revision.text), raw.place, write=False)
    except NearlySameError as error:
        return Preview(raw.place, "duplicate", error.report.report_id, str(error))
    except ReportdeskError as error:
        return Preview(raw.place, "would fail", reason=str(error))
    if known:
        return Preview(raw.place, "changed", known.report.report_id, revision=revision)
    return Preview(raw.place, "new", reason=notice, revision=revision)


def _gone(folder: str, present: set[str], desk: Desk) -> Iterator[Preview]:
    source = desk.sources.find(SourceKind.FOLDER, folder)
    shown = desk.sources.shown(source.id) if source else {}
    for address in shown:
        known = None if address in present else desk.catalog.report_at(address)
        if known:
            yield Preview(address, "gone", known.report_id)
