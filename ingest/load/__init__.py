"""One loader a format: bytes in, canonical text with pages and headings out."""

from collections.abc import Callable

from ingest.errors import UnreadableError
from ingest.load.docx import load_docx
from ingest.load.html import load_html
from ingest.load.mail import load_mail
from ingest.load.markdown import load_markdown
from ingest.load.pdf import load_pdf
from ingest.load.text import load_text
from ingest.ocr import OcrSettings
from ingest.records import Loaded, RawFile

MAX_BYTES = 200 * 1024 * 1024
_LOADERS: dict[str, Callable[[RawFile], Loaded]] = {
    ".txt": load_text,
    ".md": load_markdown,
    ".html": load_html,
    ".htm": load_html,
    ".xhtml": load_html,
    ".mhtml": load_html,
    ".mht": load_html,
    ".docx": load_docx,
    ".pdf": load_pdf,
    ".eml": load_mail,
}
SUPPORTED_SUFFIXES = frozenset(_LOADERS)


def load(raw: RawFile, pictures: OcrSettings = OcrSettings()) -> Loaded:  # noqa: B008 - frozen
    """Load a file by its suffix, or say in one line why it cannot be read.

    `pictures` says who reads pages that are pictures.
    """
    name, suffix = raw.path.name, raw.path.suffix.lower()
    loader = _LOADERS.get(suffix)
    if loader is None:
        known = " ".join(sorted(SUPPORTED_SUFFIXES))
        raise UnreadableError(
            f"{name}: files of type “{suffix or 'none'}” cannot be read; these can: {known}."
        )
    if not raw.content.strip():
        raise UnreadableError(f"{name}: the file is empty; fetch or save it again.")
    if len(raw.content) > MAX_BYTES:
        raise UnreadableError(
            f"{name}: the file has {len(raw.content) // 1024**2} MB, more than the "
            f"{MAX_BYTES // 1024**2} MB that can be read; split it."
        )
    return load_pdf(raw, pictures) if suffix == ".pdf" else loader(raw)


__all__ = ["MAX_BYTES", "SUPPORTED_SUFFIXES", "load"]
