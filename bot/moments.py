"""A moment as a person writes it: a day and a time with a zone, which must name one moment."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.answering.wording import long_date

_WRITTEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:T|\s+)(?P<time>\d\d:\d\d(?::\d\d)?)\s*"
    r"(?P<offset>Z|[+-]\d\d:?\d\d)?\s*(?P<zone>[A-Za-z][\w/+-]*)?\s*",
    re.ASCII,
)
_FORM = 'write it like "2026-12-01 00:01 Europe/London" or 2026-12-01T00:01+00:00'


def read_moment(text: str) -> datetime:
    """Return the moment that `text` names, with its zone.

    Raises ValueError, fit to show, for one without a zone, and for a local time that a change of
    the clocks skips or repeats.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no day and time; {_FORM}")
    if bool(found["offset"]) == bool(found["zone"]):
        what = "a zone and an offset; give one" if found["zone"] else "no time zone"
        raise ValueError(f"{text!r} has {what}: {_FORM}")
    try:
        if found["offset"]:
            return datetime.fromisoformat(f"{found['day']}T{found['time']}{found['offset']}")
        local = datetime.fromisoformat(f"{found['day']}T{found['time']}")
    except ValueError as error:
        raise ValueError(f"{text!r} is no day and time: {error}") from error
    return _in_zone(local, found["zone"])


def _in_zone(local: datetime, name: str) -> datetime:
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(
            f"{name!r} is no time zone known here; use a name such as Europe/London, or UTC"
        ) from error
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    day = f"{local:%H:%M} on {long_date(local.date())}"
    # A time that is skipped does not come back from UTC as it went in.
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        gap = (first.utcoffset() or timedelta()) - (second.utcoffset() or timedelta())
        later = (local + abs(gap)).isoformat(" ", "minutes")
        raise ValueError(
            f"there is no {day} in {name}: the clocks go forward then; write {later} {name}"
        )
    either = " or ".join(one.isoformat(timespec="minutes") for one in (first, second))
    raise ValueError(f"{day} comes twice in {name}: the clocks go back then; write {either}")


def moment(value: datetime) -> str:
    """Return a moment for people: in UTC, which needs no table of zones to be understood."""
    there = value.astimezone(UTC)
    clock = f"{there:%H:%M:%S}" if there.second else f"{there:%H:%M}"
    return f"{long_date(there.date())}, {clock} UTC"
