"""Reading: the steps from a file's bytes to all that is found in it, with no effect on anything."""

from ingest.describe import describe
from ingest.findings import find_findings
from ingest.load import load
from ingest.quotes import find_quotes
from ingest.records import Overrides, RawFile
from ingest.segment import segment
from ingest.settings import IngestSettings
from store.records import Revision


def read_report(raw: RawFile, overrides: Overrides, settings: IngestSettings) -> Revision:
    """Return a file as a revision: load -> describe -> segment, with its quotes and findings.

    Raises UnreadableError for a file that cannot be read as a report.
    """
    loaded = load(raw)
    description = describe(raw, loaded, overrides, settings.describe)
    passages = segment(loaded, description, settings.segment)
    quotes = find_quotes(loaded.text, loaded.headings)
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
    )
