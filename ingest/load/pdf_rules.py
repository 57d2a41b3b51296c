"""The straight lines drawn on a PDF page: what rules its tables, and the edges of its boxes."""

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.load.pdf_words import Box, Word

# A table of a page has some hundred lines; maps and charts have thousands, and no tables.
_MAX_OBJECTS = 20_000
_MAX_POINTS = 4_000
_MAX_LINES = 6_000
_MAX_DEPTH = 4
_THIN = 3.0
_SLANT = 0.7
_MIN_LENGTH = 4.0
_WHOLE_PAGE = 0.9
_LINE_HEIGHT = 2.2
_NO_ROOM = 0.4

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at height `at` from `start` to `end`, or at that place across if upright."""

    at: float
    start: float
    end: float
    upright: bool


def page_boxes(page: pdfium.PdfPage) -> list[Box]:
    """Return the rectangles drawn on a page, and its level and upright lines, which are thin ones.

    A page with more of them than a table can have is a drawing and gives none.
    """
    width, height = page.get_size()
    largest = _WHOLE_PAGE * max(width, height)
    smallest = _WHOLE_PAGE * min(width, height)
    boxes: list[Box] = []
    for box in _boxes(page):
        sides = sorted((box[2] - box[0], box[3] - box[1]))
        if sides[1] >= _MIN_LENGTH and not (sides[0] > smallest and sides[1] > largest):
            boxes.append(box)
        if len(boxes) > _MAX_LINES:
            return []
    return boxes


def rules_of(boxes: Sequence[Box], words: Sequence[Word]) -> list[Rule]:
    """Return the lines that bound boxes, without the shading behind lines of text.

    All are in the frame in which the words run from left to right.
    """
    ordered = sorted(words, key=_middle)
    heights = [_middle(word) for word in ordered]
    rules: list[Rule] = []
    for box in boxes:
        thin = min(box[2] - box[0], box[3] - box[1]) <= _THIN
        near = ordered[bisect_left(heights, box[1]) : bisect_right(heights, box[3])]
        if thin or not _is_shading(box, near):
            rules.extend(_edges(box))
    return rules


def _middle(word: Word) -> float:
    return (word.y0 + word.y1) / 2


def _is_shading(box: Box, near: Sequence[Word]) -> bool:
    """Whether a box is as large as the words of one line in it; a cell has room at a side."""
    inside = [word for word in near if box[0] <= (word.x0 + word.x1) / 2 <= box[2]]
    if not inside or box[3] - box[1] > _LINE_HEIGHT * inside[0].size:
        return False
    left = min(word.x0 for word in inside) - box[0]
    right = box[2] - max(word.x1 for word in inside)
    return max(left, right) < _NO_ROOM * inside[0].size


def _edges(box: Box) -> Iterator[Rule]:
    """Yield the lines that bound a box, one where it is as thin as a line."""
    x0, y0, x1, y1 = box
    if y1 - y0 <= _THIN:
        yield Rule((y0 + y1) / 2, x0, x1, upright=False)
        return
    if x1 - x0 <= _THIN:
        yield Rule((x0 + x1) / 2, y0, y1, upright=True)
        return
    for height in (y0, y1):
        yield Rule(height, x0, x1, upright=False)
    for place in (x0, x1):
        yield Rule(place, y0, y1, upright=True)


def _boxes(page: pdfium.PdfPage) -> Iterator[Box]:
    left = _MAX_OBJECTS
    count = pdfium_c.FPDFPage_CountObjects(page.raw)
    waiting = [
        (pdfium_c.FPDFPage_GetObject(page.raw, index), _IDENTITY, 0)
        for index in range(min(count, left) - 1, -1, -1)
    ]
    while waiting and left:
        left -= 1
        item, matrix, depth = waiting.pop()
        kind = pdfium_c.FPDFPageObj_GetType(item)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            yield from _path(item, _times(_matrix(item), matrix))
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = _times(_matrix(item), matrix)
            held = min(pdfium_c.FPDFFormObj_CountObjects(item), left)
            waiting.extend(
                (pdfium_c.FPDFFormObj_GetObject(item, index), inner, depth + 1)
                for index in range(held - 1, -1, -1)
            )


def _path(item: Any, matrix: Matrix) -> Iterator[Box]:
    """Yield the boxes of a path's straight pieces: lines level or upright, and rectangles."""
    fill, stroke = ctypes.c_int(), pdfium_c.FPDF_BOOL()
    pdfium_c.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    count = pdfium_c.FPDFPath_CountSegments(item)
    if not (fill.value or stroke.value) or not 0 < count <= _MAX_POINTS:
        return
    for points in _pieces(item, count, matrix):
        if fill.value and len(points) > 3:  # noqa: PLR2004 - a filled area
            xs, ys = [point[0] for point in points], [point[1] for point in points]
            box = (min(xs), min(ys), max(xs), max(ys))
            if all(_at_corner(point, box) for point in points):
                yield box
            continue
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ax - bx) <= _SLANT or abs(ay - by) <= _SLANT:
                yield (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _pieces(item: Any, count: int, matrix: Matrix) -> Iterator[list[Point]]:
    """Yield the runs of points that a path joins by straight lines."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(item, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_BEZIERTO:
            return
        pdfium_c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(_moved((x.value, y.value), matrix))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            yield [*points, points[0]]
            points = points[:1]
    if len(points) > 1:
        yield points


def _at_corner(point: Point, box: Box) -> bool:
    near_x = min(abs(point[0] - box[0]), abs(point[0] - box[2])) <= _SLANT
    return near_x and min(abs(point[1] - box[1]), abs(point[1] - box[3])) <= _SLANT


def _matrix(item: Any) -> Matrix:
    held = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(item, ctypes.byref(held))
    return (held.a, held.b, held.c, held.d, held.e, held.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does `first`, then `then` (ISO 32000-2, 8.3.4)."""
    a, b, c, d, e, f = first
    o, p, q, r, s, t = then
    return (
        a * o + b * q,
        a * p + b * r,
        c * o + d * q,
        c * p + d * r,
        e * o + f * q + s,
        e * p + f * r + t,
    )


def _moved(point: Point, matrix: Matrix) -> Point:
    x, y = point
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)
