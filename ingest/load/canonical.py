"""Canonical text: how characters are cleaned, lines joined and blocks put together."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

from ingest.records import Loaded, Metadata
from store.records import Heading, Page

BULLET = "• "
CELL = " | "
# A line break within a paragraph, while the paragraph is being gathered.
BREAK = "\v"
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
# Glyphs of symbol fonts, which live in the private use area at 0xF000 + their byte.
_SYMBOLS = {
    0xF02D: "–",
    0xF0FC: "✓",
    **dict.fromkeys((0xF076, 0xF09F, 0xF0A7, 0xF0A8, 0xF0B7, 0xF0D8, 0xF06E, 0xF06C), "•"),
}
_INVISIBLE: dict[int, str | None] = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF))
_TABLE: dict[int, str | int | None] = {**_INVISIBLE, **_LIGATURES, **_SYMBOLS}
_UNWANTED_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Cn"})
_BULLET = re.compile(r"[•●◦○▪■◼◾□▫‣⁃∙·➢➤►▶\uf0b7\uf0a7\uf0d8\uf0a8\uf06e]\s*(?=\S)")
_NUMBER = re.compile(
    r"(?:\(?\d{1,3}[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|\(?[a-z]\)|\(?[ivx]{1,5}\))\s+(?=\S)"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…][”’\"')\]]*\d{0,3}$")
_LINE_END_HYPHEN = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MAX_HEADING = 200
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LETTERS = 26
_MAX_ROMAN = 200
# Lines that end in a hyphen: a share above this says that the typesetter breaks words.
_HYPHENATING = 0.015
_FIRST_PARTS = frozenset("non self well cross high low long short full part half ex multi".split())
_SECOND_PARTS = frozenset(
    "based led term time wide up off out down to the related focused making year old "
    "depth agency class quality risk driven centred date being".split()
)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: a heading where `level` is set.

    `page_starts` are (offset in `text`, page index) where the words of a new page begin.
    `quoted` is whether the file marks the paragraph as a block quotation.
    """

    text: str
    level: int | None = None
    page_starts: tuple[tuple[int, int], ...] = ()
    quoted: bool = False


def clean(text: str) -> str:
    """Return one line of text in canonical form: NFC, plain blanks, nothing invisible."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = " ".join(text.translate(_TABLE).split())
    if not text.isprintable():
        text = "".join(
            char for char in text if unicodedata.category(char) not in _UNWANTED_CATEGORIES
        )
    text = unicodedata.normalize("NFC", text)
    while text and unicodedata.combining(text[0]):
        text = text[1:]
    return " ".join(text.split())


def bullet(text: str) -> str | None:
    """Return what follows the bullet at the start of a line, None where there is none."""
    found = _BULLET.match(text)
    return text[found.end() :] if found else None


def is_numbered(text: str) -> bool:
    """Whether a line starts with a printed number such as `3.`, `(a)` or `2.14`."""
    return _NUMBER.match(text) is not None


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, closing quotes and note marks allowed for."""
    return _SENTENCE_END.search(text) is not None


