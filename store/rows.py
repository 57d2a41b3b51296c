"""Records to rows and back: the only place that knows how a record is stored."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from store.finding_records import FollowUp, Judgement, Recommendation, RecommendationKind
from store.records import (
    Description,
    Heading,
    Page,
    Passage,
    Quote,
    ReportKind,
    ReportStatus,
    ReportSummary,
    Sourced,
)
from store.tables import revisions

SUMMARY_COLUMNS = (
    revisions.c.sha256,
    revisions.c.description,
    revisions.c.pages,
    revisions.c.passages,
    revisions.c.reading,
)

_DATES = ("published_on", "inspected_from", "inspected_to", "updated_on")
_LISTS = ("also_on", "reference")


def owner_of(report_id: str, revision: int) -> str:
    """Return the name under which a revision's passages are indexed."""
    return f"{report_id}@{revision}"


def key_of(owner: str, ordinal: int) -> str:
    """Return the key of one passage."""
    return f"{owner}#{ordinal}"


def split_key(key: str) -> tuple[str, int]:
    """Return (owner, ordinal) of a key."""
    owner, _, ordinal = key.rpartition("#")
    return owner, int(ordinal)


def description_to(description: Description) -> dict[str, Any]:
    """Return a description as plain JSON data."""
    return {one.name: _fact_to(getattr(description, one.name)) for one in fields(description)}


def description_from(data: dict[str, Any]) -> Description:
    """Return the description that `description_to` made `data` from."""
    # Descriptions written by an earlier version lack the fields that came later.
    known = [one.name for one in fields(Description) if one.name in data]
    return Description(**{name: _fact_from(name, data[name]) for name in known})


def _fact_to(fact: Sourced[Any]) -> dict[str, Any]:
    value = fact.value
    if isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, tuple):
        value = list(value)
    data = {"value": value, "origin": fact.origin, "sure": fact.sure}
    return {**data, "found": _fact_to(fact.found)} if fact.found else data


def _fact_from(name: str, data: dict[str, Any]) -> Sourced[Any]:
    value = data["value"]
    if value is not None and name in _DATES:
        value = date.fromisoformat(value)
    elif value is not None and name in _LISTS:
        value = tuple(value)
    elif value is not None and name == "kind":
        value = ReportKind(value)
    found = _fact_from(name, data["found"]) if "found" in data else None
    return Sourced(value, data["origin"], data["sure"], found)


def pages_to(pages: tuple[Page, ...]) -> list[list[Any]]:
    """Return pages as plain JSON data."""
    return [[page.number, page.label, page.start, page.end, page.ocr] for page in pages]


def pages_from(data: list[list[Any]]) -> tuple[Page, ...]:
    """Return the pages that `pages_to` made `data` from; an earlier version knew no OCR."""
    return tuple(Page(*row) for row in data)


def headings_to(headings: tuple[Heading, ...]) -> list[list[int]]:
    """Return headings as plain JSON data."""
    return [[heading.level, heading.start, heading.end] for heading in headings]


def headings_from(data: list[list[int]]) -> tuple[Heading, ...]:
    """Return the headings that `headings_to` made `data` from."""
    return tuple(Heading(*row) for row in data)


def summary(row: Row[Any], now: datetime) -> ReportSummary:
    """Return a report, as it stands at `now`, from a row of `reports` with SUMMARY_COLUMNS."""
    status = ReportStatus(row.status)
    until = row.embargo_until
    if until is not None and until > now and status is not ReportStatus.WITHDRAWN:
        status = ReportStatus.EMBARGOED
    return ReportSummary(
        report_id=row.report_id,
        revision=row.revision,
        path=row.path,
        sha256=row.sha256,
        status=status,
        description=description_from(row.description),
        pages=len(row.pages),
        passages=row.passages,
        superseded_by=row.superseded_by,
        embargo_until=until,
        reading=row.reading,
        ocr=_ocr(row.pages),
    )


def _ocr(pages: list[list[Any]]) -> tuple[tuple[int, float], ...]:
    """Return (number, confidence) of the stored pages whose words OCR read."""
    return tuple((page.number, page.ocr) for page in pages_from(pages) if page.ocr)


def passage(row: Row[Any]) -> Passage:
    """Return a passage from a row of `passages`."""
    return Passage(
        row.ordinal, row.start, row.end, row.page, row.section, row.text, row.search_text
    )


def quote(row: Row[Any]) -> Quote:
    """Return a quote from a row of `quotes`."""
    return Quote(
        row.start,
        row.end,
        row.speech,
        row.speaker,
        row.role,
        row.attribution_start,
        row.attribution_end,
    )


def judgement(row: Row[Any]) -> Judgement:
    """Return a judgement from a row of `judgements`."""
    return Judgement(
        row.start, row.end, row.name, row.grade, row.value, row.scale, bool(row.overall)
    )


def recommendation(row: Row[Any]) -> Recommendation:
    """Return a recommendation from a row of `recommendations`."""
    kind = RecommendationKind(row.kind)
    return Recommendation(
        row.start, row.end, kind, row.number, row.addressee, row.due, row.due_from
    )


def follow_up(row: Row[Any]) -> FollowUp:
    """Return a follow-up from a row of `follow_ups`."""
    return FollowUp(row.start, row.end, row.number, row.status, row.year)
