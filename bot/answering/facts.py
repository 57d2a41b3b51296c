"""Answers from what ingest recorded of a report itself: who led its inspection, when it was.

Such lines stand on a title page or in a list of inspectors, where no search by meaning finds them.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.answering.categories import Series, series_asked, series_of
from bot.answering.finding_claims import claim_at
from bot.answering.finding_topics import topics_of
from bot.answering.period import is_from
from bot.answering.records import Draft, StatementKind, Understood
from bot.answering.topic import stems
from bot.answering.wording import long_date
from bot.history import FindingsSource
from ingest.dates import find_dates
from ingest.sentences import sentences
from store.records import Hit, Passage, ReportSummary

_BODIES = {
    "CQC": r"\bCQC\b|\bCare Quality Commission\b",
    "HMICFRS": r"\bHMICFRS\b|\bHMIC\b|\bInspectorate of Constabulary\b",
    "HMI Probation": r"\bHMI ?Probation\b|\bHMIP\b|\bInspectorate of Probation\b",
    "Ofsted": r"\bOfsted\b",
}
_BODY = "|".join(_BODIES.values())
_LED = re.compile(
    r"\bwho(?:[’']s| is| was| were)? (?:led|leads|leading|ran|carried out|conducted|headed|did"
    r"|the (?:lead|reporting) inspector|in charge of)\b"
    r"(?=.*\b(?:inspection|visit|inspector|review)\b)"
    rf"|\bwho (?:led|headed)(?:\W*$| (?:for|from) (?:the )?(?:{_BODY}))"
    r"|\bwho led (?:it|that|this)\b"
    r"|\b(?:lead|reporting) inspectors?\b|\bwho inspected\b"
    rf"|\bwho\b.*\blead (?:for|from) (?:the )?(?:{_BODY})"
    rf"|\bwho (?:was|were|is|are) (?:the )?(?:{_BODY})(?:[’']s?)? lead\b"
    r"|\b(?:which|what) inspectors? (?:went|led|visited|inspected|carried)\b",
    re.IGNORECASE,
)
_INSPECTED = re.compile(
    r"\bwhen (?:was|were|did)\b.*\b(?:inspected|inspect|visit(?:ed)?|there|go to|go in|come)\b"
    r"|\bwhen (?:was|were|did)\b.*\binspections?\b.*\b(?:done|carried out|take place|held|happen)\b"
    r"|\bwhen (?:was|were) (?:the|its|their|that|\S+[’']s?) "
    r"(?:last |latest |most recent )?(?:\w+ ){0,2}(?:inspection|visit|JTAI|ILACS)\b"
    r"|\bwhen (?:was|were) (?:ofsted|inspectors|hmicfrs|cqc) (?:last )?(?:in|at)\b"
    r"|\bwhat (?:dates?|days) .*\b(?:inspect|visit)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:when|what (?:date|day|month)) (?:did|was|were|is)\b.*"
    r"\b(?:come out|came out|published|publish|released|issued)\b"
    r"|\bhow (?:old|recent) (?:is|are)\b.*\breports?\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\bhow many (?:[\w’'-]+ )?(?:reports|inspections|documents)\b"
    r"|^(?:which|what|list(?: the| all)?|show(?: me)?(?: the)?)"
    r" (?:[\w’'-]+ )?(?:reports|inspections)\b",
    re.IGNORECASE,
)
_NEWEST = re.compile(r"\b(?:last|latest|newest|(?:most )?recent(?:ly)?)\b", re.IGNORECASE)
_PREVIOUS = re.compile(
    r"\b(?:previous|penultimate|last but one) (?:[\w’'-]+ ){0,3}?(?:inspection|report|visit)\b"
    r"|\b(?:inspection|report|visit) before\W*(?:the )?(?:last|that|latest)?\W*$",
    re.IGNORECASE,
)
_NOT_THE_DAY = re.compile(r"\b(?:next|previous|again|return|revisit|publish|will)\b", re.IGNORECASE)
_LEAD_INSPECTOR = re.compile(r"\b(?:lead|reporting)\s+inspector|\bled\s+by\b", re.IGNORECASE)
_BODY_JOINT = re.compile(r",\s*|\s+and\s+")
_MOST_LEADERS = 3
_MOST_COUNTED = 10
Span = tuple[int, int]


def compose_facts(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return who led or when was the inspection asked about, or which reports there are.

    None where none of that is asked.
    """
    query = understood.query
    if len(understood.subjects) != 1:
        return None
    if _COUNTED.search(query) and not topics_of(understood):
        return _counted(understood, source)
    inspected = _INSPECTED.search(query) and not _NOT_THE_DAY.search(query)
    published = _PUBLISHED.search(query) is not None
    if asks_leader(query):
        return _led(understood, source)
    if not inspected and not published:
        return None
    return _published(understood, source) if published else _inspected(understood, source)


