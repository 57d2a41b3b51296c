"""Grades: a sentence gives the grade that its source gives, to the same thing."""

import re

from bot.answering.checks.numbers import is_number
from bot.answering.checks.words import stems, words

_GRADE = re.compile(
    r"\b(?P<grade>outstanding|excellent|very good|good|adequate|requir(?:es?|ing|ed) improvement"
    r"|inadequate|satisfactory|unsatisfactory|weak|fair|poor|special measures|exceptional"
    r"|strong standard|expected standard|needs attention|urgent improvement)\b",
    re.IGNORECASE,
)
# Words that are grades wherever they stand, and how a plainer one is told to be a grade.
_SURE = re.compile(
    r"outstanding|requir\w+ improvement|inadequate|unsatisfactory|special measures"
    r"|strong standard|expected standard",
    re.IGNORECASE,
)
_GRADING = re.compile(
    r"(?:\b(?:grade[ds]?|rate[ds]|rating|judge[ds]|judge?ments?|assess(?:ed|es)|is|are|was|were|be"
    r"|remain(?:s|ed)?|became|improved|declined)\b(?:\s+(?:as|to|be|now|still|rated|graded|from))*"
    r"|:)\s+(?:\"|')?$",
    re.IGNORECASE,
)
_NOUN_FOLLOWS = re.compile(r"\s+(?!(?:at|in|for|on|by|overall|and|but|or|to)\b)[a-z]")
_NUMBER_WEIGHT = 3
_UNIT = re.compile(r"[;|]|,|\.(?=\s|$)|\b(?:but|and|while|whereas|although)\b", re.IGNORECASE)


def wrong_grade(sentence: str, source: str) -> str | None:
    """Return a grade in `sentence` that `source` does not give, or gives to another thing."""
    known = _grades(source)
    for grade in _grades(sentence):
        if grade not in known:
            return grade
    # With one grade in the source there is nothing to mix up.
    return _swapped(sentence, source) if len(set(known)) > 1 else None


def _grades(text: str) -> list[str]:
    return [_canonical(match["grade"]) for match in _GRADE.finditer(text)]


def _canonical(grade: str) -> str:
    lower = grade.lower()
    return "requires improvement" if lower.startswith("requir") else lower


def graded_in(text: str) -> list[str]:
    """Return the grades that plain text gives; "good people" is no grade."""
    return [
        _canonical(match["grade"])
        for match in _GRADE.finditer(text)
        if _SURE.fullmatch(match["grade"])
        or (_GRADING.search(text[: match.start()]) and not _NOUN_FOLLOWS.match(text, match.end()))
    ]


def _swapped(sentence: str, source: str) -> str | None:
    """Return a grade that `sentence` gives to what `source` grades otherwise."""
    graded = _graded_units(source)
    for grades, subject in _graded_units(sentence):
        best = max((_alike(subject, other) for _, other in graded), default=0)
        if not best:
            continue
        allowed = set().union(*(g for g, other in graded if _alike(subject, other) == best))
        wrong = next((grade for grade in sorted(grades) if grade not in allowed), None)
        if wrong:
            return wrong
    return None


def _alike(one: frozenset[str], other: frozenset[str]) -> int:
    """Count shared stems; a shared number tells more: "two are good and three are adequate"."""
    shared = one & other
    return len(shared) + _NUMBER_WEIGHT * sum(is_number(word) for word in shared)


def _graded_units(text: str) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return each piece of `text` as its grades and the stems of what it is about.

    A piece without a grade takes those beside it: "good at A, B and C", "A and B are good", and
    a table cell with the name before the cell with the grade.
    """
    pieces = [(frozenset(_grades(piece)), _about(piece)) for piece in _UNIT.split(text)]
    units: list[tuple[frozenset[str], frozenset[str]]] = []
    for at, (grades, about) in enumerate(pieces):
        if not about:
            continue
        if grades:
            units.append((grades, about))
            continue
        before = next((g for g, _ in reversed(pieces[:at]) if g), frozenset[str]())
        after = next((g for g, _ in pieces[at + 1 :] if g), frozenset[str]())
        # A cell that holds nothing but a grade belongs to the cell before it.
        row = at + 1 < len(pieces) and pieces[at + 1][0] and not pieces[at + 1][1]
        units.append((after if row else before | after, about))
    return [unit for unit in units if unit[0]]


def _about(piece: str) -> frozenset[str]:
    return frozenset(stems(words(_GRADE.sub(" ", piece))))
