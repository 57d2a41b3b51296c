"""Embargoes that are given with a file: kept with what was said of it, set when it is indexed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from store.index import Index
from store.records import Embargo, ReportStatus, ReportSummary

_UNTIL, _CHANNELS, _PEOPLE = "embargo_until", "embargo_channels", "embargo_people"


def embargo_to(embargo: Embargo | None) -> dict[str, str]:
    """Return an embargo as plain texts by name, {} for none."""
    if embargo is None:
        return {}
    return {
        _UNTIL: embargo.until.isoformat(),
        _CHANNELS: " ".join(embargo.channels),
        _PEOPLE: " ".join(embargo.people),
    }


def embargo_from(said: Mapping[str, str]) -> Embargo | None:
    """Return the embargo that `embargo_to` made these texts from."""
    if _UNTIL not in said:
        return None
    channels, people = (tuple(said.get(name, "").split()) for name in (_CHANNELS, _PEOPLE))
    return Embargo(datetime.fromisoformat(said[_UNTIL]), channels, people)


def without_embargo(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was said of a report's content: an embargo is the report's, not a revision's."""
    return {name: one for name, one in said.items() if name not in (_UNTIL, _CHANNELS, _PEOPLE)}


def put_under_embargo(known: ReportSummary, embargo: Embargo | None, index: Index) -> str | None:
    """Put a report whose file has not changed under an embargo; return a line that says so."""
    if embargo is None or not index.embargo(known.report_id, embargo):
        return None
    return f"The file is unchanged; the report is now under embargo until {embargo.until}."


def duplicate_reason(twin: ReportSummary, embargo: Embargo | None) -> str:
    """Return why a file is not indexed that another report was made from."""
    reason = f"The same file as {twin.report_id} ({twin.path})"
    if twin.status is not ReportStatus.INDEXED:
        reason += f", which is {twin.status.value}"
    if embargo is not None:
        reason += f". No embargo was set: `reportdesk reports embargo {twin.report_id}` does that"
    return f"{reason}."
