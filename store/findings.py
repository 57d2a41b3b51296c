"""Reads what revisions find: judgements, recommendations, and what became of earlier ones."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, select
from sqlalchemy.sql.elements import ColumnElement

from store import rows
from store.records import Findings
from store.tables import follow_ups, judgements, recommendations


def is_of(table: Table, report_id: str, revision: int) -> ColumnElement[bool]:
    """Return the condition that a row of `table` belongs to one revision."""
    return and_(table.c.report_id == report_id, table.c.revision == revision)


def findings(connection: Connection, report_id: str, revision: int) -> Findings:
    """Return what one revision finds."""

    def found(table: Table) -> Sequence[Row[Any]]:
        query = select(table).where(is_of(table, report_id, revision)).order_by(table.c.ordinal)
        return connection.execute(query).all()

    return _made_of(found(judgements), found(recommendations), found(follow_ups))


def all_findings(connection: Connection) -> dict[tuple[str, int], Findings]:
    """Return the findings of every revision that has some: three queries, however many."""
    by_revision: dict[tuple[str, int], tuple[list[Row[Any]], ...]] = {}
    for at, table in enumerate((judgements, recommendations, follow_ups)):
        for row in connection.execute(select(table).order_by(table.c.ordinal)):
            place = by_revision.setdefault((row.report_id, row.revision), ([], [], []))
            place[at].append(row)
    return {place: _made_of(*found) for place, found in by_revision.items()}


def _made_of(
    judged: Sequence[Row[Any]], demanded: Sequence[Row[Any]], told: Sequence[Row[Any]]
) -> Findings:
    return Findings(
        tuple(rows.judgement(row) for row in judged),
        tuple(rows.recommendation(row) for row in demanded),
        tuple(rows.follow_up(row) for row in told),
    )
