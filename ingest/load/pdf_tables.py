"""Ruled tables of a page: the words in a grid's cells become rows of cells."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.load.pdf_grids import Grid
from ingest.load.pdf_lines import Row, Segment, is_marker, rows_of
from ingest.load.pdf_regions import Line, Table, reading_order, whole
from ingest.load.pdf_words import Word

_MAX_STRADDLING = 0.1
_LONG_CELL = 1500
_SHORT_CELL = 200
_WIDE_CELL_LINES = 3
_PARTED_ROWS = 3
_FULL_ROWS = 0.8
_HARD_BREAKS = 0.8
_MIN_CELLS = 2
_LIST_LINES = 8
_LEVEL_LINES = 0.6
_BLANK = 0.45
_MAX_RUNNING_ON = 0.25

Item = Line | Table


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's words, with its top row, the columns that it spans and its width in points."""

    row: int
    column: int
    last_column: int
    width: float
    words: tuple[Word, ...]


def without_tables(
    words: Sequence[Word], grids: Sequence[Grid]
) -> tuple[list[Word], list[Row], list[list[Item]]]:
    """Take the words of ruled tables out of a page.

    Returns the other words, one row that stands for each table, and what each row stands for.
    """
    rest = list(words)
    rows: list[Row] = []
    tables: list[list[Item]] = []
    for grid in grids:
        inside = [word for word in rest if _square(word, grid) is not None]
        items = list(_items(grid, inside))
        if items:
            taken = set(map(id, inside))
            rest = [word for word in rest if id(word) not in taken]
            rows.append(_standing_for(grid, inside, len(tables)))
            tables.append(items)
    return rest, rows, tables


