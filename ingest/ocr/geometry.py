"""Boxes of lines on a page: which way they run, how askew, and where they stand once straight."""

import math
from dataclasses import dataclass

import numpy as np

_LONG = 3.0
_TALL = 1.5
_STRAIGHT = 0.15


@dataclass(frozen=True, slots=True)
class LineBox:
    """One line: its four corners as found, and its middle, width and height once straightened.

    `tall` lines run up or down the page.
    """

    corners: np.ndarray
    x: float
    y: float
    width: float
    height: float
    tall: bool


def lies_sideways(boxes: np.ndarray) -> bool:
    """Whether most of what is written on a page runs up or down."""
    sides = [_sides(box) for box in boxes]
    tall = sum(height for width, height in sides if height > _LONG * width)
    flat = sum(width for width, height in sides if width > _LONG * height)
    return tall > flat


def line_boxes(boxes: np.ndarray, shape: tuple[int, ...]) -> list[LineBox]:
    """Return the boxes of lines straightened around the middle of a picture of that shape.

    Boxes are (4, 2) corners: top left, top right, bottom right, bottom left.
    """
    angle = _skew(boxes)
    sine, cosine = math.sin(-angle), math.cos(-angle)
    middle = np.array([shape[1] / 2, shape[0] / 2])
    lines = []
    for box in boxes:
        away = box.mean(axis=0) - middle
        x = middle[0] + away[0] * cosine - away[1] * sine
        y = middle[1] + away[0] * sine + away[1] * cosine
        width, height = _sides(box)
        lines.append(LineBox(box, float(x), float(y), width, height, height >= _TALL * width))
    return lines


def widened(box: np.ndarray, by: float) -> np.ndarray:
    """Return a box drawn out on both sides by a share of its height, for marks at its edges."""
    width, height = _sides(box)
    if height >= _TALL * width or width == 0:
        return box
    along = (box[1] - box[0]) / max(float(np.linalg.norm(box[1] - box[0])), 1.0)
    step = along * height * by
    return np.array([box[0] - step, box[1] + step, box[2] + step, box[3] - step], dtype=np.float32)


def _sides(box: np.ndarray) -> tuple[float, float]:
    width = (np.linalg.norm(box[1] - box[0]) + np.linalg.norm(box[2] - box[3])) / 2
    height = (np.linalg.norm(box[3] - box[0]) + np.linalg.norm(box[2] - box[1])) / 2
    return float(width), float(height)


def _skew(boxes: np.ndarray) -> float:
    """Return the angle of the lines in radians: the median over long ones, weighted by length."""
    long = [(box, *_sides(box)) for box in boxes]
    found = sorted(
        (math.atan2(*(box[1] + box[2] - box[0] - box[3])[::-1]), width)
        for box, width, height in long
        if width > _LONG * height
    )
    half = sum(width for _, width in found) / 2
    for angle, width in found:
        half -= width
        if half <= 0:
            return angle if abs(math.degrees(angle)) > _STRAIGHT else 0.0
    return 0.0
