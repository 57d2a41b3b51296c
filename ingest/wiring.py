"""Builds what the ingest job and every reader of the library need, each part on first use."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from ingest.desk import Desk
from ingest.embed import fingerprint
from ingest.models import Models
from ingest.near import Near
from ingest.pipeline import IngestParts
from ingest.reading import load_bounded, read_report
from ingest.records import MAIL_SUFFIX, Loaded, Overrides, RawFile
from ingest.settings import IngestSettings
from ingest.sources.fetch import Fetcher
from ingest.sources.mail import attachments
from ingest.subjects import mentions
from ingest.workers import ReaderLimits, Readers
from store.audit import AuditLog
from store.catalog import Catalog
from store.clock import Clock, utc_now
from store.database import open_database
from store.index import Index
from store.jobs import Jobs
from store.leases import Lease
from store.lexical import SqliteLexicalIndex
from store.lifecycle import Lifecycle
from store.places import Places
from store.protocols import Embedder, Reranker, VectorIndex
from store.records import Revision
from store.retrieve import Retriever, Searches
from store.settings import StoreSettings
from store.sketches import Sketches
from store.sources import Sources
from store.switch import Switch
from store.vectors import VectorAccess


@dataclass(frozen=True)
class Library:
    """One data folder, opened. Models and vectors are opened when first asked for.

    `clock` says when embargoes end. `shared_models` are those of another library.
    """

    folder: Path
    store: StoreSettings
    ingest: IngestSettings
    database_url: str | None = None
    clock: Clock = utc_now
    shared_models: Models | None = None

    @cached_property
    def engine(self) -> Engine:
        """The SQL database."""
        return open_database(self.folder, self.database_url)

    @cached_property
    def catalog(self) -> Catalog:
        """What reads the catalog."""
        return Catalog(self.engine, self.clock)

    @cached_property
    def access(self) -> VectorAccess:
        """What opens the vectors."""
        return VectorAccess(self.folder, self.store.chroma_collection, self.store.lock_wait_seconds)

    @cached_property
    def lexical(self) -> SqliteLexicalIndex:
        """The index of words."""
        return SqliteLexicalIndex(self.engine)

    @cached_property
    def index(self) -> Index:
        """The one writer."""
        model = fingerprint(self.ingest.embedder)
        return Index(self.engine, self.vectors, self.folder, model, self.clock)

    @cached_property
    def lifecycle(self) -> Lifecycle:
        """What withdraws, restores, supersedes and embargoes reports."""
        return Lifecycle(self.index, self.catalog)

    @cached_property
    def audit(self) -> AuditLog:
        """The audit log."""
        return AuditLog(self.engine)

    @cached_property
    def switch(self) -> Switch:
        """What pauses and resumes answering."""
        return Switch(self.engine)

    @cached_property
    def retriever(self) -> Retriever:
        """What finds passages."""
        return self._retriever(self.reranker)

    @cached_property
    def quick_retriever(self) -> Retriever:
        """What finds passages without the cross-encoder: for many searches in a row."""
        return self._retriever(None)

    def _retriever(self, reranker: Callable[[], Reranker] | None) -> Retriever:
        searches = Searches(self.vectors, self.lexical, self.embedder, reranker, self._in_full)
        return Retriever(self.catalog, searches, self.store)

    @cached_property
    def models(self) -> Models:
        """The models, which other libraries may share."""
        return self.shared_models or Models(self.store, self.ingest)

    def _in_full(self, query: str) -> str:
        """Add the full names of bodies that a query names by another: "the Met"."""
        named = mentions(query, self.ingest.describe.subjects)
        missing = (one.subject for one in named if one.subject not in query)
        return " ".join([query, *dict.fromkeys(missing)])

    def vectors(self) -> VectorIndex:
        """Open the vectors. Raises StoreBusyError."""
        return self.access.vectors()

    def embedder(self) -> Embedder:
        """Open the embedding model, which must be the one that the store was built with."""
        self.index.check_model()
        return self.models.embedder()

    def reranker(self) -> Reranker:
        """Open the cross-encoder."""
        return self.models.reranker()

    def ingest_parts(self) -> IngestParts:
        """Return what the ingest path needs."""
        return IngestParts(self.index, self.embedder, self.ingest, self._read)

    def load(self, raw: RawFile) -> Loaded:
        """Load a file in a process that can be killed. Raises UnreadableError."""
        return self._readers.run(raw.path.name, load_bounded, raw, self.ingest)

    def _read(self, raw: RawFile, overrides: Overrides, settings: IngestSettings) -> Revision:
        return self._readers.run(raw.path.name, read_report, raw, overrides, settings)

    def _attached(self, raw: RawFile) -> tuple[RawFile, ...]:
        if raw.path.suffix.lower() != MAIL_SUFFIX:
            return ()
        return self._readers.run(raw.path.name, attachments, raw)

    @cached_property
    def _readers(self) -> Readers:
        given = self.ingest
        limits = ReaderLimits(given.step_seconds, given.file_seconds, given.reader_megabytes)
        return Readers(limits)

    @cached_property
    def lease(self) -> Lease:
        """The name that this process has work in hand by."""
        return Lease(self.folder)

    @cached_property
    def jobs(self) -> Jobs:
        """The job table."""
        return Jobs(self.engine, self.lease)

    @cached_property
    def sources(self) -> Sources:
        """What each source of reports has shown."""
        return Sources(self.engine)

    @cached_property
    def _fetcher(self) -> Fetcher:
        return Fetcher(self.ingest.fetch, self.ingest.max_file_megabytes * 1_000_000)

    def desk(self) -> Desk:
        """Return what the ingest job works with."""
        return Desk(
            folder=self.folder,
            parts=self.ingest_parts(),
            catalog=self.catalog,
            places=Places(self.engine, self.folder, self.clock),
            jobs=self.jobs,
            sources=self.sources,
            near=Near(self.catalog, Sketches(self.engine)),
            fetcher=lambda: self._fetcher,
            attached=self._attached,
        )

    def close(self) -> None:
        """Let the data folder go."""
        self.lease.release()
        self._readers.close()
        self.access.close()
        # Closing what was never opened would open it: here, make a catalog.
        if "engine" in self.__dict__:
            self.engine.dispose()
