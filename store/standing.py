"""Which reports may be seen and searched, by whom and when, as SQL conditions.

The time is always given: an embargo ends by itself, in the first query after it.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import FromClause, and_, exists, false, func, or_, select, true
from sqlalchemy.sql.elements import ColumnElement

from store.records import Filters, ReportStatus, Viewer
from store.tables import audience, reports, revisions

# Joins each report to its current revision.
CURRENT = and_(
    revisions.c.report_id == reports.c.report_id, revisions.c.revision == reports.c.revision
)

# A report's further subjects as a JSON list, null where it has none.
ALSO_ON = revisions.c.description["also_on"]["value"].as_string()


def may_be_searched(filters: Filters, now: datetime) -> ColumnElement[bool]:
    """Return the condition on `reports` joined to `revisions` by CURRENT.

    What may not be seen never may be searched. A superseded report may only while its viewer
    may not see what replaced it, and as of a day on which that was not yet published. A report
    without a date passes no bound on it.
    """
    day, described = revisions.c.published_on, revisions.c.description
    conditions = [may_be_seen(filters.viewer, now), _stands(filters, now)]
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


def may_be_seen(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Return the condition on `reports` joined to `revisions` by CURRENT.

    A report may be seen that is not withdrawn, is open to `viewer` at `now`, and is on what the
    viewer is limited to.
    """
    not_withdrawn = reports.c.status != ReportStatus.WITHDRAWN.value
    return and_(not_withdrawn, _is_open(reports, viewer, now), *_limits(viewer))


def _limits(viewer: Viewer) -> Iterator[ColumnElement[bool]]:
    # Never unknown to SQL, as a comparison with a missing subject would be: it is negated, too.
    if viewer.subjects:
        yield func.coalesce(_is_on(viewer.subjects), false())
    if viewer.publishers:
        publisher = revisions.c.description["publisher"]["value"].as_string()
        yield func.coalesce(publisher.in_(viewer.publishers), false())


def _is_open(table: FromClause, viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Whether no embargo keeps a report from `viewer`; at its very moment an embargo is over."""
    until = table.c.embargo_until
    may = [until.is_(None), until <= now]
    for kind, member in (("channel", viewer.channel), ("person", viewer.person)):
        if member is not None:
            may.append(
                exists().where(
                    audience.c.report_id == table.c.report_id,
                    audience.c.kind == kind,
                    audience.c.member == member,
                )
            )
    return or_(*may)


def _stands(filters: Filters, now: datetime) -> ColumnElement[bool]:
    """Whether nothing that the viewer may see has taken a report's place."""
    newer, its_revision = reports.alias(), revisions.alias()
    replaced = newer.c.report_id == reports.c.superseded_by
    unseen = exists().where(replaced, ~_is_open(newer, filters.viewer, now))
    ways: list[ColumnElement[bool]] = [unseen]
    if filters.as_of is not None:
        replaced_on = (
            select(its_revision.c.published_on)
            .where(
                replaced,
                its_revision.c.report_id == newer.c.report_id,
                its_revision.c.revision == newer.c.revision,
            )
            .correlate(reports)
            .scalar_subquery()
        )
        ways.append(replaced_on > filters.as_of)
    superseded = reports.c.status == ReportStatus.SUPERSEDED.value
    return or_(reports.c.status == ReportStatus.INDEXED.value, and_(superseded, or_(*ways)))
