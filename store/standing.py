"""Which reports may be searched, as one SQL condition."""

import json
from collections.abc import Sequence

from sqlalchemy import and_, or_, select, true
from sqlalchemy.sql.elements import ColumnElement

from store.records import Filters, ReportStatus
from store.tables import reports, revisions

# Joins each report to its current revision.
CURRENT = and_(
    revisions.c.report_id == reports.c.report_id, revisions.c.revision == reports.c.revision
)

# A report's further subjects as a JSON list, null where it has none.
ALSO_ON = revisions.c.description["also_on"]["value"].as_string()


def may_be_searched(filters: Filters) -> ColumnElement[bool]:
    """Return the condition on `reports` joined to `revisions` by CURRENT.

    Withdrawn and embargoed reports never may be searched. A superseded one may only as of a day
    on which what replaced it was not yet published. A report without a date passes no bound on it.
    """
    day, described = revisions.c.published_on, revisions.c.description
    conditions = [_stands(filters)]
    if filters.as_of is not None:
        conditions.append(day <= filters.as_of)
    if filters.published_from is not None:
        conditions.append(day >= filters.published_from)
    if filters.published_to is not None:
        conditions.append(day <= filters.published_to)
    if filters.subjects is not None:
        conditions.append(_is_on(filters.subjects))
    if filters.publishers is not None:
        conditions.append(described["publisher"]["value"].as_string().in_(filters.publishers))
    if filters.kinds is not None:
        conditions.append(described["kind"]["value"].as_string().in_(filters.kinds))
    return and_(true(), *conditions)


def _is_on(subjects: Sequence[str]) -> ColumnElement[bool]:
    # Each name as JSON writes it: no other name is equal to it, quotation marks and all.
    further = (ALSO_ON.contains(json.dumps(name), autoescape=True) for name in subjects)
    return or_(revisions.c.subject.in_(subjects), *further)


def _stands(filters: Filters) -> ColumnElement[bool]:
    indexed = reports.c.status == ReportStatus.INDEXED.value
    if filters.as_of is None:
        return indexed
    newer, its_revision = reports.alias(), revisions.alias()
    replaced_on = (
        select(its_revision.c.published_on)
        .where(
            newer.c.report_id == reports.c.superseded_by,
            its_revision.c.report_id == newer.c.report_id,
            its_revision.c.revision == newer.c.revision,
        )
        .correlate(reports)
        .scalar_subquery()
    )
    superseded = reports.c.status == ReportStatus.SUPERSEDED.value
    return or_(indexed, and_(superseded, replaced_on > filters.as_of))
