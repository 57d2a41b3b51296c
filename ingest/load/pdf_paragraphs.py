"""Lines become paragraphs, list items, tables and headings."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.load.canonical import (
    BULLET,
    Block,
    LineJoiner,
    bullet,
    ends_sentence,
    is_numbered,
    plausible_heading,
)
from ingest.load.pdf_headings import (
    LEADERS,
    SAME_SIZE,
    Item,
    Measures,
    folded,
    levels_of,
    measured,
    without_closing_headings,
)
from ingest.load.pdf_regions import Line, Table
from ingest.load.pdf_table_text import continues_table, table_blocks

_NOTE_STEP = 0.9
_NOTE_START = re.compile(r"(?:\d{1,3}|[*†‡])\s*\S")
_WIDE_PITCH = 1.22
_INDENT = 0.8
_SHORT = 0.8
_LOOSE_NUMBER = re.compile(r"\d{1,3}[.)]?\s+(?=[“‘\"'(]?[A-Z])")
_DASH = re.compile(r"^[-–−o]\s+(?=\S)")
_LABELLED = re.compile(r"[A-Z][a-z]+(?: [a-z]+){0,3}: ")

Contents = dict[tuple[str, int], int]


def blocks_of(pages: Sequence[Sequence[Line | Table]], contents: Contents) -> list[Block]:
    """Return the paragraphs of a document; `contents` are bookmarks: title and page to level."""
    items = [(page, item) for page, lines in enumerate(pages) for item in lines]
    lines = [item for _, item in items if isinstance(item, Line)]
    joiner = LineJoiner(_texts(items))
    measures = measured(lines)
    groups = _grouped(items, measures)
    levels = levels_of(groups, measures)
    blocks: list[Block] = []
    for group in groups:
        for block in _blocks(group, joiner):
            level = _level(group, block.text, levels, contents)
            blocks.append(replace(block, level=level))
    return without_closing_headings(blocks)


def _texts(items: Iterable[Item]) -> Iterable[str]:
    for _, item in items:
        if isinstance(item, Line):
            yield item.segment.text
        else:
            yield from (line for row in item.rows for cell in row for line in cell)


def _grouped(items: Sequence[Item], measures: Measures) -> list[list[Item]]:
    """Group items into paragraphs; a paragraph that runs on stays whole, footnotes before it."""
    groups: list[list[Item]] = []
    notes: list[list[Item]] = []
    for index, (page, item) in enumerate(items):
        if _is_note(item, measures) and (notes or _foot_follows(items, index, measures)):
            same = notes and _belongs(notes[-1], page, item, measures)
            notes = [*notes[:-1], [*notes[-1], (page, item)]] if same else [*notes, [(page, item)]]
            continue
        joined = bool(groups) and _belongs(groups[-1], page, item, measures)
        if notes:
            groups[len(groups) - joined : len(groups) - joined] = notes
            notes = []
        if joined:
            groups[-1].append((page, item))
        else:
            groups.append([(page, item)])
    return groups + notes


def _is_note(item: Line | Table, measures: Measures) -> bool:
    return isinstance(item, Line) and item.segment.size < measures.body - _NOTE_STEP


def _foot_follows(items: Sequence[Item], start: int, measures: Measures) -> bool:
    """Whether a footnote starts here: small lines, the first with its mark, to the page's end."""
    page, first = items[start]
    if not isinstance(first, Line) or not _NOTE_START.match(first.segment.text):
        return False
    for number, item in items[start:]:
        if number != page:
            break
        if not _is_note(item, measures):
            return False
    return True


def _belongs(group: list[Item], page: int, item: Line | Table, measures: Measures) -> bool:
    last_page, last = group[-1]
    if isinstance(item, Table) or isinstance(last, Table):
        return page == last_page + 1 and _tables_run_on(last, item)
    if not _alike(group, last, item):
        return False
    above, below = last.segment, item.segment
    if page != last_page or item.column != last.column or below.y0 > above.y0:
        return _carries_over(last, item)
    usual = measures.pitches.get(below.size, 1.25 * below.size)
    near = above.y0 - below.y0 <= _WIDE_PITCH * usual
    return near and not _opens_by_shape(group, item)


