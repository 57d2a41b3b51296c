"""Where reports were ingested from: many looked up at once, and moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, update

from store import rows
from store.audit import append
from store.clock import Clock, utc_now
from store.locks import exclusive
from store.records import ReportSummary
from store.standing import CURRENT
from store.tables import reports, revisions

_MANY = 400


@dataclass(frozen=True, slots=True)
class Known:
    """A report with what was said of its current revision when it was ingested."""

    report: ReportSummary
    said: dict[str, Any]


class Places:
    """Reads and changes where reports are from."""

    def __init__(self, engine: Engine, folder: Path, clock: Clock = utc_now) -> None:
        self._engine = engine
        self._clock = clock
        self._lock = folder / "writer.lock"

    def known(self, paths: Sequence[str]) -> dict[str, Known]:
        """Return the reports that were ingested from these paths or addresses."""
        wanted = select(reports, *rows.SUMMARY_COLUMNS, revisions.c.overrides)
        wanted = wanted.join(revisions, CURRENT)
        found: dict[str, Known] = {}
        with self._engine.connect() as connection:
            for begin in range(0, len(paths), _MANY):
                some = reports.c.path.in_(paths[begin : begin + _MANY])
                for row in connection.execute(wanted.where(some)):
                    found[row.path] = Known(rows.summary(row, self._clock()), dict(row.overrides))
        return found

    def move(self, report: ReportSummary, path: str) -> None:
        """Say that a report's file is at another path now; audited."""
        body = {"report_id": report.report_id, "from": report.path, "to": path}
        with exclusive(self._lock), self._engine.begin() as connection:
            connection.execute(
                update(reports).where(reports.c.report_id == report.report_id).values(path=path)
            )
            append(connection, "moved", body)
