"""A canonical text as paragraphs, each with where it stands and whether it is a heading."""

from dataclasses import dataclass

from ingest.records import Loaded

CELL = "|"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph at `text[start:end]`; `level` is set where it is a heading."""

    start: int
    end: int
    text: str
    level: int | None

    @property
    def is_table(self) -> bool:
        """Whether the paragraph is a table."""
        return f" {CELL} " in self.text or self.text.startswith(f"{CELL} ")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, in the offsets of the whole text."""

    start: int
    end: int
    cells: tuple[str, ...]


def blocks(loaded: Loaded) -> list[Block]:
    """Return the paragraphs of a text in order."""
    levels = {heading.start: heading.level for heading in loaded.headings}
    found: list[Block] = []
    at = 0
    for words in loaded.text.split("\n\n"):
        if words.strip():
            start = at + len(words) - len(words.lstrip())
            end = at + len(words.rstrip())
            found.append(Block(start, end, loaded.text[start:end], levels.get(start)))
        at += len(words) + 2
    return found


def rows(block: Block) -> list[Row]:
    """Return the rows of a table."""
    found: list[Row] = []
    at = block.start
    for line in block.text.split("\n"):
        cells = tuple(cell.strip() for cell in line.split(CELL))
        found.append(Row(at, at + len(line), cells))
        at += len(line) + 1
    return found
