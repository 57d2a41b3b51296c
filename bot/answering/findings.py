"""Answers from what ingest recorded: grades, how they changed, what was recommended.

Goes before the composers that search. Rows and sentences are lifted whole; a change is a
sentence that code writes around two or more judgements and cites each of them.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answering.asks import EVALUATIVE
from bot.answering.finding_claims import change, lifted, said, year_of
from bot.answering.finding_lists import actions, became, listed
from bot.answering.finding_questions import (
    Asked,
    Sort,
    asked_of_findings,
    fitting,
    lines_asked,
    topics_of,
)
from bot.answering.records import Claim, Draft, Understood
from bot.answering.relevance import stems
from bot.history import (
    FindingsSource,
    Graded,
    History,
    Line,
    Read,
    history,
    read_reports,
    why_unlike,
)
from ingest.findings.outcomes import SCALE as SEND_SCALE
from store.records import ReportSummary

_MOST_CHANGES = 6
_Span = tuple[Line, tuple[Graded, ...]]


def compose_findings(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return an answer from recorded findings, None where the question or the records have none."""
    asked = asked_of_findings(understood)
    if asked is None:
        return None
    if asked.sort is Sort.LIST:
        return listed(asked, understood, source)
    (subject,) = understood.subjects
    # A change since a year starts from the grade that held then, so no report is left out by date.
    filters = replace(
        understood.filters, subjects=(subject,), published_from=None, published_to=None
    )
    past = history(subject, read_reports(source, filters))
    if asked.sort is Sort.ACTIONS:
        return actions(asked, past, source)
    lines = lines_asked(asked, past)
    if (asked.overall or asked.one or asked.grade) and not asked.send:
        # The outcome for children with special needs is no grade of children's services.
        lines = [line for line in lines if line.values[-1].judgement.scale != SEND_SCALE]
    if not lines:
        return became(asked, past, source) if asked.sort is Sort.CHANGE else None
    if asked.sort is Sort.CHANGE:
        return _changes(asked, past, lines, source) or became(asked, past, source)
    return _grades(asked, past, lines, source)


def compose_lead(understood: Understood, source: FindingsSource) -> Claim | None:
    """Return the newest grade of what an evaluative question asks about: a body, or one topic.

    It goes in front of what is found by search, so that no older finding, and no single sentence,
    is taken for today's whole.
    """
    narrowed = understood.times.bounded or understood.times.since
    if len(understood.subjects) != 1 or not understood.asks & EVALUATIVE or narrowed:
        return None
    (subject,) = understood.subjects
    filters = replace(understood.filters, subjects=(subject,))
    past = history(subject, read_reports(source, filters))
    # Words of asking ("weaknesses") narrow nothing down.
    topics = tuple(topic for topic in topics_of(understood) if stems(topic))
    names = fitting([line.name for line in past.lines], topics)
    lines = [line for line in past.lines if line.name in names and (topics or line.overall)]
    if not lines:
        return None
    newest = max((line.values[-1] for line in lines), key=_published)
    return lifted(newest, source)


def _published(one: Graded) -> date:
    return one.report.published_on or date.min


def _grades(
    asked: Asked, past: History, lines: Sequence[Line], source: FindingsSource
) -> Draft | None:
    """Give the grades of the newest report, or of the year asked; then those before, dated."""
    reports = [read.report for read in past.reports if any(_in(line, read) for line in lines)]
    notices: list[str] = []
    if asked.years:
        reports, notices = _of_years(reports, asked.years)
    if asked.earlier:
        reports = reports[:-1]
    if not reports:
        return None
    newest = reports[-1]
    graded = [one for line in lines for one in line.values if one.report == newest]
    whole = [one for one in graded if one.judgement.overall]
    if asked.which:
        graded = [one for one in graded if one.judgement.value == asked.grade] or graded
    singular = (asked.one or asked.grade is not None) and bool(whole) and not asked.which
    only_whole = not asked.topics and (asked.overall or singular)
    if only_whole and whole:
        graded = whole[:1]
    elif only_whole:
        notices.append(
            f"The report of {said(newest)} gives no overall grade; these are its grades."
        )
    claims = [lifted(one, source) for one in sorted(graded, key=_rank)]
    before = _before(past, lines, newest) if not asked.years else None
    if before:
        claims.append(lifted(before[0], source))
        notices += [before[1]] if before[1] else []
    return Draft(tuple(claims), notices=tuple(notices))


