"""Makes a follow-up whole from the conversation: "and what about online abuse?"."""

import re

from bot.answering.names import names_in, people_in
from bot.answering.pronouns import of_the_one_before, put_back, with_their_names
from bot.answering.records import Turn
from bot.answering.scope import OutOfScope, out_of_scope
from bot.answering.vocabulary import Vocabulary
from ingest.subjects import Mention, mentions

_OPENER = re.compile(
    r"^(?:(?:and|but|ok(?:ay)?|so|then|also)[\s,]+)*(?:what|how) about\s+(?P<topic>.+)$"
    r"|^(?:and|but)[\s,]+(?P<bare>(?:in|on|for|at|about|since|before|after)\s.+)$"
    r"|^(?:and|but)[\s,]+(?P<year>(?:19|20)\d\d\W*)$"
    r"|^(?:and|but)[\s,]+(?P<owner>\w[\w .&-]*)[’']s\W*$",
    re.IGNORECASE,
)
_AND = re.compile(r"^(?:and|but|so|then|also|ok(?:ay)?)[\s,]+", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|their|them|he|she|his|her|him|this|that|those|these|there|then"
    r"|the (?:force|report|inspectors?|inspection|authority|council|constabulary|services?)"
    # What is counted stands in the question before.
    r"|how (?:many|much) (?:had|have|has|were|was|are|is|did|do|of)|are we talking)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?P<one>he|she|him|his|her|hers)\b", re.IGNORECASE)
_OWNING = frozenset({"his", "her", "hers"})
_YEAR = re.compile(r"\b(?:in|since|during|before|after)?\s*(?:19|20)\d\d\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:in|on|for|at|about|since|before|after)\b", re.IGNORECASE)
# A question that is nothing but its question word takes all of the one before.
_BARE = re.compile(
    r"^(?:why|how|when|where|who|why not|says who|like what|since when|for example|such as"
    r"|anything else|what else|how (?:so|come|many|much|often|long|far|bad)"
    r"|by (?:when|whom|how much)|why (?:is|was) that|who said (?:that|so|this)"
    r"|(?:can you )?(?:tell me more|say more|go on|more|explain|elaborate)(?: please)?)\W*$",
    re.IGNORECASE,
)
_SAID_ABOUT = re.compile(
    r"^(?P<head>.*\b(?:say|said|tell|told|think|find|found|views?|line|comments?|quotes?)\b"
    r"(?: [\w’'-]+){0,4}? (?:about|on) ).+$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"^(?:about|on) ", re.IGNORECASE)
_FEW_WORDS = 4


def whole(question: str, history: tuple[Turn, ...], vocabulary: Vocabulary) -> str:
    """Return a question that stands alone; one that already does is returned as it is."""
    before, person = "", None
    for turn in history:
        if out_of_scope(turn.question) is OutOfScope.SMALL_TALK:
            continue
        person = _last_person(turn, vocabulary) or person
        before = _join(before, turn.question, person, vocabulary)
    return _join(before, question, person, vocabulary)


def _join(before: str, question: str, person: str | None, vocabulary: Vocabulary) -> str:
    asked = _with_person(put_back(question), person, vocabulary).strip()
    if not before:
        return asked
    if earlier_one := of_the_one_before(asked, before):
        return earlier_one
    told = with_their_names(asked, before)
    points_back = told != asked or _POINTS_BACK.search(_AND.sub("", question.strip()))
    asked = told
    topic = _topic(asked, vocabulary)
    if topic is not None:
        return _about(before, topic, vocabulary)
    rest = _AND.sub("", asked)
    if _BARE.match(rest):
        return f"{rest.rstrip(' ?.!')}: {before}"
    named = _mentions(rest, vocabulary)
    if named or not (rest != asked or points_back or _short(rest)):
        return rest
    earlier = _mentions(before, vocabulary)
    names = [earlier[-1].subject] if earlier else _new_names(before, rest, vocabulary)
    return f"{rest.rstrip(' ?.!')} ({', '.join(names)})?" if names else rest


def _new_names(before: str, rest: str, vocabulary: Vocabulary) -> list[str]:
    """Return what the question before names, where the new one names nothing itself."""
    return [] if names_in(rest, vocabulary) else list(names_in(before, vocabulary))


def _mentions(text: str, vocabulary: Vocabulary) -> list[Mention]:
    return mentions(text, vocabulary.aliases, vocabulary.subjects)


def _topic(question: str, vocabulary: Vocabulary) -> str | None:
    match = _OPENER.match(question)
    if match is None:
        rest = _AND.sub("", question)
        return _only_a_name(rest.rstrip(" ?.!"), vocabulary) if rest != question else None
    topic = match["topic"] or match["bare"] or match["owner"] or f"in {match['year']}"
    return re.sub(r"[’']s\Z", "", topic.rstrip(" ?.!"))


def _about(before: str, topic: str, vocabulary: Vocabulary) -> str:
    """Ask the question before of another subject or year, or narrow it to a topic."""
    named = _mentions(topic, vocabulary)
    earlier = _mentions(before, vocabulary)
    other = named[0].subject if named else _only_a_name(topic, vocabulary)
    if other and earlier:
        for mention in reversed(earlier):
            before = before[: mention.start] + other + before[mention.end :]
        return before
    if other and (names := names_in(before, vocabulary)):
        # A body may be named by a part of its name. "And for Shelter?" is for it, too.
        how = _PREPOSITION.match(topic)
        alike = [name for name in names if how and f"{how[0].lower()} {name}" in before]
        return before.replace((alike or names)[-1], other)
    narrows = _PREPOSITION.match(topic) and not _ABOUT.match(topic)
    if not narrows and (said := _SAID_ABOUT.match(before)):
        # Of another matter the speaker may have said something else.
        lost = earlier and earlier[-1].start >= said.end("head")
        whose = f" ({earlier[-1].subject})" if lost else ""
        return f"{said['head']}{_ABOUT.sub('', topic)}{whose}?"
    stem = before.rstrip(" ?.!")
    if _YEAR.fullmatch(topic) and _YEAR.search(stem):
        return f"{_YEAR.sub(' ' + topic, stem)}?"
    joiner = " " if _PREPOSITION.match(topic) else ", on "
    return f"{stem}{joiner}{topic}?"


def _only_a_name(topic: str, vocabulary: Vocabulary) -> str | None:
    """Return a topic that is a name and nothing else: "what about Kent?" asks of Kent."""
    bare = re.sub(r"^(?:in|for|at|the)\s+", "", topic)
    known = {person.casefold() for person in vocabulary.people}
    if bare.casefold() in known or bare.isupper():
        return None
    # In front of a name that opens a sentence stands a word that opens none.
    named = names_in(f"of {bare}", vocabulary)
    return bare if named == (bare,) else None


def _last_person(turn: Turn, vocabulary: Vocabulary) -> str | None:
    """Return whom "he" or "she" means after a turn: the one asked about, or the one quoted."""
    for text in (turn.question, turn.answer):
        if found := people_in(text, vocabulary):
            return found[-1]
    return None


def _with_person(question: str, person: str | None, vocabulary: Vocabulary) -> str:
    if person is None or people_in(question, vocabulary):
        return question
    match = _PERSON.search(question)
    if match is None:
        return question
    after = question[match.end() :].lstrip()
    owning = match["one"].lower() in _OWNING and bool(after) and after[0].isalpha()
    return f"{question[: match.start()]}{person}{'’s' if owning else ''}{question[match.end() :]}"


def _short(question: str) -> bool:
    return len(question.split()) <= _FEW_WORDS
