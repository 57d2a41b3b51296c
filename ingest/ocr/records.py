"""What is read off a picture, and who reads it."""

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

OcrMode = Literal["auto", "packaged", "tesseract", "off"]


@dataclass(frozen=True, slots=True)
class OcrSettings:
    """Who reads pictures, on how many processor threads."""

    mode: OcrMode = "auto"
    threads: int = 2


@dataclass(frozen=True, slots=True)
class PictureWord:
    """A word with its box in pixels of the upright page; y runs downwards.

    `size` is the height of its type, `confidence` the mean probability of its letters, 0 to 1.
    `turn` counts the quarter turns of its writing direction, anticlockwise: then the box is that
    of the page as it stands, not of the turned line.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    confidence: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of one picture, turned upright and straightened: `height` is of that frame."""

    words: tuple[PictureWord, ...]
    width: int
    height: int

    @property
    def letters(self) -> int:
        """How many letters and digits were read."""
        return sum(sum(map(str.isalnum, word.text)) for word in self.words)

    @property
    def confidence(self) -> float:
        """Mean probability by letter, 0 where nothing was read."""
        letters = sum(len(word.text) for word in self.words)
        if not letters:
            return 0.0
        return sum(word.confidence * len(word.text) for word in self.words) / letters


class PageReader(Protocol):
    """Reads pictures of pages."""

    def read(self, picture: np.ndarray) -> Reading:
        """Read a picture of (height, width, 3) bytes, blue first."""
        ...
