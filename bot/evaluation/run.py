"""Asks golden questions of a library and takes down what comes back."""

import time
from collections.abc import Callable, Iterator, Sequence

from bot.answering.pipeline import AnswerParts, answer, search
from bot.answering.records import Answer, Citation, Statement
from bot.answering.understand import understand
from bot.app import App
from bot.evaluation.records import Cited, Golden, Observed, Said, Score
from bot.evaluation.score import score
from store.catalog import Catalog


def run(
    app: App,
    questions: Sequence[Golden],
    tick: Callable[[Golden], None] | None = None,
    *,
    searched: bool = True,
) -> Iterator[tuple[Golden, Observed, Score]]:
    """Ask every question and mark the answer. No audit event is left: nobody was answered.

    With `searched` the reports that the search brings are taken down too, which takes another
    search for each question that some report answers.
    """
    app.warm()
    parts = app.answer_parts
    for golden in questions:
        seen = observe(golden, parts, searched=searched)
        if tick:
            tick(golden)
        yield golden, seen, score(golden, seen)


def observe(golden: Golden, parts: AnswerParts, *, searched: bool = True) -> Observed:
    """Ask one question; read every citation again from the catalog."""
    began = time.perf_counter()
    given = answer(golden.question, parts)
    seconds = time.perf_counter() - began
    sought = searched and golden.expected is not None and bool(golden.expected.reports)
    return Observed(
        status=given.status.value,
        as_of=given.as_of,
        statements=tuple(_said(one, parts.catalog) for one in given.statements),
        withheld=len(given.withheld),
        found=found_reports(golden, parts) if sought else (),
        seconds=seconds,
        best_score=_best_score(given),
    )


def found_reports(golden: Golden, parts: AnswerParts) -> tuple[str, ...]:
    """Return the reports that the answer path searches out for a question, best first."""
    understood = understand(golden.question, parts.vocabulary(golden.question.viewer))
    hits = search(understood, parts)
    return tuple(dict.fromkeys(hit.report.report_id for hit in hits))


def _said(one: Statement, catalog: Catalog) -> Said:
    return Said(
        text=one.text,
        kind=one.kind.value,
        speaker=one.speaker.name if one.speaker else None,
        cited=tuple(_cited(citation, catalog) for citation in one.citations),
    )


def _cited(citation: Citation, catalog: Catalog) -> Cited:
    text = catalog.text(citation.report_id, citation.revision)
    stands = text[citation.start : citation.end]
    return Cited(citation.report_id, citation.page, citation.quote, stands)


def _best_score(given: Answer) -> float | None:
    # Composers that do not score have none.
    best = getattr(given, "best_score", None)
    return None if best is None else float(best)
