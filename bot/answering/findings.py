"""Answers from what ingest recorded: grades, how they changed, what was recommended.

Goes before the composers that search. Rows and sentences are lifted whole; a change is a
sentence that code writes around two or more judgements and cites each of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.answering.finding_questions import Asked, Sort, asked_of_findings, fitting, holds
from bot.answering.records import Claim, Draft, Evidence, StatementKind, Understood
from bot.answering.wording import long_date
from bot.followed import Followed, followed
from bot.history import FindingsSource, Graded, History, Line, Read, history, read_reports
from store.records import Hit, Passage, ReportSummary

_MOST_ACTIONS = 10
_MOST_LISTED = 25
_MOST_CHANGES = 6
_POLICE = ("Police", "Constabulary")


def compose_findings(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return an answer from recorded findings, None where the question or the records have none."""
    asked = asked_of_findings(understood)
    if asked is None:
        return None
    if asked.sort is Sort.LIST:
        return _listed(asked, understood, source)
    (subject,) = understood.subjects
    filters = replace(understood.filters, subjects=(subject,))
    past = history(subject, read_reports(source, filters))
    if asked.sort is Sort.ACTIONS:
        return _actions(asked, past, source)
    lines = _lines(asked, past)
    if not lines:
        return None
    if asked.sort is Sort.CHANGE:
        return _changes(asked, past, lines, source)
    return _grades(asked, past, lines, source)


def _lines(asked: Asked, past: History) -> list[Line]:
    """Return what a question wants graded: its topics, or else everything."""
    names = fitting([line.name for line in past.lines], asked.topics)
    return [line for line in past.lines if line.name in names]


def _grades(
    asked: Asked, past: History, lines: Sequence[Line], source: FindingsSource
) -> Draft | None:
    """Give the grades of the newest report, or of the year asked; then those before, dated."""
    reports = [read.report for read in past.reports if any(_in(line, read) for line in lines)]
    if asked.years:
        reports = [report for report in reports if _year(report) in asked.years]
    if asked.earlier:
        reports = reports[:-1]
    if not reports:
        return None
    newest = reports[-1]
    graded = [one for line in lines for one in line.values if one.report == newest]
    whole = [one for one in graded if one.judgement.overall]
    only_whole = not asked.topics and (asked.overall or (asked.one and bool(whole)))
    notices = []
    if only_whole and whole:
        graded = whole[:1]
    elif only_whole:
        notices = [f"The report of {_said(newest)} gives no overall grade; these are its grades."]
    claims = [_lifted(one, source) for one in sorted(graded, key=_rank)]
    before = _before(lines, newest) if not asked.years else None
    if before:
        claims.append(_lifted(before[0], source))
        notices += [before[1]] if before[1] else []
    return Draft(tuple(claims), notices=tuple(notices))


def _before(lines: Sequence[Line], newest: ReportSummary) -> tuple[Graded, str | None] | None:
    """Return the grade before that of `newest`, of the first thing asked, with what to note."""
    for line in lines:
        at = next((i for i, one in enumerate(line.values) if one.report == newest), 0)
        if at:
            return line.values[at - 1], _unlike(line)
    return None


def _changes(
    asked: Asked, past: History, lines: Sequence[Line], source: FindingsSource
) -> Draft | None:
    """Give each step of the overall grade, then of what else may be compared."""
    spans = [(line, _span(line, asked)) for line in lines]
    whole = [(line, span) for line, span in spans if line.overall]
    if not any(len(span) > 1 for _, span in spans):
        return _nothing_to_compare(asked, past, whole or spans, source)
    claims: list[Claim] = []
    notices: list[str] = []
    for line, span in spans:
        told = line.overall or bool(asked.topics)
        if len(span) > 1 and (told or line.like_for_like) and len(claims) < _MOST_CHANGES:
            claims.append(_change(line.name, span, source))
        if len(span) > 1 and told and not line.like_for_like:
            notices.append(_unlike(line) or "")
    left = [line.name for line, span in spans if span and not line.overall and line.why]
    if left and not asked.topics:
        notices.append(
            f"Not like for like between the reports, so not compared: {'; '.join(left)}."
        )
    return Draft(tuple(claims), notices=tuple(notices))


def _nothing_to_compare(
    asked: Asked,
    past: History,
    spans: Sequence[tuple[Line, Sequence[Graded]]],
    source: FindingsSource,
) -> Draft | None:
    """Give the one grade there is, and say that there is no other to compare it with."""
    known = [(line, span[-1]) for line, span in spans if span]
    if not known or not (asked.since or len(asked.years) > 1):
        return None
    claims = [_lifted(one, source) for _, one in known]
    period = f"since {asked.since}" if asked.since else "in that time"
    return Draft(
        tuple(claims), notices=(f"Only one report grades {past.subject} {period}: no comparison.",)
    )


def _span(line: Line, asked: Asked) -> tuple[Graded, ...]:
    """Return the grades of the time asked, from the one that held when it began.

    A report of the first year itself is the starting point, else the newest before it.
    """
    first = asked.since or (min(asked.years) if asked.years else None)
    last = max(asked.years) if len(set(asked.years)) > 1 else None
    values = [one for one in line.values if last is None or _year(one.report) <= last]
    if first is None:
        return tuple(values)
    before = [one for one in values if _year(one.report) < first]
    within = [one for one in values if _year(one.report) >= first]
    opened = within and _year(within[0].report) == first
    return tuple(within) if opened or not before else (before[-1], *within)


