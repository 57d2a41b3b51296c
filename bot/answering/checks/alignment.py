"""A sentence laid beside the source sentence that it follows: what stands in another's place.

The other checks ask whether each number, date, grade, name and "not" stands in the source. These
ask whether it stands where it stood: "two of 22" for "four of 22 ... two", parties that changed
places, "all" for "most", and halves of two sentences put together as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from bot.answering.checks.beside import Part, digit_words, kind_of, parts_of
from bot.answering.checks.stitching import stitched
from bot.answering.checks.words import is_content, stem

_FOLLOWS = 0.7  # Share of a sentence's words, in order, from which it follows a source sentence.
_SWAPS = 0.35  # Two words that trade places show also in a sentence with fewer common words.
_RUN = 3  # Words in a row that can only have been copied.
# A claim without one of these is wider than the source.
_LIMITS = frozenset(
    "some few several most nearly almost sometimes occasionally partly usually mostly".split()
)
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


@dataclass(frozen=True, slots=True)
class _Change:
    """Words of the sentence that took the place of words of the source; either may be empty."""

    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    following: str  # The word of the source after them, "" at its end.
    ends_clause: bool  # Whether a mark stands there.


def misplaced(sentence: str, source: str) -> str | None:
    """Return what `sentence` puts in another place than `source` does, None where nothing."""
    mine = digit_words(sentence)
    parts = parts_of(source)
    if len(mine) < _RUN or not parts:
        return None
    laid = [(*_changes(mine, part), part.words) for part in parts]
    share, changes, follows = max(laid, key=lambda one: one[0])
    if share >= _SWAPS and (swap := _swapped(changes)):
        return swap
    if share >= _FOLLOWS:
        wrong = (
            _wrong_slot(changes, follows) or _reordered(mine, follows) or _dropped_limit(changes)
        )
        if wrong:
            return wrong
    return stitched(mine, parts)


def _changes(mine: list[str], part: Part) -> tuple[float, list[_Change]]:
    theirs = part.words
    matcher = SequenceMatcher(None, _stems(mine), _stems(theirs), autojunk=False)
    changes: list[_Change] = []
    matched = 0
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            matched += b - a
            continue
        following = theirs[d] if d < len(theirs) else ""
        changes.append(_Change(tuple(mine[a:b]), theirs[c:d], following, d in part.breaks))
    return matched / len(mine), changes


def _stems(found: Sequence[str]) -> list[str]:
    # Words that carry a check of their own must match as they are.
    return [word if kind_of(word) else stem(word) for word in found]


def _wrong_slot(changes: Sequence[_Change], source: Sequence[str]) -> str | None:
    """Catch a number, month, grade, quantifier or modal that replaces another of its kind."""
    for change in changes:
        said = {found: word for word in change.mine if (found := kind_of(word))}
        given = {found: word for word in change.theirs if (found := kind_of(word))}
        for (kind, value), word in said.items():
            others = [other for (of, _), other in given.items() if of == kind]
            # "In 2017 it was told" may follow "... in 2016, it was told ... in 2017".
            from_elsewhere = change.ends_clause and word in source and word[0].isdigit()
            if kind == "number" and _dates(change.mine, word) & {*pairwise(source)}:
                # A whole date of the source, moved, takes no number's place but another date's.
                others = [other for other in others if _dates(change.theirs, other)]
            if others and (kind, value) not in given and not from_elsewhere:
                return f"“{word}” stands where the source says “{others[0]}”"
        if "not" in change.mine and change.following in ("only", "just", "least"):
            return "a “not” that the source does not have"
    for one, two in pairwise(changes):
        mine, theirs = (*one.mine, *two.mine), (*one.theirs, *two.theirs)
        if len(mine) == len(theirs) == 1 and mine != theirs and _are_numbers(mine[0], theirs[0]):
            return f"“{mine[0]}” stands where the source says “{theirs[0]}”"
    return None


def _dates(found: Sequence[str], number: str) -> set[tuple[str, str]]:
    """Return what stands beside a number as the month of its date: "13 april", "april 2022"."""
    return {pair for pair in pairwise(found) if number in pair and any(map(_is_month, pair))}


def _is_month(word: str) -> bool:
    kind = kind_of(word)
    return kind is not None and kind[0] == "date"


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
    same = set(said) == set(given) and len(said) == len(given)
    if said != given and same and "by" not in (*mine, *theirs):
        return "who does what to whom"
    return None


def _told_in_passive(changes: Sequence[_Change]) -> bool:
    """Whether "by" shows that a sentence turned from active to passive, or back."""
    return any("by" in (*change.mine, *change.theirs) for change in changes)


def _dropped_limit(changes: Sequence[_Change]) -> str | None:
    for change in changes:
        limit = next((word for word in change.theirs if word in _LIMITS), None)
        kept = len(change.theirs) <= _RUN and bool(change.following)
        if limit and kept and not any(kind_of(word) for word in change.mine):
            return f"leaves out the “{limit}” of the source"
    return None


def _content(found: Sequence[str]) -> frozenset[str]:
    return frozenset(stem(word) for word in found if is_content(word) and not word[0].isdigit())
