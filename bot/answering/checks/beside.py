"""A source cut into sentences, and words cut down to what is compared."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.checks.numbers import digits_of
from bot.answering.checks.words import words
from ingest.sentences import sentences

_MONTHS = frozenset(
    "january february march april june july august september october november december".split()
)
_GRADES = frozenset(
    "exceptional outstanding excellent good adequate inadequate satisfactory unsatisfactory".split()
)
_QUANTIFIERS = {
    word: group.split()[0]
    for group in (
        "all every each both everyone everybody",
        "most majority mostly",
        "many numerous",
        "some",
        "few minority",
        "several",
        "half",
        "always",
        "usually normally generally",
        "often frequently regularly",
        "sometimes occasionally",
        "rarely seldom",
    )
    for word in group.split()
}
_MODALS = {
    "should": "should", "ought": "should", "must": "must", "may": "may", "might": "may",
    "can": "can", "could": "can", "will": "will", "would": "will", "shall": "will",
}  # fmt: skip
_JOINS = frozenset(
    "and but or while although though because so which who that whereas when where if".split()
)
_BREAK = re.compile(r"[,;:](?=\s|$)|[()]|\s-\s")


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence of the source: its words, and before which of them a mark ends a clause."""

    words: tuple[str, ...]
    breaks: frozenset[int]

    def bounds(self, at: int) -> bool:
        """Whether a clause ends or begins before word `at`."""
        inside = 0 < at < len(self.words)
        return not inside or at in self.breaks or bool(_JOINS & {*self.words[at - 1 : at + 1]})


@lru_cache(maxsize=256)
def parts_of(source: str) -> tuple[Part, ...]:
    """Return the sentences of a source in plain spelling, where " | " ends a line."""
    return tuple(
        Part(tuple(digit_words(text)), _breaks(text))
        for line in source.split(" | ")
        for start, end in sentences(line)
        if (text := line[start:end])
    )


def _breaks(text: str) -> frozenset[int]:
    """Return before which words a mark stands that ends a clause."""
    return frozenset(len(words(text[: match.start()])) for match in _BREAK.finditer(text))


def digit_words(text: str) -> list[str]:
    """Return the words of plain text in lower case, with numbers in digits."""
    return [digits_of(word) for word in words(text)]


def kind_of(word: str) -> tuple[str, str] | None:
    """Return what sort of word it is that must stay in its place, and its value."""
    if word[0].isdigit():
        return "number", word
    for name, known in (
        ("date", {month: month for month in _MONTHS}),
        ("grade", {grade: grade for grade in _GRADES}),
        ("share", _QUANTIFIERS),
        ("modal", _MODALS),
    ):
        if word in known:
            return name, known[word]
    return None
