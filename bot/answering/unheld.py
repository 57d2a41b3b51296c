"""Questions for an inspection that no report here is of, or for who led one that none names.

The body's other reports hold all the words of such a question, and would answer beside it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answering.categories import Series, series_asked, series_of
from bot.answering.facts import asks_leader
from bot.answering.records import Draft, Understood
from bot.answering.wording import held_instead
from bot.history import FindingsSource
from store.records import ReportSummary

_INSPECTION = re.compile(r"\b(?:inspections?|inspected|reports?|reviews?|JTAI)\b", re.IGNORECASE)
_LEADER_NAMED = re.compile(
    r"\b(?:lead|reporting)\s+inspectors?\s*[:|]|\binspect\w+\b[^.\n]{0,80}\bled\s+by\b",
    re.IGNORECASE,
)
_TOLD_OF = {
    Series.SEND: re.compile(
        r"(?:\bSEND\b|(?i:special educational needs))[^.]{0,60}\b(?:inspection|review|revisit)"
    ),
    Series.JOINT: re.compile(r"\bJTAI\b|\bjoint targeted\b", re.IGNORECASE),
}
_CALLED = {
    Series.SEND: "SEND inspection",
    Series.JOINT: "joint targeted area inspection",
}


def refuse_inspection(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return an empty draft that says that no report is of the sort of inspection asked for.

    None where there is one, where a report on the body tells of one, or where not all of them are
    of a known sort.
    """
    series = series_asked(understood.query)
    if series not in _CALLED or not _INSPECTION.search(understood.query):
        return None
    held = _held(understood, source)
    if not held or {None, series} & {series_of(report) for report in held}:
        return None
    if any(_TOLD_OF[series].search(text) for text in _texts(held, source)):
        return None
    (subject,) = understood.subjects
    return _without(f"No report here is of a {_CALLED[series]} of {subject}.", held)


def refuse_leader(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return an empty draft that says that no report names who led an inspection.

    None where nobody asks, or where one may.
    """
    if not asks_leader(understood.query):
        return None
    held = _held(understood, source)
    series = series_asked(understood.query)
    held = [report for report in held if series in (None, series_of(report))] or held
    # Who wrote or spoke in a press release may well have led what it is about.
    if not held or None in {series_of(report) for report in held}:
        return None
    if any(_LEADER_NAMED.search(text) for text in _texts(held, source)):
        return None
    (subject,) = understood.subjects
    return _without(f"No report here names who led that inspection of {subject}.", held)


def _held(understood: Understood, source: FindingsSource) -> Sequence[ReportSummary]:
    if len(understood.subjects) != 1:
        return ()
    return source.searchable(replace(understood.filters, subjects=understood.subjects))


def _texts(held: Sequence[ReportSummary], source: FindingsSource) -> Iterator[str]:
    return (source.text(report.report_id, report.revision) for report in held)


def _without(said: str, held: Sequence[ReportSummary]) -> Draft:
    return Draft((), notices=(f"{said} {held_instead(held)}",))
