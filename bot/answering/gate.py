"""A second gate behind the default composer: a chat model says whether the passages answer."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import resources
from typing import Protocol

import structlog

from bot.answering.errors import ModelUnavailableError
from bot.answering.records import Draft, Understood
from store.records import Hit

log = structlog.get_logger(__name__)

_PASSAGES = 3
_REFUSED = "A second check by the chat model found that the passages do not answer this."

# Returns from 0 to 1 how surely the model says yes to a question under rules, within seconds.
Yes = Callable[[str, str, float], float]


class Composer(Protocol):
    """Proposes the sentences of an answer from passages."""

    def compose(self, understood: Understood, hits: Sequence[Hit]) -> Draft:
        """Return claims with the spans they rest on."""
        ...


class GatedComposer:
    """Composes as the default composer does, and drops what the model says is no answer."""

    def __init__(self, composer: Composer, yes: Yes, seconds: float, least: float) -> None:
        self._composer = composer
        self._yes = yes
        self._seconds = seconds
        self._least = least

    def compose(self, understood: Understood, hits: Sequence[Hit]) -> Draft:
        """Return the claims, none where the model is surer of "no" than `least` allows."""
        draft = self._composer.compose(understood, hits)
        if not draft.claims:
            return draft
        found = {e.hit.passage.text: None for claim in draft.claims for e in claim.evidence}
        rules = resources.files("bot.answering").joinpath("prompts", "gate.txt").read_text("utf-8")
        asked = _asked(understood.query, list(found)[:_PASSAGES])
        try:
            sure = self._yes(rules.strip(), asked, self._seconds)
        except ModelUnavailableError as error:
            log.warning("second gate left open", reason=str(error))
            return draft
        if sure >= self._least:
            return draft
        return replace(draft, claims=(), notices=(*draft.notices, _REFUSED))


def _asked(question: str, passages: Sequence[str]) -> str:
    inside = "\n\n".join(passages)
    # A border that depends on everything inside: no passage can be written to hold it.
    border = "=" * 4 + hashlib.sha256(inside.encode()).hexdigest()[:12]
    return (
        f"{border} BEGIN passages\n{inside}\n{border} END passages\n\nQuestion: {question}\n\n"
        "Do the passages answer the question? Yes or No:"
    )
