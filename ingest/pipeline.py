"""The ingest path: a file becomes an indexed report.

source -> load -> describe -> segment -> embed -> index
"""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.describe import describe
from ingest.findings import find_findings
from ingest.load import load
from ingest.records import Overrides, RawFile
from ingest.segment import segment
from ingest.settings import IngestSettings
from ingest.spoken import quotes_in
from store.index import Index, NewRevision
from store.protocols import Embedder
from store.records import ReportSummary, Revision

# Counts up when ingest finds more in a file than before; what an older one read is read again.
READING = 4


@dataclass(frozen=True, slots=True)
class IngestParts:
    """What the path needs; `embedder` is opened when first called."""

    index: Index
    embedder: Callable[[], Embedder]
    settings: IngestSettings


def ingest_report(raw: RawFile, overrides: Overrides, parts: IngestParts) -> ReportSummary:
    """Index one file as the current revision of the report at its path.

    Raises UnreadableError for a file that cannot be read as a report.
    """
    loaded = load(raw)
    description = describe(raw, loaded, overrides, parts.settings.describe)
    passages = segment(loaded, description, parts.settings.segment)
    vectors = parts.embedder().embed_documents([passage.search_text for passage in passages])
    revision = Revision(
        sha256=raw.sha256,
        text=loaded.text,
        description=description,
        pages=loaded.pages,
        headings=loaded.headings,
        quotes=quotes_in(loaded),
        passages=passages,
        findings=find_findings(loaded, description),
    )
    said = overrides.said()
    new = NewRevision(str(raw.path), revision, vectors, said, overrides.supersedes, READING)
    return parts.index.replace(new)
