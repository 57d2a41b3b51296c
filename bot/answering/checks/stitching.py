"""Halves of two source sentences put together as one statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.checks.beside import Part, kind_of
from bot.answering.checks.words import is_content

_RUN = 3  # Words in a row that can only have been copied.
_LONGEST_SUBJECT = 6
_STANDS_FOR = frozenset("i it they he she this these those".split())
_AUXILIARIES = frozenset("is are was were has have had will would can could may".split())
_PREPOSITIONS = frozenset("in on by since during until from at between before after for".split())
_PERIODS = frozenset("year month week day quarter may spring summer autumn winter end".split())


@dataclass(frozen=True, slots=True)
class _Copied:
    """`length` words from `at` on are those of source sentence `which` from `found` on."""

    at: int
    which: int
    found: int
    length: int


def stitched(mine: list[str], parts: Sequence[Part]) -> str | None:
    """Catch halves of two source sentences that are joined in the middle of a clause."""
    for one, two in pairwise(_copied(mine, parts)):
        joint = mine[one.at + one.length : two.at]
        if one.which == two.which or len(joint) > 1:
            continue
        ended, begun = parts[one.which], parts[two.which]
        whole = ended.bounds(one.found + one.length) and begun.bounds(two.found)
        # "They" after other words than its own would stand for somebody else.
        whole = whole and mine[two.at] not in _STANDS_FOR
        if not (whole or _goes_on(one, two, parts) or _is_date(two, mine)):
            shown = " ".join(mine[max(0, two.at - 2) : two.at + 2])
            return f"parts of different sentences are put together at “{shown}”"
    return None


def _goes_on(one: _Copied, two: _Copied, parts: Sequence[Part]) -> bool:
    """Whether `one` is what a pronoun before the words of `two` stands for."""
    before = parts[two.which].words[max(0, two.found - 2) : two.found]
    pronoun = bool(_STANDS_FOR.intersection(before[-1:])) or (
        bool(_STANDS_FOR.intersection(before[:1])) and before[-1] in _AUXILIARIES
    )
    return pronoun and one.length <= _LONGEST_SUBJECT


def _is_date(run: _Copied, mine: list[str]) -> bool:
    """Whether copied words are no more than when something was."""
    copied = mine[run.at : run.at + run.length]
    if run.at and copied[0] not in _PREPOSITIONS:
        copied = [mine[run.at - 1], *copied]
    telling = [word for word in copied if is_content(word) and kind_of(word) is None]
    return copied[0] in _PREPOSITIONS and all(word in _PERIODS for word in telling)


def _copied(mine: list[str], parts: Sequence[Part]) -> Iterator[_Copied]:
    """Cover the sentence from the left with the longest runs of a source sentence."""
    at = 0
    while at < len(mine):
        best = max(
            (
                _Copied(at, which, found, _length(mine, at, theirs, found))
                for which, theirs in enumerate(part.words for part in parts)
                for found in range(len(theirs))
                if theirs[found] == mine[at]
            ),
            key=lambda run: run.length,
            default=None,
        )
        if best is not None and best.length >= _RUN:
            yield best
            at += best.length
        else:
            at += 1


def _length(mine: list[str], at: int, theirs: Sequence[str], found: int) -> int:
    length = 0
    while (
        at + length < len(mine)
        and found + length < len(theirs)
        and mine[at + length] == theirs[found + length]
    ):
        length += 1
    return length
