"""What is said of a file that made a new revision of a report: what changed, in short."""

from ingest.compare import compare
from store.catalog import Catalog
from store.records import ReportSummary


def what_changed(before: ReportSummary, after: ReportSummary, catalog: Catalog) -> str | None:
    """Return what a new revision changed, None where there is no new one."""
    if before.revision == after.revision:
        return None
    revisions = [catalog.revision(after.report_id, one.revision) for one in (before, after)]
    told = compare(*revisions).summary
    if before.sha256 == after.sha256:
        return f"The same file, read again: {told}."
    earlier = catalog.revision_with(after.report_id, after.sha256, before=before.revision)
    back = f" The file is that of revision {earlier} again." if earlier else ""
    return f"{told[:1].upper()}{told[1:]}.{back}"
