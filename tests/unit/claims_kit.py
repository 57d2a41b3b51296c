"""Builders for hits and stored texts, for the tests of verifying and generating."""

from dataclasses import dataclass, field
from datetime import date

from bot.answering.records import Question, Understood
from store.records import (
    Description,
    Filters,
    Hit,
    Page,
    Passage,
    Quote,
    ReportKind,
    ReportStatus,
    ReportSummary,
    Sourced,
)

PUBLISHED = date(2024, 9, 24)


def make_hit(text: str, *, start: int = 0, report_id: str = "r1", section: str = "Findings") -> Hit:
    """A hit on a passage that starts at `start` of its revision."""
    description = Description(
        title=Sourced("Brackenshire Police: inspection 2024", "test"),
        publisher=Sourced("Office for Police Standards", "test"),
        subject=Sourced("Brackenshire Police", "test"),
        kind=Sourced(ReportKind.INSPECTION_REPORT, "test"),
        published_on=Sourced(PUBLISHED, "test"),
        inspected_from=Sourced(None, "test"),
        inspected_to=Sourced(None, "test"),
        url=Sourced("https://standards.test/brackenshire", "test"),
    )
    report = ReportSummary(
        report_id=report_id,
        revision=1,
        path="brackenshire.pdf",
        sha256="0" * 64,
        status=ReportStatus.INDEXED,
        description=description,
        pages=2,
        passages=1,
    )
    passage = Passage(0, start, start + len(text), 1, section, text, text)
    return Hit(report, passage, 1.0)


@dataclass
class StoredTexts:
    """The catalog's side of `verify`, from dictionaries."""

    texts: dict[str, str]
    recorded: dict[str, tuple[Quote, ...]] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()

    def text(self, report_id: str, revision: int) -> str:
        return self.texts[report_id]

    def quotes(self, report_id: str, revision: int) -> tuple[Quote, ...]:
        return self.recorded.get(report_id, ())

    def page(self, report_id: str, revision: int, offset: int) -> int | None:
        return next((p.number for p in self.pages if p.start <= offset < p.end), None)


def make_quote(text: str, words: str, speaker: str | None, role: str | None = None) -> Quote:
    """The record of `words` in `text`."""
    start = text.index(words)
    return Quote(start, start + len(words), 1, speaker, role, None, None)


def make_understood(query: str) -> Understood:
    """A question that was understood as it stands."""
    return Understood(Question(query), query, (), (), frozenset(), present=False, filters=Filters())
