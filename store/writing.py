"""What the one writer writes of a revision, within its transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert

from store import rows
from store.corrections import Correction
from store.moves import embargo_data
from store.records import Embargo, Revision
from store.tables import (
    follow_ups,
    judgements,
    passages,
    quotes,
    recommendations,
    revisions,
)


@dataclass(frozen=True, slots=True)
class NewRevision:
    """A revision to write, with a vector for each passage and what was said of the report.

    `reading` is the version of ingest that read the file. An `embargo` holds from the moment
    in which the revision can be read.
    """

    path: str
    revision: Revision
    vectors: Sequence[Sequence[float]]
    overrides: dict[str, Any]
    supersedes: str | None = None
    reading: int = 1
    embargo: Embargo | None = None
    correction: Correction | None = None


def insert_revision(connection: Connection, report_id: str, number: int, new: NewRevision) -> None:
    """Write a revision with all that was found in it."""
    revision = new.revision
    same = {"report_id": report_id, "revision": number}
    connection.execute(
        insert(revisions).values(
            **same,
            sha256=revision.sha256,
            text=revision.text,
            description=rows.description_to(revision.description),
            subject=revision.description.subject.value,
            published_on=revision.description.published_on.value,
            pages=rows.pages_to(revision.pages),
            headings=rows.headings_to(revision.headings),
            passages=len(revision.passages),
            overrides=new.overrides,
            ingested_at=datetime.now(UTC),
            reading=new.reading,
        )
    )
    owner = rows.owner_of(report_id, number)
    if revision.passages:
        connection.execute(
            insert(passages), [{**same, "owner": owner, **_fields(p)} for p in revision.passages]
        )
    if revision.quotes:
        connection.execute(insert(quotes), [{**same, **_fields(q)} for q in revision.quotes])
    found = revision.findings
    for table, records in (
        (judgements, found.judgements),
        (recommendations, found.recommendations),
        (follow_ups, found.follow_ups),
    ):
        if records:
            numbered = [
                {**same, "ordinal": ordinal, **_fields(one)} for ordinal, one in enumerate(records)
            ]
            connection.execute(insert(table), numbered)


def _fields(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in type(record).__slots__}  # type: ignore[attr-defined]


def ingest_event(report_id: str, number: int, new: NewRevision, by: str) -> dict[str, object]:
    """Return what the audit log says of a revision that is written."""
    return {
        "report_id": report_id,
        "by": by,
        "revision": number,
        "sha256": new.revision.sha256,
        "passages": len(new.revision.passages),
        "overrides": new.overrides,
        "embargo": embargo_data(new.embargo),
        **(new.correction.told() if new.correction else {}),
    }
