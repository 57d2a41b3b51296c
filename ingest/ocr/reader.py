"""Which reader reads pictures: the packaged one, tesseract, or none."""

import shutil
from functools import cache, cached_property

import numpy as np

from ingest.ocr.records import OcrSettings, PageReader, Reading
from ingest.ocr.tesseract import TesseractReader
from store.errors import MissingPartError


@cache
def open_reader(settings: OcrSettings) -> PageReader | None:
    """Return the reader that `ingest.ocr` names, None where it is off; one per process.

    Raises MissingPartError where tesseract is named and not installed.
    """
    if settings.mode == "off":
        return None
    if settings.mode == "tesseract":
        program = shutil.which("tesseract")
        if program is None:
            raise MissingPartError(
                "ingest.ocr is tesseract, but no program of that name is on the PATH: install it, "
                "or set ingest.ocr to auto."
            )
        return TesseractReader(program, settings.threads)
    return _Packaged(settings.threads)


class _Packaged:
    """The packaged reader, opened with its first picture."""

    def __init__(self, threads: int) -> None:
        self._threads = threads

    def read(self, picture: np.ndarray) -> Reading:
        """Read a picture of (height, width, 3) bytes, blue first."""
        return self._opened.read(picture)

    @cached_property
    def _opened(self) -> PageReader:
        # It brings OpenCV and more, which take a second to import; only scans need them.
        from ingest.ocr.packaged import PackagedReader  # noqa: PLC0415

        return PackagedReader(self._threads)
