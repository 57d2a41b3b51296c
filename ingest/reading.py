"""Reading: the steps from a file's bytes to all that is found in it, with no effect on anything."""

from ingest.describe import describe
from ingest.doubts import doubted
from ingest.errors import UnreadableError
from ingest.findings import find_findings
from ingest.heartbeat import beat
from ingest.load import load
from ingest.records import Loaded, Overrides, RawFile
from ingest.segment import segment
from ingest.settings import IngestSettings
from ingest.spoken import quotes_in
from store.records import Revision


def read_report(raw: RawFile, overrides: Overrides, settings: IngestSettings) -> Revision:
    """Return a file as a revision: load -> describe -> segment, with its quotes and findings.

    Raises UnreadableError for a file that cannot be read as a report.
    """
    loaded = load_bounded(raw, settings)
    beat()
    description = doubted(describe(raw, loaded, overrides, settings.describe), loaded)
    passages = segment(loaded, description, settings.segment)
    beat()
    quotes = quotes_in(loaded)
    findings = find_findings(loaded, description)
    return Revision(
        sha256=raw.sha256,
        text=loaded.text,
        description=description,
        pages=loaded.pages,
        headings=loaded.headings,
        quotes=quotes,
        passages=passages,
        findings=findings,
        notes=loaded.notes,
    )


def load_bounded(raw: RawFile, settings: IngestSettings) -> Loaded:
    """Load a file, and refuse one with more text than a report has. Raises UnreadableError."""
    loaded = load(raw, settings.pictures)
    if len(loaded.text) > settings.max_characters:
        raise UnreadableError(
            f"{raw.path.name}: the text has {len(loaded.text):,} characters, over the "
            f"{settings.max_characters:,} that a report may have (ingest.max_characters); split it."
        )
    return loaded
