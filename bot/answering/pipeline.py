"""The answer path: a question becomes a cited answer.

question -> understand -> search -> compose -> verify -> answer
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

import structlog

from bot.answering.compare import compose_side_by_side, each_alone, merged
from bot.answering.conclude import Outcome, conclude, silent_newer, which_is_meant
from bot.answering.errors import ModelUnavailableError
from bot.answering.facts import compose_facts
from bot.answering.findings import asks_view, compose_findings, compose_lead, compose_none
from bot.answering.own_words import in_own_words
from bot.answering.records import (
    Answer,
    Draft,
    Question,
    Statement,
    Status,
    Understood,
    Withheld,
)
from bot.answering.reworded import Reworded, reworded
from bot.answering.rewrite import Rewriter
from bot.answering.seen import recalled, still_seen
from bot.answering.settings import AnswerSettings
from bot.answering.spelling import notice
from bot.answering.understand import formal, understand
from bot.answering.ungraded import refuse_grade
from bot.answering.unheld import refuse_inspection, refuse_leader
from bot.answering.verify import RevisionTexts, verify
from bot.answering.vocabulary import Vocabulary
from store.catalog import Catalog
from store.records import Filters, Hit, Viewer
from store.retrieve import Retriever

# Reports this close to the newest on a subject tell of the same state of things.
CURRENT = timedelta(days=548)
log = structlog.get_logger(__name__)

_MODEL_FAILED = (
    "The chat model did not answer, so this answer was composed without it, from the reports' own "
    "sentences."
)
_OWN_WORDS = (
    "Where a sentence of the chat model could not be checked, the report's own sentence stands in."
)


class Composer(Protocol):
    """Proposes the sentences of an answer from passages."""

    def compose(self, understood: Understood, hits: Sequence[Hit]) -> Draft:
        """Return claims with the spans they rest on, none if the passages do not answer."""
        ...


@dataclass(frozen=True, slots=True)
class AnswerParts:
    """What the path needs. `model_composer` goes first where a chat model is configured.

    So does `rewriter` for follow-ups, before the rules of `followups`.
    `aliases` maps each other name of a body to its full name. `vocabulary` is that of a viewer.
    """

    catalog: Catalog
    retriever: Retriever
    composer: Composer
    model_composer: Composer | None
    texts: RevisionTexts
    aliases: Mapping[str, str]
    vocabulary: Callable[[Viewer], Vocabulary]
    settings: AnswerSettings
    rewriter: Rewriter | None = None


class Step(StrEnum):
    """What takes time in answering."""

    SEARCH = "search"
    COMPOSE = "compose"
    VERIFY = "verify"


OnStep = Callable[[Step], None]


@dataclass
class Stopwatch:
    """Seconds spent in each step; `on_step` is told which one begins."""

    on_step: OnStep
    laps: list[tuple[str, float]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def lap(self, step: str, then: Step | None = None) -> None:
        """Record the time since the last lap under `step`, and that `then` begins."""
        now = time.monotonic()
        self.laps.append((step, now - self.began))
        self.began = now
        if then is not None:
            self.on_step(then)


def answer(question: Question, parts: AnswerParts, on_step: OnStep = lambda _step: None) -> Answer:
    """Answer a question from the reports; every early end is an answer with a status.

    `on_step` is told what is being done, for whoever waits.
    """
    watch = Stopwatch(on_step)
    understood, outcome = _outcome(recalled(question, parts.catalog), parts, watch)
    given = conclude(understood, outcome, parts.catalog)
    return replace(given, seconds=tuple(watch.laps))


def _outcome(
    question: Question, parts: AnswerParts, watch: Stopwatch
) -> tuple[Understood, Outcome]:
    """Go through the steps, as far as they lead."""
    understood, read_as = understand_whole(question, parts)
    watch.lap("understand")
    if understood.stop is not None:
        return understood, Outcome(understood.stop, choices=understood.choices)
    hits, draft = propose(understood, parts, watch)
    watch.lap("compose", Step.VERIFY)
    if choices := which_is_meant(understood, draft):
        return understood, Outcome(Status.UNCLEAR, choices=choices)
    statements, withheld, stands_in = _checked(draft, parts)
    further, _ = verify(Draft(draft.further), parts.texts, parts.aliases)
    statements, hits = still_seen(statements, hits, question.viewer, parts.catalog)
    further, _ = still_seen(further, (), question.viewer, parts.catalog)
    watch.lap("verify")
    status = Status.ANSWERED if statements else Status.NOT_IN_REPORTS
    newer = silent_newer(understood, statements, parts.catalog)
    notices = (*read_as, *draft.notices, *stands_in, *newer)
    withheld = (*draft.withheld, *withheld)
    outcome = Outcome(status, statements, withheld, hits, notices, draft.best_score)
    return understood, replace(outcome, further=further)


def _checked(
    draft: Draft, parts: AnswerParts
) -> tuple[tuple[Statement, ...], tuple[Withheld, ...], tuple[str, ...]]:
    """Return what holds of a draft, what is withheld, and a notice where a report's words stand in.

    They are checked like everything else.
    """
    statements, withheld = verify(draft, parts.texts, parts.aliases)
    instead = in_own_words(draft, withheld, parts.aliases)
    if instead is None:
        return statements, withheld, ()
    shown, _ = verify(instead, parts.texts, parts.aliases)
    return shown, withheld, (_OWN_WORDS,) if len(shown) > len(statements) else ()


def propose(
    understood: Understood, parts: AnswerParts, watch: Stopwatch
) -> tuple[list[Hit], Draft]:
    """Compose from what ingest recorded, or else search and compose from what is found."""
    recorded = compose_recorded(understood, parts)
    for refused in (compose_none, refuse_grade, refuse_inspection, refuse_leader):
        recorded = recorded or refused(understood, parts.catalog)
    if recorded is not None:
        return [], recorded
    watch.on_step(Step.SEARCH)
    hits = search(understood, parts)
    watch.lap("search", Step.COMPOSE)
    draft = compose(understood, hits, parts)
    each = () if draft.claims else each_alone(understood)
    alone = [compose(one, search(one, parts), parts) for one in each]
    draft = merged(alone) if alone else draft
    if not draft.claims and (again := reworded(understood)):
        hits, draft = _reworded(again, hits, draft, parts)
    led = draft.claims or asks_view(understood)
    lead = compose_lead(understood, parts.catalog) if led else None
    if lead is None:
        return hits, draft
    # The newest report's grade goes in front of what else is found of a body, and once only.
    others = (claim for claim in draft.claims if claim.text not in lead.text)
    return hits, replace(draft, claims=(lead, *others))


def _reworded(
    said: Reworded, hits: list[Hit], draft: Draft, parts: AnswerParts
) -> tuple[list[Hit], Draft]:
    """Ask again in the reports' words what `draft` does not answer, and say so if that helps."""
    again = search(said.understood, parts)
    found = compose(said.understood, again, parts)
    claims = tuple(claim for claim in found.claims if said.answered_by(claim))
    if not claims:
        return hits, draft
    further = tuple(claim for claim in found.further if said.answered_by(claim))
    notices = (*said.notices, *found.notices)
    return again, replace(found, claims=claims, further=further, notices=notices)


