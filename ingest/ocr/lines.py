"""The letters of one line, with where each was seen, become words with their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.ocr.ink import Ink

# Shares of the line's height, or of what is usual in the line. Between two letters, where thin ones
# leave much room, only a full space will do; behind a comma, most of one.
_SPACE = 0.75
_FULL_SPACE = 1.1
_WIDE = 0.4
_TO_LETTERS = 2.5
_CLOSING = ",;:.!?)]”’"
_OPENING = "([“‘"


@dataclass(frozen=True, slots=True)
class Letters:
    """A line as read: its text, each character's place from 0 to 1 and probability."""

    text: str
    places: tuple[float, ...]
    confidences: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """The mean probability of the characters, 0 without any."""
        return sum(self.confidences) / len(self.confidences) if self.confidences else 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a line: where it starts and ends in pixels of the line's picture."""

    text: str
    start: float
    end: float
    confidence: float


def pieces_of(letters: Letters, ink: Ink, height: float) -> list[Piece]:
    """Cut a line into words at the blanks read, and at those that its ink shows beyond doubt."""
    width = len(ink.columns)
    at = [place * width for place in letters.places]
    runs = _runs(letters.text)
    if not runs:
        return []
    blanks = [ink.blank(at[a[-1]], at[b[0]]) for a, b in pairwise(runs)]
    wide = _certain(letters.text, at, runs, blanks, ink, height)
    cut = [part for run in runs for part in _cut(letters.text, at, run, ink, wide)]
    gaps = [ink.blank(at[a[-1]], at[b[0]]) for a, b in pairwise(cut)]
    edges = _edges(cut, at, gaps)
    inked = [index for index, one in enumerate(ink.columns) if one]
    first, last = (inked[0], inked[-1] + 1) if inked else (0, width)
    starts = [max(float(first), 0.0), *(after for _, after in edges)]
    ends = [*(before for before, _ in edges), float(last)]
    return [
        Piece(
            "".join(letters.text[index] for index in run),
            min(start, at[run[0]]),
            max(end, at[run[-1]]),
            sum(letters.confidences[index] for index in run) / len(run),
        )
        for run, start, end in zip(cut, starts, ends, strict=True)
    ]


def _runs(text: str) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for index, char in enumerate(text):
        if not char.isspace():
            runs[-1].append(index)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _certain(
    text: str,
    at: Sequence[float],
    runs: Sequence[Sequence[int]],
    blanks: Sequence[tuple[int, int]],
    ink: Ink,
    height: float,
) -> float:
    """Return how wide a blank inside a word must be to be a space that was not read."""
    spaces = [end - start for start, end in blanks if end > start]
    letters = [
        end - start
        for run in runs
        for a, b in pairwise(run)
        if text[a].isalpha() and text[b].isalpha()
        for start, end in [ink.blank(at[a], at[b])]
    ]
    usual = median(letters) if letters else 0.0
    space = _SPACE * median(spaces) if spaces else _WIDE * height
    return max(space, _TO_LETTERS * max(usual, 1.0))


def _cut(text: str, at: Sequence[float], run: list[int], ink: Ink, wide: float) -> list[list[int]]:
    parts = [[run[0]]]
    for before, index in pairwise(run):
        start, end = ink.blank(at[before], at[index])
        needed = wide if text[before] in _CLOSING else wide * _FULL_SPACE / _SPACE
        if end - start >= needed and _may_part(text[before], text[index]):
            parts.append([])
        parts[-1].append(index)
    return parts


def _may_part(before: str, after: str) -> bool:
    if before.isdigit() and after.isdigit():
        return False
    return (before.isalnum() or before in _CLOSING) and (after.isalnum() or after in _OPENING)


def _edges(
    cut: Sequence[Sequence[int]], at: Sequence[float], gaps: Sequence[tuple[int, int]]
) -> list[tuple[float, float]]:
    """Return where the blank between each two words starts and ends."""
    edges = []
    for (a, b), (start, end) in zip(pairwise(cut), gaps, strict=True):
        if end > start:
            edges.append((float(start), float(end)))
        else:
            middle, reach = (at[a[-1]] + at[b[0]]) / 2, (at[b[0]] - at[a[-1]]) / 8
            edges.append((middle - reach, middle + reach))
    return edges
