"""What the ink of a line tells: where its blanks are, how heavy it is, if a bullet leads it."""

from dataclasses import dataclass

import cv2
import numpy as np

_EDGE = 0.08
_BAND = 0.5


@dataclass(frozen=True, slots=True)
class Ink:
    """The ink of a line's picture: by column, the stroke's mean width, the small letters' height.

    `columns` says which columns have any ink; lengths are in pixels.
    """

    columns: np.ndarray
    stroke: float
    band: int

    def blank(self, start: float, end: float) -> tuple[int, int]:
        """Return the widest stretch of columns without ink within [start, end), half open."""
        first, last = max(round(start), 0), min(round(end), len(self.columns))
        best, began = (first, first), first
        for column in range(first, last + 1):
            if column == last or self.columns[column]:
                if column - began > best[1] - best[0]:
                    best = (began, column)
                began = column + 1
        return best


def ink_of(picture: np.ndarray) -> Ink:
    """Return the ink of the picture of one line, dark on light or light on dark."""
    dark = binary(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY))
    edge = round(_EDGE * len(dark))
    inner = dark[edge : len(dark) - edge]
    rows = dark.sum(axis=1)
    strokes = int(((dark[:, 1:] == 1) & (dark[:, :-1] == 0)).sum())
    heavy = np.nonzero(rows >= _BAND * max(rows.max(), 1))[0]
    return Ink(
        inner.max(axis=0) > 0,
        float(dark.sum()) / max(strokes, 1),
        int(heavy[-1] - heavy[0] + 1) if len(heavy) else 0,
    )


def binary(grey: np.ndarray) -> np.ndarray:
    """Return 1 for ink and 0 for paper, by Otsu's threshold; ink is what there is less of."""
    _, dark = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return dark if dark.mean() <= 0.5 else 1 - dark  # noqa: PLR2004 - half


def bullet_in(grey: np.ndarray, size: float) -> tuple[int, int] | None:
    """Return the first and last column of a bullet: the one compact blob in a picture, None else.

    The picture is what stands before a line whose box is `size` pixels high.
    """
    if min(grey.shape) < 2 or grey.max() - grey.min() < 60:  # noqa: PLR2004 - of 255: no ink
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(binary(grey), connectivity=8)
    blobs = [
        stats[index]
        for index in range(1, count)
        if stats[index][4] >= (0.1 * size) ** 2 and not _intrudes(stats[index], grey.shape[0], size)
    ]
    if len(blobs) != 1:
        return None
    left, top, width, height, area = (int(value) for value in blobs[0])
    small = 0.12 * size <= min(width, height) and max(width, height) <= 0.55 * size
    square = 0.6 <= width / height <= 1.6  # noqa: PLR2004 - a square or a disc
    full = area >= 0.65 * width * height
    middle = abs(top + height / 2 - grey.shape[0] / 2) <= 0.25 * size
    whole = left > 0 and left + width < grey.shape[1]
    return (left, left + width) if small and square and full and middle and whole else None


def _intrudes(blob: np.ndarray, below: int, size: float) -> bool:
    """Whether a blob is the edge of a letter of the line above or below."""
    top, height = int(blob[1]), int(blob[3])
    return (top == 0 or top + height == below) and height < 0.35 * size
