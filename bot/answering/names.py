"""Who and what a question names: an answer must be about them.

"What was said about Greater Manchester Police?" must not be answered from a report on the Met,
however alike the sentences are.
"""

import re
import unicodedata
from functools import lru_cache

from bot.answering.runs import (
    BODIES,
    COUNTRIES,
    INSIDE,
    JOINERS,
    Run,
    numbered,
    owned,
    parts,
    runs,
)
from bot.answering.vocabulary import Vocabulary
from ingest.places import PLACES
from ingest.subjects import QUALIFIERS, mentions

_OWNING = re.compile(r"[’']s?\Z")
# "Gloucestershire" is not South Gloucestershire, nor "Manchester" Greater Manchester.
_OTHER_PLACE = re.compile(rf"\b(?:{QUALIFIERS})[\s-]+\Z")
# A board for several places is none of them: "Hampshire and Isle of Wight Integrated Care Board".
_SHARED = re.compile(r" (?:NHS )?(?:Integrated Care|ICBs?\b)")
# Too short for a place's name without its capital, but for a word that puts it somewhere.
_SHORT_PLACE = re.compile(
    r"\b(?:in|at|for|of|about|does|did|is|has|was) (?P<place>hull|york|kent|bury)\b"
)
_LOOK_BACK = 16
# "The Fattals" are a family of that name; a house of parliament is none.
_FAMILY = re.compile(r"the (?P<name>[^\W\d_]{4,})s\Z")
_THE = re.compile(r"\bthe \Z", re.IGNORECASE)
_NO_FAMILIES = frozenset({"Commons", "Lords"})
_NUMBERED = re.compile(r"(?P<what>[^\W\d_]{3,}) (?P<number>\d{1,3}[A-Za-z]?|[A-Za-z])\Z")
_STREET = re.compile(
    r" (?:Street|Road|Terrace|Avenue|Lane|Close|Square|Gardens|Crescent|Place|Drive|Hill|Park)\Z"
)
_SMALL = r"(?:\W{1,3}(?:and|or|of|the|for|in|to|with)\b)*"
_SHORTEST_INITIALS = 3
_SHORTEST_COUNTRY = 5

Span = tuple[int, int]


