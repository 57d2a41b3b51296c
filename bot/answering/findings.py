"""Answers from what ingest recorded: grades, how they changed, what was recommended.

Goes before the composers that search. Rows and sentences are lifted whole; a change is a
sentence that code writes around two or more judgements and cites each of them.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.answering.asks import EVALUATIVE
from bot.answering.categories import categories_in
from bot.answering.finding_claims import (
    change,
    day_of,
    lifted,
    named_otherwise,
    said,
    year_of,
    years_of,
)
from bot.answering.finding_lists import actions, became, listed
from bot.answering.finding_moves import moved, newest_says
from bot.answering.finding_questions import (
    Asked,
    asked_of_findings,
    in_categories,
    lines_asked,
)
from bot.answering.finding_sorts import Sort, asked_part
from bot.answering.finding_spans import Span, as_one, last_year, other_names, spans
from bot.answering.finding_topics import topics_of
from bot.answering.records import Claim, Draft, Understood
from bot.answering.topic import stems
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
from ingest.findings.names import key
from ingest.findings.outcomes import SCALE as SEND_SCALE
from store.records import ReportSummary

_MOST_CHANGES = 6
_LISTS = {Sort.LIST: listed, Sort.MOVED: moved}
# "What did they make of the safeguarding board?": its grade is the short answer.
_VIEW = re.compile(
    r"\b(?:ma[dk]e\s+of|think|thought|view|views|verdict|opinion|reckon|rate|how\s+(?:good|bad|well"
    r"|poor|strong|weak|effective)|like)\b",
    re.IGNORECASE,
)


def compose_none(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return the count of a list that has nothing in it: "0 of 16" is what the reports say."""
    asked = asked_of_findings(understood)
    if asked is None or asked.sort not in _LISTS:
        return None
    draft = _LISTS[asked.sort](asked, understood, source)
    return draft if draft and not draft.claims else None


