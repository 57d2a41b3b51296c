"""Keeps near-duplicates out: the same release on two sites is reported, not doubled."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

from ingest.alike import NEARLY_ALL, SKETCH, Likeness, Wording, compare, words_of
from ingest.sources.fetch import is_address
from store.catalog import Catalog
from store.errors import PermanentError
from store.records import ReportSummary, Revision
from store.sketches import Sketches

_LIKE = SKETCH // 4
# The same release may reach two sites some days apart; the next number of a series comes later.
_SAME_DAYS = 3
_SHOWN = 6
# Of what stands round a text, paragraphs of so many words may be the text's own.
_PROSE_WORDS = 20
_ENDS = '.!?”"’)'
_EDGE = 4
_BEGINNING = 10
# So many pages of a site tell what its frame is.
_FEWEST_PAGES = 3
_MOST_PAGES = 20


class NearlySameError(PermanentError):
    """The text is nearly that of `report`, to this `share` of its words.

    `more` are paragraphs that it has and the report has not, taken for a frame.
    """

    def __init__(self, report: ReportSummary, share: float, more: Sequence[str] = ()) -> None:
        self.report = report
        told = f" It has text that the other has not: {_begins(more)}." if more else ""
        super().__init__(
            f"Nearly the same text as {report.report_id} ({share:.0%} of its words; "
            f"{report.path}).{told} --even-if-duplicate indexes it all the same."
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

    def check(
        self, revision: Revision, wording: Wording, place: str, *, write: bool = True
    ) -> str | None:
        """Say which report a text from `place` may correct, None where it is like no other.

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
            more = _paragraphs(revision.text, like.around)
            if not like.differs and _same_time(report, revision):
                if not more or not self._are_text(more, place, report):
                    raise NearlySameError(report, like.share, more)
                notice = notice or _has_more(report, like, more)
            notice = notice or _may_correct(report, like)
        return notice

    def _are_text(self, paragraphs: Sequence[str], place: str, like: ReportSummary) -> bool:
        """Whether paragraphs round a text are its own: other pages of the site have none of them.

        Of files nothing is said, since one folder may hold many sites' pages.
        """
        host = urlsplit(place).hostname if is_address(place) else None
        others = [
            one
            for one in self._catalog.reports()
            if host and one.report_id != like.report_id and urlsplit(one.path).hostname == host
        ]
        if len(others) < _FEWEST_PAGES:
            return False
        wanted = [_padded(words_of(paragraph)) for paragraph in paragraphs]
        for one in others[:_MOST_PAGES]:
            page = _padded(words_of(self._catalog.text(one.report_id, one.revision)))
            wanted = [words for words in wanted if words not in page]
        return bool(wanted)

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
    return _padded(words_of(title)) in _padded(words)


def _padded(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _paragraphs(text: str, around: Sequence[Sequence[str]]) -> list[str]:
    """Return the paragraphs of prose that lie in pieces round a text: not menus and links."""
    pieces = [_padded(words) for words in around]
    found = []
    for paragraph in text.split("\n\n"):
        words = words_of(paragraph)
        is_prose = len(words) >= _PROSE_WORDS and paragraph.rstrip()[-1:] in _ENDS
        # A sequence at the edge of a piece may belong to what both have.
        inner = _padded(words[_EDGE:-_EDGE])
        if is_prose and any(inner in piece for piece in pieces):
            found.append(" ".join(paragraph.split()))
    return found


def _begins(paragraphs: Sequence[str]) -> str:
    first = " ".join(paragraphs[0].split()[:_BEGINNING])
    others = len(paragraphs) - 1
    return f"“{first}…”" + (f" and {others} more" if others else "")


def _has_more(report: ReportSummary, like: Likeness, more: Sequence[str]) -> str:
    return (
        f"Nearly the same text as {report.report_id} ({like.share:.0%} of its words), with text "
        f"that it has not: {_begins(more)}: if it replaces that report, ingest it with "
        f"--supersedes {report.report_id}."
    )


def _may_correct(report: ReportSummary, like: Likeness) -> str:
    words = ", ".join(f"“{word}”" for word in like.differs[:_SHOWN])
    more = " and others" if len(like.differs) > _SHOWN else ""
    differs = f"differing in {words}{more}" if words else "of another date"
    return (
        f"Nearly the same text as {report.report_id} ({like.share:.0%} of its words), {differs}: "
        f"if it corrects that report, ingest it with --supersedes {report.report_id}."
    )