def names_in(question: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the names in a question that no known subject accounts for.

    A name is a run of capitalised words, joined by small ones ("City of London Police"), or a
    known person or place in any spelling of capitals. The first word of a sentence counts only
    inside a longer name or as an acronym.
    """
    subjects = mentions(question, vocabulary.aliases, vocabulary.subjects)
    taken = [(one.start, one.end) for one in subjects]
    found: list[tuple[int, str]] = []
    for match in _people(question, vocabulary):
        found.append((match.start(), _known_person(match[0], vocabulary)))
        taken.append(match.span())
    for start, end in _named_spans(question, taken):
        if not _overlaps((start, end), taken):
            found.append((start, _as_named(question, start, end)))
            taken.append((start, end))
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def _named_spans(question: str, taken: list[Span]) -> list[Span]:
    """Return where names may stand, what goes first in front."""
    found = numbered(question)
    for run in runs(question):
        # What is known in a run joined by small words leaves the rest of it a name of its own.
        split = parts(run) if _overlaps(_span(run), taken) else owned(run)
        found += map(_span, split)
    found += [(one.start, one.end) for one in mentions(question, {}, PLACES)]
    return found + [match.span("place") for match in _SHORT_PLACE.finditer(question)]


def _span(run: Run) -> Span:
    return run[0].start(), run[-1].end()


def _overlaps(span: Span, taken: list[Span]) -> bool:
    start, end = span
    return any(start < stop and begin < end for begin, stop in taken)


def _as_named(question: str, start: int, end: int) -> str:
    """Return a name as it stands, without "’s"; "the Fattals’" keeps its article."""
    name = _OWNING.sub("", question[start:end])
    family = " " not in name and name not in _NO_FAMILIES and _FAMILY.match(f"the {name}")
    return f"the {name}" if family and _THE.search(question[:start]) else name


def people_in(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return the people named in a text, in order: known ones, and who a question asks after.

    A person nobody has quoted is known only by two capitalised words that end in no body's word.
    """
    found = [(m.start(), _known_person(m[0], vocabulary)) for m in _people(text, vocabulary)]
    for run in runs(text):
        start, end = _span(run)
        name = text[start:end]
        alone = not any(begin <= start < begin + len(known) for begin, known in found)
        if (
            alone
            and _is_person(name)
            and not mentions(name, vocabulary.aliases, vocabulary.subjects)
        ):
            found.append((start, name))
    return [name for _, name in sorted(found)]


def _people(text: str, vocabulary: Vocabulary) -> list[re.Match[str]]:
    pattern = _people_pattern(tuple(vocabulary.people))
    return list(pattern.finditer(text)) if pattern else []


@lru_cache(maxsize=8)
def _people_pattern(people: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return the pattern of the known people, in any case; one word needs its capital ("Will")."""
    if not people:
        return None
    known = "|".join(_person(name) for name in sorted(people, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<!\w)(?:{known})(?!\w)")


def _person(name: str) -> str:
    words = r"\s+".join(map(re.escape, name.split()))
    return f"(?i:{words})" if " " in name else words


def _known_person(name: str, vocabulary: Vocabulary) -> str:
    plain = " ".join(name.split()).casefold()
    return next(one for one in vocabulary.people if " ".join(one.split()).casefold() == plain)


def _is_person(name: str) -> bool:
    words = name.split()
    return (
        len(words) == 2  # noqa: PLR2004 - a first and a last name
        and not _STREET.search(name)
        and not any(
            word.isupper() or word.lower() in BODIES | JOINERS | INSIDE | COUNTRIES
            for word in words
        )
        and not _NUMBERED.match(name)
    )


def is_body(name: str) -> bool:
    """Whether a name ends as a body's does: "Northmarch Council"."""
    return name.rsplit(maxsplit=1)[-1].lower() in BODIES


def holds_name(text: str, name: str) -> bool:
    """Whether `text` names `name`, or each of two that an "and" joins."""
    return _holds_name(text, name) or (
        " and " in name and all(_holds_name(text, part) for part in name.split(" and "))
    )


def _holds_name(text: str, name: str) -> bool:
    """Whether `text` names `name`, whole words, in any case but for acronyms.

    The last word alone is enough for a person of two words ("Matt Parr", later "Mr Parr"), and
    for an acronym the words that it is short for.
    """
    text, name = _plain(text), _plain(name)
    for pattern in _patterns(name):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
            if not _OTHER_PLACE.search(before) and not _SHARED.match(text, match.end()):
                return True
    return False


@lru_cache(maxsize=256)
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """Return the ways in which a text may name `name`."""
    words = [re.escape(word) for word in re.split(r"[\s-]+", name) if word]
    # SEND is not what somebody should send.
    case = "" if name.isupper() else "(?i)"
    ways = [case + r"(?<!\w)" + r"[\s-]+".join(words) + r"(?!\w)"]
    if name[:1].isupper() and name.isalpha() and len(name) >= _SHORTEST_COUNTRY:
        # "Europe" is named by what is European.
        ways.append(rf"(?<!\w){name}(?:n|an|ian)s?(?!\w)")
    initials = "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())
    if len(initials) >= _SHORTEST_INITIALS:
        # "National Measurement and Regulation Office" is often NMRO alone.
        ways.append(rf"(?<!\w){initials}(?!\w)")
    if name.isupper() and name.isalpha() and len(name) >= _SHORTEST_INITIALS:
        spelled = rf"\w*{_SMALL}\W{{1,3}}".join(name)
        ways.append(rf"(?i)(?<!\w){spelled}\w*")
    if family := _FAMILY.match(name):
        ways.append(rf"(?<!\w){family['name']}s?(?!\w)")
    if numbers := _NUMBERED.match(name):
        # "Reg 9", "sections 9 and 12"
        what = numbers["what"]
        ways.append(
            rf"(?i)(?<!\w){what[:3]}(?:{what[3:]}s?)?\.?\s+(?:\w+(?:,|\s+and|\s+or|\s+to)\s+)*"
            rf"{numbers['number']}(?!\w)"
        )
    if _is_person(name):
        ways.append(rf"(?<!\w){words[1]}(?!\w)")
    return tuple(re.compile(way) for way in ways)


def _plain(text: str) -> str:
    """Return a text without accents and with straight apostrophes: "Gurria" is Gurría."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFD", text.replace("’", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