def table(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows of cells as one table paragraph, or as paragraphs where no row has two."""
    cleaned = [[clean(cell).replace("|", "/") for cell in row] for row in rows]
    width = max(map(len, cleaned), default=0)
    used = [any(row[column] for row in cleaned if column < len(row)) for column in range(width)]
    cleaned = [list(compress(row, used)) for row in cleaned]
    lines = (CELL.join(row) for row in cleaned)
    kept = [line.strip() for line in lines if line.strip(" |")]
    return ["\n".join(kept)] if any(CELL in line for line in kept) else kept


def printed(count: int, form: str) -> str:
    """Return a list item's number as it is printed; `form` is what Word calls the number's form."""
    letters = chr(ord("a") + (count - 1) % _LETTERS) * ((count - 1) // _LETTERS + 1)
    forms = {
        "lowerLetter": letters,
        "upperLetter": letters.upper(),
        "lowerRoman": _roman(count),
        "upperRoman": _roman(count).upper(),
        "decimalZero": f"{count:02d}",
    }
    return forms.get(form, str(count))


def _roman(count: int) -> str:
    if not 0 < count < _MAX_ROMAN:
        return str(count)
    text = "c" * (count // 100)
    count %= 100
    for tens, letters in ((90, "xc"), (50, "l"), (40, "xl")):
        if count >= tens:
            text, count = text + letters, count - tens
    for value, letters in _ROMAN:
        while count >= value:
            text, count = text + letters, count - value
    return text


def broken_lines(words: str) -> list[str]:
    """Return a paragraph as one line, as several where its breaks set off items of a list."""
    lines = [line for line in map(clean, words.split(BREAK)) if line]
    if sum(bullet(line) is not None for line in lines) < 2:  # noqa: PLR2004 - one may be a mark
        return [text] if (text := " ".join(lines)) else []
    joined: list[str] = []
    for line in lines:
        if joined and bullet(line) is None and bullet(joined[-1]) is None:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


class LineJoiner:
    """Joins wrapped lines; the document's own words decide what a hyphen at a line's end is."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Count the words of all lines."""
        self._words: Counter[str] = Counter()
        count = broken = 0
        for line in lines:
            words = _WORD.findall(line)
            count += 1
            if _LINE_END_HYPHEN.search(line):
                broken += 1
                words.pop()
            self._words.update(word.lower() for word in words)
        self._hyphenates = broken > _HYPHENATING * count

    def join(self, before: str, line: str) -> str:
        """Return `before` continued by `line`."""
        if not before or not line:
            return before + line
        ending = _LINE_END_HYPHEN.search(before[-60:])
        starting = _FIRST_WORD.match(line)
        if ending is None or starting is None:
            glued = before[-1] in "-–/" and before[-2:-1].strip() != "" and line[0].isalnum()
            return before + ("" if glued and before[-1] != "–" else " ") + line
        if line[0].islower() and not self._is_compound(ending[1], starting[0]):
            return before[:-1] + line
        return before + line

    def _is_compound(self, first: str, second: str) -> bool:
        first, second = first.lower(), second.lower()
        joined, hyphenated = self._words[first + second], self._words[f"{first}-{second}"]
        if joined or hyphenated:
            return hyphenated >= joined
        if "-" in first or second in _SECOND_PARTS or first in _FIRST_PARTS:
            return True
        known = self._words[first] > 0 and self._words[second] > 0
        return known or not self._hyphenates


def plausible_heading(text: str) -> bool:
    """Whether a paragraph could be a heading at all: short, and more than marks."""
    return len(text) <= _MAX_HEADING and "\n" not in text and any(map(str.isalnum, text))


def assemble(
    blocks: Iterable[Block],
    metadata: Metadata | None = None,
    labels: Sequence[str | None] = (),
    notes: Sequence[str] = (),
) -> Loaded:
    """Put blocks together: text, headings, one page for each of `labels`, and what to say of it."""
    parts: list[str] = []
    headings: list[Heading] = []
    starts: dict[int, int] = {}
    set_off: list[int] = []
    at = 0
    for block in blocks:
        if not block.text:
            continue
        if block.level is not None:
            headings.append(Heading(block.level, at, at + len(block.text)))
        if block.quoted:
            set_off.append(at)
        for offset, page in block.page_starts:
            starts.setdefault(page, at + offset)
        parts.append(block.text)
        at += len(block.text) + 2
    text = "\n\n".join(parts)
    pages = _pages(starts, labels, len(text))
    return Loaded(
        text, pages, tuple(headings), metadata or Metadata(), tuple(notes), tuple(set_off)
    )


def _pages(starts: dict[int, int], labels: Sequence[str | None], end: int) -> tuple[Page, ...]:
    pages: list[Page] = []
    for index in range(len(labels) - 1, -1, -1):
        start = 0 if index == 0 else min(starts.get(index, end), end)
        pages.append(Page(index + 1, labels[index], start, end))
        end = start
    return tuple(reversed(pages))
