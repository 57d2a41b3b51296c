"""Reads what belongs to a revision: passages, quotes, judgements, recommendations, follow-ups."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, select
from sqlalchemy.sql.elements import ColumnElement

from store import rows
from store.finding_records import Findings
from store.records import Passage, Quote
from store.tables import follow_ups, judgements, passages, quotes, recommendations


def is_of(table: Table, report_id: str, revision: int) -> ColumnElement[bool]:
    """Return the condition that a row of `table` belongs to one revision."""
    return and_(table.c.report_id == report_id, table.c.revision == revision)


def quotes_of(connection: Connection, report_id: str, revision: int) -> tuple[Quote, ...]:
    """Return the quotes of one revision in order."""
    query = select(quotes).where(is_of(quotes, report_id, revision)).order_by(quotes.c.start)
    return tuple(rows.quote(row) for row in connection.execute(query))


def passages_of(connection: Connection, report_id: str, revision: int) -> tuple[Passage, ...]:
    """Return the passages of one revision in order, none of one that is not current."""
    query = (
        select(passages).where(is_of(passages, report_id, revision)).order_by(passages.c.ordinal)
    )
    return tuple(rows.passage(row) for row in connection.execute(query))


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
