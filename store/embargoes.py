"""Rows of embargoes: until when on the report, for whom in the audience."""

from sqlalchemy import Connection, delete, insert, select, update

from store.records import Embargo
from store.tables import audience, reports

CHANNEL, PERSON = "channel", "person"


def embargo_of(connection: Connection, report_id: str) -> Embargo | None:
    """Return the embargo set on a report, also one that is over."""
    until = connection.execute(
        select(reports.c.embargo_until).where(reports.c.report_id == report_id)
    ).scalar_one_or_none()
    if until is None:
        return None
    query = select(audience).where(audience.c.report_id == report_id).order_by(audience.c.member)
    members = connection.execute(query).all()
    return Embargo(
        until,
        channels=tuple(one.member for one in members if one.kind == CHANNEL),
        people=tuple(one.member for one in members if one.kind == PERSON),
    )


def set_embargo(connection: Connection, report_id: str, embargo: Embargo | None) -> None:
    """Put an embargo in the place of the one set on a report; None lifts it."""
    connection.execute(
        update(reports)
        .where(reports.c.report_id == report_id)
        .values(embargo_until=embargo.until if embargo else None)
    )
    connection.execute(delete(audience).where(audience.c.report_id == report_id))
    if embargo is None:
        return
    named = [(CHANNEL, one) for one in embargo.channels]
    named += [(PERSON, one) for one in embargo.people]
    if named:
        connection.execute(
            insert(audience),
            [{"report_id": report_id, "kind": kind, "member": one} for kind, one in named],
        )
