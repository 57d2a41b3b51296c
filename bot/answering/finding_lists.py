"""Answers that are lists: what a report demands, and which subjects have a grade."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.answering.categories import Series, series_of, several
from bot.answering.finding_claims import day_of, demand, lifted, said, told, year_of, years_of
from bot.answering.finding_questions import MOST_LISTED, Asked, histories, lines_asked
from bot.answering.finding_topics import holds
from bot.answering.records import Draft, Understood
from bot.answering.wording import long_date
from bot.followed import Followed, followed
from bot.history import FindingsSource, Graded, History, read_reports
from ingest.findings.followups import CLOSED
from ingest.findings.outcomes import SCALE as SEND_SCALE
from store.finding_records import RecommendationKind

_MOST_ACTIONS = 10
# "Recommendations" and "areas for improvement" are what reports of different years call the same.
_STRICT = frozenset({RecommendationKind.PRIORITY_ACTION, RecommendationKind.CAUSE_OF_CONCERN})


def actions(asked: Asked, past: History, source: FindingsSource) -> Draft | None:
    """Give what the newest report demands, and what a later one says became of it.

    An older report answers only where the newest has nothing of the sort asked for: what that
    demanded may long be done.
    """
    everything = _of_series(followed(past.reports, source), asked.series)
    fit = [one for one in everything if _fits(one, asked)]
    fit = [one for one in fit if one.recommendation.kind in asked.kinds & _STRICT] or fit
    if asked.years:
        fit = [one for one in fit if years_of(one.report) & {*asked.years}]
    if not fit:
        return None
    newest = [one for one in fit if one.report == fit[-1].report]
    newest = [one for one in newest if one.recommendation.kind in asked.kinds] or newest
    if asked.open is not None:
        newest = [one for one in newest if one.told_by and _is_open(one) == asked.open]
    shown = newest[:_MOST_ACTIONS]
    # What became of them is told by a newer report, which goes first.
    claims = [told(one, source) for one in shown if one.told_by]
    claims += [demand(one, source) for one in shown]
    notices = _due_notes(shown)
    if shown and asked.series is None and several(one.report for one in everything):
        notices.append(
            f"These are from “{shown[0].report.title}”; others are of other inspections."
        )
    if len(newest) > len(shown):
        notices.append(
            f"The report of {said(newest[0].report)} makes {len(newest)} demands; the first "
            f"{len(shown)} are shown. `reportdesk recommendations` lists all."
        )
    return Draft(tuple(claims), notices=tuple(notices))


def _of_series(found: list[Followed], series: Series | None) -> list[Followed]:
    """Return the demands of a sort of inspection that is named, all where it has none."""
    return [one for one in found if series and series_of(one.report) is series] or found


def _fits(one: Followed, asked: Asked) -> bool:
    """Whether a demand is about what is asked: one of the categories, and each of the topics."""
    of_category = not asked.categories or any(c.asked.search(one.text) for c in asked.categories)
    return of_category and all(holds(one.text, topic) for topic in asked.topics)


def became(asked: Asked, past: History, source: FindingsSource) -> Draft | None:
    """Give what the newest report says became of earlier demands, None where it says nothing.

    It is what changed where no grades can be compared.
    """
    bounded = asked.earlier or set(asked.years) - {asked.since}
    fit = [
        one
        for one in followed(past.reports, source)
        if one.told_by and year_of(one.told_by[0]) >= (asked.since or 0) and _fits(one, asked)
    ]
    if not fit or bounded:
        return None
    note = f"These are recommendations to {past.subject}, and what became of them."
    return Draft(tuple(told(one, source) for one in fit[:_MOST_ACTIONS]), notices=(note,))


def _is_open(one: Followed) -> bool:
    return one.status != CLOSED


def _due_notes(shown: Sequence[Followed]) -> list[str]:
    """Say by when, where the words that are lifted name no day themselves."""
    found: dict[str, str] = {}
    for one in shown:
        due, words = one.recommendation.due, one.recommendation.due_from
        if due and words and words not in one.text:
            found[words] = long_date(due)
    return [f"Due by {day} ({words})." for words, day in found.items()]


def listed(asked: Asked, understood: Understood, source: FindingsSource) -> Draft | None:
    """List the subjects whose newest report gives the grade asked."""
    filters = understood.filters
    if asked.years:
        first, last = min(asked.years), max(asked.years)
        filters = replace(
            filters, published_from=date(first, 1, 1), published_to=date(last, 12, 31)
        )
    reads = read_reports(source, filters)
    newest = [one for past in histories(asked, reads) for one in _newest(asked, past)]
    if not newest:
        return None
    matching = [one for one in newest if one.judgement.value == asked.grade]
    matching.sort(key=day_of, reverse=True)
    when = f" in {'–'.join(map(str, sorted(set(asked.years))))}" if asked.years else ""
    number = "1 report" if len(reads) == 1 else f"{len(reads)} reports"
    count = (
        f"Graded {asked.grade} in the newest report that gives such a grade{when}: "
        f"{len(matching)} of {len(newest)}. I searched {number}{when}."
    )
    return Draft(tuple(lifted(one, source) for one in matching[:MOST_LISTED]), notices=(count,))


def _newest(asked: Asked, past: History) -> Iterable[Graded]:
    """Return the newest overall grade of a subject, or that of the topic asked."""
    lines = lines_asked(asked, past)
    wanted = [
        line
        for line in lines
        if (line.overall or asked.narrow) and line.values[-1].judgement.scale != SEND_SCALE
    ]
    values = [line.values[-1] for line in wanted]
    return sorted(values, key=day_of)[-1:]
