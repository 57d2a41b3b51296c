"""How a report came to be what it is: each of its revisions, with its description then."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from store import rows
from store.records import Description
from store.tables import revisions


@dataclass(frozen=True, slots=True)
class RevisionNote:
    """One revision of a report, without its text."""

    revision: int
    written_at: datetime
    sha256: str
    passages: int
    description: Description


def revision_notes(engine: Engine, report_id: str) -> list[RevisionNote]:
    """Return the revisions of a report, oldest first; none for a report that is not there."""
    named = revisions.c
    query = (
        select(named.revision, named.ingested_at, named.sha256, named.passages, named.description)
        .where(named.report_id == report_id)
        .order_by(named.revision)
    )
    with engine.connect() as connection:
        return [
            RevisionNote(
                row.revision,
                # SQLite keeps no zone; what is written is UTC.
                row.ingested_at.replace(tzinfo=UTC)
                if not row.ingested_at.tzinfo
                else row.ingested_at,
                row.sha256,
                row.passages,
                rows.description_from(row.description),
            )
            for row in connection.execute(query)
        ]
