"""Which reports may be searched: a light row for each, so that a search reads no more."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, select

from store import rows
from store.records import Filters, ReportKind, ReportStatus
from store.tables import reports, revisions

# Joins each report to its current revision.
CURRENT = and_(
    revisions.c.report_id == reports.c.report_id, revisions.c.revision == reports.c.revision
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A report's current revision with what filters ask about."""

    report_id: str
    revision: int
    status: ReportStatus
    superseded_by: str | None
    subject: str | None
    publisher: str | None
    kind: ReportKind | None
    published_on: date | None

    @property
    def owner(self) -> str:
        """The name under which the revision's passages are indexed."""
        return rows.owner_of(self.report_id, self.revision)


def standings(connection: Connection) -> list[Standing]:
    """Return every report's standing."""
    described = revisions.c.description
    query = select(
        reports.c.report_id,
        reports.c.revision,
        reports.c.status,
        reports.c.superseded_by,
        revisions.c.subject,
        described["publisher"]["value"].as_string().label("publisher"),
        described["kind"]["value"].as_string().label("kind"),
        revisions.c.published_on,
    ).join(revisions, CURRENT)
    return [
        Standing(
            row.report_id,
            row.revision,
            ReportStatus(row.status),
            row.superseded_by,
            row.subject,
            row.publisher,
            ReportKind(row.kind) if row.kind else None,
            row.published_on,
        )
        for row in connection.execute(query)
    ]


def may_search(one: Standing, filters: Filters, published: dict[str, date | None]) -> bool:
    """Whether a report may be searched under `filters`; `published` has every report's date.

    Withdrawn and embargoed reports never may. A superseded one may only as of a day on which
    what replaced it was not yet published.
    """
    day = one.published_on
    if one.status in (ReportStatus.WITHDRAWN, ReportStatus.EMBARGOED):
        return False
    if one.status is ReportStatus.SUPERSEDED:
        replaced = published.get(one.superseded_by or "")
        if filters.as_of is None or replaced is None or replaced <= filters.as_of:
            return False
    bounds = (
        (filters.as_of, lambda limit: day is not None and day <= limit),
        (filters.published_from, lambda limit: day is not None and day >= limit),
        (filters.published_to, lambda limit: day is not None and day <= limit),
        (filters.subjects, lambda names: one.subject in names),
        (filters.publishers, lambda names: one.publisher in names),
        (filters.kinds, lambda kinds: one.kind in kinds),
    )
    return all(limit is None or holds(limit) for limit, holds in bounds)
