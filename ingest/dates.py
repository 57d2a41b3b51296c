"""Dates written out in text and in file names, single or as a range."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d/])"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_TO = r"\s*(?:[-–—−]|\bto\b|\band\b|\buntil\b|\bthrough\b)\s*"
_WORDED = re.compile(
    rf"(?<![\w./£$€-]){_WEEKDAY}(?:the\s+)?"
    rf"(?:(?P<day>{_DAY})(?:\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>{_YEAR}))?)?{_TO}"
    rf"{_WEEKDAY})?"
    rf"(?P<last_day>{_DAY})\s+(?:of\s+)?(?P<last_month>{_MONTH})(?:,?\s*(?P<last_year>{_YEAR}))?",
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    rf"(?<!\w)(?P<last_month>{_MONTH})\s+(?P<last_day>{_DAY}),?\s+(?P<last_year>{_YEAR})",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?<![\d/-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])")
_SLASHED = re.compile(
    r"(?<![\d/.])(?P<day>\d{1,2})(?P<mark>[/.])(?P<month>\d{1,2})(?P=mark)"
    r"(?P<year>(?:19|20)\d\d)(?![\d/])"
)
_TO_BETWEEN = re.compile(_TO + r"\Z", re.IGNORECASE)
_NAMES = (
    re.compile(
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[-_.]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?!\d)"
    ),
    re.compile(
        r"(?<!\d)(?P<day>\d{1,2})(?P<mark>[-_.])(?P<month>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)(?!\d)"
    ),
)
_WORD_SEPARATORS = re.compile(r"[-_.+\s]+")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """One date (`first == last`) or a range of dates at `text[start:end]`.

    `year_given` is false where the text has no year and one was put in from outside.
    """

    start: int
    end: int
    first: date
    last: date
    year_given: bool = True


def find_dates(
    text: str, start: int = 0, end: int | None = None, not_after: date | None = None
) -> list[FoundDate]:
    """Return the dates and ranges in `text[start:end]`, in order.

    Only whole dates count: "March 2018" is none. A date without a year takes the latest year
    that keeps it on or before `not_after`, and is left out where that is not given.
    """
    stop = len(text) if end is None else end
    found = [*_worded(text, start, stop, not_after), *_numeric(text, start, stop)]
    found.sort(key=lambda date_: (date_.start, -date_.end))
    kept: list[FoundDate] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return _joined(text, kept)


def first_date(text: str, start: int = 0, end: int | None = None) -> FoundDate | None:
    """Return the first date or range of `text[start:end]`, None where there is none."""
    return next(iter(find_dates(text, start, end)), None)


def date_in_name(stem: str) -> date | None:
    """Return the date that a file name (without its ending) carries, None where it has none."""
    for pattern in _NAMES:
        for match in pattern.finditer(stem):
            if found := _date(match["year"], match["month"], match["day"]):
                return found
    worded = first_date(_WORD_SEPARATORS.sub(" ", stem))
    return worded.last if worded else None


def _worded(text: str, start: int, stop: int, not_after: date | None) -> Iterator[FoundDate]:
    for match in _WORDED.finditer(text, start, stop):
        year_given = match["last_year"] is not None
        year = match["last_year"] or (str(not_after.year) if not_after else None)
        last = _date(year, match["last_month"], match["last_day"])
        if last is None:
            continue
        if not year_given and not_after and last > not_after:
            last = _move(last, -1)
        yield _range(match, last, year_given=year_given)
    for match in _AMERICAN.finditer(text, start, stop):
        if found := _date(match["last_year"], match["last_month"], match["last_day"]):
            yield FoundDate(match.start(), match.end(), found, found)


def _range(match: re.Match[str], last: date, *, year_given: bool) -> FoundDate:
    """Put the first day of a range to its last: what the first leaves out, the last says."""
    first: date | None = last
    if match["day"]:
        month = match["month"] or match["last_month"]
        first = _date(match["year"] or str(last.year), month, match["day"])
        if first and first > last and match["month"] and not match["year"]:
            first = _move(first, -1)
    if first is None or first > last:
        return FoundDate(match.start("last_day"), match.end(), last, last, year_given)
    return FoundDate(match.start(), match.end(), first, last, year_given)


def _numeric(text: str, start: int, stop: int) -> Iterator[FoundDate]:
    for pattern in (_ISO, _SLASHED):
        for match in pattern.finditer(text, start, stop):
            if found := _date(match["year"], match["month"], match["day"]):
                yield FoundDate(match.start(), match.end(), found, found)


def _joined(text: str, found: list[FoundDate]) -> list[FoundDate]:
    """Make one range of two numeric dates with "to" or a dash between them."""
    joined: list[FoundDate] = []
    for one in found:
        before = joined[-1] if joined else None
        if (
            before
            and before.first == before.last < one.first == one.last
            and _TO_BETWEEN.match(text, before.end, one.start)
            and _TO_BETWEEN.fullmatch(text[before.end : one.start])
        ):
            joined[-1] = FoundDate(before.start, one.end, before.first, one.last, one.year_given)
        else:
            joined.append(one)
    return joined


def _move(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _date(year: str | None, month: str, day: str) -> date | None:
    if year is None:
        return None
    name = month.rstrip(".").lower()[:3]
    number = next((i for i, known in enumerate(_MONTHS, 1) if known.startswith(name)), None)
    try:
        return date(int(year), number or int(month), int(re.match(r"\d+", day)[0]))  # type: ignore[index]
    except ValueError:
        return None