def _tables_run_on(last: Line | Table, item: Line | Table) -> bool:
    return isinstance(last, Table) and isinstance(item, Table) and continues_table(last, item)


def _alike(group: list[Item], last: Line, line: Line) -> bool:
    """Whether two lines may stand in one paragraph, as far as type and marks go."""
    above, below = last.segment, line.segment
    if abs(above.size - below.size) > SAME_SIZE or _starts_item(below.text, above.text):
        return False
    changes = above.bold != below.bold and (len(group) == 1 or below.bold)
    return not changes or _runs_on(last, line)


def _runs_on(last: Line, line: Line) -> bool:
    """Whether bold words at a line's end merely happen to end there."""
    return not ends_sentence(last.segment.text) and line.segment.text[0].islower()


def _starts_item(text: str, before: str) -> bool:
    if bullet(text) is not None:
        return True
    if is_numbered(text) or _LOOSE_NUMBER.match(text):
        return ends_sentence(before) or before[-1] in ":;," or is_numbered(before)
    return _DASH.match(text) is not None and before[-1] in ".:;"


def _fits(last: Line, line: Line) -> bool:
    """Whether the first word of `line` would have fitted behind `last`."""
    word = line.segment.words[0]
    width = word.x1 - word.x0 + 0.3 * line.segment.size
    return last.segment.x1 + width < last.right - 0.5 * line.segment.size


def _opens_by_shape(group: list[Item], line: Line) -> bool:
    """Whether the shape of the lines says that `line` opens a new paragraph."""
    last, first = group[-1][1], group[0][1]
    if not isinstance(last, Line) or not isinstance(first, Line):
        return True
    above, below = last.segment, line.segment
    edge = first.segment.text_x0
    indent = _INDENT * below.size
    opening = below.text.lstrip("“‘\"'([")[:1]
    fresh = opening.isupper() or opening.isdigit()
    if below.x0 < min(edge, above.x0) - 2 * indent:
        return fresh
    if not fresh or not _fits(last, line):
        return False
    if _LABELLED.match(below.text):
        return True
    if ends_sentence(above.text) or above.text.endswith(":"):
        return True
    width = last.right - min(edge, above.x0)
    return above.x1 - min(edge, above.x0) < _SHORT * width and len(above.words) > 1


def _carries_over(last: Line, line: Line) -> bool:
    """Whether a paragraph runs on over a page or column break."""
    above, below = last.segment, line.segment
    if below.text[0].islower():
        return not above.text.endswith(":")
    if ends_sentence(above.text) or above.text.endswith(":") or above.bold:
        return False
    if line.column < last.column:
        return False
    return not _fits(last, line)


def _level(group: list[Item], text: str, levels: dict[int, int], contents: Contents) -> int | None:
    """Return a heading's level: the bookmark's that names it on its page, else by its type."""
    page, first = group[0]
    if isinstance(first, Table):
        return None
    marked = None
    if contents and plausible_heading(text) and bullet(text) is None:
        marked = contents.get((folded(text), page))
    return marked if marked is not None else levels.get(id(group))


def _blocks(group: list[Item], joiner: LineJoiner) -> list[Block]:
    tables = [(page, item) for page, item in group if isinstance(item, Table)]
    return table_blocks(tables, joiner) if tables else [_paragraph(group, joiner)]


def _paragraph(group: list[Item], joiner: LineJoiner) -> Block:
    text = ""
    starts: list[tuple[int, int]] = []
    for number, item in group:
        if isinstance(item, Line):
            before = len(text)
            line = LEADERS.sub(" ", item.segment.text).strip()
            if not before and item.segment.text_x0 > item.segment.x0:
                line = _DASH.sub(BULLET, line)
            text = joiner.join(text, line)
            if not starts or starts[-1][1] != number:
                starts.append((len(text) - len(line) if before else 0, number))
    return Block(text, None, tuple(starts))
