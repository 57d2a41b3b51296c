"""Small stand-ins for models and vectors, and builders of records, for tests of our own code."""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from store.catalog import Catalog
from store.database import open_database
from store.index import Index, NewRevision
from store.lexical import STOP_WORDS, WORD, SqliteLexicalIndex
from store.lifecycle import Lifecycle
from store.records import (
    Description,
    Embargo,
    Passage,
    ReportKind,
    ReportStatus,
    ReportSummary,
    Revision,
    Sourced,
)

MODEL = "a test model"
DAY = date(2024, 5, 9)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


class HashEmbedder:
    """Same words, near vectors: each word is a fixed random direction, a text their sum."""

    size = 64

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        total = np.full(self.size, 1e-6)
        for word in WORD.findall(text.lower()):
            total += np.random.default_rng(zlib.crc32(word.encode())).standard_normal(self.size)
        return (total / np.linalg.norm(total)).tolist()


class MemoryVectors:
    """A vector index in a dictionary."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[str, Any]] = {}

    def upsert(self, keys: Sequence[str], owner: str, vectors: Sequence[Sequence[float]]) -> None:
        for key, vector in zip(keys, vectors, strict=True):
            self._held[key] = (owner, np.asarray(vector) / np.linalg.norm(vector))

    def remove(self, owner: str) -> None:
        self._held = {key: one for key, one in self._held.items() if one[0] != owner}

    def nearest(
        self, vector: Sequence[float], limit: int, owners: Sequence[str] | None
    ) -> list[tuple[str, float]]:
        unit = np.asarray(vector) / np.linalg.norm(vector)
        scored = [
            (key, float(held @ unit))
            for key, (owner, held) in self._held.items()
            if owners is None or owner in owners
        ]
        return sorted(scored, key=lambda pair: -pair[1])[:limit]

    def of(self, owner: str) -> dict[str, list[float]]:
        return {key: list(vector) for key, (one, vector) in self._held.items() if one == owner}

    def count(self, owner: str | None = None) -> int:
        return sum(owner in (None, one) for one, _ in self._held.values())

    def owners(self) -> dict[str, int]:
        return {owner: self.count(owner) for owner, _ in self._held.values()}


class WordReranker:
    """Scores from -5 to 5 by the share of the question's telling words that a text holds."""

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        wanted = set(WORD.findall(question.lower())) - STOP_WORDS
        held = [set(WORD.findall(text.lower())) for text in texts]
        return [10 * len(wanted & words) / max(1, len(wanted)) - 5 for words in held]


class Shelf:
    """A data folder with a real catalog and word index, vectors in memory and a clock we set."""

    def __init__(self, folder: Path, vectors: MemoryVectors | None = None) -> None:
        self.folder = folder
        self.now = NOW
        self.engine = open_database(folder)
        self.catalog = Catalog(self.engine, lambda: self.now)
        self.lexical = SqliteLexicalIndex(self.engine)
        self.vectors = vectors or MemoryVectors()
        self.index = self.writer()

    def writer(self, model: str = MODEL) -> Index:
        """Return a writer as a process that has just started has it."""
        return Index(self.engine, lambda: self.vectors, self.folder, model, clock=lambda: self.now)

    @property
    def lifecycle(self) -> Lifecycle:
        return Lifecycle(self.index, self.catalog)

    def add(
        self,
        path: str,
        *paragraphs: str,
        supersedes: str | None = None,
        embargo: Embargo | None = None,
        **facts: Any,
    ) -> ReportSummary:
        """Index a report with one passage for each paragraph."""
        new = new_revision(path, make_revision(*paragraphs, **facts), supersedes)
        return self.index.replace(replace(new, embargo=embargo))

    def put(self, report_id: str, status: ReportStatus) -> None:
        """Move a report to a status; an embargo is for nobody, and a long one."""
        if status is ReportStatus.EMBARGOED:
            self.lifecycle.embargo(report_id, Embargo(self.now + timedelta(days=99)), "tester")
        else:
            self.index.set_status(report_id, status)


def make_passage(text: str, ordinal: int = 0, start: int = 0, section: str = "") -> Passage:
    return Passage(ordinal, start, start + len(text), None, section, text, text)


def make_description(
    title: str | None = "A report",
    subject: str | None = None,
    published_on: date | None = DAY,
    publisher: str | None = None,
    kind: ReportKind = ReportKind.OTHER,
) -> Description:
    facts = {
        "title": title,
        "subject": subject,
        "published_on": published_on,
        "publisher": publisher,
        "kind": kind,
    }
    others = ("inspected_from", "inspected_to", "url")
    return Description(
        **{name: Sourced(value, "test") for name, value in facts.items()},
        **{name: Sourced(None, "test") for name in others},
    )


def make_revision(*paragraphs: str, **facts: Any) -> Revision:
    """A revision with one passage for each paragraph; `facts` describe it."""
    text = "\n\n".join(paragraphs)
    starts = [sum(len(one) + 2 for one in paragraphs[:at]) for at in range(len(paragraphs))]
    passages = [make_passage(one, at, starts[at]) for at, one in enumerate(paragraphs)]
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Revision(sha256, text, make_description(**facts), (), (), (), tuple(passages))


def make_report(
    report_id: str = "report", status: ReportStatus = ReportStatus.INDEXED, **facts: Any
) -> ReportSummary:
    path, sha256 = f"/reports/{report_id}.txt", "0" * 64
    return ReportSummary(report_id, 1, path, sha256, status, make_description(**facts), 0, 1)


def new_revision(path: str, revision: Revision, supersedes: str | None = None) -> NewRevision:
    vectors = HashEmbedder().embed_documents([p.search_text for p in revision.passages])
    overrides = {"supersedes": supersedes} if supersedes else {}
    return NewRevision(path, revision, vectors, overrides, supersedes)
