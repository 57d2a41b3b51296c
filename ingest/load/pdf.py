"""PDF: pages of placed letters become paragraphs, tables and headings."""

import re
import threading
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.errors import UnreadableError
from ingest.load.canonical import assemble, clean
from ingest.load.pdf_furniture import printed_numbers, without_furniture
from ingest.load.pdf_lines import Row, rows_of
from ingest.load.pdf_paragraphs import blocks_of
from ingest.load.pdf_regions import Line, Table, reading_order
from ingest.load.pdf_scans import PageText, no_text, page_text, with_ocr
from ingest.load.pdf_words import Word, page_words
from ingest.ocr import OcrSettings, PageReader, open_reader
from ingest.records import Loaded, Metadata, RawFile

# pdfium is not safe for threads.
_ONE_AT_A_TIME = threading.Lock()
_MAX_PAGES = 5000
_MIN_LETTERS = 3
_TEXT_PAGES_SHARE = 0.2
_XFA = (pdfium_c.FORMTYPE_XFA_FULL, pdfium_c.FORMTYPE_XFA_FOREGROUND)
_FILE_NAME = re.compile(r"\.\w{2,4}$")
_OBJECT = re.compile(rb"\d \d+ obj\b")
_XFA_TEXT = "please wait"


def load_pdf(raw: RawFile, pictures: OcrSettings = OcrSettings()) -> Loaded:  # noqa: B008 - frozen
    """Load a PDF, its pictures of pages by OCR; what cannot be read is refused with a reason."""
    with _ONE_AT_A_TIME:
        return _load(raw, open_reader(pictures))


def _load(raw: RawFile, reader: PageReader | None) -> Loaded:
    name = raw.path.name
    document = _opened(raw)
    try:
        count = len(document)
        if not 0 < count <= _MAX_PAGES:
            raise UnreadableError(
                f"{name}: the PDF has {count} pages; between 1 and {_MAX_PAGES} can be read."
            )
        pages = [_page(document, index, name, reader) for index in range(count)]
        words = [page.words for page in pages]
        _check_text(document, name, pages, reader)
        return with_ocr(_assembled(document, name, words), pages)
    finally:
        document.close()


def _opened(raw: RawFile) -> pdfium.PdfDocument:
    name = raw.path.name
    # Readers accept a header anywhere in the first kilobyte (ISO 32000-2, annex I).
    if b"%PDF-" not in raw.content[:1024]:
        raise UnreadableError(f"{name}: this is not a PDF, whatever its name says; fetch it again.")
    if _is_cut(raw.content):
        raise UnreadableError(f"{name}: the PDF is truncated, its end is missing; fetch it again.")
    try:
        return pdfium.PdfDocument(raw.content)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            raise UnreadableError(
                f"{name}: the PDF is encrypted; save a copy without a password and try again."
            ) from error
        raise UnreadableError(
            f"{name}: the PDF is truncated or damaged; fetch it again, or print it to a new PDF."
        ) from error


def _is_cut(content: bytes) -> bool:
    """Whether a PDF stops in its midst; pdfium would go on with the pages that are left."""
    end = content.rfind(b"%%EOF")
    return end < 0 or _OBJECT.search(content, end) is not None


def _page(
    document: pdfium.PdfDocument, index: int, name: str, reader: PageReader | None
) -> PageText:
    """Return the words of a page, by OCR where it is a picture."""
    try:
        page = document[index]
    except pdfium.PdfiumError as error:
        raise UnreadableError(
            f"{name}: page {index + 1} of the PDF is damaged; fetch it again, or print it to a "
            "new PDF."
        ) from error
    try:
        return page_text(page, page_words(page), reader)
    except pdfium.PdfiumError as error:
        raise UnreadableError(
            f"{name}: the text of page {index + 1} cannot be read; print it to a new PDF."
        ) from error
    finally:
        page.close()


def _check_text(
    document: pdfium.PdfDocument,
    name: str,
    pages: Sequence[PageText],
    reader: PageReader | None,
) -> None:
    opening = " ".join(word.text for word in pages[0].words[:2]).lower()
    if document.get_formtype() in _XFA and (opening.startswith(_XFA_TEXT) or not opening):
        raise UnreadableError(
            f"{name}: the PDF is an XFA form that only Adobe Reader shows; print it to a new PDF."
        )
    letters = [sum(map(str.isalnum, "".join(word.text for word in page.words))) for page in pages]
    readable = sum(count >= _MIN_LETTERS for count in letters)
    images = sum(page.picture and not page.words for page in pages)
    if reader is None and images and readable <= _TEXT_PAGES_SHARE * len(pages):
        raise UnreadableError(
            f"{name}: the pages are images ({images} of {len(pages)}); run OCR first, for "
            "example with ocrmypdf, or let ingest.ocr be auto, and try again."
        )
    if not readable:
        raise UnreadableError(f"{name}: {no_text(pages)}")


def _assembled(document: pdfium.PdfDocument, name: str, words: list[list[Word]]) -> Loaded:
    split = [_by_turn(page) for page in words]
    rows = [rows_of(upright) for upright, _ in split]
    labels = _labels(document, rows)
    pages: list[list[Line | Table]] = []
    for kept, (_, others) in zip(without_furniture(rows), split, strict=True):
        items = list(reading_order(kept))
        for other in others:
            items.extend(reading_order(rows_of(other)))
        pages.append(items)
    loaded = assemble(blocks_of(pages, _contents(document)), _metadata(document), labels)
    if not any(map(str.isalnum, loaded.text)):
        raise UnreadableError(f"{name}: the PDF holds nothing but page numbers; run OCR first.")
    return loaded


def _by_turn(words: Sequence[Word]) -> tuple[list[Word], list[list[Word]]]:
    """Split words by direction: the page's main one, then the others."""
    turns: dict[int, list[Word]] = {}
    for word in words:
        turns.setdefault(word.turn, []).append(word)
    ordered = sorted(turns.values(), key=len, reverse=True)
    return (ordered[0] if ordered else []), ordered[1:]


def _labels(document: pdfium.PdfDocument, rows: list[list[Row]]) -> list[str | None]:
    own = [clean(document.get_page_label(index)) or None for index in range(len(document))]
    return own if any(own) else printed_numbers(rows)


def _contents(document: pdfium.PdfDocument) -> dict[str, int]:
    found: dict[str, int] = {}
    for bookmark in document.get_toc(max_depth=6):
        title = clean(bookmark.get_title())
        if title:
            found.setdefault(title.casefold(), bookmark.level + 1)
    return found


def _metadata(document: pdfium.PdfDocument) -> Metadata:
    title = clean(document.get_metadata_value("Title")).removeprefix("Microsoft Word - ")
    named = title and not _FILE_NAME.search(title) and title.lower() != "untitled"
    return Metadata(title=title if named else None)
