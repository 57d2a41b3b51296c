"""Records to rows and back: the only place that knows how a record is stored."""

from datetime import date
from typing import Any

from sqlalchemy import Row

from store.records import (
    Description,
    FollowUp,
    Heading,
    Judgement,
    Page,
    Passage,
    Quote,
    Recommendation,
    RecommendationKind,
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

_DATES = ("published_on", "inspected_from", "inspected_to")
_FIELDS = (
    "title",
    "publisher",
    "subject",
    "kind",
    *_DATES,
    "url",
    "lead_inspector",
    "delivered_by",
)


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
    data = {}
    for name in _FIELDS:
        fact = getattr(description, name)
        value = fact.value.isoformat() if isinstance(fact.value, date) else fact.value
        data[name] = {"value": value, "origin": fact.origin, "sure": fact.sure}
    return data


def description_from(data: dict[str, Any]) -> Description:
    """Return the description that `description_to` made `data` from."""
    facts: dict[str, Any] = {}
    # Descriptions written by an earlier version lack the fields that came later.
    for name in (name for name in _FIELDS if name in data):
        value = data[name]["value"]
        if value is not None and name in _DATES:
            value = date.fromisoformat(value)
        elif value is not None and name == "kind":
            value = ReportKind(value)
        facts[name] = Sourced(value, data[name]["origin"], data[name]["sure"])
    return Description(**facts)


def pages_to(pages: tuple[Page, ...]) -> list[list[Any]]:
    """Return pages as plain JSON data."""
    return [[page.number, page.label, page.start, page.end] for page in pages]


def pages_from(data: list[list[Any]]) -> tuple[Page, ...]:
    """Return the pages that `pages_to` made `data` from."""
    return tuple(Page(*row) for row in data)


def headings_to(headings: tuple[Heading, ...]) -> list[list[int]]:
    """Return headings as plain JSON data."""
    return [[heading.level, heading.start, heading.end] for heading in headings]


def headings_from(data: list[list[int]]) -> tuple[Heading, ...]:
    """Return the headings that `headings_to` made `data` from."""
    return tuple(Heading(*row) for row in data)


def summary(row: Row[Any]) -> ReportSummary:
    """Return a report from a row of `reports` with SUMMARY_COLUMNS."""
    return ReportSummary(
        report_id=row.report_id,
        revision=row.revision,
        path=row.path,
        sha256=row.sha256,
        status=ReportStatus(row.status),
        description=description_from(row.description),
        pages=len(row.pages),
        passages=row.passages,
        superseded_by=row.superseded_by,
        embargo_until=row.embargo_until,
        reading=row.reading,
    )


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
