"""Who and what a question names: an answer must be about them.

"What was said about Greater Manchester Police?" must not be answered from a report on the Met,
however alike the sentences are.
"""

import re

from bot.answering.vocabulary import Vocabulary
from ingest.places import PLACES
from ingest.subjects import QUALIFIERS, mentions

_WORD = re.compile(r"[^\W_]+(?:[’'\-&][^\W_]+)*")
_OWNING = re.compile(r"[’']s?\Z")
# "Gloucestershire" is not South Gloucestershire, nor "Manchester" Greater Manchester.
_OTHER_PLACE = re.compile(rf"\b(?:{QUALIFIERS})[\s-]+\Z")
# Too short for a place's name without its capital, but for a word that puts it somewhere.
_SHORT_PLACE = re.compile(
    r"\b(?:in|at|for|of|about|does|did|is|has|was) (?P<place>hull|york|kent|bury)\b"
)
_JOINERS = frozenset({"of", "and", "the", "for", "upon", "on"})
# A name that ends so is a body's, and goes whole.
_BODIES = frozenset(
    """
    academy agency airport authority board borough college commission committee company constabulary
    council county court department fire force foundation group hospital inspectorate institute
    ministry office ombudsman partnership police prison school service services society trust
    university
    """.split()
)
_SHORTEST_ACRONYM = 4
_LOOK_BACK = 16
# Capitals that name nothing by themselves: question words, calendar words, titles, our own terms.
_ORDINARY = frozenset(
    """
    a about according after all also am an and any are as at be because been before but by can
    compare could describe did do does during explain find for from give had has have he her his
    how i if in inspection inspections inspectors is it its list may me might mr mrs ms my name
    no not of on or our please report reports say she should show since so summarise tell than
    thanks that the their them there these they this those to until us was we were what when
    where whether which who whom whose why will with would yes you your
    january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter
    uk england wales britain british english brits britons welsh scottish irish
    chief constable officer inspector inspectorate minister secretary sir dame dr
    """.split()
)


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
    runs = [(run[0].start(), run[-1].end()) for run in _runs(question)]
    places = [(one.start, one.end) for one in mentions(question, {}, PLACES)]
    short = [match.span("place") for match in _SHORT_PLACE.finditer(question)]
    for start, end in (*runs, *places, *short):
        if not any(start < stop and begin < end for begin, stop in taken):
            found.append((start, _OWNING.sub("", question[start:end])))
            taken.append((start, end))
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def people_in(text: str, vocabulary: Vocabulary) -> list[str]:
    """Return the people named in a text, in order: known ones, and who a question asks after.

    A person nobody has quoted is known only by two capitalised words that end in no body's word.
    """
    found = [(m.start(), _known_person(m[0], vocabulary)) for m in _people(text, vocabulary)]
    for run in _runs(text):
        name = text[run[0].start() : run[-1].end()]
        alone = not any(start <= run[0].start() < start + len(known) for start, known in found)
        if (
            alone
            and _is_person(name)
            and not mentions(name, vocabulary.aliases, vocabulary.subjects)
        ):
            found.append((run[0].start(), name))
    return [name for _, name in sorted(found)]


def _people(text: str, vocabulary: Vocabulary) -> list[re.Match[str]]:
    names = sorted(vocabulary.people, key=lambda name: (-len(name), name))
    if not names:
        return []
    known = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    return list(re.finditer(rf"(?<!\w)(?:{known})(?!\w)", text, re.IGNORECASE))


def _known_person(name: str, vocabulary: Vocabulary) -> str:
    plain = " ".join(name.split()).casefold()
    return next(one for one in vocabulary.people if " ".join(one.split()).casefold() == plain)


def _is_person(name: str) -> bool:
    words = name.split()
    return (
        len(words) == 2  # noqa: PLR2004 - a first and a last name
        and not any(word.isupper() or word.lower() in _BODIES | _JOINERS for word in words)
    )


def is_body(name: str) -> bool:
    """Whether a name ends as a body's does: "Northmarch Council"."""
    return name.rsplit(maxsplit=1)[-1].lower() in _BODIES


def holds_name(text: str, name: str) -> bool:
    """Whether `text` names `name`, or each of two that an "and" joins."""
    return _holds_name(text, name) or (
        " and " in name and all(_holds_name(text, part) for part in name.split(" and "))
    )


def _holds_name(text: str, name: str) -> bool:
    """Whether `text` names `name`, whole words, in any case but for acronyms.

    The last word alone is enough for a person of two words ("Matt Parr", later "Mr Parr").
    """
    words = [re.escape(word) for word in name.split()]
    parts = r"\s+".join(words)
    # SEND is not what somebody should send.
    whole = re.compile(rf"(?<!\w){parts}(?!\w)", 0 if name.isupper() else re.IGNORECASE)
    for match in whole.finditer(text):
        if not _OTHER_PLACE.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
            return True
    return _is_person(name) and re.search(rf"(?<!\w){words[1]}(?!\w)", text) is not None


def _runs(question: str) -> list[list[re.Match[str]]]:
    runs: list[list[re.Match[str]]] = []
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(question):
        touching = bool(run) and question[run[-1].end() : word.start()] == " "
        if run and not touching:
            runs.append(run)
            run = []
        if _names(word) or (run and word[0] in _JOINERS):
            run.append(word)
        elif run:
            runs.append(run)
            run = []
    runs.append(run)
    return [trimmed for one in runs if (trimmed := _trim(one, question))]


def _names(word: re.Match[str]) -> bool:
    """Whether a word names something: "What’s" and "PM" name nobody."""
    bare = re.split(r"[’']", word[0])[0]
    small = bare.isupper() and len(bare) < _SHORTEST_ACRONYM
    return word[0][0].isupper() and bare.lower() not in _ORDINARY and not small


def _trim(run: list[re.Match[str]], question: str) -> list[re.Match[str]]:
    while run and run[-1][0] in _JOINERS:
        run = run[:-1]
    if len(run) == 1 and _opens_sentence(run[0], question) and not run[0][0].isupper():
        return []
    return run


def _opens_sentence(word: re.Match[str], question: str) -> bool:
    return not question[: word.start()].strip() or question[: word.start()].rstrip()[-1] in ".?!"
