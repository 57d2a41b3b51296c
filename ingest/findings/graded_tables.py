"""Judgements from tables: a name and its grade in a row, or a name under its grade."""

import re
from collections.abc import Iterator

from ingest.findings.blocks import Block, Row, rows
from ingest.findings.grades import HISTORY, grade_in, special_scale, value_of
from ingest.findings.names import is_overall, shown

Found = tuple[int, int, str, str]  # start, end, name, grade as printed
_TITLE = re.compile(r"\bjudge?ments?\b|\bgrad(?:e|es|ed|ing)\b|\bfindings\b", re.IGNORECASE)
_RATING = re.compile(r"\brat(?:ing|ings|ed)\b|\boverview\b|\bsummary\b", re.IGNORECASE)
_KNOWN = re.compile(
    r"\boverall\b|\bleaders?(?:hip)?\b|\bexperiences?\s+and\s+progress\b|"
    r"\bneed\s+help\s+and\s+protection\b|\blooked\s+after\b",
    re.IGNORECASE,
)
# Whose grades a report may give beside its own: those of single establishments.
OTHERS = re.compile(
    r"\b(?:schools?|homes?|providers?|settings?|colleges?|nurser(?:y|ies)|academ(?:y|ies)|centres?|"
    r"wards?|hospitals?|units?|cases?|files?)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_TOP = 6000
_FEWEST = 2
_GRID = 3
_LONGEST = 200


def graded_rows(found: list[Block]) -> Iterator[Found]:
    """Yield the judgements that the tables of a report give, in order."""
    for index, block in enumerate(found):
        if not block.is_table:
            continue
        before = found[index - 1] if index else None
        if before and HISTORY.search(before.text) and _introduces(before):
            continue
        table = rows(block)
        graded = [*_by_row(table, before), *_by_column(table)]
        if graded and _is_judgement_table(block, before, table, graded):
            yield from graded


def _introduces(block: Block) -> bool:
    return block.level is not None or block.text.endswith(":")


def _is_judgement_table(
    block: Block, before: Block | None, table: list[Row], graded: list[Found]
) -> bool:
    """Whether a table gives the report's own judgements rather than, say, ratings of schools."""
    names = [name for _, _, name, _ in graded]
    if any(_KNOWN.search(name) for name in names):
        return True
    if len(graded) >= _FEWEST and special_scale({value_of(grade) for *_, grade in graded}):
        return True
    if OTHERS.search(table[0].cells[0]) and not grade_in(table[0].cells[-1]):
        return False
    head = " ".join(table[0].cells)
    titles = [head] if grade_in(table[0].cells[-1]) is None else []
    if before and (before.level is not None or before.is_table):
        titles.append(before.text)
    if any(_TITLE.search(title) for title in titles):
        return True
    early = block.start < _TOP
    return early and len(graded) >= _FEWEST and any(_RATING.search(title) for title in titles)


def _by_row(table: list[Row], before: Block | None) -> Iterator[Found]:
    """Yield rows with a name in the first cell and a grade in another."""
    header = table[0].cells
    if before and before.is_table and grade_in(header[-1]):
        header = rows(before)[-1].cells
    for before_row, row, after_row in zip((None, *table), table, (*table[1:], None), strict=False):
        start, end, name = row.start, row.end, row.cells[0]
        if before_row and _is_part(before_row) and name[:1].islower():
            start, name = before_row.start, f"{before_row.cells[0]} {name}"
        if after_row and _is_part(after_row) and after_row.cells[0][:1].islower():
            end, name = after_row.end, f"{name} {after_row.cells[0]}"
        if not _is_name(name) or HISTORY.search(name):
            continue
        grades = {
            column: grade for column, cell in enumerate(row.cells) if (grade := grade_in(cell))
        }
        column = _present_column(header, sorted(grades)) if grades else None
        if column is not None:
            yield start, end, shown(name), grades[column]


def _is_part(row: Row) -> bool:
    """Whether a row holds only a part of a name that was too long for its cell."""
    return bool(row.cells[0]) and not any(row.cells[1:]) and grade_in(row.cells[0]) is None


def _present_column(header: tuple[str, ...], columns: list[int]) -> int | None:
    """Return the column of this report's grades; None where the header does not tell."""
    titles = {column: header[column] if column < len(header) else "" for column in columns}
    present = [column for column in columns if not HISTORY.search(titles[column])]
    if len(present) == 1:
        return present[0]
    years = {c: int(y[0]) for c in present if (y := _YEAR.search(titles[c]))}
    if present and len(years) == len(present):
        newest = max(years.values())
        return next(c for c in present if years[c] == newest)
    return None


def _by_column(table: list[Row]) -> Iterator[Found]:
    """Yield names that stand under their grade, as in “Outstanding | Good | Inadequate”."""
    grades = [grade_in(cell) for cell in table[0].cells]
    if sum(grade is not None for grade in grades) < _GRID:
        return
    # The citation must show the grade with the name, so it begins at the header.
    for row in table[1:]:
        if len(row.cells) != len(grades):
            return
        for grade, name in zip(grades, row.cells, strict=True):
            if grade and _is_name(name):
                yield table[0].start, row.end, shown(name), grade


def _is_name(cell: str) -> bool:
    plain = is_overall(cell) or any(map(str.isalpha, cell))
    return plain and grade_in(cell) is None and len(cell) <= _LONGEST
