"""The lines read on a page become words: places, sizes, weights, bullets."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ingest.ocr.geometry import LineBox
from ingest.ocr.ink import Ink, bullet_in, ink_of
from ingest.ocr.lines import Letters, Piece, pieces_of
from ingest.ocr.marks import few_ideographs, without_ideographs, written
from ingest.ocr.records import PictureWord

# A line's box is this much higher than its type size (measured on scans of known type).
_BOX_TO_SIZE = 1.32
# Sizes this near to the page's usual one are the usual one, measured not quite.
_SAME_SIZE = 0.1
# In a line with fewer small letters than this, the tall ones give the band of ink its height.
_SMALL = 0.75
# Strokes this much wider than usual are bold; measured 1.4 and more.
_BOLD = 1.25
# How far before its line a bullet may stand, in heights of the line.
_BEFORE = 2.6

CutOut = Callable[[np.ndarray, list[np.ndarray]], list[np.ndarray]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its box, its picture turned upright, its letters, its quarter turns."""

    box: LineBox
    picture: np.ndarray
    letters: Letters
    turn: int


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is usual on the page, by letters: heights of boxes and small letters, strokes."""

    height: float
    band: float
    stroke: float


def page_words(
    picture: np.ndarray, lines: Sequence[Line], cut_out: CutOut
) -> tuple[PictureWord, ...]:
    """Return the words of the lines, with the bullets before them."""
    inks = [ink_of(line.picture) for line in lines]
    usual = _usual(lines, inks)
    words: list[PictureWord] = []
    for line, ink in zip(lines, inks, strict=True):
        pieces = pieces_of(line.letters, ink, line.picture.shape[0])
        found = list(_line_words(line, ink, pieces, usual))
        if found and line.turn == 0 and line.letters.text[0].isalnum() | _is_quote(line):
            bullet = _bullet(picture, line, pieces[0].start, cut_out)
            if bullet is not None:
                start, end = bullet
                words.append(replace(found[0], text="•", x0=start, x1=end, confidence=1.0))
        words += found
    return tuple(_plain(words))


def _plain(words: Sequence[PictureWord]) -> Iterator[PictureWord]:
    """Yield the words without what a model of many languages sees in pages of one."""
    badges = few_ideographs(word.text for word in words)
    for word in words:
        text = without_ideographs(word.text) if badges else word.text
        if text:
            yield replace(word, text=text)


def _is_quote(line: Line) -> bool:
    return line.letters.text[0] in "'\"‘“`("


def _usual(lines: Sequence[Line], inks: Sequence[Ink]) -> _Usual:
    weights = [len(line.letters.text) for line in lines]
    heights = [min(line.box.height, line.box.width) for line in lines]
    return _Usual(
        _median(heights, weights),
        _median([ink.band for ink in inks], weights),
        _median([ink.stroke for ink in inks], weights),
    )


def _median(values: Sequence[float], weights: Sequence[int]) -> float:
    half = sum(weights) / 2
    for value, weight in sorted(zip(values, weights, strict=True)):
        half -= weight
        if half <= 0:
            return float(value)
    return 1.0


def _line_words(
    line: Line, ink: Ink, pieces: Sequence[Piece], usual: _Usual
) -> Iterator[PictureWord]:
    across = min(line.box.height, line.box.width)
    relative = across / usual.height
    if _is_mostly_small(line.letters.text):
        # The height of small letters does not depend on which of them the line happens to have.
        relative = (relative + ink.band / max(usual.band, 1.0)) / 2
    if abs(relative - 1) <= _SAME_SIZE:
        relative = 1.0
    size = relative * usual.height / _BOX_TO_SIZE
    bold = ink.stroke > _BOLD * relative * usual.stroke
    for piece in pieces:
        box = _placed(line, piece)
        text = written(piece.text)
        yield PictureWord(text, *box, size, bold, piece.confidence, line.turn)


def _is_mostly_small(text: str) -> bool:
    return sum(map(str.islower, text)) >= _SMALL * sum(not char.isspace() for char in text)


def _placed(line: Line, piece: Piece) -> tuple[float, float, float, float]:
    """Return a piece's box on the straightened page."""
    box, width = line.box, line.picture.shape[1]
    from_middle = (piece.start - width / 2, piece.end - width / 2)
    if line.turn == 0:
        top, bottom = box.y - box.height / 2, box.y + box.height / 2
        return box.x + from_middle[0], top, box.x + from_middle[1], bottom
    left, right = box.x - box.width / 2, box.x + box.width / 2
    if line.turn == 1:
        return left, box.y - from_middle[1], right, box.y - from_middle[0]
    return left, box.y + from_middle[0], right, box.y + from_middle[1]


def _bullet(
    picture: np.ndarray, line: Line, start: float, cut_out: CutOut
) -> tuple[float, float] | None:
    """Return where a bullet stands before a line whose letters begin at `start` of its picture.

    The model of lines was not made to find them, so the picture is asked.
    """
    box, width = line.box, line.picture.shape[1]
    corners = box.corners
    along = (corners[1] - corners[0]) / max(float(np.linalg.norm(corners[1] - corners[0])), 1.0)
    reach = _BEFORE * box.height
    begins = start - (width - box.width) / 2 - 1
    strip = np.array(
        [
            corners[0] - along * reach,
            corners[0] + along * begins,
            corners[3] + along * begins,
            corners[3] - along * reach,
        ],
        dtype=np.float32,
    )
    if strip[:, 0].min() < 0 or reach + begins < 1:
        return None
    (cut,) = cut_out(picture, [strip])
    found = bullet_in(cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY), box.height)
    if found is None:
        return None
    left = box.x - box.width / 2 - reach
    return left + found[0], left + found[1]
