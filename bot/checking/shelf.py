"""The full text of every report that may be searched, for looking up words exactly.

Both sides are reduced to their letters and digits (NFKC, lower case), so that marks, blanks,
dashes, ligatures, hyphens and line breaks cannot hide a true quotation. One string holds all
texts, and finding words in it costs milliseconds for ten million characters.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.checking.records import Place
from store.catalog import Catalog
from store.records import Filters, Passage, Quote, ReportSummary, Viewer

_OTHER = re.compile(r"[\W_]+")
_BORDER = "\n"


def bare(text: str) -> str:
    """Return the letters and digits of `text`, in lower case."""
    return _OTHER.sub("", unicodedata.normalize("NFKC", text).lower())


@dataclass(frozen=True, slots=True)
class Held:
    """One revision on the shelf; `replaced` says by what, where it is no longer current."""

    report: ReportSummary
    revision: int
    replaced: str | None = None


class Shelf:
    """Looks words up in a set of revisions. `texts[i]` belongs to `held[i]`."""

    def __init__(self, catalog: Catalog, held: Sequence[Held]) -> None:
        self._catalog = catalog
        self.held = tuple(held)
        self._texts: dict[tuple[str, int], str] = {}
        self._offsets: dict[int, list[int]] = {}
        self._quotes: dict[tuple[str, int], tuple[Quote, ...]] = {}
        self._passages: dict[tuple[str, int], tuple[Passage, ...]] = {}

    @cached_property
    def _all(self) -> tuple[str, list[int]]:
        """The letters of all texts, and where each text starts in them."""
        starts: list[int] = []
        parts: list[str] = []
        at = 0
        for one in self.held:
            starts.append(at)
            parts.append(bare(self.text(one.report.report_id, one.revision)))
            at += len(parts[-1]) + len(_BORDER)
        return _BORDER.join(parts), starts

    def text(self, report_id: str, revision: int) -> str:
        """Return the canonical text of a revision."""
        key = (report_id, revision)
        if key not in self._texts:
            self._texts[key] = self._catalog.text(report_id, revision)
        return self._texts[key]

    def quotes(self, report_id: str, revision: int) -> tuple[Quote, ...]:
        """Return the recorded quotes of a revision, in order."""
        key = (report_id, revision)
        if key not in self._quotes:
            self._quotes[key] = self._catalog.quotes(report_id, revision)
        return self._quotes[key]

    def page(self, report_id: str, revision: int, offset: int) -> int | None:
        """Return the number of the page that holds `offset`."""
        return self._catalog.page(report_id, revision, offset)

    def passage(self, place: Place) -> Passage | None:
        """Return the passage that a place starts in, None in an older revision."""
        key = (place.report_id, place.revision)
        if key not in self._passages:
            self._passages[key] = self._catalog.revision(*key).passages
        near = [p for p in self._passages[key] if p.start <= place.start]
        return near[-1] if near else next(iter(self._passages[key]), None)

    def has(self, words: str) -> bool:
        """Whether the letters of `words` stand in a row somewhere."""
        return bare(words) in self._all[0]

    def places(self, words: str, most: int) -> list[tuple[int, int, int]]:
        """Return up to `most` places of the letters of `words`: which of `held`, start, end."""
        letters, (everything, starts) = bare(words), self._all
        found: list[tuple[int, int, int]] = []
        at = everything.find(letters) if letters else -1
        while at >= 0 and len(found) < most:
            which = bisect_right(starts, at) - 1
            offsets = self._offsets_of(which)
            first = at - starts[which]
            last = first + len(letters) - 1
            found.append((which, offsets[first], offsets[last] + 1))
            at = everything.find(letters, at + 1)
        return found

    def _offsets_of(self, which: int) -> list[int]:
        """Return, for each letter of a text as `bare` gives it, its offset in the text."""
        if which not in self._offsets:
            one = self.held[which]
            text = self.text(one.report.report_id, one.revision)
            self._offsets[which] = list(_offsets(text))
        return self._offsets[which]


def _offsets(text: str) -> Iterator[int]:
    for at, character in enumerate(text):
        if character.isascii():
            if character.isalnum():
                yield at
        else:
            for _ in bare(character):
                yield at


def current(catalog: Catalog, viewer: Viewer) -> list[Held]:
    """Return what may be searched for a viewer, newest first."""
    return [Held(one, one.revision) for one in catalog.searchable(Filters(viewer=viewer))]


def replaced(catalog: Catalog, viewer: Viewer) -> list[Held]:
    """Return what was replaced: reports that others supersede, and older revisions.

    What a viewer may not see is left out, in every revision, and so is that it replaced another.
    """
    stand = {one.report_id for one in catalog.searchable(Filters(viewer=viewer))}
    seen = catalog.seen(viewer)
    titles = {one.report_id: one.title for one in seen}
    return list(_replaced(seen, stand, titles))


def _replaced(
    seen: Iterable[ReportSummary], stand: Container[str], titles: Mapping[str, str]
) -> Iterator[Held]:
    for one in seen:
        if one.report_id not in stand:
            newer = titles.get(one.superseded_by or "")
            by = f"“{newer}”" if newer else "a newer report"
            yield Held(one, one.revision, f"{by} has taken its place")
        for number in range(one.revision - 1, 0, -1):
            yield Held(one, number, f"revision {one.revision} has corrected it")
