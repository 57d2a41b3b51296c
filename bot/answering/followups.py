"""Makes a follow-up whole from the conversation: "and what about online abuse?"."""

import re

from bot.answering.records import Turn
from ingest.subjects import Aliases, mentions

_OPENER = re.compile(
    r"^(?:(?:and|but|ok(?:ay)?|so|then|also)[\s,]+)*(?:what|how) about\s+(?P<topic>.+)$"
    r"|^(?:and|but)[\s,]+(?P<bare>(?:in|on|for|at|about|since|before|after)\s.+)$",
    re.IGNORECASE,
)
_AND = re.compile(r"^(?:and|but|so|then|also|ok(?:ay)?)[\s,]+", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|their|them|he|she|his|her|him|this|that|those|these|there|then"
    r"|the (?:force|report|inspectors?|inspection|authority|council|constabulary))\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:in|since|during|before|after)?\s*(?:19|20)\d\d\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:in|on|for|at|about|since|before|after)\b", re.IGNORECASE)
_FEW_WORDS = 4


def whole(question: str, history: tuple[Turn, ...], aliases: Aliases, known: list[str]) -> str:
    """Return a question that stands alone; one that already does is returned as it is."""
    before = ""
    for turn in history:
        before = _join(before, turn.question, aliases, known)
    return _join(before, question, aliases, known)


def _join(before: str, question: str, aliases: Aliases, known: list[str]) -> str:
    if not before:
        return question
    asked = question.strip()
    topic = _topic(asked)
    if topic is not None:
        return _about(before, topic, aliases, known)
    rest = _AND.sub("", asked)
    named = mentions(rest, aliases, known)
    if named or not (rest != asked or _POINTS_BACK.search(rest) or _short(rest)):
        return rest
    earlier = mentions(before, aliases, known)
    if not earlier:
        return rest
    subject = earlier[-1].subject
    return f"{rest.rstrip(' ?.!')} ({subject})?"


def _topic(question: str) -> str | None:
    match = _OPENER.match(question)
    if match is None:
        return None
    return (match["topic"] or match["bare"]).rstrip(" ?.!")


def _about(before: str, topic: str, aliases: Aliases, known: list[str]) -> str:
    """Ask the question before of another subject or year, or narrow it to a topic."""
    named = mentions(topic, aliases, known)
    earlier = mentions(before, aliases, known)
    if named and earlier:
        for mention in reversed(earlier):
            before = before[: mention.start] + named[0].subject + before[mention.end :]
        return before
    stem = before.rstrip(" ?.!")
    if _YEAR.fullmatch(topic) and _YEAR.search(stem):
        return f"{_YEAR.sub(' ' + topic, stem)}?"
    joiner = " " if _PREPOSITION.match(topic) else ", on "
    return f"{stem}{joiner}{topic}?"


def _short(question: str) -> bool:
    return len(question.split()) <= _FEW_WORDS
