"""Pages that are pictures: rendered, read by OCR, and made into words like any other page's."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.load.pdf_pages import PageContent
from ingest.load.pdf_words import Word, turned
from ingest.ocr import PageReader, PictureWord, Reading
from ingest.records import Loaded

# Dots an inch: below, small print blurs; above, nothing more is read (measured on scans of
# 110 to 300), and time and memory grow with the square.
_LOW, _HIGH = 150.0, 300.0
_MOST_PIXELS = 4_200_000
_POINTS = 72.0
_FEW_LETTERS = 50
_PICTURE_SHARE = 0.5
# What a page has at least of letters and digits among its characters, and of vowels among its
# letters (English 0.38, the w of Welsh counted); pages with less are looked at.
_ALNUM, _VOWELS, _ENOUGH = 0.5, 0.2, 40
_NOT_LATIN = "\u0250"
_LEADERS = dict.fromkeys(map(ord, ". _-–—•…·|"))
# OCR that is less sure than this does not stand in for a text, however odd.
_SURE = 0.9
_SHOWN = (
    pdfium_c.FPDF_PAGEOBJ_IMAGE,
    pdfium_c.FPDF_PAGEOBJ_PATH,
    pdfium_c.FPDF_PAGEOBJ_SHADING,
    pdfium_c.FPDF_PAGEOBJ_TEXT,
)
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class PageText:
    """The words of a page.

    `ocr` is how sure OCR is of those it read: None where the words are the file's own, 0 where
    it found none. `picture` says that there is something to see beside the file's own words.
    """

    words: list[Word]
    ocr: float | None = None
    picture: bool = False


def page_text(page: pdfium.PdfPage, words: list[Word], reader: PageReader | None) -> PageText:
    """Return a page's own words, or those of its picture where it has none that can be read."""
    garbled = _is_garbled(words)
    if not garbled and not _is_picture(page, words):
        return PageText(words)
    if reader is None:
        return PageText(words, picture=True)
    picture, scale = _rendered(page)
    reading = reader.read(picture)
    read = [_word(word, reading, scale) for word in reading.words]
    if garbled:
        better = reading.confidence >= _SURE and read and not _is_garbled(read)
        return PageText(read, reading.confidence) if better else PageText(words)
    return _merged(words, read, reading.confidence)


def with_ocr(loaded: Loaded, pages: Sequence[PageContent]) -> Loaded:
    """Return a document whose pages say how sure OCR was of them."""
    marked = (
        replace(page, ocr=None if read.ocr is None else round(read.ocr, 3))
        for page, read in zip(loaded.pages, pages, strict=True)
    )
    return replace(loaded, pages=tuple(marked))


def no_text(pages: Sequence[PageContent]) -> str:
    """Say why a document without text has none, and what would help."""
    found = " ".join(row.text for page in pages for row in page.rows)
    if any(map(str.isalnum, found)):
        return f"the pages hold no more text than “{found[:20]}”; fetch another copy."
    if not any(page.picture for page in pages):
        return "the PDF is blank: its pages show nothing; fetch another copy."
    if any(page.ocr is not None for page in pages):
        return "the pages are pictures, and OCR found no words in them; fetch another copy."
    return "the pages hold no text that can be read out; run OCR first, or fetch another copy."


def _is_garbled(words: Sequence[Word]) -> bool:
    """Whether a text is no language's, as of a font that does not say what its letters mean."""
    text = "".join(word.text for word in words).translate(_LEADERS).lower()
    letters = [char for char in text if char.isalpha()]
    if sum(map(str.isalnum, text)) < _ALNUM * len(text):
        return True
    latin = [char for char in letters if char < _NOT_LATIN]
    if len(latin) < max(_ENOUGH, len(letters) / 2):
        return False
    return sum(map(_is_vowel, latin)) < _VOWELS * len(latin)


def _is_vowel(char: str) -> bool:
    return unicodedata.normalize("NFD", char)[0] in "aeiouyw"


def _is_picture(page: pdfium.PdfPage, words: Sequence[Word]) -> bool:
    letters = sum(sum(map(str.isalnum, word.text)) for word in words)
    if letters >= _FEW_LETTERS:
        return False
    if letters == 0:
        return any(True for _ in page.get_objects(_SHOWN, max_depth=_DEPTH))
    return _pictured(page) >= _PICTURE_SHARE


def _pictured(page: pdfium.PdfPage) -> float:
    """Return the share of a page that its largest picture covers."""
    width, height = page.get_size()
    largest = 0.0
    for image in page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH):
        left, bottom, right, top = image.get_bounds()
        largest = max(largest, (right - left) * (top - bottom))
    return float(largest / max(width * height, 1.0))


def _merged(own: list[Word], read: list[Word], confidence: float) -> PageText:
    """Return a page's own words and what OCR read beside them."""
    new = [word for word in read if not any(_overlap(word, mine) for mine in own)]
    if any(any(map(str.isalnum, word.text)) for word in new):
        return PageText(own + new, confidence, picture=True)
    return PageText(own, None if own else 0.0, picture=True)


def _rendered(page: pdfium.PdfPage) -> tuple[np.ndarray, float]:
    """Render a page as it is shown; return the picture and its pixels a point."""
    width, height = page.get_size()
    scale = min(max(_resolution(page), _LOW), _HIGH) / _POINTS
    scale = min(scale, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=False)
    try:
        pixels = bitmap.to_numpy()
        if pixels.ndim == 2 or pixels.shape[2] == 1:  # noqa: PLR2004 - grey
            return np.repeat(pixels.reshape(*pixels.shape[:2], 1), 3, axis=2), scale
        return np.ascontiguousarray(pixels[:, :, :3]), scale
    finally:
        bitmap.close()


def _resolution(page: pdfium.PdfPage) -> float:
    """Return the dots an inch of a page's finest large picture, 0 without one."""
    finest = 0.0
    for image in page.get_objects([pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH):
        left, bottom, right, top = image.get_bounds()
        across, down = image.get_px_size()
        area = (right - left) * (top - bottom)
        if area > 0:
            finest = max(finest, (across * down / area) ** 0.5 * _POINTS)
    return finest


def _word(word: PictureWord, reading: Reading, scale: float) -> Word:
    low, high = reading.height - word.y1, reading.height - word.y0
    box = (word.x0 / scale, low / scale, word.x1 / scale, high / scale)
    placed = turned(box, word.turn)
    return Word(word.text, *placed, word.size / scale, word.bold, glued=False, turn=word.turn)


def _overlap(one: Word, other: Word) -> bool:
    if one.turn != other.turn:
        return False
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return across > 0 and down > 0.3 * min(one.y1 - one.y0, other.y1 - other.y0)