def _actions(asked: Asked, past: History, source: FindingsSource) -> Draft | None:
    """Give what the newest report demands, and what a later one says became of it."""
    everything = followed(past.reports, source)
    fit = [one for one in everything if all(holds(one.text, topic) for topic in asked.topics)]
    fit = [one for one in fit if not asked.kinds or one.recommendation.kind in asked.kinds] or fit
    if asked.years:
        fit = [one for one in fit if _year(one.report) in asked.years]
    if not fit:
        return None
    newest = [one for one in fit if one.report == fit[-1].report]
    shown = newest[:_MOST_ACTIONS]
    told = [one for one in shown if one.told_by]
    demands = [_demand(one, source) for one in shown]
    statuses = [_told(one, source) for one in told]
    claims = [*statuses, *demands] if asked.status and statuses else [*demands, *statuses]
    notices = _due_notes(shown)
    if len(newest) > len(shown):
        notices.append(
            f"The report of {_said(newest[0].report)} makes {len(newest)} demands; the first "
            f"{len(shown)} are shown. `reportdesk recommendations` lists all."
        )
    return Draft(tuple(claims), notices=tuple(notices))


def _due_notes(shown: Sequence[Followed]) -> list[str]:
    """Say by when, where the words that are lifted name no day themselves."""
    found: dict[str, str] = {}
    for one in shown:
        said = one.recommendation
        if said.due and said.due_from and said.due_from not in one.text:
            found[said.due_from] = long_date(said.due)
    return [f"Due by {day} ({words})." for words, day in found.items()]


def _listed(asked: Asked, understood: Understood, source: FindingsSource) -> Draft | None:
    """List the subjects whose newest report gives the grade asked."""
    filters = understood.filters
    if asked.years:
        first, last = min(asked.years), max(asked.years)
        filters = replace(
            filters, published_from=date(first, 1, 1), published_to=date(last, 12, 31)
        )
    by_subject: dict[str, list[Read]] = {}
    reads = read_reports(source, filters)
    for read in reads:
        name = read.report.description.subject.value
        if name and asked.forces == name.endswith(_POLICE):
            by_subject.setdefault(name, []).append(read)
    newest = [one for name, own in by_subject.items() for one in _newest(asked, history(name, own))]
    if not newest:
        return None
    matching = [one for one in newest if one.judgement.value == asked.grade]
    matching.sort(key=lambda one: one.report.published_on or date.min, reverse=True)
    when = f" in {'–'.join(map(str, sorted(set(asked.years))))}" if asked.years else ""
    count = (
        f"{len(matching)} of the {len(newest)} with such a grade were graded {asked.grade} in "
        f"their newest report{when}. I searched {len(reads)} reports{when}."
    )
    return Draft(tuple(_lifted(one, source) for one in matching[:_MOST_LISTED]), notices=(count,))


def _newest(asked: Asked, past: History) -> Iterable[Graded]:
    """Return the newest overall grade of a subject, or that of the topic asked."""
    lines = _lines(asked, past)
    wanted = [line for line in lines if line.overall or asked.topics]
    values = [line.values[-1] for line in wanted]
    return sorted(values, key=lambda one: one.report.published_on or date.min)[-1:]


def _lifted(one: Graded, source: FindingsSource) -> Claim:
    evidence = _evidence(one.report, one.judgement.start, one.judgement.end, source)
    text = _words(evidence, source)
    return Claim(text, StatementKind.JUDGEMENT, None, (evidence,))


def _change(name: str, span: Sequence[Graded], source: FindingsSource) -> Claim:
    steps = " → ".join(f"{one.judgement.value} ({_said(one.report)})" for one in span)
    evidence = (
        _evidence(one.report, one.judgement.start, one.judgement.end, source)
        for one in reversed(span)
    )
    return Claim(f"{name}: {steps}", StatementKind.CHANGE, None, tuple(evidence))


def _demand(one: Followed, source: FindingsSource) -> Claim:
    said = one.recommendation
    evidence = _evidence(one.report, said.start, said.end, source)
    return Claim(one.text, StatementKind.EXTRACT, None, (evidence,))


def _told(one: Followed, source: FindingsSource) -> Claim:
    assert one.told_by is not None
    report, follow_up = one.told_by
    evidence = _evidence(report, follow_up.start, follow_up.end, source)
    return Claim(_words(evidence, source), StatementKind.EXTRACT, None, (evidence,))


def _evidence(report: ReportSummary, start: int, end: int, source: FindingsSource) -> Evidence:
    passage = source.passage_at(report.report_id, report.revision, start)
    # A span that no passage holds, such as one of page furniture, has no section to show.
    held = passage or Passage(0, start, end, None, "", "", "")
    return Evidence(Hit(report, held, 0.0), start, end)


def _words(evidence: Evidence, source: FindingsSource) -> str:
    report = evidence.hit.report
    return source.text(report.report_id, report.revision)[evidence.start : evidence.end]


def _unlike(line: Line) -> str | None:
    return f"{line.name} is not like for like: {line.why}." if line.why else None


def _in(line: Line, read: Read) -> bool:
    return any(one.report == read.report for one in line.values)


def _rank(one: Graded) -> tuple[bool, int]:
    return not one.judgement.overall, one.judgement.start


def _year(report: ReportSummary) -> int:
    return report.published_on.year if report.published_on else 0


def _said(report: ReportSummary) -> str:
    return long_date(report.published_on) if report.published_on else "an unknown date"
