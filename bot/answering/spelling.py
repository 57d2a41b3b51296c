"""Reads a misspelt word as the one known word that it can be: "peterbrough" is Peterborough."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.runs import BODIES, INSIDE

_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("aeiouy")
_SHORTEST = 5
# From so many letters on, a letter too many or too few makes no other name by chance ("Newnham"
# is not Newham), nor another vowel ("Morton" is not Merton), nor two mistakes.
_LONG = 8
_VERY_LONG = 11
_TOO_FAR = 9
# Words of titles are ordinary words, of which many more are like each other.
_ORDINARY = 9
_FORM = re.compile(r"\w?(?:e?s|e?d|ing|er|ers|ly|n|al|y|ies|ied)?")

# Whether a word stands anywhere in the reports.
Stands = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Known:
    """Words of names and of titles in small letters, and what follows what in a name.

    `written` has those with capitals of their own, and `by_letter` all by their first letter.
    """

    named: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    written: dict[str, str]
    by_letter: dict[str, frozenset[str]]

    @classmethod
    def of(cls, proper: Sequence[str], bodies: Sequence[str], titles: Sequence[str]) -> "Known":
        """Return the words of places' and people's names, of bodies' names and of titles."""
        names = [_words(name) for name in (*proper, *bodies)]
        named = frozenset(word for name in names for word in name)
        by_letter: dict[str, set[str]] = {}
        for word in named.union(*map(_words, titles)):
            by_letter.setdefault(word[0], set()).add(word)
        return cls(
            named,
            frozenset(pair for name in names for pair in pairwise(name)),
            {
                word.lower(): word
                for name in proper
                for word in _WORD.findall(name)
                if word.lower() not in BODIES | INSIDE
            },
            {letter: frozenset(words) for letter, words in by_letter.items()},
        )

    def knows(self, word: str) -> bool:
        """Whether a word, in small letters, is one of a name or a title."""
        return word in self.by_letter.get(word[0], ())


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A word as asked, where it stands, and as it is read."""

    start: int
    word: str
    read: str


def respelled(text: str, known: Known, stands: Stands) -> tuple[str, tuple[Misspelt, ...]]:
    """Return a question with its misspelt words put right, and which those are.

    Only a word that stands nowhere is misspelt, and only where a single known word is near: a
    known place or name is never read as another.
    """
    found = tuple(_misspelt(text, known, stands))
    for one in reversed(found):
        text = text[: one.start] + one.read + text[one.start + len(one.word) :]
    return text, found


def notice(found: Sequence[Misspelt]) -> tuple[str, ...]:
    """Return what to say of how a question was read."""
    read = dict.fromkeys(f"“{one.word}” as {one.read}" for one in found)
    return (f"I read {' and '.join(read)}.",) if read else ()


def _misspelt(text: str, known: Known, stands: Stands) -> Iterator[Misspelt]:
    words = list(_WORD.finditer(text))
    lower = ["", *(word[0].lower() for word in words), ""]
    for at, word in enumerate(words):
        plain = lower[at + 1]
        if len(plain) < _SHORTEST or known.knows(plain):
            continue
        near = _near(plain, (lower[at], lower[at + 2]), known)
        # Words are looked up by their stems, and that of "supreme" is "suprem".
        if near is not None and (near == f"{plain}e" or not stands(plain)):
            read = known.written.get(near) or _as_written(near, word[0])
            yield Misspelt(word.start(), word[0], read)


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _as_written(word: str, like: str) -> str:
    return word.capitalize() if like[0].isupper() else word


def _near(word: str, around: tuple[str, str], known: Known) -> str | None:
    """Return the only known word that `word` can be meant for, None for none or several."""
    candidates = known.by_letter.get(word[0], ())
    near = [one for one in candidates if _is_near(word, one, around, known)]
    return near[0] if len(near) == 1 else None


def _is_near(word: str, other: str, around: tuple[str, str], known: Known) -> bool:
    if abs(len(word) - len(other)) > 2 or _is_form(word, other):  # noqa: PLR2004
        return False
    fewer, more = map(_consonants, sorted((word, other), key=len))
    if not fewer <= more:
        # One consonant for another: "Dartington" is another place than Darlington.
        return False
    before, after = around
    in_name = (before, other) in known.pairs or (other, after) in known.pairs
    shorter = min(len(word), len(other))
    named = other in known.named
    if not named and shorter < _ORDINARY:
        return False
    sure = in_name or shorter >= _LONG
    most = 2 if named and shorter >= _VERY_LONG else 1
    return _mistakes(word, other, vowels=named and sure, letters=sure) <= most


def _consonants(word: str) -> Counter[str]:
    return Counter(letter for letter in word if letter not in _VOWELS)


def _is_form(word: str, other: str) -> bool:
    """Whether two words are forms of one: "councillors" is no misspelt "councillor"."""
    short, long = sorted((word, other), key=len)
    return long.startswith(short[:-1]) and bool(_FORM.fullmatch(long[len(short) - 1 :]))


def _mistakes(word: str, other: str, *, vowels: bool, letters: bool) -> int:
    """Return how many mistakes of the hand make `other` into `word`.

    Two letters may be swapped and a doubled one be single or a single one doubled; with `letters`
    any may be left out or put in, and with `vowels` one vowel stand for another.
    """
    before: list[int] = []
    row = _first_row(other, letters=letters)
    for i, letter in enumerate(word, 1):
        earlier, before = before, row
        row = [before[0] + (1 if letters else _TOO_FAR)]
        for j, wanted in enumerate(other, 1):
            doubled_here = i > 1 and word[i - 2] == letter
            doubled_there = j > 1 and other[j - 2] == wanted
            swap = letter == wanted or (vowels and {letter, wanted} <= _VOWELS)
            best = min(
                before[j - 1] + (letter != wanted if swap else _TOO_FAR),
                before[j] + (1 if letters or doubled_here else _TOO_FAR),
                row[j - 1] + (1 if letters or doubled_there else _TOO_FAR),
            )
            if i > 1 and j > 1 and (letter, word[i - 2]) == (other[j - 2], wanted):
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
    return row[-1]


def _first_row(other: str, *, letters: bool) -> list[int]:
    return [at * (1 if letters else _TOO_FAR) for at in range(len(other) + 1)]
