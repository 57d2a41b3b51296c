"""Words of a page become rows of segments, and rows become lines in reading order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.load.canonical import bullet
from ingest.load.pdf_words import Word

_SEGMENT_GAP = 0.95
_SAME_ROW = 0.5
_LOWERED = 0.25
_SAME_PLACE = 0.2
_NOTE_SIZE = 0.8
_MARKER = re.compile(
    r"\(?\d{1,3}[.)]?|\d{1,2}(?:\.\d{1,3}){1,3}\.?|\(?[a-z]{1,4}[.)]|[A-Z][.)]|[IVX]{1,5}[.)]|"
    r"[o¢§*\-–—−]"
)
_NOTE_MARK = re.compile(r"[\d,*†‡]{1,5}")
_MARKER_GAP = 5.0
_BULLET_GLYPHS = re.compile(r"[•●◦○▪■▫◼◾□‣⁃∙·➢➤►▶]")


@dataclass(frozen=True, slots=True)
class Segment:
    """Words on one line with no wide gap between them; `text_x0` is where they start behind a mark.

    Where `table` is set, the segment stands for that ruled table of the page and has no words.
    """

    words: tuple[Word, ...]
    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    text_x0: float
    size: float
    bold: bool
    table: int | None = None

    @property
    def middle(self) -> float:
        """The height of the line's middle."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class Row:
    """Segments side by side, left to right."""

    segments: tuple[Segment, ...]
    y0: float
    y1: float

    @property
    def text(self) -> str:
        """All the row's words."""
        return " ".join(segment.text for segment in self.segments)

    @property
    def size(self) -> float:
        """The size of the row's largest segment."""
        return max(segment.size for segment in self.segments)


def rows_of(words: Sequence[Word]) -> list[Row]:
    """Group the words of one direction into rows, top to bottom."""
    ordered = sorted(words, key=lambda word: -(word.y0 + word.y1))
    groups: list[list[Word]] = []
    top = bottom = 0.0
    for word in ordered:
        overlap = min(top, word.y1) - max(bottom, word.y0)
        height = min(top - bottom, word.y1 - word.y0)
        small = height < _NOTE_SIZE * max(top - bottom, word.y1 - word.y0)
        if groups and overlap > (_LOWERED if small else _SAME_ROW) * height:
            groups[-1].append(word)
            if word.y1 - word.y0 > top - bottom and overlap > 0.8 * (top - bottom):
                continue
        else:
            groups.append([word])
            top, bottom = word.y1, word.y0
    return [_row(group) for group in groups]


def _row(words: list[Word]) -> Row:
    ordered = sorted(words, key=lambda word: word.x0)
    runs: list[list[Word]] = [[ordered[0]]]
    for word in ordered[1:]:
        last = runs[-1][-1]
        if word.text == last.text and abs(word.x0 - last.x0) < _SAME_PLACE * word.size:
            continue  # Drawn twice to look bold.
        size = max(last.size, word.size)
        gap = word.x0 - last.x1
        marker = len(runs[-1]) == 1 and is_marker(last.text) and gap < _MARKER_GAP * size
        if gap <= _SEGMENT_GAP * size or marker:
            runs[-1].append(word)
        else:
            runs.append([word])
    segments = tuple(segment_of(run) for run in runs)
    return Row(
        segments,
        min(segment.y0 for segment in segments),
        max(segment.y1 for segment in segments),
    )


def segment_of(words: Sequence[Word]) -> Segment:
    """Make one segment of words that stand side by side."""
    letters: dict[float, int] = {}
    for word in words:
        size = round(word.size * 2) / 2
        letters[size] = letters.get(size, 0) + len(word.text)
    size = max(letters, key=lambda key: letters[key])
    kept = [word for index, word in enumerate(words) if not _is_note(words, index, size)]
    heavy = sum(len(word.text) for word in kept if word.bold)
    main = [word for word in kept if word.size > _NOTE_SIZE * size] or kept
    marked = len(kept) > 1 and is_marker(kept[0].text)
    return Segment(
        tuple(kept),
        _spelled(kept),
        min(word.x0 for word in kept),
        min(word.y0 for word in main),
        max(word.x1 for word in kept),
        max(word.y1 for word in main),
        kept[1].x0 if marked else kept[0].x0,
        size,
        heavy >= 0.9 * sum(len(word.text) for word in kept),
    )


def _spelled(words: Sequence[Word]) -> str:
    text = words[0].text
    for before, word in pairwise(words):
        near = word.x0 - before.x1 < 0.12 * word.size
        text += word.text if word.glued and near else f" {word.text}"
    rest = bullet(text)
    return text if rest is None else f"• {rest}"


def is_marker(text: str) -> bool:
    """Whether a word is a bullet or a printed number such as `3.` or `2.1`."""
    return _MARKER.fullmatch(text) is not None or _BULLET_GLYPHS.fullmatch(text) is not None


def _is_note(words: Sequence[Word], index: int, size: float) -> bool:
    """Whether a word is the small raised mark of a footnote behind a word."""
    word = words[index]
    if index == 0 or word.size > _NOTE_SIZE * size or not _NOTE_MARK.fullmatch(word.text):
        return False
    before = words[index - 1]
    raised = word.y0 > before.y0 + 0.15 * before.size
    return raised and (len(before.text) > 2 or not before.text.isalpha())  # noqa: PLR2004 - m², CO
