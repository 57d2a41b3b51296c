"""Claims made of recorded findings: lifted whole, or a change that code writes and cites."""

from collections.abc import Sequence
from datetime import date

from bot.answering.records import STEP, Claim, Evidence, StatementKind
from bot.answering.wording import long_date
from bot.followed import Followed
from bot.history import FindingsSource, Graded
from store.records import Hit, Passage, ReportSummary


def lifted(one: Graded, source: FindingsSource) -> Claim:
    """Return the row or sentence that gives a grade."""
    evidence = _evidence(one.report, one.judgement.start, one.judgement.end, source)
    text = _words(evidence, source)
    return Claim(text, StatementKind.JUDGEMENT, None, (evidence,))


def claim_at(
    report: ReportSummary, span: tuple[int, int], kind: StatementKind, source: FindingsSource
) -> Claim:
    """Return the words at a span of a report's text, lifted as they stand."""
    evidence = _evidence(report, *span, source)
    return Claim(_words(evidence, source), kind, None, (evidence,))


def change(name: str, span: Sequence[Graded], source: FindingsSource) -> Claim:
    """Return a sentence with each grade and its date, oldest first; the newest is cited first."""
    steps = STEP.join(f"{one.judgement.value} ({said(one.report)})" for one in span)
    evidence = (
        _evidence(one.report, one.judgement.start, one.judgement.end, source)
        for one in reversed(span)
    )
    return Claim(f"{name}: {steps}", StatementKind.CHANGE, None, tuple(evidence))


def demand(one: Followed, source: FindingsSource) -> Claim:
    """Return a recommendation."""
    span = one.recommendation
    evidence = _evidence(one.report, span.start, span.end, source)
    return Claim(one.text, StatementKind.EXTRACT, None, (evidence,))


def told(one: Followed, source: FindingsSource) -> Claim:
    """Return what a later report says of a recommendation."""
    assert one.told_by is not None
    report, follow_up = one.told_by
    evidence = _evidence(report, follow_up.start, follow_up.end, source)
    return Claim(_words(evidence, source), StatementKind.EXTRACT, None, (evidence,))


def day_of(one: Graded) -> date:
    """Return when the report of a grade was published, the first of days where nobody knows."""
    return one.report.published_on or date.min


def named_otherwise(one: Graded) -> str:
    """Say that a report grades a thing under another name than the newest."""
    return f"The report of {said(one.report)} grades “{one.judgement.name}”."


def year_of(report: ReportSummary) -> int:
    """Return the year of publication, 0 where unknown."""
    return report.published_on.year if report.published_on else 0


def years_of(report: ReportSummary) -> frozenset[int]:
    """Return the years that people call a report by: of its publication and of the inspection."""
    days = (report.published_on, report.description.inspected_from.value)
    return frozenset(day.year for day in days if day)


def said(report: ReportSummary) -> str:
    """Return the day of publication as a person writes it."""
    return long_date(report.published_on) if report.published_on else "an unknown date"


def _evidence(report: ReportSummary, start: int, end: int, source: FindingsSource) -> Evidence:
    passage = source.passage_at(report.report_id, report.revision, start)
    # A span that no passage holds, such as one of page furniture, has no section to show.
    held = passage or Passage(0, start, end, None, "", "", "")
    return Evidence(Hit(report, held, 0.0), start, end)


def _words(evidence: Evidence, source: FindingsSource) -> str:
    report = evidence.hit.report
    return source.text(report.report_id, report.revision)[evidence.start : evidence.end]
