"""Recommendations that stand in a table, with their owners and dates in the columns beside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.findings.blocks import Block, Row, rows

_WHAT = re.compile(
    r"(?:agreed\s+|key\s+)?(?:recommendations?|areas?\s+for\s+improvement|required\s+actions?)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:no\.?|number|ref(?:erence)?\.?|#|rec(?:ommendation)?\.?\s+no\.?)?", re.IGNORECASE
)
_WHO = re.compile(
    r"\b(?:owners?|responsib\w+|lead|addressee|to\s+whom|for\s+action\s+by|by\s+whom|who)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b(?:due|deadline|time\s?(?:scale|frame)|when|target|date|complete\s+by)\b", re.IGNORECASE
)
# A table that says what became of earlier recommendations makes none.
_STATUS = re.compile(r"\b(?:status|progress|position|outcome|update)\b", re.IGNORECASE)
_PRINTED = re.compile(
    r"(?:recommendation\s+)?(?P<number>\d{1,3}(?:\.\d{1,2})?[a-z]?)[.):]?(?:\s+(?=\D)|\Z)",
    re.IGNORECASE,
)
_MIN_WORDS = 3


@dataclass(frozen=True, slots=True)
class TableItem:
    """One row: the recommendation's own words at `start:end`, and the cells beside them."""

    start: int
    end: int
    text: str
    number: str | None
    who: str | None
    when: str | None


def table_items(block: Block) -> Iterator[TableItem]:
    """Yield the rows of a table whose header names recommendations; nothing for other tables."""
    header, *body = rows(block)
    titles = header.cells
    what = next((at for at, cell in enumerate(titles) if _WHAT.fullmatch(cell)), None)
    if what is None or any(map(_STATUS.search, titles)):
        return
    others = [at for at in range(len(titles)) if at != what]
    first = next((at for at in others if at < what and _NUMBER.fullmatch(titles[at])), None)
    who = next((at for at in others if _WHO.search(titles[at])), None)
    when = next((at for at in others if at != who and _WHEN.search(titles[at])), None)
    for row in body:
        if what < len(row.cells) and len(row.cells[what].split()) >= _MIN_WORDS:
            start, end = _cell(block, row, what)
            printed = _PRINTED.match(row.cells[first] if first is not None else row.cells[what])
            if first is None and printed:
                start += printed.end()
            text = block.text[start - block.start : end - block.start]
            number = printed["number"] if printed else None
            yield TableItem(start, end, text, number, _at(row, who), _at(row, when))


def _at(row: Row, column: int | None) -> str | None:
    given = row.cells[column] if column is not None and column < len(row.cells) else ""
    return given or None


def _cell(block: Block, row: Row, column: int) -> tuple[int, int]:
    """Return where a cell's words stand in the whole text."""
    line = block.text[row.start - block.start : row.end - block.start]
    at = row.start + sum(len(cell) + 1 for cell in line.split("|")[:column])
    start = at + len(line.split("|")[column]) - len(line.split("|")[column].lstrip())
    return start, start + len(row.cells[column])
