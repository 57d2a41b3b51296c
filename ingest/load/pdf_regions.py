"""Rows of a page in reading order: running text, text in columns, and tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.load.pdf_lines import Row, Segment, segment_of
from ingest.load.pdf_words import Word

_MIN_GUTTER = 4.0
_FAR = 5.0
_NEAR_TEXT = 2.5
_NEAR_CELL = 0.45
_COLUMN_LINES = 5
_COLUMN_WORDS = 3.2
_COLUMN_FILL = 0.6
_COLUMN_NEAR = 0.7
_MARGIN_LINES = 0.2
_MIN_TABLE_ROWS = 2
_OVERLAP = 0.15
_TIGHT_SHARE = 0.15
_CELL_GAP = 0.5
_FEW_WORDS = 8
_SHORT_CODE = 3
_REGULAR = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """One line of running text; `right` is where its column's widest line ends."""

    segment: Segment
    right: float
    column: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells, each cell the texts of its lines; `edges` are where columns start."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]
    edges: tuple[float, ...] = ()


Item = Line | Table


@dataclass(frozen=True, slots=True)
class _Region:
    """Rows side by side left and right of a gutter; `end` is the index after the last."""

    start: int
    end: int
    left: float
    right: float
    shared: int


def reading_order(
    rows: Sequence[Row], column: int = 0, tables: Sequence[Sequence[Item]] = ()
) -> Iterator[Item]:
    """Yield lines and tables in the order in which a person reads them.

    `tables` are what the rows stand for that stand for a ruled table.
    """
    parts = [segment for row in rows for segment in row.segments if segment.table is None]
    margin = max((segment.x1 for segment in parts), default=0.0)
    index = 0
    while index < len(rows):
        region = _best_region(rows, index)
        if region is None:
            number = rows[index].segments[0].table
            if number is None:
                yield Line(whole(rows[index]), margin, column)
            else:
                yield from tables[number]
            index += 1
            continue
        inside = rows[region.start : region.end]
        sides = _sides(inside, region)
        if _are_columns(sides) or any(row.segments[0].table is not None for row in inside):
            for number, side in enumerate(_text_first(sides), start=1):
                yield from reading_order(side, column * 10 + number, tables)
        else:
            yield _table(inside)
        index = region.end


def whole(row: Row) -> Segment:
    """Return a row as one segment."""
    if len(row.segments) == 1:
        return row.segments[0]
    return segment_of([word for segment in row.segments for word in segment.words])


def _best_region(rows: Sequence[Row], start: int) -> _Region | None:
    """Return the longest stretch of rows from `start` that a gutter divides."""
    best: _Region | None = None
    for left, right, only_columns in _gutters(rows, start):
        region = _grown(rows, start, left, right)
        if region is None or region.shared < _MIN_TABLE_ROWS:
            continue
        if only_columns and not _are_columns(_sides(rows[start : region.end], region)):
            continue
        if best is None or region.shared > best.shared:
            best = region
    return best


def _gutters(rows: Sequence[Row], start: int) -> Iterator[tuple[float, float, bool]]:
    """Yield the gaps that may divide the rows, and whether only columns may begin so."""
    for before, after in pairwise(rows[start].segments):
        yield before.x1, after.x0, False
    if len(rows[start].segments) > 1:
        return
    if start + 1 < len(rows) and _interleaved(rows[start], rows[start + 1]):
        outer = sorted((row.segments[0].x0, row.segments[-1].x1) for row in rows[start : start + 2])
        yield outer[0][1], outer[1][0], False
    for row in rows[start + 1 : start + 3]:
        for before, after in pairwise(row.segments):
            yield before.x1, after.x0, True


def _interleaved(above: Row, below: Row) -> bool:
    """Whether two rows stand side by side, the lower half a line further down."""
    apart = above.segments[-1].x1 < below.segments[0].x0 or (
        below.segments[-1].x1 < above.segments[0].x0
    )
    return apart and below.y1 > above.y0 + _OVERLAP * min(above.size, below.size)


def _grown(rows: Sequence[Row], start: int, left: float, right: float) -> _Region | None:
    """Follow a gutter downwards as far as no words cross it."""
    end = last_shared = start
    shared = 0
    for index in range(start, len(rows)):
        row, above = rows[index], rows[max(index - 1, start)]
        if above.y0 - row.y1 > _FAR * row.size:
            break
        middle = (left + right) / 2
        on_left = [segment.x1 for segment in row.segments if segment.x0 < middle]
        on_right = [segment.x0 for segment in row.segments if segment.x0 >= middle]
        new_left, new_right = max([left, *on_left]), min([right, *on_right])
        if new_right - new_left < max(_MIN_GUTTER, 0.4 * row.size):
            break
        left, right, end = new_left, new_right, index + 1
        if (on_left and on_right) or (index > start and _interleaved(above, row)):
            shared += 1
            last_shared = index + 1
    if not shared:
        return None
    region = _Region(start, end, left, right, shared)
    near = _NEAR_TEXT if _are_columns(_sides(rows[start:end], region)) else _NEAR_CELL
    return replace(region, end=_trimmed(rows[:end], last_shared, near))


def _trimmed(rows: Sequence[Row], end: int, near: float) -> int:
    """Return where a region ends: one-sided rows at its foot count while they are near."""
    while end < len(rows) and rows[end - 1].y0 - rows[end].y1 <= near * rows[end].size:
        end += 1
    return end


