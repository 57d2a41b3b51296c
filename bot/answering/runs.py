"""Capitalised words in a row, which name somebody or something: "City of London Police"."""

import re

from ingest.places import PLACES
from ingest.subjects import BODY_KINDS

_WORD = re.compile(r"[^\W_]+(?:[’'\-&][^\W_]+)*")
_NUMBER = re.compile(r"\d{1,3}[A-Za-z]?|[A-HJ-Z]")
# What is counted, or dated, is no name's number.
_UNITS = frozenset(
    """
    day days week weeks month months year years per percent pounds million
    january february march april may june july august september october november december
    """.split()
)
JOINERS = frozenset({"of", "and", "the", "for", "upon", "on"})
# "For" and "on" join what comes after to a body ("Committee on Burglary"), or a place ("on Trent").
_LOOSE_JOINERS = frozenset({"for", "on"})
_ON_WHAT = frozenset({"trent", "tees", "sea", "tyne", "thames"})
# A name that ends so is a body's, and goes whole.
BODIES = frozenset(
    """
    academy agency airport authority board borough centre college commission committee company
    constabulary council county court department directorate fire force foundation group hospital
    inspectorate institute inquiry ministry office ombudsman partnership police prison school
    secretary service services society state trust tribunal university
    """.split()
)
# What names nobody by itself, but may be a part of a name: "Natural England", "Home Secretary".
_FAINT = frozenset("uk britain british english".split())
COUNTRIES = frozenset("england wales scotland welsh scottish irish".split())
ROLES = frozenset(
    """
    chief commissioner constable director executive inspector judge minister officer president
    secretary
    """.split()
)
_TITLES = ROLES | frozenset("mr mrs ms miss dr sir dame professor pc the".split())
INSIDE = (
    _FAINT
    | (COUNTRIES - {"scotland"})
    | _TITLES
    | frozenset(
        """
        nhs north south east west new year years school schools
        government governments parliament councillor councillors council councils peer peers
        child children care leaver leavers social worker workers service services teacher
        teachers headteacher headteachers police judges court courts
        """.split()
    )
)
_SHORTEST_ACRONYM = 4
# Capitals that name nothing: question words, calendar words and holidays, our own terms.
_ORDINARY = frozenset(
    """
    a about according after all also am an and any are as at be because been before but by can
    compare could describe did do does during explain find for from give had has have he her his
    how i if in inspection inspections inspectors is it its list may me might my name
    no not of on or our please report reports say she should show since so summarise tell than
    thanks that the their them there these they this those to until us was we were what when
    where whether which who whom whose why will with would yes you your
    january february march april june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday spring summer autumn winter
    christmas xmas easter lent ramadan eid diwali hanukkah passover halloween hogmanay midsummer
    eve term weekend today tomorrow yesterday brit brits britons
    covid covid-19 coronavirus pandemic lockdown brexit internet web online wi-fi wifi mps
    """.split()
)
# Months that are last names too.
NAMESAKES = frozenset({"may", "march", "april", "june", "august"})
# What a number belongs to: a question on Tier 2 must not be answered from what holds for Tier 4.
_NUMBERED = re.compile(
    r"\b(?:tier|part|section|article|regulation|schedule|stage|phase|level|band|category|class"
    r"|type|site|unit|wing|zone|ward|annex|appendix|chapter|paragraph|option|year|key stage) "
    r"(?:\d{1,3}[a-z]?|[b-hj-z]|(?-i:A))\b(?![\d,.]*\d|[’'%])",
    re.IGNORECASE,
)

Run = list[re.Match[str]]


def runs(question: str) -> list[Run]:
    """Return the capitalised words in a row that name something, as their matches."""
    words = list(_WORD.finditer(question))
    found: list[Run] = []
    run: Run = []
    for at, word in enumerate(words):
        touching = bool(run) and question[run[-1].end() : word.start()] == " "
        if run and not touching:
            found.append(run)
            run = []
        if _begins(word) or (run and _goes_on(run, words, at, question)):
            run.append(word)
        elif run:
            found.append(run)
            run = []
    found.append(run)
    trimmed = (_trimmed(part, question) for one in found for part in _after_role(one))
    return [one for one in trimmed if one]


def numbered(question: str) -> list[tuple[int, int]]:
    """Return where a thing is named by its number or letter, in any spelling of capitals."""
    return [match.span() for match in _NUMBERED.finditer(question)]


