"""Keeps near-duplicates out: the same release on two sites is reported, not doubled."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ingest.alike import NEARLY_ALL, SKETCH, Likeness, Wording, compare, words_of
from store.catalog import Catalog
from store.errors import PermanentError
from store.records import ReportSummary, Revision
from store.sketches import Sketches

_LIKE = SKETCH // 4
# The same release may reach two sites some days apart; the next number of a series comes later.
_SAME_DAYS = 3
_SHOWN = 6


class NearlySameError(PermanentError):
    """The text is nearly that of `report`, to this `share` of its words."""

    def __init__(self, report: ReportSummary, share: float) -> None:
        self.report = report
        super().__init__(
            f"Nearly the same text as {report.report_id} ({share:.0%} of its words; "
            f"{report.path}). --even-if-duplicate indexes it all the same."
        )


class Near:
    """Compares what is about to be indexed with the library, and with what others are indexing."""

    def __init__(self, catalog: Catalog, sketches: Sketches) -> None:
        self._catalog = catalog
        self._sketches = sketches
        self._changed = threading.Condition()
        self._held: list[frozenset[int]] = []
        self._caught_up = False

    @contextmanager
    def turn(self, wording: Wording) -> Iterator[None]:
        """Let no other thread work on a text much like this one while the block runs."""
        mine = frozenset(wording.hashes)
        with self._changed:
            self._changed.wait_for(lambda: not any(_are_like(mine, one) for one in self._held))
            self._held.append(mine)
        try:
            yield
        finally:
            with self._changed:
                self._held.remove(mine)
                self._changed.notify_all()

    def check(self, revision: Revision, wording: Wording, *, write: bool = True) -> str | None:
        """Say which report a text may be a correction of, None where it is like no other.

        Raises NearlySameError where it is another report's in another frame. Without `write`, what
        was never sketched is not compared.
        """
        words, hashes = wording.words, wording.hashes
        if not hashes:
            return None
        if write:
            self._catch_up()
        notice = None
        for report_id in self._sketches.like(hashes, _fewest(len(hashes))):
            report = self._catalog.report(report_id)
            theirs = words_of(self._catalog.text(report_id, report.revision))
            like = compare(theirs, words)
            if like.share < NEARLY_ALL or not _same_title(report, theirs, revision, words):
                continue
            if not like.differs and _same_time(report, revision):
                raise NearlySameError(report, like.share)
            notice = notice or _may_correct(report, like)
        return notice

    def keep(self, report: ReportSummary, wording: Wording) -> None:
        """Remember what a report that was indexed is like."""
        self._sketches.keep(report.report_id, report.revision, wording.hashes)

    def _catch_up(self) -> None:
        """Sketch what was indexed without: by an earlier version, or before a crash."""
        with self._changed:
            if self._caught_up:
                return
            self._caught_up = True
        for report_id, revision in self._sketches.missing():
            wording = Wording.of(self._catalog.text(report_id, revision))
            self._sketches.keep(report_id, revision, wording.hashes)


def _fewest(hashes: int) -> int:
    return max(1, min(_LIKE, hashes // 4))


def _are_like(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= _fewest(min(len(one), len(other))) if one and other else False


def _same_time(report: ReportSummary, revision: Revision) -> bool:
    """Whether two may be of one day: not, where both are dated and the dates lie apart."""
    one, other = report.description.published_on, revision.description.published_on
    if one.value is None or other.value is None or not (one.sure and other.sure):
        return True
    return abs((one.value - other.value).days) <= _SAME_DAYS


def _same_title(
    report: ReportSummary, theirs: Sequence[str], revision: Revision, words: Sequence[str]
) -> bool:
    """Whether either title stands in the other text; a page's own name may be taken for one."""
    one, other = report.description.title.value, revision.description.title.value
    if not one or not other:
        return True
    return _stands_in(one, words) or _stands_in(other, theirs)


def _stands_in(title: str, words: Sequence[str]) -> bool:
    return f" {' '.join(words_of(title))} " in f" {' '.join(words)} "


def _may_correct(report: ReportSummary, like: Likeness) -> str:
    words = ", ".join(f"“{word}”" for word in like.differs[:_SHOWN])
    more = " and others" if len(like.differs) > _SHOWN else ""
    differs = f"differing in {words}{more}" if words else "of another date"
    return (
        f"Nearly the same text as {report.report_id} ({like.share:.0%} of its words), {differs}: "
        f"if it corrects that report, ingest it with --supersedes {report.report_id}."
    )