def _square(word: Word, grid: Grid) -> tuple[int, int] | None:
    return grid.place((word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2)


def _standing_for(grid: Grid, words: Sequence[Word], number: int) -> Row:
    text = " ".join(word.text for word in words)
    x0, x1, y1, y0 = grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1]
    size = sorted(word.size for word in words)[len(words) // 2]
    segment = Segment((), text, x0, y0, x1, y1, x0, size, bold=False, table=number)
    return Row((segment,), y0, y1)


def _items(grid: Grid, words: Sequence[Word]) -> Iterator[Item]:
    """Yield a grid's content in reading order; nothing where the grid is not a table's."""
    cells = _cells(grid, words)
    if cells is None:
        return
    by_row: dict[int, list[_Cell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        by_row.setdefault(cell.row, []).append(cell)
    full = [row for row in by_row.values() if len(row) >= _MIN_CELLS]
    if not full or (len(full) == 1 and any(map(_is_long, full[0]))):
        return
    slots = _slots(cells)
    edges = tuple(grid.xs[column] for column in slots)
    held: list[list[_Cell]] = []
    for row in by_row.values():
        if not any(_is_page_like(cell, single=len(row) == 1) for cell in row):
            held.append(row)
            continue
        yield from _table(held, slots, edges)
        held = []
        yield from _running(row)
    yield from _table(held, slots, edges)


def _running(cells: Sequence[_Cell]) -> Iterator[Item]:
    """Yield the content of cells as text of its own: side by side where their lines are."""
    if len(cells) > 1 and _are_level(cells):
        yield from reading_order(rows_of([word for cell in cells for word in cell.words]))
        return
    for cell in cells:
        yield from reading_order(rows_of(cell.words), 100 * (cell.column + 1))


def _are_level(cells: Sequence[_Cell]) -> bool:
    """Whether the lines of neighbouring cells stand at the same heights."""
    heights = [{round(row.y0) for row in rows_of(cell.words)} for cell in cells]
    shared = sum(len(one & other) for one, other in pairwise(heights))
    return shared >= _LEVEL_LINES * sum(
        min(len(one), len(other)) for one, other in pairwise(heights)
    )


def _table(
    rows: Sequence[list[_Cell]], slots: list[int], edges: tuple[float, ...]
) -> Iterator[Item]:
    """Yield rows as a table, with what is printed over or under all its columns apart."""
    kept = [index for index, row in enumerate(rows) if len(row) > 1]
    first, last = (kept[0], kept[-1]) if kept else (len(rows), len(rows))
    for row in rows[:first]:
        yield from _running(row)
    if kept:
        while last + 1 < len(rows) and rows[last + 1][0].last_column < slots[-1]:
            last += 1
        lines = [line for row in rows[first : last + 1] for line in _table_rows(row, slots)]
        yield Table(tuple(lines), edges)
    for row in rows[last + 1 :]:
        yield from _running(row)


def _cells(grid: Grid, words: Sequence[Word]) -> list[_Cell] | None:
    """Return the cells that hold words, None where words run across the lines."""
    held: dict[int, list[Word]] = {}
    straddling = 0
    for word in words:
        row, column = _square(word, grid) or (0, 0)
        number = grid.cells[row][column]
        held.setdefault(number, []).append(word)
        ends = (word.x0 + 0.2 * word.size, word.x1 - 0.2 * word.size)
        squares = [grid.place(x, (word.y0 + word.y1) / 2) for x in ends]
        straddling += any(
            square is None or grid.cells[square[0]][square[1]] != number for square in squares
        )
    if not words or straddling > max(1, _MAX_STRADDLING * len(words)) or _runs_on(grid, words):
        return None
    spans: dict[int, tuple[int, int, int]] = {}
    for row, numbers in enumerate(grid.cells):
        for column, number in enumerate(numbers):
            top, left, right = spans.get(number, (row, column, column))
            spans[number] = (top, min(left, column), max(right, column))
    return [cell for number, inside in held.items() for cell in _parts(grid, spans[number], inside)]


def _parts(grid: Grid, span: tuple[int, int, int], words: Sequence[Word]) -> Iterator[_Cell]:
    """Yield a cell; a merged one in parts where its words keep to the columns below it.

    Many tables have no line between the names of their columns.
    """
    row, first, last = span
    parts: dict[int, list[Word]] = {}
    for word in words:
        column = bisect_right(grid.xs, (word.x0 + word.x1) / 2) - 1
        parts.setdefault(min(max(column, first), last), []).append(word)
    if len(parts) == 1 or len(rows_of(words)) > 1 or not _stand_apart(words, grid):
        yield _Cell(row, first, last, grid.xs[last + 1] - grid.xs[first], tuple(words))
        return
    for column, inside in parts.items():
        yield _Cell(row, column, column, grid.xs[column + 1] - grid.xs[column], tuple(inside))


def _stand_apart(words: Sequence[Word], grid: Grid) -> bool:
    """Whether wide gaps stand between words of one line at each edge of a column."""
    ordered = sorted(words, key=lambda word: word.x0)
    columns = [bisect_right(grid.xs, (word.x0 + word.x1) / 2) for word in ordered]
    if is_marker(ordered[0].text):
        return False
    return all(
        first == second or after.x0 - before.x1 > _BLANK * after.size
        for (before, after), (first, second) in zip(
            pairwise(ordered), pairwise(columns), strict=True
        )
    )


def _runs_on(grid: Grid, words: Sequence[Word]) -> bool:
    """Whether lines of text run on over the upright lines, which then are the edges of shading."""
    parted = tight = 0
    for row in rows_of(words):
        crossings = [
            after.x0 - before.x1 < _BLANK * after.size
            for before, after in pairwise([word for part in row.segments for word in part.words])
            if _number(before, grid) != _number(after, grid)
        ]
        parted += bool(crossings)
        tight += any(crossings)
    return tight > _MAX_RUNNING_ON * parted


def _number(word: Word, grid: Grid) -> int | None:
    square = _square(word, grid)
    return None if square is None else grid.cells[square[0]][square[1]]


def _is_long(cell: _Cell) -> bool:
    return sum(len(word.text) + 1 for word in cell.words) > _SHORT_CELL


def _is_page_like(cell: _Cell, *, single: bool) -> bool:
    """Whether a cell holds running text or a table of its own, as a frame or a box does."""
    rows = rows_of(cell.words)
    if single and cell.last_column > cell.column and len(rows) > _WIDE_CELL_LINES:
        return True
    if sum(len(word.text) + 1 for word in cell.words) > _LONG_CELL or _is_list(cell, rows):
        return True
    return sum(len(row.segments) > 1 for row in rows) >= _PARTED_ROWS


def _is_list(cell: _Cell, rows: Sequence[Row]) -> bool:
    """Whether most lines of a long cell end with room left for the next word."""
    roomy = sum(
        above.segments[-1].x1 - above.segments[0].x0 + 6 * below.size < 0.6 * cell.width
        for above, below in pairwise(rows)
    )
    return len(rows) >= _LIST_LINES and roomy > _FULL_ROWS * (len(rows) - 1)


def _slots(cells: Sequence[_Cell]) -> list[int]:
    """Return the columns that count: where cells of one column hold words.

    Those that only merged cells start at are their margins.
    """
    starts = sorted({cell.column for cell in cells})
    after = dict(pairwise(starts))
    return sorted(
        {
            cell.column
            for cell in cells
            if cell.last_column < after.get(cell.column, cell.last_column + 1)
        }
    )


def _table_rows(cells: list[_Cell], slots: list[int]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield the rows between two level lines: mostly one, of as many lines as its cells have."""
    lines = [[whole(row) for row in rows_of(cell.words)] for cell in cells]
    if len(cells) == 1 or not _holds_several_rows(cells, lines):
        yield _spread(cells, lines, slots)
        return
    for row in rows_of([word for cell in cells for word in cell.words]):
        inside = [[line for line in each if row.y0 <= line.middle <= row.y1] for each in lines]
        yield _spread(cells, inside, slots)


def _spread(
    cells: list[_Cell], lines: list[list[Segment]], slots: list[int]
) -> tuple[tuple[str, ...], ...]:
    """Return the cells of a row; a column that no cell covers has an empty one."""
    found: list[tuple[str, ...]] = []
    at = 0
    for cell, each in zip(cells, lines, strict=True):
        while at < len(slots) and slots[at] < cell.column:
            found.append(())
            at += 1
        found.append(tuple(line.text for line in each))
        while at < len(slots) and slots[at] <= cell.last_column:
            at += 1
    return (*found, *((),) * (len(slots) - at))


def _holds_several_rows(cells: list[_Cell], lines: list[list[Segment]]) -> bool:
    """Whether each line is a row: all cells have it, and it broke where there was room left."""
    rows = max(map(len, lines))
    same = [len(each) == rows for each in lines]
    if rows == 1 or sum(same) < _FULL_ROWS * len(same) or sum(same) < _MIN_CELLS:
        return False
    roomy = 0
    for number in range(1, rows):
        for cell, each in zip(cells, lines, strict=True):
            if len(each) != rows:
                continue
            first = each[number].words[0]
            needed = each[number - 1].x1 - each[number - 1].x0 + first.x1 - first.x0
            if needed + 2 * first.size < cell.width and not first.text[0].islower():
                roomy += 1
                break
    apart = [
        abs(one[number].middle - other[number].middle) > 0.5 * one[number].size
        for one, other in pairwise([each for each in lines if len(each) == rows])
        for number in range(rows)
    ]
    return roomy >= _HARD_BREAKS * (rows - 1) and not any(apart)
