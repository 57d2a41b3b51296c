"""One page of a PDF, taken apart: its rows, its ruled tables, what runs in other directions."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.load.pdf_grids import grids_of
from ingest.load.pdf_lines import Row, rows_of
from ingest.load.pdf_regions import Item, reading_order
from ingest.load.pdf_rules import rules_of
from ingest.load.pdf_tables import without_tables
from ingest.load.pdf_words import Box, Word, turned


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page's rows top to bottom; some stand for one of `tables`.

    `others` are words that run in other directions than most. `picture` says that there is
    something to see beside the file's own words, `ocr` how sure OCR is of what it read (None where
    the words are the file's own, 0 where it found none), `damaged` that it cannot be read at all.
    """

    rows: tuple[Row, ...] = ()
    tables: tuple[tuple[Item, ...], ...] = ()
    others: tuple[tuple[Word, ...], ...] = ()
    letters: int = 0
    picture: bool = False
    ocr: float | None = None
    damaged: bool = False


def page_content(
    words: Sequence[Word],
    boxes: Sequence[Box] = (),
    *,
    picture: bool = False,
    ocr: float | None = None,
) -> PageContent:
    """Take a page apart, given its words and the boxes drawn on it."""
    upright, others = _by_turn(words)
    turn = upright[0].turn if upright else 0
    grids = grids_of(rules_of([turned(box, turn) for box in boxes], upright))
    rest, standing, tables = without_tables(upright, grids)
    rows = sorted([*rows_of(rest), *standing], key=_top)
    letters = sum(map(str.isalnum, "".join(word.text for word in words)))
    return PageContent(
        tuple(rows), tuple(map(tuple, tables)), tuple(map(tuple, others)), letters, picture, ocr
    )


def items_of(content: PageContent, rows: Sequence[Row]) -> list[Item]:
    """Return what a page holds in reading order; `rows` are those of its rows to keep."""
    items = list(reading_order(rows, tables=content.tables))
    for other in content.others:
        items.extend(reading_order(rows_of(other)))
    return items


def _top(row: Row) -> float:
    if row.segments[0].table is not None:
        return -row.y1
    return -(row.y0 + row.y1) / 2


def _by_turn(words: Sequence[Word]) -> tuple[list[Word], list[list[Word]]]:
    """Split words by direction: the page's main one, then the others."""
    turns: dict[int, list[Word]] = {}
    for word in words:
        turns.setdefault(word.turn, []).append(word)
    ordered = sorted(turns.values(), key=len, reverse=True)
    return (ordered[0] if ordered else []), ordered[1:]
