"""The slow half of adding a report from Slack: what it would be, then making it one.

It is the path of `reportdesk ingest`, dry-run and all, on threads of its own.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import structlog

from bot.slack.files import FOLDER, SlackFiles
from bot.slack.giving_way import GivingWay
from bot.slack.offer import Offer, for_people, offer_of, viewer_of
from ingest.desk import Desk
from ingest.embed import PACKAGED
from ingest.job import work_off
from ingest.outcomes import FileResult, Outcome
from ingest.preview import Preview, preview
from ingest.records import Overrides, RawFile
from ingest.settings import IngestSettings
from ingest.sources.find import find
from ingest.work import EVEN_IF_DUPLICATE
from store.clock import Clock
from store.errors import PermanentError, ReportdeskError
from store.protocols import Embedder
from store.records import Revision
from store.uploads import Added, Upload, UploadKind, Uploads, UploadState

_log = structlog.get_logger(__name__)

# Whatever kills the program so often while one upload is in hand is that upload's doing.
MOST_ATTEMPTS = 5
MOST_NAMED = 3
FETCHING, READING = "Fetching it…", "Reading it…"
_ENDED_OFTEN = (
    "I stopped several times while I worked on this one. Ask whoever runs me to add it with "
    "`reportdesk ingest`."
)
_FEED = (
    "That is a feed that lists reports. Whoever runs me can have it watched (ingest.sources in "
    "config.yaml); I add single reports here."
)
_PASSING = "I could not do it just now. Try again in a few minutes."


@dataclass(frozen=True, slots=True)
class UploadParts:
    """What adding reports from Slack needs; `desk` is the ingest job's, opened when first called.

    `clock` says when embargoes end.
    """

    uploads: Uploads
    desk: Callable[[], Desk]
    clock: Clock


class Adder:
    """Looks at what is on offer and adds it. One thread may `offer` while another one `add`s.

    `tell` is called with an upload's number and what is being done, for its card.
    """

    def __init__(
        self,
        parts: UploadParts,
        files: SlackFiles,
        stopping: threading.Event,
        tell: Callable[[int, str], None],
    ) -> None:
        self._uploads = parts.uploads
        self._desk = parts.desk
        self._files = files
        self._stopping = stopping
        self._tell = tell

    def offer(self, waiting: Upload) -> None:
        """See what a file or link is, and offer it; nothing is added."""
        upload = self._begin(waiting)
        if upload is None:
            return
        with self._failing(upload):
            self._tell(upload.id, FETCHING)
            place = self._fetched(upload)
            self._tell(upload.id, READING)
            self._offer(upload, place)

    def add(self, waiting: Upload) -> None:
        """Add what was decided to be added, and say what became of it."""
        upload = self._begin(waiting)
        if upload is None:
            return
        with self._failing(upload):
            self._tell(upload.id, READING)
            self._add(upload)

    def discard(self, upload: Upload) -> None:
        """Remove the file of what was discarded, unless a report is made of it."""
        shared = upload.shared
        if shared.kind is UploadKind.FILE:
            for path in self._files.kept(shared.team, shared.item):
                if not self._desk().catalog.report_at(str(path)):
                    path.unlink(missing_ok=True)

    def _begin(self, waiting: Upload) -> Upload | None:
        upload = self._uploads.begin(waiting)
        if upload is not None and upload.attempts > MOST_ATTEMPTS:
            self._uploads.fail(upload, _ENDED_OFTEN)
            return None
        return upload

    @contextmanager
    def _failing(self, upload: Upload) -> Iterator[None]:
        """Write down why nothing came of an upload; what a stop interrupts is left to be done."""
        try:
            yield
        except ReportdeskError as error:
            if self._stopping.is_set():
                return
            _log.warning("slack.not_added", upload=upload.id, error=type(error).__name__)
            told = for_people(str(error), self._desk(), viewer_of(upload.shared))
            self._uploads.fail(upload, told or _refer(upload), str(error))
            if upload.state is UploadState.RECEIVED:
                self.discard(upload)

    def _fetched(self, upload: Upload) -> str:
        shared = upload.shared
        if shared.kind is UploadKind.LINK:
            return shared.item
        return str(self._files.fetch(shared.team, shared.item).resolve())

    def _offer(self, upload: Upload, place: str) -> None:
        desk = self._desk()
        found = next(_one(place, desk))
        if found.change in ("would fail", "gone"):
            raise PermanentError(found.reason or _PASSING)
        offered = offer_of(found, desk, viewer_of(upload.shared))
        if offered is None:
            # Its readers may not know of the report that it is; who runs the library may.
            self._uploads.fail(upload, _refer(upload), f"{found.change}: {found.report_id}")
            self.discard(upload)
            return
        self._uploads.offer(upload, place, offered.data())

    def _add(self, upload: Upload) -> None:
        assert upload.place is not None, "what was offered has a place"
        desk = self._telling(self._desk(), upload)
        also = {name: one for name, one in upload.said.items() if name == EVEN_IF_DUPLICATE}
        wanted = find([upload.place], Overrides.of(upload.said), desk, **also)
        results = list(work_off(wanted, desk, self._stopping))
        result = next((one for one in results if one.path == upload.place), None)
        if result is None:
            # A stop came first: the job is in the table, and the upload is taken up at the start.
            return
        others = [one for one in results if one is not result]
        self._close(upload, result, _attached(others), desk)

    def _close(self, upload: Upload, result: FileResult, others: str, desk: Desk) -> None:
        viewer = viewer_of(upload.shared)
        told = " ".join(filter(None, (for_people(result.reason, desk, viewer), others)))
        report = result.report
        if result.outcome is Outcome.FAILED or report is None:
            if not self._stopping.is_set():
                self._uploads.fail(upload, told or _refer(upload), result.reason)
            return
        # An embargo is given with its channels: this one need not be among them.
        own = result.outcome in (Outcome.INDEXED, Outcome.UPDATED) or report.path == upload.place
        if not own:
            seen = report.report_id in desk.catalog.seen_ids(viewer)
            same = f"The library has it already: “{report.title}”." if seen else _refer(upload)
            self._uploads.fail(upload, same, result.reason)
            return
        self._uploads.added(upload, Added(report.report_id, report.revision), told or None)

    def _telling(self, desk: Desk, upload: Upload) -> Desk:
        """Return the desk with parts that say how far they are."""

        def read(raw: RawFile, said: Overrides, settings: IngestSettings) -> Revision:
            revision = desk.parts.read(raw, said, settings)
            self._tell(upload.id, f"Indexing {len(revision.passages):,} passages…")
            return revision

        def embedder() -> Embedder:
            opened = desk.parts.embedder()
            settings = desk.parts.settings
            at_once = 1 if settings.embedder == PACKAGED else settings.batch_size
            return GivingWay(opened, at_once, lambda words: self._tell(upload.id, words))

        return replace(desk, parts=replace(desk.parts, read=read, embedder=embedder))


def _one(place: str, desk: Desk) -> Iterator[Preview]:
    """Yield what would become of one place; a feed is not one report."""
    for found in preview([place], Overrides(), desk):
        if found.path != place:
            raise PermanentError(_FEED)
        yield found
    raise PermanentError(_FEED)


def _attached(results: Sequence[FileResult]) -> str:
    """Say what became of what is attached to a mail; each is a report of its own."""
    failed = [one.name for one in results if one.outcome is Outcome.FAILED]
    there = len(results) - len(failed)
    told = [f"What is attached to it is {there} further reports." if there > 1 else ""]
    told = ["What is attached to it is a report of its own."] if there == 1 else told
    told += [f"{one}, attached to it, could not be read." for one in failed[:MOST_NAMED]]
    return " ".join(filter(None, told))


def _refer(upload: Upload) -> str:
    return (
        "I cannot add this one from here. Ask whoever runs the library, with the reference "
        f"U{upload.id}."
    )


__all__ = ["FOLDER", "Adder", "Offer", "UploadParts", "UploadState"]
