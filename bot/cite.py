"""Citations of spans that are recorded rather than found by search."""

from bot.answering.records import Citation
from bot.history import FindingsSource
from store.records import ReportSummary


def cite(report: ReportSummary, start: int, end: int, source: FindingsSource) -> Citation:
    """Return the citation of `text[start:end]` of a report's current revision."""
    passage = source.passage_at(report.report_id, report.revision, start)
    text = source.text(report.report_id, report.revision)
    page = source.page(report.report_id, report.revision, start)
    section = passage.section if passage else ""
    return Citation.of(report, report.revision, (start, end), page, section, text[start:end])
