"""Proper names: every one in a sentence stands in what it cites, or in that report's own title."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from bot.answering.checks.words import is_content, is_frame, stem, words

_CAPITALISED = r"(?:[A-Z][^\W_]*|[^\W\d_]*[a-z][A-Z][^\W_]*)(?:['-][^\W_]+)*"
_RUN = re.compile(
    rf"(?<!\w){_CAPITALISED}(?:\s+(?:(?:of|for|and|the|de|van|von)\s+(?=[A-Z]))*{_CAPITALISED})*"
)
_OPENING = re.compile(r"(?:^|[.!?:|]\s+|[\"“]\s*)$")
# Titles and posts: they may be left out or stand apart from the name.
_POSTS = frozenset(
    "mr mrs ms miss dr sir dame lord lady professor rev hm his her majesty chief constable deputy "
    "assistant inspector inspectors superintendent sergeant commissioner commander director "
    "general minister secretary home officer chair".split()
)
_CALENDAR = frozenset(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
# Openers of sentences that no report need have in lower case.
_OPENERS = frozenset(
    "first second third fourth finally lastly once today yesterday tomorrow please thank thanks "
    "people everyone nobody notes contact yes".split()
)
_PRONOUN = frozenset({"i", "i'm", "i've", "i'll", "i'd"})
_JOINING = frozenset("of for and the de van von".split())
_SUFFIXES = ("ing", "ed", "ly", "ers", "ness", "tion", "tions", "ment", "ments", "ity", "ies")


def with_aliases(text: str, aliases: Mapping[str, str]) -> str:
    """Replace every alias in `text` by the name that it stands for."""
    if not aliases:
        return text
    return _alias_pattern(tuple(aliases.items())).sub(
        lambda match: aliases.get(match[0], match[0]), text
    )


@lru_cache(maxsize=32)
def _alias_pattern(items: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    # The full names stand first, so that an alias inside its own full name stays as it is.
    known = sorted({text for item in items for text in item}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)")


def wrong_name(sentence: str, source: str, context: Iterable[str], common: str) -> str | None:
    """Return the first name in `sentence` that neither `source` nor `context` has.

    `context` are the title, subject and publisher of the cited reports. `common` is text whose
    lower-case words are taken to be ordinary ones when they open a sentence.
    """
    given = [source, *context]
    known = {word for text in given for word in _name_words(text)}
    known |= {part for word in known for part in word.split("-")}
    known |= {initials for text in given for initials in _initials(text)}
    together = " | ".join(" ".join(_name_words(text)) for text in given).lower()
    for match in _RUN.finditer(sentence):
        run = _without_opener(match, sentence, known, common)
        wrong = _wrong_in(run, known, together)
        if wrong:
            return wrong
    return None


def names_said(sentence: str, common: str) -> list[str]:
    """Return the names in a sentence of plain text, without an ordinary word that opens it."""
    found: list[str] = []
    for match in _RUN.finditer(sentence):
        run = _without_opener(match, sentence, set(), common)
        telling = [w for w in run if w.lower() not in _POSTS | _CALENDAR | _JOINING | _PRONOUN]
        opener = len(run) == 1 and _OPENING.search(sentence[: match.start()])
        if telling and not (opener and run[0].lower() in _OPENERS):
            found.append(" ".join(run))
    return found


def _wrong_in(run: list[str], known: set[str], together: str) -> str | None:
    for word in run:
        ordinary = word.lower() in _JOINING or word.lower().removesuffix("s") in _CALENDAR
        if word not in known and not ordinary:
            return word
    for one, two in pairwise([word for word in run if word.lower() not in _JOINING]):
        if {one.lower(), two.lower()} & (_POSTS | _CALENDAR):
            continue
        if not re.search(
            rf"\b{re.escape(one)} (?:(?:of|for|and|the) )*{re.escape(two)}\b",
            together,
            re.IGNORECASE,
        ):
            return f"{one} {two}"
    return None


def _name_words(text: str) -> list[str]:
    return [word.removesuffix("'s") for word in re.findall(r"[^\W_]+(?:['-][^\W_]+)*", text)]


def _initials(text: str) -> Iterable[str]:
    """Yield what the names of several words in `text` may be shortened to."""
    for match in _RUN.finditer(text):
        letters = [word[0] for word in match[0].split() if word[0].isupper()]
        for start in range(len(letters)):
            for end in range(start + 2, len(letters) + 1):
                yield "".join(letters[start:end])


def _without_opener(match: re.Match[str], sentence: str, known: set[str], common: str) -> list[str]:
    """Return the words of a run of capitals, without an ordinary word that opens the sentence."""
    run = [word.removesuffix("'s") for word in match[0].split()]
    if not _OPENING.search(sentence[: match.start()]) or run[0] in known:
        return run
    return run[1:] if _is_ordinary(run[0], known, common) else run


def _is_ordinary(word: str, known: set[str], common: str) -> bool:
    lower = word.lower()
    if not is_content(lower) or is_frame(lower) or lower in _POSTS | _CALENDAR:
        return True
    if lower in common_words(common) or lower in known:
        return True
    if any(stem(other) == stem(lower) for other in known if other.islower()):
        return True
    return lower.endswith(_SUFFIXES)


@lru_cache(maxsize=32)
def common_words(text: str) -> frozenset[str]:
    """Return the words that stand in lower case somewhere in `text`."""
    return frozenset(word for word in words(re.sub(r"\b[A-Z]\w*", " ", text)))
