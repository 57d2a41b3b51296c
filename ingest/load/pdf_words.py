"""The words of a PDF page with their boxes, as pdfium sees them; coordinates run upwards."""

import ctypes
import math
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.load.canonical import clean

_BOLD_WEIGHT = 600
_HYPHEN = 0x02
_LETTER_GAP = 1.2
_LINE_STEP = 0.5
_SAME_SIZE = 0.12
_PLAUSIBLE_HEIGHT = (0.6, 2.0)
_HEIGHT_TO_SIZE = 1.2
_MIN_SIZE = 0.5
_SAME_HEIGHT = 0.01
_FONT_NAME_BYTES = 128
_SUBSCRIPT = 0.85
_NEAR = 0.3

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters of one size: left, bottom, right, top in the frame of its direction.

    `turn` counts the quarter turns of its writing direction; `glued` says that no blank
    stands before it.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    glued: bool
    turn: int


def turned(box: Box, turn: int) -> Box:
    """Return a box in the frame in which text of that direction runs from left to right."""
    x0, y0, x1, y1 = box
    if turn == 1:
        return (y0, -x1, y1, -x0)
    if turn == 2:  # noqa: PLR2004 - half a turn
        return (-x1, -y1, -x0, -y0)
    if turn == 3:  # noqa: PLR2004 - three quarters
        return (-y1, x0, -y0, x1)
    return box


def page_words(page: pdfium.PdfPage) -> list[Word]:
    """Return the words of a page in the order in which they were drawn."""
    textpage = page.get_textpage()
    try:
        return _Reader(textpage.raw).read(textpage.count_chars())
    finally:
        textpage.close()


class _Reader:
    """Cuts the characters of one page into words."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._rect = pdfium_c.FS_RECTF()
        self._pointer = ctypes.byref(self._rect)
        self._name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
        self._words: list[Word] = []
        self._chars: list[int] = []
        self._first = 0
        self._box: Box = (0.0, 0.0, 0.0, 0.0)
        self._size = 0.0
        self._height = 0.0
        self._turn = 0
        self._glued = False

    def read(self, count: int) -> list[Word]:
        """Return the words made of the first `count` characters."""
        raw, code_of = self._raw, pdfium_c.FPDFText_GetUnicode
        for index in range(count):
            code = code_of(raw, index)
            if code == _HYPHEN:
                self._add(index, ord("-"))
                self._flush()
            elif code <= 0x20 or code in {0xA0, 0x2028, 0x2029}:  # noqa: PLR2004 - blanks
                self._flush()
            else:
                self._add(index, code)
        self._flush()
        return self._words

    def _add(self, index: int, code: int) -> None:
        rect = self._rect
        if not pdfium_c.FPDFText_GetLooseCharBox(self._raw, index, self._pointer):
            return
        box = (rect.left, rect.bottom, rect.right, rect.top)
        if self._chars:
            box = turned(box, self._turn)
            size = self._font_size(index, box)
            if self._continues(box, size):
                self._chars.append(code)
                old = self._box
                self._box = (old[0], min(old[1], box[1]), max(old[2], box[2]), max(old[3], box[3]))
                return
            glued = box[0] - self._box[0] >= 0 and box[0] - self._box[2] < 0.1 * self._size
            self._flush(glued=glued)
            box = (rect.left, rect.bottom, rect.right, rect.top)
        angle = pdfium_c.FPDFText_GetCharAngle(self._raw, index)
        self._turn = -round(angle / (math.pi / 2)) % 4 if angle > 0 else 0
        self._box = turned(box, self._turn)
        self._size, self._first = self._font_size(index, self._box), index
        self._chars.append(code)

    def _font_size(self, index: int, box: Box) -> float:
        height = box[3] - box[1]
        if self._chars and abs(height - self._height) < _SAME_HEIGHT:
            return self._size
        self._height = height
        size: float = pdfium_c.FPDFText_GetFontSize(self._raw, index)
        low, high = _PLAUSIBLE_HEIGHT
        if height > 0 and not low * size <= height <= high * size:
            return height / _HEIGHT_TO_SIZE
        return max(size, _MIN_SIZE)

    def _continues(self, box: Box, size: float) -> bool:
        left, bottom, right, _ = self._box
        return (
            abs(size - self._size) <= _SAME_SIZE * self._size
            and abs(box[1] - bottom) < _LINE_STEP * self._size
            and left - 0.3 * size <= box[0] <= right + _LETTER_GAP * size
        )

    def _flush(self, *, glued: bool = False) -> None:
        if self._chars:
            text = clean(_decoded(self._chars))
            if len(self._chars) == 1 and self._is_picture(text):
                text = "•"
            if text:
                x0, y0, x1, y1 = self._box
                if y1 - y0 < 0.3 * self._size:
                    y1 = y0 + self._size
                weight = pdfium_c.FPDFText_GetFontWeight(self._raw, self._first)
                bold = weight >= _BOLD_WEIGHT
                word = Word(text, x0, y0, x1, y1, self._size, bold, self._glued, self._turn)
                self._words.append(_lifted(word, self._words[-1] if self._words else word))
            self._chars = []
        self._glued = glued

    def _is_picture(self, text: str) -> bool:
        """Whether the one character read is a picture of a symbol font, whatever its code says."""
        if not text:
            return _is_glyph(self._chars[0])
        if not text.isalpha() and text.isascii():
            return False
        length = pdfium_c.FPDFText_GetFontInfo(
            self._raw, self._first, self._name, len(self._name), None
        )
        return 0 < length <= len(self._name) and b"ingdings" in self._name.value.lower()


def _lifted(word: Word, before: Word) -> Word:
    """Return a word, lifted to the foot of the one drawn before it if it is its subscript."""
    small = word.size < _SUBSCRIPT * before.size and word.y0 < before.y0 < word.y1
    if not small or abs(word.x0 - before.x1) > _NEAR * before.size or word.turn != before.turn:
        return word
    return replace(word, y0=before.y0, y1=before.y0 + word.y1 - word.y0)


def _is_glyph(code: int) -> bool:
    """Whether a character is one of a symbol font, which has no meaning as text."""
    return 0x80 <= code < 0xA0 or 0xE000 <= code < 0xF900  # noqa: PLR2004 - Unicode ranges


def _decoded(codes: list[int]) -> str:
    text = "".join(map(chr, codes))
    if any("\ud800" <= char <= "\udfff" for char in text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return text
