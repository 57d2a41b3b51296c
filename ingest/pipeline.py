"""The ingest path: a file becomes an indexed report.

source -> load -> describe -> segment -> embed -> index

The first half of it, which has no effect on anything, is `ingest/reading.py`, so that it can be
done in a process of its own. Safe for several threads at once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.embargoes import without_embargo
from ingest.reading import read_report
from ingest.records import Overrides, RawFile
from ingest.settings import IngestSettings
from store.index import Index, NewRevision
from store.protocols import Embedder
from store.records import ReportSummary, Revision

Read = Callable[[RawFile, Overrides, IngestSettings], Revision]

# Counts up when ingest finds more in a file than before; what an older one read is read again.
READING = 5


@dataclass(frozen=True, slots=True)
class IngestParts:
    """What the path needs; `embedder` is opened when first called.

    `read` does the steps before embedding: here, or in a process that can be killed.
    """

    index: Index
    embedder: Callable[[], Embedder]
    settings: IngestSettings
    read: Read = read_report


def ingest_report(raw: RawFile, overrides: Overrides, parts: IngestParts) -> ReportSummary:
    """Index one file as the current revision of the report at its path.

    Raises UnreadableError for a file that cannot be read as a report, be it that reading it takes
    too long, too much memory, or crashes.
    """
    revision = parts.read(raw, overrides, parts.settings)
    vectors = parts.embedder().embed_documents([one.search_text for one in revision.passages])
    said = without_embargo(overrides.said())
    new = NewRevision(
        raw.place, revision, vectors, said, overrides.supersedes, READING, overrides.embargo
    )
    return parts.index.replace(new)
