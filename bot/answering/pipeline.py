"""The answer path: a question becomes a cited answer.

question -> understand -> search -> compose -> verify -> answer
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import structlog

from bot.answering.boilerplate import is_boilerplate
from bot.answering.errors import ModelUnavailableError
from bot.answering.facts import compose_facts
from bot.answering.findings import compose_findings
from bot.answering.records import (
    Answer,
    Draft,
    Question,
    Statement,
    Status,
    Understood,
    Withheld,
)
from bot.answering.rewrite import Rewriter
from bot.answering.settings import AnswerSettings
from bot.answering.understand import MOST_CHOICES, understand
from bot.answering.verify import RevisionTexts, verify
from bot.answering.vocabulary import Vocabulary
from bot.answering.wording import newer_is_silent
from store.catalog import Catalog
from store.records import Hit
from store.retrieve import Retriever

log = structlog.get_logger(__name__)

NEAREST = 3
# The cross-encoder's score under which a passage is not even near: showing it would only puzzle.
NEAR = -4.0
_MODEL_FAILED = (
    "The chat model did not answer, so this answer was composed without it, from the reports' own "
    "sentences."
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
    `aliases` maps each other name of a body to its full name.
    """

    catalog: Catalog
    retriever: Retriever
    composer: Composer
    model_composer: Composer | None
    texts: RevisionTexts
    aliases: Mapping[str, str]
    vocabulary: Callable[[], Vocabulary]
    settings: AnswerSettings
    rewriter: Rewriter | None = None


@dataclass
class Stopwatch:
    """Seconds spent in each step."""

    laps: list[tuple[str, float]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def lap(self, step: str) -> None:
        """Record the time since the last lap under `step`."""
        now = time.monotonic()
        self.laps.append((step, now - self.began))
        self.began = now


def answer(question: Question, parts: AnswerParts) -> Answer:
    """Answer a question from the reports; every early end is an answer with a status."""
    watch = Stopwatch()
    understood, read_as = understand_whole(question, parts)
    watch.lap("understand")
    if understood.stop is not None:
        outcome = Outcome(understood.stop, choices=understood.choices)
        return _conclude(understood, outcome, parts, watch)
    hits: list[Hit] = []
    draft = compose_recorded(understood, parts)
    if draft is None or not draft.claims:
        hits = search(understood, parts)
        watch.lap("search")
        draft = compose(understood, hits, parts)
    watch.lap("compose")
    if choices := which_is_meant(understood, draft):
        return _conclude(understood, Outcome(Status.UNCLEAR, choices=choices), parts, watch)
    statements, withheld = verify(draft, parts.texts, parts.aliases)
    watch.lap("verify")
    status = Status.ANSWERED if statements else Status.NOT_IN_REPORTS
    notices = (*read_as, *draft.notices, *silent_newer(understood, statements, parts))
    outcome = Outcome(
        status, statements, (*draft.withheld, *withheld), hits, notices, draft.best_score
    )
    return _conclude(understood, outcome, parts, watch)


def understand_whole(question: Question, parts: AnswerParts) -> tuple[Understood, tuple[str, ...]]:
    """Understand a question, a follow-up as the model makes it whole; say what it was read as."""
    vocabulary = parts.vocabulary()
    understood = understand(question, vocabulary)
    if parts.rewriter is None or not question.history or understood.stop is not None:
        return understood, ()
    whole = parts.rewriter.rewrite(question.text, question.history)
    if whole is None or whole == question.text:
        return understood, ()
    read = understand(replace(question, text=whole, history=()), vocabulary)
    return replace(read, question=question), (f"I read the question as “{whole}”",)


def search(understood: Understood, parts: AnswerParts) -> list[Hit]:
    """Return the passages to compose from, most of them on the named subjects.

    Reports on another subject may speak of this one too, so a part of the room is theirs.
    """
    asked, subjects = understood.question, understood.subjects
    follows = understood.query != " ".join(asked.text.split())
    return parts.retriever.search(
        understood.query,
        understood.filters,
        2 * parts.settings.passages,
        [(turn.question, turn.answer) for turn in asked.history] if follows else (),
        preferred=replace(understood.filters, subjects=subjects) if subjects else None,
        prefer_recent=understood.present,
    )


def compose_recorded(understood: Understood, parts: AnswerParts) -> Draft | None:
    """Compose from what ingest recorded, None where the question asks for something else."""
    found = compose_facts(understood, parts.catalog)
    return found or compose_findings(understood, parts.catalog)


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


def which_is_meant(understood: Understood, draft: Draft) -> tuple[str, ...]:
    """Return the subjects among which a question about "the force" does not choose."""
    if not understood.open_party:
        return ()
    subjects = dict.fromkeys(
        subject
        for claim in draft.claims
        for evidence in claim.evidence
        if (subject := evidence.hit.report.description.subject.value)
    )
    return tuple(subjects)[:MOST_CHOICES] if len(subjects) > 1 else ()


def silent_newer(
    understood: Understood, statements: Sequence[Statement], parts: AnswerParts
) -> tuple[str, ...]:
    """Say so where today is asked about and the newest report on the subject does not answer."""
    cited = [c.published_on for one in statements for c in one.citations if c.published_on]
    if not understood.present or not understood.subjects or not cited:
        return ()
    on_subject = replace(understood.filters, subjects=understood.subjects)
    newest = parts.catalog.searchable(on_subject)[:1]
    return tuple(
        newer_is_silent(report)
        for report in newest
        if report.published_on and report.published_on > max(cited)
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a question ended, with what there is to show for it."""

    status: Status
    statements: tuple[Statement, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    hits: Sequence[Hit] = ()
    notices: tuple[str, ...] = ()
    best_score: float | None = None
    choices: tuple[str, ...] = ()


def _nearest(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return the passages to offer where none answers, best first."""
    near = [
        hit
        for hit in hits
        if hit.relevance is not None
        and hit.relevance >= NEAR
        and not is_boilerplate(hit.passage.section)
    ]
    return tuple(sorted(near, key=lambda hit: -(hit.relevance or 0.0))[:NEAREST])


def _conclude(
    understood: Understood, outcome: Outcome, parts: AnswerParts, watch: Stopwatch
) -> Answer:
    cited = [citation for one in outcome.statements for citation in one.citations]
    dates = [citation.published_on for citation in cited if citation.published_on]
    return Answer(
        question=understood.question,
        status=outcome.status,
        as_of=max(dates, default=None),
        statements=outcome.statements,
        withheld=outcome.withheld,
        nearest=() if outcome.statements else _nearest(outcome.hits),
        coverage=parts.catalog.coverage(understood.filters),
        seconds=tuple(watch.laps),
        notices=outcome.notices,
        choices=outcome.choices,
        scope=understood.scope,
        best_score=outcome.best_score,
    )
