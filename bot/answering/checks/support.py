"""Whether a sentence in a composer's own words is supported by the text that it cites."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.answering.checks.actors import Parties, swapped_actor, wrong_speaker
from bot.answering.checks.alignment import misplaced
from bot.answering.checks.dates import wrong_date
from bot.answering.checks.grades import wrong_grade
from bot.answering.checks.names import with_aliases, wrong_name
from bot.answering.checks.numbers import wrong_number
from bot.answering.checks.polarity import wrong_polarity
from bot.answering.checks.quotes import Verdict, quote_verdict
from bot.answering.checks.words import is_content, is_frame, plain, stem, words

_LINK = re.compile(r"https?:|www\.|\]\(|<[@#!a-z/]|\bS\d+\b", re.IGNORECASE)
_PAGE = re.compile(r"\b(?:page|p\.|pp\.)\s*\d+", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]|(?<!\w)[‘']([^‘’']+(?:[’']\w[^‘’']*)*)[’'](?!\w)")
_GENERIC_NAME = frozenset(
    "police constabulary force service services of the and for authority council county city "
    "inspectorate standards his her majesty majesty's national office department trust "
    "royal borough report inspection fire rescue hm".split()
)
_FIRST_PERSON = re.compile(r"\b(?:we|us|our|ours|I|my)\b")
_OVERLAP = 0.6  # Share of a sentence's meaningful words that must stand in what it cites.
_FEWEST_SHARED = 2
_NOTHING = "it says nothing that can be checked"


@dataclass(frozen=True, slots=True)
class Source:
    """Cited text with what is known of it.

    `whole` is the full text of the revision; words that stand there in lower case are taken to
    be ordinary ones. `speakers` are the (name, role) recorded for quotes that overlap the cited
    text; `spoken` is true where all of it is direct speech.
    """

    text: str
    title: str = ""
    subject: str = ""
    publisher: str = ""
    published_on: date | None = None
    whole: str = ""
    speakers: tuple[tuple[str, str], ...] = field(default=())
    spoken: bool = False


def why_unsupported(
    sentence: str, sources: Sequence[Source], aliases: Mapping[str, str] | None = None
) -> str | None:
    """Return in plain words why `sentence` is not supported by `sources`, None where it is."""
    if not sources:
        return "it cites nothing"
    quoted = _wrong_quotation(sentence, sources)
    if quoted:
        return quoted
    if _LINK.search(sentence):
        return "it holds a link or a source number of its own"
    names = aliases or {}
    said = with_aliases(plain(sentence), names)
    given = with_aliases(plain("\n".join(source.text for source in sources)), names)
    page = _PAGE.search(said)
    if page and page[0].lower() not in given.lower():
        return f"it gives a page ({page[0]}), which only the citation may do"
    return _wrong_fact(said, given, sources, names) or _wrong_sense(said, given, sources, names)


def why_wrong_figures(
    sentence: str, sources: Sequence[Source], aliases: Mapping[str, str] | None = None
) -> str | None:
    """Check only grades, numbers and names: for sentences that code builds around citations."""
    names = aliases or {}
    said = with_aliases(plain(sentence), names)
    context = "\n".join(f"{source.published_on or ''} | {source.text}" for source in sources)
    given = with_aliases(plain(context), names)
    return _wrong_fact(said, given, sources, names)


def _wrong_fact(
    said: str, given: str, sources: Sequence[Source], aliases: Mapping[str, str]
) -> str | None:
    """Check what can be looked up: dates, numbers, grades, names."""
    days = tuple(source.published_on for source in sources if source.published_on)
    if wrong := wrong_date(said, given, days):
        return f"the date “{wrong}” is not in what it cites"
    if wrong := wrong_number(said, given):
        return f"the number “{wrong}” is not in what it cites, or not with the same meaning"
    if wrong := wrong_grade(said, given):
        return f"the grade “{wrong}” is not what it cites gives"
    if wrong := _unknown_name(said, given, sources, aliases):
        return f"the name “{wrong}” is not in what it cites"
    return None


def names_others(sentence: str, sources: Sequence[Source], aliases: Mapping[str, str]) -> bool:
    """Whether `sentence` names somebody whom none of its sources does."""
    said = with_aliases(plain(sentence), aliases)
    given = with_aliases(plain("\n".join(source.text for source in sources)), aliases)
    return _unknown_name(said, given, sources, aliases) is not None


def _unknown_name(
    said: str, given: str, sources: Sequence[Source], aliases: Mapping[str, str]
) -> str | None:
    context = [
        with_aliases(plain(text), aliases)
        for source in sources
        for text in (source.title, source.subject, source.publisher)
    ]
    whole = "\n".join(plain(source.whole or source.text) for source in sources)
    return wrong_name(said, given, context, whole)


def _wrong_sense(
    said: str, given: str, sources: Sequence[Source], aliases: Mapping[str, str]
) -> str | None:
    """Check what a sentence makes of the words: who, whether, how surely, and how much of it."""
    if _FIRST_PERSON.search(re.sub(r'"[^"]*"', " ", said)):
        return "it says “we” or “our”, and a reader cannot tell who that is"
    parties = _parties(sources, aliases)
    if wrong := wrong_speaker(said, parties):
        return f"misattributed: the words cited are not recorded as said by {wrong}"
    if wrong := swapped_actor(said, given, parties):
        return f"it gives “{wrong}…” to another party than what it cites does"
    if wrong := wrong_polarity(said, given):
        return f"it does not say what it cites says: {wrong}"
    if wrong := misplaced(said, given):
        return f"it does not say what it cites says: {wrong}"
    return _too_far(said, given, sources, aliases)


def _wrong_quotation(sentence: str, sources: Sequence[Source]) -> str | None:
    texts = [source.text for source in sources]
    for match in _QUOTED.finditer(sentence):
        quoted = match[1] or match[2]
        verdict = quote_verdict(quoted, texts).verdict
        if verdict is not Verdict.VERBATIM:
            return f"the words in quotation marks, “{quoted}”, are {verdict}"
    return None


def _parties(sources: Sequence[Source], aliases: Mapping[str, str]) -> Parties:
    inspecting = _own_words((s.publisher for s in sources), aliases)
    reported = _own_words((s.subject for s in sources), aliases) - inspecting
    return Parties(
        inspecting=inspecting,
        reported=reported,
        speakers=tuple(speaker for source in sources for speaker in source.speakers),
        all_spoken=all(source.spoken for source in sources),
    )


def _own_words(names: Iterable[str], aliases: Mapping[str, str]) -> frozenset[str]:
    """Return the words, in lower case, by which bodies are told apart, with their initials."""
    found: set[str] = set()
    for name in names:
        full = with_aliases(plain(name), aliases)
        own = [word for word in full.split() if word.lower() not in _GENERIC_NAME]
        found |= set(words(" ".join(own)))
        initials = "".join(word[0] for word in full.split() if word[0].isupper()).lower()
        if len(initials) > 1:
            found.add(initials)
        found |= {alias.lower() for alias, whole in aliases.items() if whole == full}
    return frozenset(found)


def _too_far(
    said: str, given: str, sources: Sequence[Source], aliases: Mapping[str, str]
) -> str | None:
    """Refuse a sentence that shares too few words with what it cites."""
    context = " ".join(f"{s.title} {s.subject} {s.publisher}" for s in sources)
    cited = {stem(word) for word in words(given)}
    named = {stem(word) for word in words(with_aliases(plain(context), aliases))}
    known = cited | named
    # Numbers have a check of their own, which knows their spellings.
    wanted = [
        word
        for word in words(said)
        if is_content(word) and not is_frame(word) and not word[0].isdigit()
    ]
    if not wanted:
        return None if any(character.isdigit() for character in said) else _NOTHING
    # Whom the report is about is no proof of what it says of them.
    telling = [word for word in wanted if stem(word) not in named] or wanted
    met = sum(_stands_in(word, known) for word in telling)
    shared = sum(_stands_in(word, cited) for word in wanted)
    if met < _OVERLAP * len(telling) or shared < min(_FEWEST_SHARED, len(wanted)):
        return "it goes beyond what it cites"
    return None


def _stands_in(word: str, known: set[str]) -> bool:
    """Whether a word stands in `known`, whole or as a compound of its parts."""
    if stem(word) in known:
        return True
    parts = [part for part in re.split(r"[-/]", word) if part]
    return len(parts) > 1 and all(stem(part) in known or not is_content(part) for part in parts)
