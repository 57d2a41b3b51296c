"""The one writer: catalog, vectors and lexical index change together or not at all.

A new revision's vectors are staged in Chroma under a chore that says to remove them; one SQL
transaction then makes the revision current, indexes its words, drops that chore and leaves one
for the old vectors. Readers go by the catalog, so they see the old revision or the new one.
Whatever a crash leaves behind is a chore, done by the next writer.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, false, insert, select, update

from store import rows
from store.audit import append
from store.catalog import Catalog
from store.clock import Clock, utc_now
from store.errors import StoreMismatchError, UnknownReportError
from store.lexical import SqliteLexicalIndex
from store.locks import exclusive
from store.moves import Mover, Standing
from store.operator import operator
from store.protocols import VectorIndex
from store.records import NOBODY, Embargo, ReportStatus, ReportSummary
from store.tables import chores, facts, passages, reports
from store.writing import NewRevision, ingest_event, insert_revision

__all__ = ["Index", "NewRevision"]

_UNSAFE = re.compile(r"[^a-z0-9]+")
MAX_ID = 80


class Index:
    """Writes reports. `vectors` is called when they are first needed; `clock` ends embargoes."""

    def __init__(
        self,
        engine: Engine,
        vectors: Callable[[], VectorIndex],
        folder: Path,
        model: str,
        clock: Clock = utc_now,
    ) -> None:
        self._engine = engine
        self._vectors = vectors
        self._lexical = SqliteLexicalIndex(engine)
        self._catalog = Catalog(engine, clock)
        self._lock = folder / "writer.lock"
        self._model = model
        self._clock = clock

    def replace(self, new: NewRevision) -> ReportSummary:
        """Make `new` the current revision of the report at its path, and return that report.

        Raises StoreMismatchError if the store was built with another embedding model,
        UnknownReportError if there is no report that `new` could supersede, LifecycleError if
        that would go round in a circle.
        """
        # Whoever waits for the vectors must not keep from writing the one who has them.
        self._vectors()
        self._let_go()
        with self._writing():
            before = self._catalog.report_at(new.path)
            if new.correction:
                new.correction.check(before)
            elif before and self._is_written(new, before):
                return before
            report_id = before.report_id if before else self._free_id(new.path)
            self._check_moves(report_id, new)
            number = before.revision + 1 if before else 1
            owner = rows.owner_of(report_id, number)
            self._stage(owner, new)
            with self._engine.begin() as connection:
                connection.execute(delete(chores).where(chores.c.owner == owner))
                self._switch(connection, report_id, number, new, before)
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
        """Move a report to another status, at once and audited; an embargo on it stays."""
        self._catalog.report(report_id)
        with self.moving() as mover:
            embargo = mover.standing(report_id).embargo
            mover.move(report_id, Standing(status, reason, superseded_by, embargo))
        return self._catalog.report(report_id)

    def embargo(self, report_id: str, embargo: Embargo) -> bool:
        """Put a report under an embargo; return False if it already is under this one."""
        with self.moving() as mover:
            stood = mover.standing(report_id)
            if stood.embargo == embargo:
                return False
            mover.move(report_id, replace(stood, embargo=embargo))
        return True

    @contextmanager
    def moving(self, by: str | None = None) -> Iterator[Mover]:
        """Be the only writer for one transaction that moves reports. It needs no vectors."""
        with exclusive(self._lock), self._engine.begin() as connection:
            # Locked before anything is read, so that nothing read is old when it is written.
            connection.execute(delete(chores).where(false()))
            yield Mover(connection, self._lexical, self._clock(), by or operator())

    def clean(self) -> None:
        """Remove what an interrupted writer left behind; let go what an embargo held."""
        if self._pending():
            self._vectors()
            with self._writing():
                pass
        self._let_go()

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

    def _let_go(self) -> None:
        """Put the words of reports whose embargo is over with all others.

        They are found where they are, too; among the others, they count in how rare a word is.
        """
        held = {owner.rpartition("@")[0] for owner in self._lexical.held()}
        over = sorted(held & self._catalog.seen_ids(NOBODY)) if held else []
        if over:
            with self.moving() as mover:
                for one in over:
                    mover.hold(one)

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
        insert_revision(connection, report_id, number, new)
        mover = Mover(connection, self._lexical, self._clock(), operator())
        stood = mover.standing(report_id)
        if new.embargo:
            mover.move(report_id, replace(stood, embargo=new.embargo))
        held = mover.standing(report_id).is_held(mover.now)
        self._lexical.add(connection, owner, new.revision.passages, held=held)
        name = "corrected" if new.correction else "ingested"
        append(connection, name, ingest_event(report_id, number, new, operator()))
        old = new.supersedes
        if old and mover.standing(old).status is not ReportStatus.WITHDRAWN:
            mover.supersede(old, report_id, "replaced")

    def _retire(self, connection: Connection, before: ReportSummary) -> None:
        old = rows.owner_of(before.report_id, before.revision)
        self._lexical.remove(connection, old)
        connection.execute(delete(passages).where(passages.c.owner == old))
        connection.execute(insert(chores).values(owner=old))

    def _is_written(self, new: NewRevision, before: ReportSummary) -> bool:
        """Whether another writer was first with these bytes and nothing else is said of them."""
        said = self._catalog.overrides(before.report_id)
        same = before.sha256 == new.revision.sha256 and before.reading >= new.reading
        held = new.embargo in (None, self._catalog.embargo(before.report_id))
        return same and held and new.overrides in ({}, said)

    def _check_moves(self, report_id: str, new: NewRevision) -> None:
        """Refuse what cannot be superseded before anything is written."""
        if new.supersedes == report_id:
            raise UnknownReportError(
                f"The report {new.supersedes!r} is this very file, and cannot supersede itself."
            )
        with self._engine.connect() as connection:
            mover = Mover(connection, self._lexical, self._clock(), operator())
            if new.supersedes:
                self._catalog.report(new.supersedes)
                mover.check_can_supersede(new.supersedes, report_id)

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
