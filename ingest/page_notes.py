"""What whoever runs ingest should know of a report's pages: silent ones, and ones hard to read."""

from collections.abc import Iterator, Sequence

from store.records import Page

# OCR that is less sure of a page, by letter, has read some of its words wrong.
SURE = 0.9
_MOST_NAMED = 12


def page_notes(pages: Sequence[Page], *, ocr: bool) -> str | None:
    """Say which pages gave no text and which OCR doubts, None where there is nothing to say.

    `ocr` says whether pictures are read at all.
    """
    return " ".join(_notes(pages, ocr=ocr)) or None


def _notes(pages: Sequence[Page], *, ocr: bool) -> Iterator[str]:
    silent = [page for page in pages if page.start == page.end]
    pictures = [page.number for page in silent if page.ocr is not None]
    blank = [page.number for page in silent if page.ocr is None]
    if blank and ocr:
        yield f"Of {len(pages)} pages, {_named(blank, 'is', 'are')} blank."
    elif blank:
        which = _named(blank, "holds", "hold")
        yield f"Of {len(pages)} pages, {which} no text that can be read; images need OCR first."
    if pictures:
        which = _named(pictures, "is a picture", "are pictures")
        yield f"Of {len(pages)} pages, {which} in which OCR found no words."
    doubtful = [page for page in pages if page.ocr is not None and 0 < page.ocr < SURE]
    for page in doubtful[:_MOST_NAMED]:
        yield f"Page {page.number} was read by OCR with low confidence ({page.ocr:.2f}); check it."
    if len(doubtful) > _MOST_NAMED:
        yield f"So were {len(doubtful) - _MOST_NAMED} further pages."


def _named(numbers: Sequence[int], one: str, many: str) -> str:
    if len(numbers) == 1:
        return f"page {numbers[0]} {one}"
    return f"pages {', '.join(map(str, numbers))} {many}"
