"""Sketches of reports' texts, by which those that are much alike are found."""

from collections.abc import Sequence

from sqlalchemy import Engine, and_, delete, func, insert, select

from store.tables import reports, sketched, sketches

_FEW = 8


class Sketches:
    """The smallest hashes of each current revision's word sequences."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, report_id: str, revision: int, hashes: Sequence[int]) -> None:
        """Remember the sketch of a revision in place of that of an earlier one."""
        rows = [{"report_id": report_id, "hash": one} for one in hashes]
        with self._engine.begin() as connection:
            for table in (sketches, sketched):
                connection.execute(delete(table).where(table.c.report_id == report_id))
            if rows:
                connection.execute(insert(sketches), rows)
            connection.execute(insert(sketched).values(report_id=report_id, revision=revision))

    def missing(self) -> list[tuple[str, int]]:
        """Return the current revisions (report and number) that have none yet."""
        has_one = and_(
            sketched.c.report_id == reports.c.report_id, sketched.c.revision == reports.c.revision
        )
        query = select(reports.c.report_id, reports.c.revision).outerjoin(sketched, has_one)
        with self._engine.connect() as connection:
            found = connection.execute(query.where(sketched.c.report_id.is_(None)))
            return [(row.report_id, row.revision) for row in found]

    def like(self, hashes: Sequence[int], fewest: int) -> list[str]:
        """Return the reports that share at least so many hashes, most first, a few at most."""
        shared = func.count()
        query = (
            select(sketches.c.report_id)
            .where(sketches.c.hash.in_(hashes))
            .group_by(sketches.c.report_id)
            .having(shared >= fewest)
            .order_by(shared.desc(), sketches.c.report_id)
            .limit(_FEW)
        )
        with self._engine.connect() as connection:
            return list(connection.execute(query).scalars())
