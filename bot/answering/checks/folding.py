"""Folds text for comparing quotations, and remembers where each folded character came from.

Both sides of a comparison are folded alike: ligatures, compatibility forms, curly quotes, dashes,
soft hyphens, line breaks and blanks. Words are never changed.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

# Stands for a hyphen at a line's end: it may belong to the word or only to the break.
SOFT = "\x01"

_SINGLE_MARKS = "'’‘‚‛`´ʼ′"
_DOUBLE_MARKS = '"“”„‟«»‹›″'
_DASHES = "-‐‑‒–—―−﹘﹣－"
_UNSEEN = ("Cc", "Cf", "Co", "Cs")  # Controls, joiners and soft hyphens.
_LETTERS = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"}
_PIECE = re.compile(
    r"(?P<soft>(?<=[^\W\d_])(?:[-‐]\u00ad?|\u00ad)[^\S\n]*\n\s*(?=[^\W\d_])"
    r"|(?<=[a-z])-[ ](?!(?:and|or|to|nor)\b)(?=[a-z]))"
    r"|(?P<plain>[A-Za-z0-9]+)"
    rf"|(?P<dash>(?P<before>\s*)[{_DASHES}]+(?P<after>\s*))"
    r"|(?P<blank>\s+)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_PAGE_LINE = re.compile(
    r"(?:page\s+)?\d{1,4}(?:\s*(?:of|/|\|)\s*\d{1,4})?|[-–]\s*\d{1,4}\s*[-–]", re.IGNORECASE
)
_LONGEST_FURNITURE = 90
_FURNITURE_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; character i came from `original[starts[i]:ends[i]]`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


class _Builder:
    """Collects folded characters with where they came from."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, folded: str, start: int, end: int) -> None:
        for character in folded:
            self.out.append(character)
            self.starts.append(start)
            self.ends.append(end)

    def blank(self, start: int, end: int) -> None:
        if self.out and self.out[-1] not in " —":
            self.add(" ", start, end)

    def drop_blank(self) -> None:
        if self.out and self.out[-1] == " ":
            self.out.pop()
            self.starts.pop()
            self.ends.pop()


@lru_cache(maxsize=128)
def fold(text: str) -> Folded:
    """Fold `text`."""
    built = _Builder()
    for piece in _PIECE.finditer(text):
        start, end = piece.span()
        if piece["plain"]:
            for at in range(start, end):
                built.add(text[at], at, at + 1)
        elif piece["soft"]:
            built.add(SOFT, start, end)
        elif piece["blank"]:
            built.blank(start, end)
        elif piece["dash"]:
            _add_dash(built, piece)
        else:
            _add_other(built, text, start)
    return Folded("".join(built.out), tuple(built.starts), tuple(built.ends))


def _add_dash(built: _Builder, piece: re.Match[str]) -> None:
    """Add a hyphen inside a word or range as "-", a dash between words as a long one."""
    start, end = piece.span()
    dashes = piece["dash"].strip()
    spaced = piece["before"] != "" or piece["after"] != ""
    if spaced or len(dashes) > 1 or dashes in "—―":
        built.drop_blank()
        built.add("—", start, end)
    else:
        built.add("-", start, end)


def _add_other(built: _Builder, text: str, at: int) -> None:
    character = text[at]
    if unicodedata.category(character) in _UNSEEN or character in _DOUBLE_MARKS:
        return
    if character in _SINGLE_MARKS:
        # An apostrophe inside a word is part of it; any other single mark is a quotation mark.
        inside = 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()
        built.add("'" if inside else "", at, at + 1)
        return
    if character in ".,;:!?":
        built.drop_blank()
    folded = _LETTERS.get(character) or unicodedata.normalize("NFKD", character)
    if folded.isspace():
        built.blank(at, at + 1)
    else:
        built.add(folded.strip(), at, at + 1)


@lru_cache(maxsize=32)
def fold_without_furniture(text: str) -> Folded:
    """Fold `text` as if page numbers and running headers or footers did not stand in it."""
    positions: list[int] = []
    at = 0
    lines = text.splitlines(keepends=True)
    running = _running_lines(lines)
    for line in lines:
        if not _is_furniture(line, running):
            positions.extend(range(at, at + len(line)))
        at += len(line)
    inner = fold("".join(text[position] for position in positions))
    return Folded(
        inner.text,
        tuple(positions[start] for start in inner.starts),
        tuple(positions[end - 1] + 1 for end in inner.ends),
    )


def _running_lines(lines: list[str]) -> frozenset[str]:
    """Return lines that come back again and again, but for their numbers."""
    keys = Counter(_line_key(line) for line in lines)
    return frozenset(
        key
        for key, count in keys.items()
        if key and len(key) <= _LONGEST_FURNITURE and count >= _FURNITURE_REPEATS
    )


def _line_key(line: str) -> str:
    return " ".join(re.sub(r"\d+", "", line).split())


def _is_furniture(line: str, running: frozenset[str]) -> bool:
    bare = line.strip()
    return bare != "" and (_PAGE_LINE.fullmatch(bare) is not None or _line_key(line) in running)
