"""Last step: from what was verified, or why there is nothing, to the answer that is shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.boilerplate import is_boilerplate
from bot.answering.records import Answer, Citation, Draft, Statement, Status, Understood, Withheld
from bot.answering.unclear import MOST_CHOICES
from bot.answering.wording import newer_is_silent
from store.catalog import Catalog
from store.records import Hit

NEAREST = 3
# The cross-encoder's score under which a passage is not even near: showing it would only puzzle.
NEAR = -2.0


def which_is_meant(understood: Understood, draft: Draft) -> tuple[str, ...]:
    """Return the subjects among which a question about "the force" does not choose."""
    if not understood.open_party:
        return ()
    return draft.subjects[:MOST_CHOICES] if len(draft.subjects) > 1 else ()


def silent_newer(
    understood: Understood, statements: Sequence[Statement], catalog: Catalog
) -> tuple[str, ...]:
    """Say so where the newest report on the subject is not among those that answer."""
    cited = [c.published_on for one in statements for c in one.citations if c.published_on]
    of_now = len(understood.subjects) == 1 and not understood.times.bounded
    if not of_now or "said" in understood.asks or not cited:
        return ()
    on_subject = replace(understood.filters, subjects=understood.subjects)
    newest = catalog.searchable(on_subject)[:1]
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
    further: tuple[Statement, ...] = ()


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


def conclude(understood: Understood, outcome: Outcome, catalog: Catalog) -> Answer:
    """Return the answer that an outcome makes."""
    cited = [citation for one in outcome.statements for citation in one.citations]
    dates = [citation.published_on for citation in cited if citation.published_on]
    return Answer(
        question=understood.question,
        status=outcome.status,
        as_of=max(dates, default=None),
        statements=outcome.statements,
        withheld=outcome.withheld,
        nearest=() if outcome.statements else _nearest(outcome.hits),
        coverage=catalog.coverage(understood.filters),
        notices=outcome.notices,
        choices=outcome.choices,
        scope=understood.scope,
        best_score=outcome.best_score,
        history=_is_history(cited, catalog),
        further=outcome.further,
    )


def _is_history(cited: Sequence[Citation], catalog: Catalog) -> bool:
    """Whether all that is cited is on one subject, so that older reports are its history."""
    reports = {citation.report_id for citation in cited}
    subjects = {catalog.report(one).description.subject.value for one in reports}
    return len(subjects) == 1 and (len(reports) == 1 or None not in subjects)
