"""Running headers, footers and page numbers: found by repetition, taken out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ingest.load.pdf_lines import Row

_PAGE_NUMBER = re.compile(
    r"(?:page\s+)?[-–—|\[(]*\s*(\d{1,4}|[ivxlc]{1,7})\s*[-–—|\])]*(?:\s*(?:of|/)\s*\d{1,4})?"
    r"(?:\s*\|?\s*page)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_EDGE_ROWS = 5
_HEIGHT_STEP = 8.0
_OFTEN = 3
_ALWAYS_OFTEN = 2
_EDGE_SHARE = 0.2
_LARGE = 1.15


def without_furniture(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """Return the rows of every page without its running headers, footers and page numbers.

    They stand on neighbouring pages: a heading that opens pages here and there is none.
    """
    body = _body_size(pages)
    seen: dict[tuple[str, int], set[int]] = {}
    for number, rows in enumerate(pages, start=1):
        for edge in _edges(rows):
            for row in edge:
                for key in _keys(row, body):
                    seen.setdefault(key, set()).add(number)
    needed = _ALWAYS_OFTEN if len(pages) <= _OFTEN else _OFTEN
    kept: list[list[Row]] = []
    for number, rows in enumerate(pages, start=1):
        dropped: set[int] = set()
        for edge in _edges(rows):
            for row in edge:
                where = max((seen[key] for key in _keys(row, body)), key=len)
                if not _is_furniture(row, where, needed, number):
                    break
                dropped.add(id(row))
        kept.append([row for row in rows if id(row) not in dropped])
    return kept if any(kept) else [list(rows) for rows in pages]


def _body_size(pages: Sequence[Sequence[Row]]) -> float:
    sizes: Counter[float] = Counter()
    for rows in pages:
        for row in rows:
            sizes[row.size] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def printed_numbers(pages: Sequence[Sequence[Row]]) -> list[str | None]:
    """Return the page numbers printed on the pages, where they count up as pages do."""
    offsets: Counter[int] = Counter()
    found: list[set[int]] = []
    for index, rows in enumerate(pages):
        numbers = {
            int(piece)
            for edge in _edges(rows)
            for row in edge[:3]
            for segment in row.segments
            for piece in [_number(segment.text)]
            if piece is not None and piece.isdecimal()
        }
        found.append(numbers)
        offsets.update({number - index for number in numbers})
    if not offsets:
        return [None] * len(pages)
    offset, count = offsets.most_common(1)[0]
    if count < max(_ALWAYS_OFTEN, len(pages) // 2):
        return [None] * len(pages)
    return [
        str(index + offset) if index + offset in numbers and index + offset > 0 else None
        for index, numbers in enumerate(found)
    ]


def _edges(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows nearest to the top and to the bottom, outermost first."""
    if rows:
        span = max(rows[0].y1 - rows[-1].y0, 1.0)
        top, bottom = rows[0].y1, rows[-1].y0
        yield [row for row in rows[:_EDGE_ROWS] if top - row.y1 < _EDGE_SHARE * span]
        yield [row for row in reversed(rows[-_EDGE_ROWS:]) if row.y0 - bottom < _EDGE_SHARE * span]


def _keys(row: Row, body: float) -> tuple[tuple[str, int], tuple[str, int]]:
    """Return what rows on several pages share: height and text, numbers aside but in headings."""
    text = row.text.lower()
    longest = max(row.segments, key=lambda segment: len(segment.text))
    if longest.size <= _LARGE * body or _number(text):
        text = _DIGITS.sub("#", text)
    step = int(row.y0 // _HEIGHT_STEP)
    return (text, step), (text, step + 1)


def _is_furniture(row: Row, pages: set[int], needed: int, number: int) -> bool:
    text = row.text
    if any(map(str.isalpha, text)) and not _number(text):
        near = any(number + step in pages for step in (-2, -1, 1, 2))
        return len(pages) >= needed and near
    printed = _number(text)
    return printed is not None and (len(pages) >= _ALWAYS_OFTEN or printed == str(number))


def _number(text: str) -> str | None:
    found = _PAGE_NUMBER.fullmatch(text)
    return found[1] if found else None