def understand_whole(question: Question, parts: AnswerParts) -> tuple[Understood, tuple[str, ...]]:
    """Understand a question, a follow-up as the model makes it whole; say what it was read as."""
    vocabulary = parts.vocabulary(question.viewer)
    text, misspelt = vocabulary.respelled(question.text)
    understood = understand(replace(question, text=text), vocabulary)
    understood = replace(understood, question=question)
    if parts.rewriter is None or not question.history or understood.stop is not None:
        return understood, notice(misspelt)
    whole = parts.rewriter.rewrite(text, question.history)
    if whole is None or whole == text:
        return understood, notice(misspelt)
    read = understand(replace(question, text=whole, history=()), vocabulary)
    return replace(read, question=question), (f"I read the question as “{whole}”",)


def search(understood: Understood, parts: AnswerParts) -> list[Hit]:
    """Return the passages to compose from, most of them on the named subjects.

    Reports on another subject may speak of this one too, so a part of the room is theirs.
    """
    asked = understood.question
    follows = bool(asked.history) and understood.query != formal(" ".join(asked.text.split()))
    return parts.retriever.search(
        understood.query,
        understood.filters,
        2 * parts.settings.passages,
        [(turn.question, turn.answer) for turn in asked.history] if follows else (),
        preferred=_preferred(understood, parts.catalog),
        prefer_recent=understood.present,
    )


def _preferred(understood: Understood, catalog: Catalog) -> Filters | None:
    """Return the reports on the named subjects, by whom and of what sort they are asked for.

    Where today is asked about, it is the newest of them. None where nothing of it is named, or
    nothing in the library fits.
    """
    named = _by_origin(understood, catalog)
    if understood.subjects:
        named = replace(named or understood.filters, subjects=understood.subjects)
        if not catalog.coverage(named).reports:
            named = replace(understood.filters, subjects=understood.subjects)
    if named is None or not understood.subjects:
        return named
    if not understood.present or named.published_from:
        return named
    newest = catalog.coverage(named).latest
    return replace(named, published_from=newest - CURRENT) if newest else named


def _by_origin(understood: Understood, catalog: Catalog) -> Filters | None:
    if not understood.publishers and not understood.kinds:
        return None
    by = replace(
        understood.filters,
        publishers=understood.publishers or None,
        kinds=understood.kinds or None,
    )
    return by if catalog.coverage(by).reports else None


def compose_recorded(understood: Understood, parts: AnswerParts) -> Draft | None:
    """Compose from what ingest recorded, None where the question asks for something else."""
    for composed in (compose_facts, compose_findings, compose_side_by_side):
        if (draft := composed(understood, parts.catalog)) and draft.claims:
            return draft
    return None


def compose(understood: Understood, hits: Sequence[Hit], parts: AnswerParts) -> Draft:
    """Compose with the chat model if there is one, and without it where that fails."""
    if parts.model_composer is None or not hits:
        return parts.composer.compose(understood, hits)
    try:
        return parts.model_composer.compose(understood, hits[: parts.settings.passages])
    except ModelUnavailableError as error:
        log.warning("chat model failed", reason=str(error))
        draft = parts.composer.compose(understood, hits)
        return replace(draft, notices=(*draft.notices, _MODEL_FAILED))
