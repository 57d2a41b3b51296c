"""Tables of web pages: data or layout, and rows that keep their columns where cells are merged."""

from collections.abc import Callable, Sequence

from lxml import etree

from ingest.load.canonical import table
from ingest.load.html_furniture import tag_of

_WIDEST = 60
_LAID_OUT = frozenset({"presentation", "none"})
_STRUCTURE = frozenset({"table", "h1", "h2"})


def rows_of(element: etree._Element) -> list[list[etree._Element]]:
    """Return the cells of a table's own rows, not those of tables within it."""
    groups = [element, *(part for part in element if tag_of(part) in {"thead", "tbody", "tfoot"})]
    rows = [row for group in groups for row in group if tag_of(row) == "tr"]
    return [[cell for cell in row if tag_of(cell) in {"td", "th"}] for row in rows]


def is_data(element: etree._Element, rows: Sequence[Sequence[etree._Element]]) -> bool:
    """Whether a table holds data rather than lays out a page."""
    if max(map(len, rows), default=0) <= 1 or element.get("role") in _LAID_OUT:
        return False
    inside = {tag_of(part) for part in element.iterdescendants()}
    listed = not inside.isdisjoint({"ul", "ol"}) and len(rows) == 1
    return inside.isdisjoint(_STRUCTURE) and not listed


def table_paragraphs(
    rows: Sequence[Sequence[etree._Element]], words: Callable[[etree._Element], str]
) -> list[str]:
    """Return a table as paragraphs; a merged cell's words stand once, where it begins."""
    below: dict[int, int] = {}
    lines: list[list[str]] = []
    for row in rows:
        line: list[str] = []
        for cell in row:
            while below.get(len(line), 0) > 0:
                below[len(line)] -= 1
                line.append("")
            wide, high = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", 1000)
            for column in range(len(line), len(line) + wide):
                if high > 1:
                    below[column] = high - 1
            line += [words(cell), *[""] * (wide - 1)]
            if len(line) > _WIDEST * _WIDEST:
                break
        for column in [column for column in below if column >= len(line)]:
            below[column] -= 1
        while line and not line[-1] and row and _span(row[-1], "colspan", _WIDEST) > 1:
            line.pop()
        lines.append(line)
    return table(lines)


def _span(cell: etree._Element, name: str, most: int) -> int:
    value = cell.get(name) or ""
    return max(1, min(int(value), most)) if value.isdecimal() and len(value) < 7 else 1  # noqa: PLR2004