def asks_leader(query: str) -> bool:
    """Whether who led an inspection is asked."""
    return _LED.search(query) is not None


def _inspected(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return the line that says when the inspection was, from the report that fits best."""
    for report in _reports(understood, source):
        first, last = (
            report.description.inspected_from.value,
            report.description.inspected_to.value,
        )
        text = source.text(report.report_id, report.revision)
        if span := next(_dated(text, first, last), None):
            return Draft((claim_at(report, span, StatementKind.EXTRACT, source),))
    return None


def _published(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return when the report that fits best came out: the line that says so, else its title.

    Many a report leaves its day to the page that it is fetched from; an older one that gives its
    own must not answer for it.
    """
    dated = [report for report in _reports(understood, source) if report.published_on]
    for report in dated[:1]:
        day = report.published_on
        text = source.text(report.report_id, report.revision)
        span = next(_dated(text, day, day), None)
        notices = () if span or not day else (f"It was published on {long_date(day)}.",)
        span = span or _title(report, source)
        return Draft((claim_at(report, span, StatementKind.EXTRACT, source),), notices=notices)
    return None


def _led(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return the lines that name who led an inspection, for the body asked where one is."""
    bodies = [body for body in _BODIES.values() if re.search(body, understood.query, re.IGNORECASE)]
    for report in _reports(understood, source):
        text = source.text(report.report_id, report.revision)
        spans = list(_leaders(report, text))
        theirs = [s for s in spans if any(re.search(one, text[slice(*s)]) for one in bodies)]
        shared = len(_BODY_JOINT.split(report.description.publisher.value or "")) > 1
        if bodies and shared:
            spans = theirs
        if spans:
            most = _MOST_LEADERS if shared else 1
            claims = (claim_at(report, s, StatementKind.EXTRACT, source) for s in spans[:most])
            return Draft(tuple(claims))
    return None


def _counted(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return the title of each report on the subject, as its text gives it, and their number."""
    filters = replace(understood.filters, subjects=understood.subjects)
    within, series = understood.times.within, series_asked(understood.query)
    reports = [
        report
        for report in source.searchable(filters)
        if (within is None or is_from(_hit(report), within))
        and (series in (None, Series.SERVICES) or series_of(report) is series)
    ]
    claims = tuple(
        claim_at(report, _title(report, source), StatementKind.EXTRACT, source)
        for report in reports
    )
    number = "1 report" if len(reports) == 1 else f"{len(reports)} reports"
    (subject,) = understood.subjects
    when = " of that time" if within or understood.times.since else ""
    return Draft(claims[:_MOST_COUNTED], notices=(f"I hold {number} on {subject}{when}.",))


def _title(report: ReportSummary, source: FindingsSource) -> Span:
    """Return where a report's title stands in its text, else a part of it, else the first line."""
    text = source.text(report.report_id, report.revision)
    for part in (report.title, *reversed(report.title.split(": "))):
        words = r"\s+".join(map(re.escape, part.split()))
        if found := re.search(words, text):
            return found.span()
    return next(iter(sentences(text)), (0, 0))


def _reports(understood: Understood, source: FindingsSource) -> list[ReportSummary]:
    """Return the reports on the subject, those that the question's words fit best first.

    Of a sort of inspection that is named there are no others; of the "last" the newest is first,
    and of the "previous" the next older one of its sort.
    """
    filters = replace(understood.filters, subjects=understood.subjects)
    asked, within = stems(understood.query), understood.times.within
    series = series_asked(understood.query)
    reports = [
        report
        for report in source.searchable(filters)
        if within is None or is_from(_hit(report), within)
    ]
    reports = [report for report in reports if series and series_of(report) is series] or reports
    if _PREVIOUS.search(understood.query):
        return [one for one in reports if series_of(one) is series_of(reports[0])][1:]
    if _NEWEST.search(understood.query) or series:
        return reports
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
    said = [span for span in lines if _LEAD_INSPECTOR.search(text[slice(*span)])]
    yield from said or lines


def _dated(text: str, first: date | None, last: date | None) -> Iterator[Span]:
    """Yield the lines that give a day, or a range of days."""
    if first is None or last is None:
        return
    for found in find_dates(text, not_after=last):
        if (found.first, found.last) == (first, last):
            yield next((start, end) for start, end in sentences(text) if start <= found.start < end)
