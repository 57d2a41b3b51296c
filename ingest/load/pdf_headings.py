"""Which paragraphs of a PDF are headings: told by size and weight against the body's text."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.load.canonical import Block, bullet, is_numbered, plausible_heading
from ingest.load.pdf_lines import Segment
from ingest.load.pdf_regions import Line, Table

SAME_SIZE = 0.6
LEADERS = re.compile(r"(?:\s*[.…_]){4,}\s*")
_LARGE = 1.12
_MAX_LEVEL = 6
_BOLD_SHARE = 0.5
_FAR = 3.0

Item = tuple[int, Line | Table]
Style = tuple[float, bool]


def folded(text: str) -> str:
    """Return a title's letters and digits alone, by which a bookmark and a heading agree."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


@dataclass(frozen=True, slots=True)
class Measures:
    """What is usual in a document: the size of its text, its pitch by size."""

    body: float
    pitches: dict[float, float]
    mostly_bold: bool


def measured(lines: Sequence[Line]) -> Measures:
    """Measure what is usual in a document."""
    letters: Counter[float] = Counter()
    pitches: dict[float, Counter[float]] = {}
    bold = total = 0
    for line in lines:
        count = len(line.segment.text)
        letters[line.segment.size] += count
        total += count
        bold += count if line.segment.bold else 0
    for above, below in pairwise(lines):
        pitch = above.segment.y0 - below.segment.y0
        size = below.segment.size
        if above.segment.size == size and 0.8 * size < pitch < 2.2 * size:
            pitches.setdefault(size, Counter())[round(pitch * 2) / 2] += 1
    usual = {size: counts.most_common(1)[0][0] for size, counts in pitches.items()}
    body = letters.most_common(1)[0][0] if letters else 0.0
    return Measures(body, usual, bold > _BOLD_SHARE * total)


def _style(segment_size: float, *, bold: bool) -> Style:
    return (round(segment_size), bold)


def _heads(group: list[Item], measures: Measures) -> Style | None:
    """Return the style of a group that looks like a heading."""
    lines = [item for _, item in group if isinstance(item, Line)]
    if len(lines) != len(group):
        return None
    bold = all(line.segment.bold for line in lines) and not measures.mostly_bold
    size = max(line.segment.size for line in lines)
    text = " ".join(line.segment.text for line in lines)
    if (
        not plausible_heading(text)
        or text[-1] in ".,;"
        or text[0].islower()
        or bullet(text) is not None
    ):
        return None
    if sum(map(str.isalpha, text)) < 3 or LEADERS.search(text):  # noqa: PLR2004 - letters
        return None
    if any(_is_parted(line.segment) for line in lines):
        return None
    large = size >= _LARGE * measures.body
    small = size < measures.body - SAME_SIZE
    return _style(size, bold=bold) if large or (bold and not small) else None


def _is_parted(segment: Segment) -> bool:
    """Whether words stand far apart, as a label and its value do; a number may before them."""
    words = segment.words[is_numbered(segment.text) :]
    return any(after.x0 - before.x1 > _FAR * after.size for before, after in pairwise(words))


def levels_of(groups: Sequence[list[Item]], measures: Measures) -> dict[int, int]:
    """Return the level of every heading by its place: larger is outer, bold before plain."""
    styles = {
        index: style
        for index, group in enumerate(groups)
        for style in [_heads(group, measures)]
        if style is not None
    }
    ranked = sorted(set(styles.values()), key=lambda style: (-style[0], not style[1]))
    rank = {style: min(number, _MAX_LEVEL) for number, style in enumerate(ranked, start=1)}
    return {id(groups[index]): rank[style] for index, style in styles.items()}


def without_closing_headings(blocks: list[Block]) -> list[Block]:
    """Take the names in large type that sign a letter for what they are: no text follows them."""
    end = len(blocks)
    while end > 1 and blocks[end - 1].level is not None:
        end -= 1
    return blocks[:end] + [replace(block, level=None) for block in blocks[end:]]
