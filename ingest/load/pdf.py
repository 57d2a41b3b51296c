"""PDF: pages of placed letters become paragraphs, tables and headings."""

import re
import threading
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.errors import UnreadableError
from ingest.heartbeat import beat
from ingest.load.canonical import assemble, clean
from ingest.load.pdf_furniture import printed_numbers, without_furniture
from ingest.load.pdf_headings import folded
from ingest.load.pdf_lines import Row
from ingest.load.pdf_pages import PageContent, items_of, page_content
from ingest.load.pdf_paragraphs import blocks_of
from ingest.load.pdf_rules import page_boxes
from ingest.load.pdf_scans import no_text, page_text, with_ocr
from ingest.load.pdf_words import page_words
from ingest.ocr import OcrSettings, PageReader, open_reader
from ingest.records import Loaded, Metadata, RawFile

# pdfium is not safe for threads.
_ONE_AT_A_TIME = threading.Lock()
_MAX_PAGES = 5000
_MIN_LETTERS = 3
_MAX_LEVEL = 6
_TEXT_PAGES_SHARE = 0.2
_DAMAGED_SHARE = 0.5
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
        pages = [_page(document, index, reader) for index in range(count)]
        _check_text(document, name, pages, reader)
        return with_ocr(_assembled(document, name, pages), pages)
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


def _page(document: pdfium.PdfDocument, index: int, reader: PageReader | None) -> PageContent:
    """Return what stands on a page, by OCR where it is a picture.

    One that pdfium cannot open or read out is damaged.
    """
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return PageContent(damaged=True)
    try:
        beat()
        own = page_words(page)
        text = page_text(page, own, reader)
        boxes = page_boxes(page) if own else []
    except pdfium.PdfiumError:
        return PageContent(damaged=True)
    finally:
        page.close()
    return page_content(text.words, boxes, picture=text.picture, ocr=text.ocr)


def _check_text(
    document: pdfium.PdfDocument,
    name: str,
    pages: Sequence[PageContent],
    reader: PageReader | None,
) -> None:
    damaged = sum(page.damaged for page in pages)
    if damaged > _DAMAGED_SHARE * len(pages):
        raise UnreadableError(
            f"{name}: {damaged} of the {len(pages)} pages of the PDF are damaged; fetch it again, "
            "or print it to a new PDF."
        )
    opening = " ".join(row.text for row in pages[0].rows[:2]).lower()
    if document.get_formtype() in _XFA and (opening.startswith(_XFA_TEXT) or not opening):
        raise UnreadableError(
            f"{name}: the PDF is an XFA form that only Adobe Reader shows; print it to a new PDF."
        )
    readable = sum(page.letters >= _MIN_LETTERS for page in pages)
    images = sum(page.picture and not page.letters for page in pages)
    if reader is None and images and readable <= _TEXT_PAGES_SHARE * len(pages):
        raise UnreadableError(
            f"{name}: the pages are images ({images} of {len(pages)}); run OCR first, for "
            "example with ocrmypdf, or let ingest.ocr be auto, and try again."
        )
    if not readable:
        raise UnreadableError(f"{name}: {no_text(pages)}")


def _assembled(document: pdfium.PdfDocument, name: str, contents: Sequence[PageContent]) -> Loaded:
    rows = [content.rows for content in contents]
    labels = _labels(document, rows)
    kept = without_furniture(rows)
    pages = [items_of(content, left) for content, left in zip(contents, kept, strict=True)]
    loaded = assemble(blocks_of(pages, _contents(document)), _metadata(document), labels)
    if not any(map(str.isalnum, loaded.text)):
        raise UnreadableError(f"{name}: the PDF holds nothing but page numbers; run OCR first.")
    damaged = [number for number, content in enumerate(contents, start=1) if content.damaged]
    return replace(loaded, notes=_damage(damaged))


def _damage(pages: Sequence[int]) -> tuple[str, ...]:
    if not pages:
        return ()
    which = f"Page {pages[0]} is" if len(pages) == 1 else f"Pages {', '.join(map(str, pages))} are"
    return (
        f"{which} damaged and could not be read; fetch the file again, or print it to a new PDF.",
    )


def _labels(document: pdfium.PdfDocument, rows: Sequence[Sequence[Row]]) -> list[str | None]:
    """Return the file's own page labels, or the numbers printed where those merely count."""
    own = [clean(document.get_page_label(index)) or None for index in range(len(document))]
    if any(label not in {None, str(number)} for number, label in enumerate(own, start=1)):
        return own
    printed = printed_numbers(rows)
    return printed if any(printed) else own


def _contents(document: pdfium.PdfDocument) -> dict[tuple[str, int], int]:
    """Return the levels of bookmarks by their folded title and the index of their page."""
    found: dict[tuple[str, int], int] = {}
    for bookmark in document.get_toc(max_depth=_MAX_LEVEL):
        title, target = folded(bookmark.get_title()), bookmark.get_dest()
        page = target.get_index() if target else None
        if title and page is not None:
            found.setdefault((title, page), bookmark.level + 1)
    return found


def _metadata(document: pdfium.PdfDocument) -> Metadata:
    title = clean(document.get_metadata_value("Title")).removeprefix("Microsoft Word - ")
    named = title and not _FILE_NAME.search(title) and title.lower() != "untitled"
    return Metadata(title=title if named else None)
