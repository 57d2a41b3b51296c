"""The tables of a Word document: rows that keep their columns where cells are merged."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from ingest.load.canonical import table
from ingest.load.docx_numbers import whole
from ingest.load.docx_text import REMOVED, at, value

_TBL, _TR, _TC = qn("w:tbl"), qn("w:tr"), qn("w:tc")
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row's cells, and how many columns it leaves out before the first."""

    cells: tuple[Any, ...]
    before: int


def rows_of(element: Any) -> list[Row]:
    """Return a table's own rows as accepted: deleted rows and cells are gone."""
    rows = [row for row in _own(element, _TR) if at(row, "w:trPr/w:del") is None]
    return [
        Row(
            tuple(cell for cell in _own(row, _TC) if at(cell, "w:tcPr/w:cellDel") is None),
            min(whole(value(at(row, "w:trPr/w:gridBefore")), 0), _WIDEST),
        )
        for row in rows
    ]


def _own(element: Any, tag: str) -> Iterator[Any]:
    """Yield the rows of a table, or the cells of a row, that are not those of one within it."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in {_TBL, _TR, _TC, *REMOVED}:
            yield from _own(child, tag)


def as_paragraphs(rows: Sequence[Row], words: Callable[[Any], str]) -> list[str]:
    """Return a table as paragraphs; a merged cell's words stand once, where it begins."""
    lines: list[list[str]] = []
    for row in rows:
        line = [""] * row.before
        wide = 1
        for cell in row.cells:
            wide = max(1, min(whole(value(at(cell, "w:tcPr/w:gridSpan")), 1), _WIDEST))
            line += ["" if _goes_on(cell) else words(cell), *[""] * (wide - 1)]
        lines.append(line[: len(line) - wide + 1] if wide > 1 else line)
    return table(lines)


def _goes_on(cell: Any) -> bool:
    """Whether a cell is the rest of one that began above or to its left."""
    for path in ("w:tcPr/w:vMerge", "w:tcPr/w:hMerge"):
        merged = at(cell, path)
        if merged is not None and value(merged) != "restart":
            return True
    return False
