"""Answers from what ingest recorded of a report itself: who led its inspection, when it was.

Such lines stand on a title page or in a list of inspectors, where no search by meaning finds them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.answering.finding_claims import claim_at
from bot.answering.records import Draft, StatementKind, Understood
from bot.answering.relevance import is_from, stems
from bot.history import FindingsSource
from ingest.dates import find_dates
from ingest.sentences import sentences
from store.records import Hit, Passage, ReportSummary

_LED = re.compile(
    r"\bwho(?:[’']s| is| was| were)? (?:led|leads|leading|ran|carried out|conducted|headed|did"
    r"|the (?:lead|reporting) inspector)\b(?=.*\b(?:inspection|visit|inspector|review)\b)"
    r"|\bwho led (?:it|that|this)\b|\b(?:lead|reporting) inspector\b",
    re.IGNORECASE,
)
_INSPECTED = re.compile(
    r"\bwhen (?:was|were|did)\b.*\b(?:inspected|inspect|visit(?:ed)?|there|go to|go in|come)\b"
    r"|\bwhen (?:was|were|did)\b.*\binspections?\b.*\b(?:done|carried out|take place|held|happen)\b"
    r"|\bwhen (?:was|were) (?:the|its|their|that|\S+[’']s?) "
    r"(?:last |latest |most recent )?(?:\w+ ){0,2}(?:inspection|visit)\b"
    r"|\bwhen (?:was|were) (?:ofsted|inspectors|hmicfrs|cqc) (?:last )?(?:in|at)\b"
    r"|\bwhat (?:dates?|days) .*\b(?:inspect|visit)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\bwhen (?:did|was|were|is)\b.*\b(?:come out|came out|published|publish|released|issued)\b",
    re.IGNORECASE,
)
_NOT_THE_DAY = re.compile(r"\b(?:next|previous|again|return|revisit|publish|will)\b", re.IGNORECASE)
_LEAD_INSPECTOR = re.compile(r"\b(?:lead|reporting)\s+inspector|\bled\s+by\b", re.IGNORECASE)
Span = tuple[int, int]


def compose_facts(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return who led or when was the inspection asked about, None where that is not asked."""
    led = _LED.search(understood.query) is not None
    inspected = _INSPECTED.search(understood.query) and not _NOT_THE_DAY.search(understood.query)
    published = _PUBLISHED.search(understood.query) is not None
    if len(understood.subjects) != 1 or not (led or inspected or published):
        return None
    for report in _reports(understood, source):
        text = source.text(report.report_id, report.revision)
        if led:
            spans = _leaders(report, text)
        else:
            described, day = report.description, report.published_on
            first, last = described.inspected_from.value, described.inspected_to.value
            spans = _dated(text, day, day) if published else _dated(text, first, last)
        if span := next(spans, None):
            return Draft((claim_at(report, span, StatementKind.EXTRACT, source),))
    return None


def _reports(understood: Understood, source: FindingsSource) -> list[ReportSummary]:
    """Return the reports on the subject, those that the question's words fit best first."""
    filters = replace(understood.filters, subjects=understood.subjects)
    asked, within = stems(understood.query), understood.times.within
    reports = [
        report
        for report in source.searchable(filters)
        if within is None or is_from(_hit(report), within)
    ]
    return sorted(reports, key=lambda report: -len(asked & stems(report.title)))


def _hit(report: ReportSummary) -> Hit:
    return Hit(report, Passage(0, 0, 0, None, "", "", ""), 0.0)


def _leaders(report: ReportSummary, text: str) -> Iterator[Span]:
    """Yield the lines that name the lead inspector, those that say so first."""
    named = report.description.lead_inspector.value
    if not named:
        return
    names = re.split(r", | and ", named)
    lines = [span for span in sentences(text) if any(name in text[slice(*span)] for name in names)]
    yield from (span for span in lines if _LEAD_INSPECTOR.search(text[slice(*span)]))
    yield from lines


def _dated(text: str, first: date | None, last: date | None) -> Iterator[Span]:
    """Yield the lines that give a day, or a range of days."""
    if first is None or last is None:
        return
    for found in find_dates(text, not_after=last):
        if (found.first, found.last) == (first, last):
            yield next((start, end) for start, end in sentences(text) if start <= found.start < end)
