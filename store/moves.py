"""How a report stands, and how it is moved: row, audience, words and audit in one transaction."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, select, update

from store import rows
from store.audit import append
from store.embargoes import embargo_of, set_embargo
from store.errors import LifecycleError
from store.lexical import SqliteLexicalIndex
from store.records import Embargo, ReportStatus
from store.tables import reports


@dataclass(frozen=True, slots=True)
class Standing:
    """How a report stands: `status` is never EMBARGOED here, the embargo stands beside it."""

    status: ReportStatus = ReportStatus.INDEXED
    reason: str | None = None
    superseded_by: str | None = None
    embargo: Embargo | None = None

    def is_held(self, now: datetime) -> bool:
        """Whether it is kept from everybody, or from all but an audience."""
        under_embargo = self.embargo is not None and self.embargo.until > now
        return under_embargo or self.status is ReportStatus.WITHDRAWN


@dataclass(frozen=True, slots=True)
class Mover:
    """Moves reports within a transaction of the one writer; `by` is who had it moved."""

    connection: Connection
    lexical: SqliteLexicalIndex
    now: datetime
    by: str

    def standing(self, report_id: str) -> Standing:
        """Return how a report stands."""
        row = self.connection.execute(select(reports).where(reports.c.report_id == report_id)).one()
        embargo = embargo_of(self.connection, report_id)
        return Standing(ReportStatus(row.status), row.status_reason, row.superseded_by, embargo)

    def replaced_by(self, report_id: str) -> list[str]:
        """Return the reports that one has superseded."""
        query = select(reports.c.report_id).where(reports.c.superseded_by == report_id)
        return sorted(self.connection.execute(query).scalars())

    def move(self, report_id: str, after: Standing) -> Standing:
        """Move a report, whatever it is moved to, and leave an audit event; return how it stood."""
        before = self.standing(report_id)
        self.connection.execute(
            update(reports)
            .where(reports.c.report_id == report_id)
            .values(
                status=after.status.value,
                status_reason=after.reason,
                superseded_by=after.superseded_by,
            )
        )
        set_embargo(self.connection, report_id, after.embargo)
        self.hold(report_id)
        moved = {"before": as_data(before), "after": as_data(after)}
        append(self.connection, "status", {"report_id": report_id, "by": self.by, **moved})
        return before

    def hold(self, report_id: str) -> None:
        """Put the words of a report where its standing wants them."""
        number = self.connection.execute(
            select(reports.c.revision).where(reports.c.report_id == report_id)
        ).scalar_one()
        held = self.standing(report_id).is_held(self.now)
        self.lexical.hold(self.connection, rows.owner_of(report_id, number), held=held)

    def supersede(self, old: str, new: str, reason: str | None) -> Standing:
        """Let `new` take the place of `old`; return how that stood. Raises LifecycleError."""
        self.check_can_supersede(old, new)
        stood = self.standing(old)
        after = Standing(ReportStatus.SUPERSEDED, reason, new, stood.embargo)
        return self.move(old, after)

    def _replacer(self, report_id: str) -> str | None:
        query = select(reports.c.superseded_by).where(reports.c.report_id == report_id)
        return self.connection.execute(query).scalar_one_or_none()

    def check_can_supersede(self, old: str, new: str) -> None:
        """Raise LifecycleError where a report would come to supersede itself."""
        if old == new:
            raise LifecycleError(f"The report {old!r} cannot supersede itself.")
        chain = [new]
        while (last := self._replacer(chain[-1])) and last not in chain:
            chain.append(last)
            if last == old:
                told = ", which was superseded by ".join(repr(one) for one in chain)
                raise LifecycleError(
                    f"{old!r} cannot be superseded by {told}: `reportdesk reports restore "
                    f"{chain[-2]}` first."
                )


def check_embargo(embargo: Embargo | None, now: datetime) -> None:
    """Raise LifecycleError for an embargo that is over before it begins."""
    if embargo is not None and embargo.until <= now:
        raise LifecycleError(f"{embargo.until.isoformat()} is past: no embargo is set.")


def as_data(standing: Standing) -> dict[str, object]:
    """Return a standing as plain JSON data."""
    return {
        "status": standing.status.value,
        "reason": standing.reason,
        "superseded_by": standing.superseded_by,
        "embargo": embargo_data(standing.embargo),
    }


def embargo_data(embargo: Embargo | None) -> dict[str, object] | None:
    """Return an embargo as plain JSON data."""
    if embargo is None:
        return None
    return {
        "until": embargo.until.astimezone(UTC).isoformat(),
        "channels": list(embargo.channels),
        "people": list(embargo.people),
    }
