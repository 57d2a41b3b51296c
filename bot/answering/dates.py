"""When a question is about: as of a day, in a stretch of time, since one, before one."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from ingest.dates import find_dates

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_SEASON_MONTHS = 3
_YEAR = r"(?:19|20)\d\d"
_WHEN = re.compile(
    rf"\b(?:(?P<month>{_MONTH})\s+(?P<month_year>{_YEAR})"
    rf"|(?P<season>spring|summer|autumn|winter)\s+(?:of\s+)?(?P<season_year>{_YEAR})"
    rf"|(?P<years>{_YEAR})\s*(?:/|-|–|to|and)\s*(?P<until>{_YEAR}|\d\d)(?!\d|\w)"
    rf"|(?P<year>{_YEAR})(?!\d|\w)"
    rf"|(?P<which>last|this|the last|the past)\s+"
    rf"(?P<unit>year|month|week|quarter|spring|summer|autumn|winter|{_MONTH})\b)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:since|before|after) (?:its|their|the|our|his|her)?\s*(?:last|previous|earlier|first) "
    r"(?:\w+ )?(?:inspection|report|visit|review|time)\b",
    re.IGNORECASE,
)
_RELATION = re.compile(
    r"\b(?P<word>as (?:of|at|it stood in|things stood in)|since|after|from|before|until|up to"
    r"|by|between|in|during|for|of|on)\s+(?:the\s+)?(?:(?:start|beginning|end|year)\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)
# "in the year to March 2020" is a period that figures are for, not a day to look back from.
_FIGURES = re.compile(
    r"\b(?:year|months?|quarter|weeks?)\s+(?:to|ending|ended|up to)\s+"
    r"(?:the end of\s+)?(?:\d{1,2}\s+)?$",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"\s+(?:[A-Z][a-z]|inspection|report|budget|review|visit|release|letter|speech|act\b)"
)
# "Spring Budget 2017", "Children Act 1989": the year belongs to a name.
_NAMED = re.compile(
    r"\b(?!(?:In|Since|Until|Before|After|By|From|During|Between|For|And|But|Of|To|Was|Is)\b)"
    r"[A-Z][\w’'-]*\s+$"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included; `text[start:end]` says it.

    `names` is true of a year that says which of several is meant: "the 2018 Budget".
    """

    first: date
    last: date
    start: int
    end: int
    names: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """What a question says of time.

    `as_of` is the day whose state of knowledge is asked. `within` is the stretch that the
    question is about. `since` and `before` bound it on one side. `back` is true for "since the
    previous inspection", which only the catalog can date; `figures` for "in the year to March
    2020", the period of a figure rather than of a report.
    """

    as_of: date | None = None
    within: Span | None = None
    since: date | None = None
    before: date | None = None
    back: bool = False
    figures: bool = False

    @property
    def bounded(self) -> bool:
        """Whether a question is about some other time than the present."""
        return bool(self.as_of or self.within or self.before or self.figures)


def read_times(question: str, today: date) -> Times:
    """Return what `question` says of time, relative words counted from `today`."""
    back = _BACK.search(question) is not None
    spans = find_spans(question, today)
    relations = [_relation(question, span) for span in spans]
    times = Times(back=back, figures="figures" in relations)
    for span, relation in zip(spans, relations, strict=True):
        if relation.startswith("as "):
            return Times(as_of=span.last, back=back)
        if relation in ("since", "after") and times.since is None:
            times = replace(times, since=span.first)
        elif relation in ("before", "until", "up to") and times.before is None:
            times = replace(times, before=span.first)
        elif relation != "figures" and times.within is None:
            times = replace(times, within=span)
    return _between(times, spans, question)


def find_spans(question: str, today: date) -> list[Span]:
    """Return the stretches of time that a question names, in order."""
    found = [Span(one.first, one.last, one.start, one.end) for one in find_dates(question)]
    for match in _WHEN.finditer(question):
        overlaps = any(one.start < match.end() and match.start() < one.end for one in found)
        named = match["year"] and _NAMED.search(question[: match.start()])
        if not overlaps and not named and (days := _days(match, today)):
            names = match["year"] and _NAMES.match(question, match.end())
            found.append(Span(*days, match.start(), match.end(), names=bool(names)))
    return sorted(found, key=lambda one: one.start)


def _relation(question: str, span: Span) -> str:
    """Return the word that ties a span to the question: "since", "in", "" where none does."""
    before = question[: span.start]
    if _FIGURES.search(before):
        return "figures"
    match = _RELATION.search(before)
    return " ".join(match["word"].lower().split()) if match else ""


def _between(times: Times, spans: Sequence[Span], question: str) -> Times:
    """Read "between 2018 and 2023" and "from 2018 to 2023" as one stretch."""
    for one, two in pairwise(spans):
        joint = question[one.end : two.start].strip().lower()
        opened = re.search(r"\b(?:between|from)\s*$", question[: one.start], re.IGNORECASE)
        if opened and joint in ("and", "to", "until", "-", "–") and one.first <= two.last:
            return Times(within=Span(one.first, two.last, one.start, two.end), back=times.back)
    return times


def _days(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """Return the first and last day of what matched."""
    if match["month"]:
        return _month(int(match["month_year"]), _MONTHS.index(match["month"].lower()) + 1)
    if match["season"]:
        return _months(int(match["season_year"]), _SEASONS[match["season"].lower()], _SEASON_MONTHS)
    if match["years"]:
        first, until = match["years"], match["until"]
        last = int(until if len(until) > 2 else first[:2] + until)  # noqa: PLR2004 - "2023/24"
        return (date(int(first), 1, 1), date(last, 12, 31)) if last >= int(first) else None
    if match["year"]:
        year = int(match["year"])
        return date(year, 1, 1), date(year, 12, 31)
    return _relative(match["which"].lower(), match["unit"].lower(), today)


def _relative(which: str, unit: str, today: date) -> tuple[date, date] | None:
    last = not which.startswith("this")
    if unit == "year":
        year = today.year - last
        return date(year, 1, 1), date(year, 12, 31)
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * last)
        return monday, monday + timedelta(days=6)
    if unit == "quarter":
        start = 3 * ((today.month - 1) // 3) - 3 * last
        return _months(today.year + start // 12, start % 12 + 1, 3)
    if unit == "month":
        index = today.year * 12 + today.month - 1 - last
        return _month(index // 12, index % 12 + 1)
    if unit in _SEASONS:
        return _latest(_SEASONS[unit], _SEASON_MONTHS, today, over=last)
    return _latest(_MONTHS.index(unit) + 1, 1, today, over=last)


def _latest(month: int, length: int, today: date, *, over: bool) -> tuple[date, date]:
    """Return the latest such months: those that are over where "last" is asked."""
    days = _months(today.year, month, length)
    if days[0] > today or (over and days[1] >= today):
        days = _months(today.year - 1, month, length)
    return days


def _months(year: int, month: int, length: int) -> tuple[date, date]:
    index = year * 12 + month - 1 + length - 1
    return date(year, month, 1), _month(index // 12, index % 12 + 1)[1]


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
