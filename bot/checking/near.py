"""Finds the stretches of text that are nearest to words which stand nowhere as they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answering.checks.quotes import fragments
from bot.answering.checks.words import is_content, words
from bot.checking.library import Library
from bot.checking.records import Place, Quoted
from bot.checking.shelf import Shelf
from store.records import Hit

_BESIDE = 300  # Characters around a place that are compared too.
_LONG = 8  # From this many words on, runs of four words are telling; below, runs of two.
_MOST_RUNS = 80
_MOST_WINDOWS = 16
_PASSAGE = 800  # About the length of a passage, in characters.
_MOST_PASSAGES = 2
_PER_RUN = {4: 4, 2: 12}  # How many places of each run are looked at, by its length.


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of text `which` of the shelf."""

    which: int
    start: int
    end: int


def window_text(shelf: Shelf, window: Window) -> str:
    """Return the words of a window."""
    held = shelf.held[window.which]
    return shelf.text(held.report.report_id, held.revision)[window.start : window.end]


def near_windows(quoted: Quoted, library: Library) -> list[Window]:
    """Return the stretches that share most runs with a quotation, and what search finds."""
    shelf, reach = library.shelf, len(quoted.text) + _BESIDE
    found = [
        Window(which, max(0, (at - 1) * reach), (at + 2) * reach)
        for which, at in _shared(quoted.text, shelf, reach)[:_MOST_WINDOWS]
    ]
    index = {(one.report.report_id, one.revision): at for at, one in enumerate(shelf.held)}
    for query in dict.fromkeys((quoted.text, quoted.sentence)):
        for hit in library.search(query):
            at = index.get((hit.report.report_id, hit.report.revision))
            if at is not None:
                first = max(0, hit.passage.start - _BESIDE)
                found.append(Window(at, first, hit.passage.end + _BESIDE))
    return _merged(found)


def near_hits(text: str, shelf: Shelf) -> list[Hit]:
    """Return the passages that share most runs of words with a sentence, best first."""
    found: list[Hit] = []
    for which, at in _shared(text, shelf, _PASSAGE)[:_MOST_PASSAGES]:
        held = shelf.held[which]
        place = Place(held.report.report_id, held.revision, at * _PASSAGE, at * _PASSAGE)
        for offset in (0, _PASSAGE):
            passage = shelf.passage(replace(place, start=place.start + offset))
            if passage is not None:
                found.append(Hit(held.report, passage, 0.0))
    return found


def _shared(text: str, shelf: Shelf, reach: int) -> list[tuple[int, int]]:
    """Return which text and which stretch of `reach` characters share runs, the most first."""
    seen: dict[tuple[int, int], int] = {}
    for run, most in _runs(text):
        for which, start, _ in shelf.places(run, most):
            key = (which, start // reach)
            seen[key] = seen.get(key, 0) + 1
    return sorted(seen, key=lambda key: -seen[key])


def _runs(text: str) -> Iterator[tuple[str, int]]:
    """Yield the fragments of a quotation and its runs of words, with how many places to look at."""
    tokens = text.split()
    size = 4 if len(tokens) >= _LONG else 2
    for part in fragments(text):
        yield part, _PER_RUN[4]
    runs = [tokens[at : at + size] for at in range(max(1, len(tokens) - size + 1))]
    for run in runs[:: max(1, len(runs) // _MOST_RUNS)]:
        if any(is_content(word) for word in words(" ".join(run))):
            yield " ".join(run), _PER_RUN[size]


def _merged(windows: Sequence[Window]) -> list[Window]:
    """Join the windows of one text that overlap, so that no place is compared twice."""
    merged: list[Window] = []
    for one in windows:
        joined = one
        apart: list[Window] = []
        for other in merged:
            if _overlap(other, joined):
                first, last = min(other.start, joined.start), max(other.end, joined.end)
                joined = Window(one.which, first, last)
            else:
                apart.append(other)
        merged = [*apart, joined]
    return merged


def _overlap(one: Window, other: Window) -> bool:
    return one.which == other.which and one.start <= other.end and other.start <= one.end
