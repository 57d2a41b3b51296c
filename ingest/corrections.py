"""What a person may correct of a description: which fields, in which words, and its effect."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from ingest.dates import find_dates
from ingest.records import Correction
from ingest.subjects import Aliases, canonical
from store.errors import CorrectionError
from store.records import Description, ReportKind, Sourced

_LONGEST = 400
_BETWEEN = re.compile(r"\s*;\s*")
_AS_DAY = "2024-05-29 or as 29 May 2024"
_DATES = ("published_on", "inspected_from", "inspected_to")
_LISTS = ("also_on", "reference")
FIELDS = (
    "title",
    "publisher",
    "subject",
    "also_on",
    "kind",
    "reference",
    *_DATES,
    "lead_inspector",
    "url",
)


def read_changes(words: Iterable[str], aliases: Mapping[str, Aliases]) -> dict[str, str]:
    """Return field to value as the words `field=value` give them, each checked and in one form.

    An empty value stands for none: the correction is undone. `aliases` holds the other names of
    "subjects" and of "publishers". Raises CorrectionError.
    """
    changes: dict[str, str] = {}
    for word in words:
        field, sign, value = word.partition("=")
        field = field.strip().casefold().replace("-", "_")
        if not sign:
            raise CorrectionError(
                f"{word!r} is no correction; write field=value, for example "
                'title="Inspection of Norbridge" or published_on=2024-05-29.'
            )
        if field not in FIELDS:
            raise CorrectionError(f"{field!r} cannot be corrected; these can: {', '.join(FIELDS)}.")
        if field in changes:
            raise CorrectionError(f"{field} is given twice; say it once.")
        value = " ".join(value.split())
        if len(value) > _LONGEST:
            raise CorrectionError(f"{field} has {len(value)} characters; {_LONGEST} may be given.")
        changes[field] = _read(field, value, aliases) if value else ""
    return changes


def apply(description: Description, corrections: Iterable[Correction]) -> Description:
    """Return a description with what a person said of it, keeping beside it what was found."""
    for one in corrections:
        now = getattr(description, one.field)
        found, value = now.found or now, _value(one.field, one.value)
        how = "confirmed" if value == found.value else "corrected"
        fact = Sourced(value, f"{how} by {one.by} on {one.on.day} {one.on:%B %Y}", found=found)
        description = replace(description, **{one.field: fact})
    return description


def undo(description: Description, fields: Iterable[str]) -> Description:
    """Return a description with the facts of `fields` as they were found."""
    for name in fields:
        fact: Sourced[Any] = getattr(description, name)
        description = replace(description, **{name: fact.found or fact})
    return description


def check_dates(description: Description) -> None:
    """Raise CorrectionError for dates that cannot be together."""
    first, last = description.inspected_from.value, description.inspected_to.value
    if first and last and first > last:
        raise CorrectionError(
            f"inspected_from ({first}) would be after inspected_to ({last}); give both."
        )


def _value(field: str, value: str) -> Any:
    if field in _DATES:
        return date.fromisoformat(value)
    if field in _LISTS:
        return tuple(_BETWEEN.split(value))
    return ReportKind(value) if field == "kind" else value


def _read(field: str, value: str, aliases: Mapping[str, Aliases]) -> str:
    """Return a value in the one form in which it is kept. Raises CorrectionError."""
    if not any(map(str.isalnum, value)) or not value.isprintable():
        raise CorrectionError(f"{field}={value!r} holds no words that can be shown.")
    if field in _DATES:
        return _day(field, value)
    if field == "kind":
        return _kind(value)
    if field == "url":
        return _address(value)
    parts: Iterable[str] = filter(None, _BETWEEN.split(value) if field in _LISTS else [value])
    if field in ("subject", "also_on"):
        parts = (canonical(part, aliases["subjects"]) for part in parts)
    elif field == "publisher":
        parts = (canonical(part, aliases["publishers"], places=False) for part in parts)
    return "; ".join(dict.fromkeys(parts))


def _day(field: str, value: str) -> str:
    found = find_dates(value)
    one = len(found) == 1 and found[0].first == found[0].last
    if not one or found[0].start or found[0].end != len(value):
        raise CorrectionError(f"{field}={value!r} is no day; give one as {_AS_DAY}.")
    return found[0].first.isoformat()


def _kind(value: str) -> str:
    wanted = value.casefold().replace("_", " ")
    if wanted not in list(ReportKind):
        raise CorrectionError(
            f"{value!r} is no kind of report; these are: {', '.join(ReportKind)}."
        )
    return wanted


def _address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in value:
        raise CorrectionError(f"url={value!r} is no address; one begins with https://.")
    return value