def _of_years(
    reports: list[ReportSummary], years: Sequence[int]
) -> tuple[list[ReportSummary], list[str]]:
    """Return the reports of some years, else those before, with a note that says so."""
    found = [report for report in reports if year_of(report) in years]
    if found:
        return found, []
    held = [report for report in reports if year_of(report) < min(years)]
    year = min(years)
    note = f"No report with this grade was published in {year}; the newest before it is shown."
    return held, [note] if held else []


def _before(
    past: History, lines: Sequence[Line], newest: ReportSummary
) -> tuple[Graded, str | None] | None:
    """Return the grade before that of `newest`, of the first thing asked, with what to note."""
    for line in lines:
        at = next((i for i, one in enumerate(line.values) if one.report == newest), 0)
        if at:
            pair = line.values[at - 1 : at + 1]
            reads = [read for read in past.reports if read.report in [one.report for one in pair]]
            return pair[0], _unlike(line.name, why_unlike(pair, reads))
    return None


def _changes(
    asked: Asked, past: History, lines: Sequence[Line], source: FindingsSource
) -> Draft | None:
    """Give each step of the overall grade, then of what else may be compared."""
    spans = _spans(asked, lines)
    if not any(len(span) > 1 for _, span in spans):
        return _nothing_to_compare(asked, past, spans, source)
    first = min(year_of(span[0].report) for _, span in spans)
    last = _last(asked) or date.max.year
    reads = [read for read in past.reports if first <= year_of(read.report) <= last]
    claims: list[Claim] = []
    unlike: list[str] = []
    notices: list[str] = []
    for line, span in spans:
        why = why_unlike(span, reads)
        told = line.overall or bool(asked.topics)
        if why and told and len(span) > 1:
            notices.append(_unlike(line.name, why) or "")
        elif why:
            unlike.append(line.name)
        if len(span) > 1 and (told or not why) and len(claims) < _MOST_CHANGES:
            claims.append(change(line.name, span, source))
    if unlike and not asked.topics:
        names = "; ".join(unlike)
        notices.append(f"Not compared, since not every report in that time grades them: {names}.")
    return Draft(tuple(claims), notices=tuple(notices))


def _spans(asked: Asked, lines: Sequence[Line]) -> list[_Span]:
    """Return the grades of the time asked; it begins with the report that grades the whole."""
    wanted = [line for line in lines if line.overall] if asked.overall else lines
    spans = [(line, _span(line, asked)) for line in wanted or lines]
    whole = [year_of(span[0].report) for line, span in spans if span and line.overall]
    first = min(whole, default=0)
    clipped = [
        (line, tuple(one for one in span if year_of(one.report) >= first)) for line, span in spans
    ]
    return [(line, span) for line, span in clipped if span]


def _last(asked: Asked) -> int | None:
    """Return the year in which the time asked ends, where the question gives one."""
    return max(asked.years) if len(set(asked.years)) > 1 else None


def _nothing_to_compare(
    asked: Asked,
    past: History,
    spans: Sequence[_Span],
    source: FindingsSource,
) -> Draft | None:
    """Give the one grade there is, and say that there is no other to compare it with."""
    told = [(line, span) for line, span in spans if line.overall or asked.topics]
    known = [(line, span[-1]) for line, span in told]
    if not known or not (asked.since or len(asked.years) > 1):
        return None
    claims = [lifted(one, source) for _, one in known]
    period = f"since {asked.since}" if asked.since else "in that time"
    later = became(asked, past, source)
    return Draft(
        (*claims, *(later.claims if later else ())),
        notices=(f"Only one report grades {past.subject} {period}: no comparison.",),
    )


def _span(line: Line, asked: Asked) -> tuple[Graded, ...]:
    """Return the grades of the time asked, from the one that held when it began.

    A report of the first year itself is the starting point, else the newest before it.
    """
    first = asked.since or (min(asked.years) if asked.years else None)
    last = _last(asked)
    values = [one for one in line.values if last is None or year_of(one.report) <= last]
    if first is None:
        return tuple(values)
    before = [one for one in values if year_of(one.report) < first]
    within = [one for one in values if year_of(one.report) >= first]
    opened = within and year_of(within[0].report) == first
    return tuple(within) if opened or not before else (before[-1], *within)


def _unlike(name: str, why: str | None) -> str | None:
    return f"{name} is not like for like: {why}." if why else None


def _in(line: Line, read: Read) -> bool:
    return any(one.report == read.report for one in line.values)


def _rank(one: Graded) -> tuple[bool, int]:
    return not one.judgement.overall, one.judgement.start