def _sides(rows: Sequence[Row], region: _Region) -> tuple[list[Row], list[Row]]:
    middle = (region.left + region.right) / 2
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        for side, wanted in ((left, True), (right, False)):
            segments = tuple(part for part in row.segments if (part.x0 < middle) == wanted)
            if segments:
                y0 = min(segment.y0 for segment in segments)
                side.append(Row(segments, y0, max(segment.y1 for segment in segments)))
    return left, right


def _are_columns(sides: tuple[list[Row], list[Row]]) -> bool:
    """Whether the sides read as running text, or one does and the other holds a few notes to it."""
    left, right = ([row for row in side if row.segments[0].table is None] for side in sides)
    if not left or not right:
        return True
    if len(left) <= _MARGIN_LINES * len(right):
        return _is_running(right)
    if len(right) <= _MARGIN_LINES * len(left):
        return _is_running(left)
    return _is_running(left) and _is_running(right)


def _text_first(sides: tuple[list[Row], list[Row]]) -> tuple[list[Row], list[Row]]:
    """Return the sides left to right, but notes in the left margin after the text beside them."""
    left, right = sides
    return (right, left) if len(left) <= _MARGIN_LINES * len(right) else (left, right)


def _is_running(side: list[Row]) -> bool:
    if len(side) < _COLUMN_LINES:
        return False
    near = sum(above.y0 - row.y1 <= _NEAR_CELL * row.size for above, row in pairwise(side))
    if near < _COLUMN_NEAR * (len(side) - 1):
        return False
    words = sum(
        any(map(str.isalpha, word.text))
        for row in side
        for segment in row.segments
        for word in segment.words
    )
    widths = sorted(row.segments[-1].x1 - row.segments[0].x0 for row in side)
    return (
        words >= _COLUMN_WORDS * len(side) and widths[len(widths) // 2] >= _COLUMN_FILL * widths[-1]
    )


def _table(rows: Sequence[Row]) -> Table:
    columns = _columns([segment for row in rows for segment in row.segments])
    table: list[list[list[str]]] = []
    tight = _is_tight(rows)
    for index, row in enumerate(rows):
        if index == 0 or not _continues_cells(rows[index - 1], row, tight=tight):
            table.append([[] for _ in columns])
        for whole_segment in row.segments:
            for segment in _cut(whole_segment, columns):
                table[-1][_column_of(segment, columns)].append(segment.text)
    filled = sum(sum(map(bool, row)) for row in table)
    regular = filled >= _REGULAR * len(table) * len(columns)
    return Table(
        tuple(
            tuple(tuple(cell) for cell in row if cell or (regular and sum(map(bool, row)) > 1))
            for row in table
        ),
        tuple(column[0] for column in columns),
    )


def _cut(segment: Segment, columns: list[tuple[float, float]]) -> list[Segment]:
    """Return a segment in parts where it runs over columns and a gap stands between two values."""
    touched = [column for column in columns if column[0] < segment.x1 and segment.x0 < column[1]]
    if len(touched) < 2 or len(segment.words) > _FEW_WORDS:  # noqa: PLR2004 - several columns
        return [segment]
    runs: list[list[Word]] = [[segment.words[0]]]
    for before, word in pairwise(segment.words):
        parted = any(before.x1 - 1 <= edge <= word.x0 + 1 for column in touched for edge in column)
        values = _is_value(before.text) and _is_value(word.text)
        if parted and values and word.x0 - before.x1 > _CELL_GAP * word.size:
            runs.append([word])
        else:
            runs[-1].append(word)
    return [segment_of(run) for run in runs]


def _is_value(text: str) -> bool:
    """Whether a word is what stands in columns of figures: a number, a mark, a short code."""
    return len(text) <= _SHORT_CODE or any(map(str.isdigit, text))


def _is_tight(rows: Sequence[Row]) -> bool:
    """Whether the rows of a table follow each other as closely as the lines of a cell."""
    near = [
        above.y0 - below.y1 <= _NEAR_CELL * min(above.size, below.size)
        for above, below in pairwise(rows)
    ]
    return near.count(False) <= max(1, _TIGHT_SHARE * len(near))


def _columns(segments: list[Segment]) -> list[tuple[float, float]]:
    columns: list[tuple[float, float]] = []
    for segment in sorted(segments, key=lambda part: part.x1 - part.x0):
        touched = [
            column for column in columns if column[0] < segment.x1 and segment.x0 < column[1]
        ]
        if len(touched) <= 1:
            columns = [column for column in columns if column not in touched]
            columns.append(
                (
                    min([segment.x0, *(column[0] for column in touched)]),
                    max([segment.x1, *(column[1] for column in touched)]),
                )
            )
    return sorted(columns)


def _column_of(segment: Segment, columns: list[tuple[float, float]]) -> int:
    return next(
        index
        for index, column in enumerate(columns)
        if column[1] > segment.x0 or index == len(columns) - 1
    )


def _continues_cells(above: Row, row: Row, *, tight: bool) -> bool:
    """Whether a row only holds further lines of the cells above it."""
    if _interleaved(above, row):
        return True
    if above.y0 - row.y1 > _NEAR_CELL * min(above.size, row.size):
        return False
    if tight:
        return len(row.segments) == 1 and row.text[0].islower()
    return True
