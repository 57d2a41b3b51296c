"""Dates in any usual form, and whether a sentence's dates stand in what it cites."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = "january february march april may june july august september october november december"
_NUMBERS = {name[:3]: number for number, name in enumerate(_MONTHS.split(), start=1)}
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_BEFORE_MONTH = tuple(
    "in In by By to of since Since until Until last Last next during During and from From".split()
)
_AFTER_THESE = "|".join(f"(?<=\\b{word} )" for word in _BEFORE_MONTH)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# The first that matches at a place wins, so the fullest forms stand first.
_FORMS = (
    *(
        re.compile(rf"(?<![\w.,£$€])(?:{form})(?![\w%]|[.,]\d)")
        for form in (
            r"(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)",
            r"(?P<day>[0-3]?\d)[/.](?P<number>[01]?\d)[/.](?P<year>(?:19|20)\d\d)",
            rf"{_DAY}(?:\s+of)?\s+{_MONTH}(?:,?\s+{_YEAR})?",
            rf"{_MONTH},?\s+{_YEAR}",
            rf"{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?",
            r"(?P<span>(?:19|20)\d\d(?:(?:/|-)\d\d|(?:/|-| to )(?:19|20)\d\d))",
            _YEAR,
        )
    ),
    # A month alone only where a date must stand: "may" and "march" are words too.
    re.compile(rf"(?:{_AFTER_THESE}){_MONTH}(?!\w)"),
)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?=s?\b)")
# A date beside one of these may be the report's own date rather than one in its text.
_ABOUT_REPORT = re.compile(r"publish|report|letter|releas|inspection|bulletin|judg", re.IGNORECASE)
_NEAR = 40


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date as written, as far as it says; `span` holds "2023/24" as written, with one slash."""

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    year: int | None = None
    span: str | None = None

    def covered_by(self, other: "DateFound") -> bool:
        """Whether everything that this says, the other says too."""
        if self.span is not None:
            return self.span == other.span
        return all(
            mine is None or mine == theirs
            for mine, theirs in (
                (self.day, other.day),
                (self.month, other.month),
                (self.year, other.year),
            )
        )


def dates_in(text: str) -> list[DateFound]:
    """Return the dates in plain text, in order."""
    found: list[DateFound] = []
    for form in _FORMS:
        for match in form.finditer(text):
            start, end = match.span()
            if all(end <= other.start or start >= other.end for other in found):
                found.append(_read(match))
    return sorted(found, key=lambda item: item.start)


def _read(match: re.Match[str]) -> DateFound:
    parts = match.groupdict()
    if parts.get("span"):
        first, last = re.split(r"/|-| to ", parts["span"])
        return DateFound(match.start(), match.end(), span=f"{first}/{last[-2:]}")
    month = parts.get("month")
    number = parts.get("number")
    return DateFound(
        match.start(),
        match.end(),
        day=int(parts["day"]) if parts.get("day") else None,
        month=_NUMBERS[month[:3].lower()] if month else int(number) if number else None,
        year=int(parts["year"]) if parts.get("year") else None,
    )


def wrong_date(sentence: str, source: str, context: tuple[date, ...]) -> str | None:
    """Return the first date in `sentence` that `source` does not have.

    `context` are the dates of the cited reports; they count only where the sentence speaks of
    the report itself.
    """
    known = dates_in(source)
    for found in dates_in(sentence):
        if not any(found.covered_by(other) for other in known) and not _is_report_date(
            found, sentence, context
        ):
            return sentence[found.start : found.end]
    weekdays = set(_WEEKDAY.findall(source))
    return next((day for day in _WEEKDAY.findall(sentence) if day not in weekdays), None)


def _is_report_date(found: DateFound, sentence: str, context: tuple[date, ...]) -> bool:
    around = sentence[max(0, found.start - _NEAR) : found.end + _NEAR]
    if not _ABOUT_REPORT.search(around):
        return False
    return any(found.covered_by(_from_date(day)) for day in context)


def _from_date(day: date) -> DateFound:
    return DateFound(0, 0, day.day, day.month, day.year)


def without_dates(text: str) -> str:
    """Blank out the dates of plain text, keeping every offset, so that only numbers are left."""
    return "".join(_blank(text, dates_in(text)))


def _blank(text: str, found: list[DateFound]) -> Iterator[str]:
    at = 0
    for item in found:
        yield text[at : item.start]
        # A mark that ends a number's reach, and is no word.
        yield "@" * (item.end - item.start)
        at = item.end
    yield text[at:]
