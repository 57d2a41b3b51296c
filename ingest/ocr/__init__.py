"""Reads the words in the picture of a page, with models that ship in a package or with tesseract.

`open_reader` costs nothing; the models are opened with the first picture, once per process.
"""

from ingest.ocr.reader import open_reader
from ingest.ocr.records import OcrMode, OcrSettings, PageReader, PictureWord, Reading

__all__ = ["OcrMode", "OcrSettings", "PageReader", "PictureWord", "Reading", "open_reader"]
