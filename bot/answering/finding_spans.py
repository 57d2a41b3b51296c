"""Which grades of a line belong to the time that a question asks about."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.finding_claims import day_of, named_otherwise, year_of, years_of
from bot.answering.finding_questions import Asked
from bot.history import Graded, Line
from ingest.findings.names import key

_SEVERAL = 2
Span = tuple[Line, tuple[Graded, ...]]


def spans(asked: Asked, lines: Sequence[Line]) -> list[Span]:
    """Return the grades of the time asked; it begins with the report that grades the whole.

    One grade asked for ("has it ever been inadequate?") is that of the whole.
    """
    whole = asked.overall or ((asked.grade or asked.ever) and not asked.narrow)
    wanted = [line for line in lines if line.overall] if whole else lines
    found = [(line, span(line, asked)) for line in wanted or lines]
    begun = [year_of(values[0].report) for line, values in found if values and line.overall]
    first = min(begun, default=0)
    clipped = [
        (line, tuple(one for one in values if year_of(one.report) >= first))
        for line, values in found
    ]
    return [(line, values) for line, values in clipped if values]


def as_one(asked: Asked, lines: Sequence[Line]) -> list[Line]:
    """Return the lines of one category as one, which goes by the newest name.

    "Children in care" and, before, "children in care and care leavers" follow each other.
    """
    if len(asked.categories) != 1 or asked.topics or len(lines) < _SEVERAL:
        return list(lines)
    newest_first = sorted(lines, key=lambda line: day_of(line.values[-1]), reverse=True)
    by_report: dict[str, Graded] = {}
    for line in newest_first:
        for one in line.values:
            by_report.setdefault(one.report.report_id, one)
    values = tuple(sorted(by_report.values(), key=day_of))
    return [replace(newest_first[0], values=values)]


def other_names(line: Line, values: Sequence[Graded]) -> list[str]:
    """Say which reports call what a line is of by another name."""
    return [
        named_otherwise(one)
        for one in values
        if not line.overall and key(one.judgement.name) != key(line.name)
    ]


def span(line: Line, asked: Asked) -> tuple[Graded, ...]:
    """Return the grades of the time asked, from the one that held when it began.

    A report of the first year itself, or of an inspection in it, is the starting point, else the
    newest before it.
    """
    first = asked.since or (min(asked.years) if asked.years else None)
    last = last_year(asked)
    values = [one for one in line.values if last is None or year_of(one.report) <= last]
    if first is None:
        return tuple(values[-2:] if asked.last_step else values)
    of_year = next((at for at, one in enumerate(values) if first in years_of(one.report)), None)
    before = [at for at, one in enumerate(values) if year_of(one.report) < first]
    start = of_year if of_year is not None else before[-1] if before else 0
    return tuple(values[start:])


def last_year(asked: Asked) -> int | None:
    """Return the year in which the time asked ends, where the question gives one."""
    years = {*asked.years} - ({asked.since} if asked.since else set())
    return max(years) if len({*asked.years}) > 1 and years else None
