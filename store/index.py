"""The one writer: catalog, vectors and lexical index change together or not at all.

A new revision's vectors are staged in Chroma under a chore that says to remove them; one SQL
transaction then makes the revision current, indexes its words, drops that chore and leaves one
for the old vectors. Readers go by the catalog, so they see the old revision or the new one.
Whatever a crash leaves behind is a chore, done by the next writer.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from store import rows
from store.audit import append
from store.catalog import Catalog
from store.corrections import Correction
from store.errors import StoreMismatchError, UnknownReportError
from store.lexical import SqliteLexicalIndex
from store.locks import exclusive
from store.protocols import VectorIndex
from store.records import ReportStatus, ReportSummary, Revision
from store.tables import (
    chores,
    facts,
    follow_ups,
    judgements,
    passages,
    quotes,
    recommendations,
    reports,
    revisions,
)

_UNSAFE = re.compile(r"[^a-z0-9]+")
MAX_ID = 80
# A superseded report can be asked for as of an earlier day; these must not come back that way.
_NOT_SEARCHED = (ReportStatus.WITHDRAWN, ReportStatus.EMBARGOED)


@dataclass(frozen=True, slots=True)
class NewRevision:
    """A revision to write, with a vector for each passage and what was said of the report.

    `reading` is the version of ingest that read the file.
    """

    path: str
    revision: Revision
    vectors: Sequence[Sequence[float]]
    overrides: dict[str, Any]
    supersedes: str | None = None
    reading: int = 1
    correction: Correction | None = None


class Index:
    """Writes reports. `vectors` is called when they are first needed."""

    def __init__(
        self, engine: Engine, vectors: Callable[[], VectorIndex], folder: Path, model: str
    ) -> None:
        self._engine = engine
        self._vectors = vectors
        self._lexical = SqliteLexicalIndex(engine)
        self._catalog = Catalog(engine)
        self._lock = folder / "writer.lock"
        self._model = model

    def replace(self, new: NewRevision) -> ReportSummary:
        """Make `new` the current revision of the report at its path, and return that report.

        Raises StoreMismatchError if the store was built with another embedding model,
        UnknownReportError if there is no report that `new` could supersede.
        """
        # Whoever waits for the vectors must not keep from writing the one who has them.
        self._vectors()
        with self._writing():
            before = self._catalog.report_at(new.path)
            if new.correction:
                new.correction.check(before)
            elif before and self._is_written(new, before):
                return before
            replaced = self._replaced(new, before)
            report_id = before.report_id if before else self._free_id(new.path)
            number = before.revision + 1 if before else 1
            owner = rows.owner_of(report_id, number)
            self._stage(owner, new)
            with self._engine.begin() as connection:
                connection.execute(delete(chores).where(chores.c.owner == owner))
                self._switch(connection, report_id, number, new, before)
                if replaced and replaced.status not in _NOT_SEARCHED:
                    status = ReportStatus.SUPERSEDED
                    _set_status(connection, replaced.report_id, status, "replaced", report_id)
            self._do_chores()
        return self._catalog.report(report_id)

    def set_status(
        self,
        report_id: str,
        status: ReportStatus,
        *,
        reason: str | None = None,
        superseded_by: str | None = None,
    ) -> ReportSummary:
        """Move a report to another status, at once and audited."""
        self._catalog.report(report_id)
        self.clean()
        with self._writing(), self._engine.begin() as connection:
            _set_status(connection, report_id, status, reason, superseded_by)
        return self._catalog.report(report_id)

    def clean(self) -> None:
        """Remove what an interrupted writer left behind."""
        if self._pending():
            self._vectors()
            with self._writing():
                pass

    def check_model(self) -> None:
        """Raise StoreMismatchError if the store was built with another embedding model."""
        with self._engine.connect() as connection:
            built = connection.execute(
                select(facts.c.value).where(facts.c.name == "embedding_model")
            ).scalar_one_or_none()
        if built is not None and built != self._model:
            raise StoreMismatchError(
                f"This data folder was built with the embedding model {built}, but "
                f"{self._model} is configured. Set ingest.embedder back, or rebuild: "
                "ingest the reports again into an empty folder with --data."
            )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the only writer; first do what an interrupted one left."""
        with exclusive(self._lock):
            self.check_model()
            self._do_chores()
            yield

    def _pending(self) -> list[str]:
        with self._engine.connect() as connection:
            return list(connection.execute(select(chores.c.owner)).scalars())

    def _do_chores(self) -> None:
        for owner in self._pending():
            self._vectors().remove(owner)
            with self._engine.begin() as connection:
                connection.execute(delete(chores).where(chores.c.owner == owner))

    def _stage(self, owner: str, new: NewRevision) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(chores).values(owner=owner))
        keys = [rows.key_of(owner, passage.ordinal) for passage in new.revision.passages]
        if keys:
            self._vectors().upsert(keys, owner, new.vectors)

    def _switch(
        self,
        connection: Connection,
        report_id: str,
        number: int,
        new: NewRevision,
        before: ReportSummary | None,
    ) -> None:
        owner = rows.owner_of(report_id, number)
        connection.execute(
            insert(facts).prefix_with("OR IGNORE"),
            {"name": "embedding_model", "value": self._model},
        )
        if before is None:
            connection.execute(
                insert(reports).values(
                    report_id=report_id, path=new.path, revision=number, status="indexed"
                )
            )
        else:
            self._retire(connection, before)
            connection.execute(
                update(reports).where(reports.c.report_id == report_id).values(revision=number)
            )
        _insert_revision(connection, report_id, number, new)
        self._lexical.add(connection, owner, new.revision.passages)
        name = "corrected" if new.correction else "ingested"
        append(connection, name, _ingest_event(report_id, number, new))

    def _retire(self, connection: Connection, before: ReportSummary) -> None:
        old = rows.owner_of(before.report_id, before.revision)
        self._lexical.remove(connection, old)
        connection.execute(delete(passages).where(passages.c.owner == old))
        connection.execute(insert(chores).values(owner=old))

    def _is_written(self, new: NewRevision, before: ReportSummary) -> bool:
        """Whether another writer was first with these bytes and nothing else is said of them."""
        said = self._catalog.overrides(before.report_id)
        same = before.sha256 == new.revision.sha256 and before.reading >= new.reading
        return same and new.overrides in ({}, said)

    def _replaced(self, new: NewRevision, before: ReportSummary | None) -> ReportSummary | None:
        """Return the report that `new` supersedes, None if it supersedes none."""
        if not new.supersedes:
            return None
        if before and before.report_id == new.supersedes:
            raise UnknownReportError(
                f"The report {new.supersedes!r} is this very file, and cannot supersede itself."
            )
        return self._catalog.report(new.supersedes)

    def _free_id(self, path: str) -> str:
        letters = unicodedata.normalize("NFKD", Path(path).stem).casefold()
        stem = "".join(letter for letter in letters if not unicodedata.combining(letter))
        wanted = _UNSAFE.sub("-", stem).strip("-")[:MAX_ID].strip("-") or "report"
        with self._engine.connect() as connection:
            taken = set(connection.execute(select(reports.c.report_id)).scalars())
        candidate, number = wanted, 1
        while candidate in taken:
            number += 1
            candidate = f"{wanted}-{number}"
        return candidate


def _set_status(
    connection: Connection,
    report_id: str,
    status: ReportStatus,
    reason: str | None,
    superseded_by: str | None,
) -> None:
    connection.execute(
        update(reports)
        .where(reports.c.report_id == report_id)
        .values(status=status.value, status_reason=reason, superseded_by=superseded_by)
    )
    body = {
        "report_id": report_id,
        "status": status.value,
        "reason": reason,
        "superseded_by": superseded_by,
    }
    append(connection, "status", body)


def _insert_revision(connection: Connection, report_id: str, number: int, new: NewRevision) -> None:
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


def _ingest_event(report_id: str, number: int, new: NewRevision) -> dict[str, object]:
    return {
        "report_id": report_id,
        "revision": number,
        "sha256": new.revision.sha256,
        "passages": len(new.revision.passages),
        "overrides": new.overrides,
        **(new.correction.told() if new.correction else {}),
    }
