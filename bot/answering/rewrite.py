"""Makes a follow-up whole with a chat model; the rewrite steers the search and nothing else.

What a model may not do here is checked: a rewrite that brings in a name or a number of its own,
loses one of the question's, or is no single question is refused, and the rules of `followups`
take its place.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Protocol

import structlog

from bot.answering.checks.names import names_said, with_aliases
from bot.answering.checks.numbers import digits_of
from bot.answering.checks.words import plain, words
from bot.answering.errors import ModelUnavailableError
from bot.answering.records import Turn

log = structlog.get_logger(__name__)

_LONGEST = 400
_LONGEST_ANSWER = 600
_MOST_TURNS = 5
_LEAD_IN = re.compile(
    r"^(?:(?:rewritten|standalone|whole|new)\s+)*(?:question|query|rewrite)\s*:\s*", re.IGNORECASE
)
_ODD = re.compile(r"https?:|www\.|[<>{}\[\]\n]")
_MARKS = " \"'“”‘’*`"

# Sends rules and a question to a chat model and returns its words within some seconds.
Talk = Callable[[str, str, float], str]


class Rewriter(Protocol):
    """Makes a follow-up stand alone."""

    def rewrite(self, question: str, history: tuple[Turn, ...]) -> str | None:
        """Return a question that stands alone, None where no good one was found."""
        ...


class ModelRewriter:
    """Rewrites with a chat model; never raises, and never waits longer than `seconds`."""

    def __init__(self, talk: Talk, seconds: float, aliases: Mapping[str, str]) -> None:
        self._talk = talk
        self._seconds = seconds
        self._aliases = aliases

    def rewrite(self, question: str, history: tuple[Turn, ...]) -> str | None:
        """Return what the model made of the question, if it may be used."""
        if not history:
            return None
        rules = (
            resources.files("bot.answering").joinpath("prompts", "rewrite.txt").read_text("utf-8")
        )
        try:
            said = self._talk(rules.strip(), _asked(question, history), self._seconds)
        except ModelUnavailableError as error:
            log.warning("question not rewritten", reason=str(error))
            return None
        rewritten = _one_line(said)
        if why := why_refused(rewritten, question, history, self._aliases):
            log.warning("rewrite refused", reason=why)
            return None
        return rewritten


def why_refused(
    rewritten: str,
    question: str,
    history: tuple[Turn, ...],
    aliases: Mapping[str, str] | None = None,
) -> str | None:
    """Return why a rewrite must not be used, None where it may."""
    if not words(rewritten) or len(rewritten) > _LONGEST or _ODD.search(rewritten):
        return "it is not one plain question"
    if not rewritten.rstrip().endswith("?") and words(rewritten)[0] not in _ASKS:
        return "it is no question"
    known = aliases or {}
    said, asked = (with_aliases(plain(text), known) for text in (rewritten, question))
    before = with_aliases(
        plain("\n".join(f"{turn.question}\n{turn.answer}" for turn in history)), known
    )
    # The words that the other names of a body known here are made of are no news.
    given = {digits_of(word) for word in words(f"{asked} {before}")}
    for word in _telling(said):
        if word not in given:
            return f"it brings in “{word}”"
    kept = {digits_of(word) for word in words(said)}
    for word in _telling(asked):
        if word not in kept:
            return f"it loses “{word}”"
    return None


def _telling(text: str) -> list[str]:
    """Return the words of a text that name or count something, in lower case."""
    # All words in lower case are ordinary; so is what opens a question, unless it is a name.
    named = [word for name in names_said(text, text) for word in words(name)]
    opener = words(text)[:1]
    if opener and opener[0] in _ASKS:
        named = [word for word in named if word != opener[0]]
    return [*named, *(digits_of(word) for word in words(text) if digits_of(word)[0].isdigit())]


_ASKS = frozenset(
    "what which who whom whose when where why how is are was were has have had does do did can "
    "could will would should may might must tell show list describe explain summarise compare "
    "give name".split()
)


def _asked(question: str, history: tuple[Turn, ...]) -> str:
    said = "\n".join(
        f"Question: {turn.question}\nAnswer: {' '.join(turn.answer.split())[:_LONGEST_ANSWER]}"
        for turn in history[-_MOST_TURNS:]
    )
    # A border that depends on everything inside: nothing that was said can be written to hold it.
    border = "=" * 4 + hashlib.sha256(said.encode()).hexdigest()[:12]
    inside = f"{border} BEGIN conversation\n{said}\n{border} END conversation"
    return f"{inside}\n\nNew question: {question}"


def _one_line(said: str) -> str:
    lines = [line.strip(_MARKS) for line in said.splitlines() if line.strip(_MARKS)]
    return _LEAD_IN.sub("", lines[0]).strip(_MARKS) if len(lines) == 1 else ""
