"""A sentence laid beside the source sentence that it follows: what stands in another's place.

The other checks ask whether each number, date, grade, name and "not" stands in the source. These
ask whether it stands where it stood: "two of 22" for "four of 22 ... two", parties that changed
places, "all" for "most", and halves of two sentences put together as one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from bot.answering.checks.numbers import digits_of
from bot.answering.checks.words import is_content, stem, words
from ingest.sentences import sentences

_FOLLOWS = 0.7  # Share of a sentence's words, in order, from which it follows a source sentence.
_SWAPS = 0.35  # Two words that trade places show also in a sentence with fewer common words.
_RUN = 3  # Words in a row that can only have been copied.
_LONGEST_SUBJECT = 6
_MONTHS = frozenset(
    "january february march april june july august september october november december".split()
)
_GRADES = frozenset(
    "outstanding excellent good adequate inadequate satisfactory unsatisfactory".split()
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
# A claim without one of these is wider than the source.
_LIMITS = frozenset(
    "some few several most nearly almost sometimes occasionally partly usually mostly".split()
)
_MODALS = {
    "should": "should", "ought": "should", "must": "must", "may": "may", "might": "may",
    "can": "can", "could": "can", "will": "will", "would": "will", "shall": "will",
}  # fmt: skip
_JOINS = frozenset(
    "and but or while although though because so which who that whereas when where if".split()
)
_STANDS_FOR = frozenset("i it they he she this these those".split())
_AUXILIARIES = frozenset("is are was were has have had will would can could may".split())
_PREPOSITIONS = frozenset("in on by since during until from at between before after for".split())
_PERIODS = frozenset("year month week day quarter may spring summer autumn winter end".split())
# Who acts and is acted on in reports of this kind.
_PARTIES = frozenset(
    stem(word)
    for word in (
        "inspectors force officers victims suspects workers children parents families carers staff "
        "leaders managers police council authority partners partners schools teachers pupils "
        "governors patients doctors nurses prisoners detainees volunteers residents councillors "
        "trustees court claimant respondent appellant supervisors detectives callers"
    ).split()
)
_BREAK = re.compile(r"[,;:](?=\s|$)|[()]|\s-\s")


@dataclass(frozen=True, slots=True)
class _Change:
    """Words of the sentence that took the place of words of the source; either may be empty."""

    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    following: str  # The word of the source after them, "" at its end.


@dataclass(frozen=True, slots=True)
class _Part:
    """One sentence of the source: its words, and before which of them a mark ends a clause."""

    words: tuple[str, ...]
    breaks: frozenset[int]

    def bounds(self, at: int) -> bool:
        """Whether a clause ends or begins before word `at`."""
        inside = 0 < at < len(self.words)
        return not inside or at in self.breaks or bool(_JOINS & {*self.words[at - 1 : at + 1]})


def misplaced(sentence: str, source: str) -> str | None:
    """Return what `sentence` puts in another place than `source` does, None where nothing."""
    mine = _words(sentence)
    parts = _parts(source)
    if len(mine) < _RUN or not parts:
        return None
    laid = [(*_changes(mine, part.words), part.words) for part in parts]
    share, changes, follows = max(laid, key=lambda one: one[0])
    if share >= _SWAPS and (swap := _swapped(changes)):
        return swap
    if share >= _FOLLOWS:
        wrong = _wrong_slot(changes) or _reordered(mine, follows) or _dropped_limit(changes)
        if wrong:
            return wrong
    return _stitched(mine, parts)


@lru_cache(maxsize=256)
def _parts(source: str) -> tuple[_Part, ...]:
    """Return the sentences of a source in plain spelling, where " | " ends a line."""
    return tuple(
        _Part(tuple(_words(text)), _breaks(text))
        for line in source.split(" | ")
        for start, end in sentences(line)
        if (text := line[start:end])
    )


def _breaks(text: str) -> frozenset[int]:
    """Return before which words a mark stands that ends a clause."""
    return frozenset(len(words(text[: match.start()])) for match in _BREAK.finditer(text))


def _words(text: str) -> list[str]:
    return [digits_of(word) for word in words(text)]


def _changes(mine: list[str], theirs: Sequence[str]) -> tuple[float, list[_Change]]:
    matcher = SequenceMatcher(None, _stems(mine), _stems(theirs), autojunk=False)
    changes: list[_Change] = []
    matched = 0
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            matched += b - a
            continue
        changes.append(
            _Change(tuple(mine[a:b]), tuple(theirs[c:d]), theirs[d] if d < len(theirs) else "")
        )
    return matched / len(mine), changes


def _stems(found: Sequence[str]) -> list[str]:
    # Words that carry a check of their own must match as they are.
    return [word if _class(word) else stem(word) for word in found]


def _class(word: str) -> tuple[str, str] | None:
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


def _wrong_slot(changes: Sequence[_Change]) -> str | None:
    """Catch a number, month, grade, quantifier or modal that replaces another of its kind."""
    for change in changes:
        said = {found: word for word in change.mine if (found := _class(word))}
        given = {found: word for word in change.theirs if (found := _class(word))}
        for (kind, value), word in said.items():
            others = [other for (of, _), other in given.items() if of == kind]
            if others and (kind, value) not in given:
                return f"“{word}” stands where the source says “{others[0]}”"
        if "not" in change.mine and change.following in ("only", "just", "least"):
            return "a “not” that the source does not have"
    for one, two in pairwise(changes):
        mine, theirs = (*one.mine, *two.mine), (*one.theirs, *two.theirs)
        if len(mine) == len(theirs) == 1 and mine != theirs and _are_numbers(mine[0], theirs[0]):
            return f"“{mine[0]}” stands where the source says “{theirs[0]}”"
    return None


def _are_numbers(*found: str) -> bool:
    return all(word[0].isdigit() for word in found)


def _swapped(changes: Sequence[_Change]) -> str | None:
    """Catch two that traded places: "officers told victims" for "victims told officers"."""
    for at, one in enumerate(changes):
        for two in changes[at + 1 :]:
            if _told_in_passive((one, two)):
                continue
            first = _content(one.mine) & _content(two.theirs)
            second = _content(two.mine) & _content(one.theirs)
            if first and second:
                return (
                    f"“{' '.join(one.mine)}” stands where the source says “{' '.join(one.theirs)}”"
                )
    return None


def _reordered(mine: Sequence[str], theirs: Sequence[str]) -> str | None:
    """Catch parties named in another order: "workers of the children" for the other way round."""
    said = [stem(word) for word in mine if stem(word) in _PARTIES]
    given = [stem(word) for word in theirs if stem(word) in _PARTIES]
    if said != given and sorted(said) == sorted(given) and "by" not in (*mine, *theirs):
        return "who does what to whom"
    return None


def _told_in_passive(changes: Sequence[_Change]) -> bool:
    """Whether "by" shows that a sentence turned from active to passive, or back."""
    return any("by" in (*change.mine, *change.theirs) for change in changes)


def _dropped_limit(changes: Sequence[_Change]) -> str | None:
    for change in changes:
        limit = next((word for word in change.theirs if word in _LIMITS), None)
        kept = len(change.theirs) <= _RUN and bool(change.following)
        if limit and kept and not any(_class(word) for word in change.mine):
            return f"leaves out the “{limit}” of the source"
    return None


def _content(found: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in found if is_content(word) and not word[0].isdigit())


@dataclass(frozen=True, slots=True)
class _Copied:
    """`length` words from `at` on are those of source sentence `which` from `found` on."""

    at: int
    which: int
    found: int
    length: int


def _stitched(mine: list[str], parts: Sequence[_Part]) -> str | None:
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


def _goes_on(one: _Copied, two: _Copied, parts: Sequence[_Part]) -> bool:
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
    telling = [word for word in copied if is_content(word) and _class(word) is None]
    return copied[0] in _PREPOSITIONS and all(word in _PERIODS for word in telling)


def _copied(mine: list[str], parts: Sequence[_Part]) -> Iterator[_Copied]:
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
