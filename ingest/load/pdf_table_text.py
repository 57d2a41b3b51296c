"""Tables become paragraphs of rows; one that goes on over the page becomes one paragraph."""

from collections.abc import Sequence

from ingest.load.canonical import Block, LineJoiner, table
from ingest.load.pdf_headings import LEADERS
from ingest.load.pdf_regions import Table

_PAIR = 2
_SAME_EDGE = 4.0

Cells = tuple[tuple[str, ...], ...]


def continues_table(above: Table, below: Table) -> bool:
    """Whether a table at the head of a page goes on with the one at the foot of the page before."""
    if len(above.edges) != len(below.edges) or not above.edges:
        return False
    if above.rows[0] == below.rows[0]:
        return True
    return all(
        abs(one - other) <= _SAME_EDGE for one, other in zip(above.edges, below.edges, strict=True)
    )


def table_blocks(parts: Sequence[tuple[int, Table]], joiner: LineJoiner) -> list[Block]:
    """Return a table as paragraphs, given its part on each page; repeated headings are left out."""
    first_page, first = parts[0]
    rows = [(first_page, _joined(row, joiner)) for row in first.rows]
    for page, part in parts[1:]:
        repeated = _repeated(first.rows, part.rows)
        for number, row in enumerate(part.rows[repeated:]):
            cells = _joined(row, joiner)
            if number == 0 and not repeated and _goes_on(rows[-1][1], cells):
                rows[-1] = (rows[-1][0], _row_joined(rows[-1][1], cells, joiner))
            else:
                rows.append((page, cells))
    if all(len(row) == _PAIR and row[0].endswith(":") for _, row in rows):
        return [Block(" ".join(row), None, ((0, page),)) for page, row in rows]
    return _placed([page for page, _ in rows], [row for _, row in rows])


def _repeated(first: Sequence[Cells], part: Sequence[Cells]) -> int:
    """Return how many rows at the head of a part repeat those at the head of the table."""
    count = 0
    while count < min(len(first), len(part) - 1) and first[count] == part[count]:
        count += 1
    return count


def _goes_on(above: list[str], below: list[str]) -> bool:
    """Whether the page cut a row: its first cell is empty, another goes on in mid-sentence."""
    said = [cell for cell in below if cell]
    return len(above) == len(below) > 1 and not below[0] and any(cell[0].islower() for cell in said)


def _row_joined(above: list[str], below: list[str], joiner: LineJoiner) -> list[str]:
    return [joiner.join(one, other) for one, other in zip(above, below, strict=True)]


def _placed(pages: list[int], rows: list[list[str]]) -> list[Block]:
    """Return rows as one paragraph with the place where each page begins in it."""
    texts = table(rows)
    if len(texts) != 1:
        return [Block(text, None, ((0, pages[0]),)) for text in texts]
    starts: list[tuple[int, int]] = []
    at = 0
    kept = [page for page, row in zip(pages, rows, strict=True) if any(row)]
    for page, line in zip(kept, texts[0].split("\n"), strict=True):
        if not starts or starts[-1][1] != page:
            starts.append((at, page))
        at += len(line) + 1
    return [Block(texts[0], None, tuple(starts))]


def _joined(row: Cells, joiner: LineJoiner) -> list[str]:
    cells: list[str] = []
    for lines in row:
        text = ""
        for line in lines:
            text = joiner.join(text, LEADERS.sub(" ", line).strip())
        cells.append(text)
    return cells