def compose_findings(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return an answer from recorded findings, None where the question or the records have none."""
    asked = asked_of_findings(understood)
    if asked is None:
        return None
    if asked.sort in _LISTS:
        return _LISTS[asked.sort](asked, understood, source)
    (subject,) = understood.subjects
    # A change since a year starts from the grade that held then, so no report is left out by date.
    before = understood.times.before if asked.sort is not Sort.ACTIONS else None
    filters = replace(
        understood.filters,
        subjects=(subject,),
        published_from=None,
        published_to=before - timedelta(days=1) if before else None,
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
    categories, _ = categories_in(asked_part(understood))
    viewed = asks_view(understood)
    narrowed = understood.times.bounded or understood.times.since
    evaluative = understood.asks & EVALUATIVE and not narrowed
    if len(understood.subjects) != 1 or not (evaluative or viewed):
        return None
    (subject,) = understood.subjects
    filters = replace(understood.filters, subjects=(subject,))
    past = history(subject, _within(read_reports(source, filters), understood))
    # Words of asking ("weaknesses") narrow nothing down.
    topics = tuple(topic for topic in topics_of(understood) if stems(topic))
    lines = [
        line
        for line in in_categories(list(past.lines), categories, topics)
        if topics or categories or line.overall
    ]
    if not lines:
        return None
    newest = max((line.values[-1] for line in lines), key=day_of)
    return lifted(newest, source)


def asks_view(understood: Understood) -> bool:
    """Whether it is asked what inspectors thought of a thing that is graded: the grade says it."""
    query = asked_part(understood)
    return bool(categories_in(query)[0]) and _VIEW.search(query) is not None


def _within(reads: list[Read], understood: Understood) -> list[Read]:
    """Leave out the reports of other times than the stretch asked about, where one is."""
    within = understood.times.within
    if within is None:
        return reads
    years = {*range(within.first.year, within.last.year + 1)}
    return [read for read in reads if years_of(read.report) & years]


def _grades(
    asked: Asked, past: History, lines: Sequence[Line], source: FindingsSource
) -> Draft | None:
    """Give the grades of the newest report, or of the year asked; then those before, dated."""
    reports = [read.report for read in past.reports if any(_in(line, read) for line in lines)]
    notices: list[str] = []
    late = not asked.years
    if asked.years:
        reports, notices = _of_years(reports, asked.years)
        late = not notices and not any(year_of(report) in asked.years for report in reports)
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
    only_whole = not asked.narrow and (asked.overall or singular)
    if only_whole and whole:
        graded = whole[:1]
    elif only_whole:
        notices.append(
            f"The report of {said(newest)} gives no overall grade; these are its grades."
        )
    claims = [lifted(one, source) for one in sorted(graded, key=_rank)]
    # Of an inspection whose report came out a year later, the grade before held until then.
    before = _before(past, lines, newest) if late else None
    if before:
        claims.append(lifted(before[0], source))
        notices += [before[1]] if before[1] else []
    return Draft(tuple(claims), notices=tuple(notices))


def _of_years(
    reports: list[ReportSummary], years: Sequence[int]
) -> tuple[list[ReportSummary], list[str]]:
    """Return the reports of some years, else those before, with a note that says so."""
    found = [report for report in reports if year_of(report) in years]
    found = found or [report for report in reports if years_of(report) & {*years}]
    if found:
        return found, []
    held = [report for report in reports if year_of(report) < min(years)]
    year = min(years)
    note = f"No report with this grade was published in {year}; the newest before it is shown."
    return held, [note] if held else []


def _before(
    past: History, lines: Sequence[Line], newest: ReportSummary
) -> tuple[Graded, str | None] | None:
    """Return the grade before that of `newest`, of the first thing asked, with what to note.

    The report before may have graded it by another name, or together with something else.
    """
    line = next((line for line in lines if any(one.report == newest for one in line.values)), None)
    if line is None:
        return None
    at = next(at for at, one in enumerate(line.values) if one.report == newest)
    earlier = list(line.values[:at])
    if not line.overall:
        others = [one for other in lines if not other.overall for one in other.values]
        earlier = [one for one in others if day_of(one) < day_of(line.values[at])]
    if not earlier:
        return None
    last = max(earlier, key=day_of)
    if key(last.judgement.name) != key(line.name):
        return last, named_otherwise(last)
    pair = (last, line.values[at])
    reads = [read for read in past.reports if read.report in [one.report for one in pair]]
    return last, _unlike(line.name, why_unlike(pair, reads))


def _changes(
    asked: Asked, past: History, lines: Sequence[Line], source: FindingsSource
) -> Draft | None:
    """Give each step of the overall grade, then of what else may be compared."""
    found = spans(asked, as_one(asked, lines))
    if not any(len(span) > 1 for _, span in found):
        return _nothing_to_compare(asked, past, found, source)
    first = min(year_of(span[0].report) for _, span in found)
    last = last_year(asked) or date.max.year
    reads = [read for read in past.reports if first <= year_of(read.report) <= last]
    claims: list[Claim] = []
    unlike: list[str] = []
    notices: list[str] = []
    for line, span in found:
        why = why_unlike(span, reads)
        told = line.overall or asked.narrow
        notices += other_names(line, span)
        if why and told and len(span) > 1:
            notices.append(_unlike(line.name, why) or "")
        elif why:
            unlike.append(line.name)
        if len(span) > 1 and (told or not why) and len(claims) < _MOST_CHANGES:
            claims.append(change(line.name, span, source))
    words = newest_says(found, source)
    claims[1:1] = [words] if words and not (asked.narrow or asked.ever or asked.grade) else []
    if unlike and not asked.narrow:
        names = "; ".join(unlike)
        notices.append(f"Not compared, since not every report in that time grades them: {names}.")
    return Draft(tuple(claims), notices=tuple(notices))


def _nothing_to_compare(
    asked: Asked,
    past: History,
    spans: Sequence[Span],
    source: FindingsSource,
) -> Draft | None:
    """Give the one grade there is, and say that there is no other to compare it with."""
    told = [(line, span) for line, span in spans if line.overall or asked.narrow]
    known = [(line, span[-1]) for line, span in told]
    if not known or not (asked.since or len(asked.years) > 1 or asked.ever):
        return None
    claims = [lifted(one, source) for _, one in known]
    period = f"since {asked.since}" if asked.since else "at all" if asked.ever else "in that time"
    later = became(asked, past, source)
    return Draft(
        (*claims, *(later.claims if later else ())),
        notices=(f"Only one report grades {past.subject} {period}: no comparison.",),
    )


def _unlike(name: str, why: str | None) -> str | None:
    return f"{name} is not like for like: {why}." if why else None


def _in(line: Line, read: Read) -> bool:
    return any(one.report == read.report for one in line.values)


def _rank(one: Graded) -> tuple[bool, int]:
    return not one.judgement.overall, one.judgement.start
