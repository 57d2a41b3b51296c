"""By when something is to be done: a day, the end of a month, or a time from publication."""

import re
from calendar import monthrange
from datetime import date, timedelta

from ingest.dates import find_dates

_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {"a": 1, "an": 1, "eighteen": 18, "twenty-four": 24}
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_BY = re.compile(
    r"\b(?:by|before|no\s+later\s+than|not\s+later\s+than|until|from|on)\s+"
    r"(?:the\s+)?(?:(?P<end>end|start|beginning)\s+of\s+)?",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>20\d\d)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?P<year>20\d\d)\b(?![/–-]\d)")
_WITHIN = re.compile(
    rf"\b(?:within|in\s+the\s+next|over\s+the\s+next)\s+(?P<number>\d{{1,3}}|{'|'.join(_NUMBERS)})\s+"
    r"(?P<working>working\s+)?(?P<unit>day|week|month|year)s?\b"
    r"(?P<of>\s+(?:of|after|from|following)\s+(?P<what>[^,.;]{0,60}))?",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"\A(?:immediately|(?:with\s+)?immediate\s+effect|with\s+immediate\s+effect)\b"
    r"|\b(?:should|must)\s+(?:act\s+)?immediately\b"
    r"|\b(?:should|must)\s+take\s+immediate\s+(?:action|steps)\b|\bwith\s+immediate\s+effect\b",
    re.IGNORECASE,
)
_PUBLICATION = re.compile(r"\bpubli|\breport\b", re.IGNORECASE)


def find_due(text: str, published: date | None) -> tuple[date | None, str | None]:
    """Return the day by which `text` wants a thing done, and the words that say so."""
    for match in _BY.finditer(text):
        if found := _day_at(text, match):
            return found
    for match in _WITHIN.finditer(text):
        if published and _counts_from_publication(match):
            day = _after(published, _count(match["number"]), match["unit"].lower())
            words = f"{text[match.start() : match.end('unit')]}s".replace("ss", "s")
            return day, f"{words} of publication on {published.isoformat()}"
    if published and (at_once := _AT_ONCE.search(text)):
        return published, f"{at_once[0]}, from publication on {published.isoformat()}"
    return None, None


def day_named(cell: str) -> date | None:
    """Return the one day that a table cell names, None where it names none or several."""
    days = {one.last for one in find_dates(cell) if one.year_given and one.first == one.last}
    return days.pop() if len(days) == 1 else None


def _day_at(text: str, match: re.Match[str]) -> tuple[date, str] | None:
    """Return the date that stands right behind a word such as “by”."""
    worded = next((d for d in find_dates(text, match.end()) if d.start <= match.end() + 1), None)
    if worded and worded.year_given and worded.first == worded.last:
        return worded.last, text[match.start() : worded.end]
    if month := _MONTH.match(text, match.end()):
        year, number = int(month["year"]), _MONTHS.index(month["month"].lower()) + 1
        first = match["end"] in ("start", "beginning")
        day = 1 if first else monthrange(year, number)[1]
        return date(year, number, day), text[match.start() : month.end()]
    if match["end"] == "end" and (year_only := _YEAR.match(text, match.end())):
        return date(int(year_only["year"]), 12, 31), text[match.start() : year_only.end()]
    return None


def _counts_from_publication(match: re.Match[str]) -> bool:
    """Whether “within three months” is a deadline rather than, say, a standard for each case.

    Where it does not say from when, only one that opens the text, or stands apart behind
    "should" or before a colon, is a deadline.
    """
    if match["of"]:
        return _PUBLICATION.search(match["what"]) is not None
    before, after = match.string[: match.start()], match.string[match.end() :]
    apart = re.search(r"\b(?:should|must),\s*\Z", before) or re.match(r",?\s*:", after)
    return (match.start() == 0 or apart is not None) and not match["working"]


def _count(number: str) -> int:
    return int(number) if number.isdigit() else _NUMBERS[number.lower()]


def _after(day: date, number: int, unit: str) -> date:
    if unit in ("day", "week"):
        return day + timedelta(days=number * (7 if unit == "week" else 1))
    months = day.month - 1 + number * (12 if unit == "year" else 1)
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