def parts(run: Run) -> list[Run]:
    """Return what small words join in a run: "Lev Denker on Best Bikes" is two names."""
    found: list[Run] = [[]]
    for word in run:
        if word[0] in JOINERS:
            found.append([])
        else:
            found[-1].append(word)
    return [one for one in found if any(_names(word) for word in one)]


def owned(run: Run) -> list[Run]:
    """Return a place and what it has as two runs: "Southend’s MASH"; others stay whole."""
    for at, word in enumerate(run[:-1], start=1):
        bare = _bare(word[0])
        if bare != word[0] and " ".join([*(one[0] for one in run[: at - 1]), bare]) in PLACES:
            return [run[:at], run[at:]]
    return [run]


def _bare(word: str) -> str:
    return re.split(r"[’']", word)[0]


def _names(word: re.Match[str]) -> bool:
    """Whether a word names something: "What’s" and "PM" name nobody."""
    bare = _bare(word[0])
    # "PM", and "B&Bs" too.
    letters = bare.replace("&", "").removesuffix("s")
    small = letters.isupper() and len(letters) < _SHORTEST_ACRONYM
    return word[0][0].isupper() and bare.lower() not in _ORDINARY | INSIDE and not small


def _begins(word: re.Match[str]) -> bool:
    inside = word[0] in BODY_KINDS or _bare(word[0]).lower() in INSIDE
    return _names(word) or (word[0][0].isupper() and inside)


def _goes_on(run: Run, words: list[re.Match[str]], at: int, question: str) -> bool:
    """Whether a word that begins no name goes on with one."""
    word, last = words[at][0], run[-1]
    follower = words[at + 1] if at + 1 < len(words) else None
    close = follower is not None and question[words[at].end() : follower.start()] == " "
    if word in _LOOSE_JOINERS:
        body = any(_bare(one[0]).lower() in BODIES for one in run)
        return body or (follower is not None and follower[0].lower() in _ON_WHAT)
    if word in JOINERS:
        return True
    if _names(last) and (_is_number(word, follower) or _is_namesake(word, follower)):
        return True
    # "Gloves Not Gunz": a small word between two that name, unless all have capitals.
    between = close and follower is not None and _names(last) and _names(follower)
    return word[0].isupper() and between and not _all_capitals(question)


def _is_number(word: str, follower: re.Match[str] | None) -> bool:
    counts = follower is not None and follower[0].lower() in _UNITS
    return _NUMBER.fullmatch(word) is not None and not (counts and word.isdigit())


def _is_namesake(word: str, follower: re.Match[str] | None) -> bool:
    numbers = follower is not None and follower[0].isdigit()
    return word[0].isupper() and _bare(word).lower() in NAMESAKES and not numbers


def _all_capitals(question: str) -> bool:
    small = [word for word in _WORD.findall(question) if word[0].islower() and word not in JOINERS]
    return len(small) < 2  # noqa: PLR2004 - a headline has at most an "is" or "in"


def _after_role(run: Run) -> list[Run]:
    """Return a run without the role in front of a person: "Home Secretary Ann Lee" is Ann Lee."""
    for at in range(len(run) - 2, -1, -1):
        if _bare(run[at][0]).lower() in ROLES and _names(run[at + 1]):
            return [run[at + 1 :]]
    return [run]


def _trimmed(run: Run, question: str) -> Run:
    """Return a run without what is no part of its name; [] where nothing is left that names."""
    while run and (run[-1][0] in JOINERS or _ends_no_name(run)):
        run = run[:-1]
    while run and (run[0][0] in JOINERS or _is_title(run)):
        run = run[1:]
    if not _is_name(run):
        return []
    if len(run) == 1 and _opens_sentence(run[0], question) and not run[0][0].isupper():
        return []
    return run


def _ends_no_name(run: Run) -> bool:
    last = _bare(run[-1][0])
    numbers = len(run) > 1 and _NUMBER.fullmatch(last)
    return not numbers and last.lower() in _ORDINARY - NAMESAKES


def _is_title(run: Run) -> bool:
    """Whether a run opens with somebody's title; the Secretary of State's is the name."""
    of_state = len(run) > 1 and run[0][0] == "Secretary" and run[1][0] == "of"
    return _bare(run[0][0]).lower() in _TITLES and not of_state


def _is_name(run: Run) -> bool:
    """Whether words name something: "Welsh Government" does, "British Government" anybody's."""
    countries = len(run) > 1 and any(_bare(word[0]).lower() in COUNTRIES for word in run)
    return countries or any(_names(word) for word in run)


def _opens_sentence(word: re.Match[str], question: str) -> bool:
    return not question[: word.start()].strip() or question[: word.start()].rstrip()[-1] in ".?!"
