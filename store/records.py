"""The records that cross module borders: frozen, typed, in the words of the design.

All offsets are Unicode code points into one revision's canonical text, half open:
`revision.text[start:end]`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from store.finding_records import NO_FINDINGS, Findings

# Between the titles of the headings that a passage stands under.
PATH_SEPARATOR = " > "
T_co = TypeVar("T_co", covariant=True)


class ReportStatus(StrEnum):
    """Where a report stands in its life."""

    INDEXED = "indexed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    EMBARGOED = "embargoed"


class ReportKind(StrEnum):
    """What sort of document a report is."""

    INSPECTION_REPORT = "inspection report"
    PRESS_RELEASE = "press release"
    LETTER = "letter"
    JUDGMENT = "judgment"
    PAGE = "page"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T_co]):
    """A described value with where it came from and whether that is certain.

    Where a person corrected it, `found` is what was found in the report itself.
    """

    value: T_co | None
    origin: str
    sure: bool = True
    found: "Sourced[T_co] | None" = None


NOT_FOUND: Sourced[Any] = Sourced(None, "not found", sure=False)


@dataclass(frozen=True, slots=True)
class Page:
    """One printed page of a revision: 1-based number, printed label, span of its text.

    `ocr` is how sure OCR was of the page, the mean by letter from 0 to 1; it is None where the
    file's own text was used, and 0 where OCR found no words in a picture.
    """

    number: int
    label: str | None
    start: int
    end: int
    ocr: float | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: `text[start:end]` is its words; level 1 is the outermost."""

    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Direct speech: `text[start:end]` without its quotation marks, one paragraph at most.

    A quotation over several paragraphs is several quotes with one `speech` number.
    `attribution_start/end` span the sentence that names the speaker; both are None, and so
    is the speaker, where no sentence does. Where the sentence only says what the speaker is,
    `role` holds its words ("One young person") and `speaker` is None.
    """

    start: int
    end: int
    speech: int
    speaker: str | None
    role: str | None
    attribution_start: int | None
    attribution_end: int | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrievable piece of one revision, within one section: `text[start:end] == text`.

    `search_text` is what is embedded and indexed: the text with title, date, subject and
    section path in front. `page` is where the passage starts, None in a format without pages.
    """

    ordinal: int
    start: int
    end: int
    page: int | None
    section: str
    text: str
    search_text: str


@dataclass(frozen=True, slots=True)
class Description:
    """What a report is, each fact with where it came from.

    `also_on` are the further bodies that the report is on, `reference` its numbers as printed,
    `updated_on` the day that its page was last changed, and `supersedes` the words in which it
    says what it replaces.
    """

    title: Sourced[str]
    publisher: Sourced[str]
    subject: Sourced[str]
    kind: Sourced[ReportKind]
    published_on: Sourced[date]
    inspected_from: Sourced[date]
    inspected_to: Sourced[date]
    url: Sourced[str]
    lead_inspector: Sourced[str] = NOT_FOUND
    also_on: Sourced[tuple[str, ...]] = NOT_FOUND
    reference: Sourced[tuple[str, ...]] = NOT_FOUND
    updated_on: Sourced[date] = NOT_FOUND
    supersedes: Sourced[str] = NOT_FOUND
    delivered_by: Sourced[str] = NOT_FOUND

    @property
    def subjects(self) -> tuple[str, ...]:
        """Every body that the report is on, the main one first."""
        main = (self.subject.value,) if self.subject.value else ()
        return (*main, *(self.also_on.value or ()))


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of a report's text with all that was found in it.

    `notes` say in whole sentences what of the file is not in the text; they are told to whoever
    ingests it and not kept.
    """

    sha256: str
    text: str
    description: Description
    pages: tuple[Page, ...]
    headings: tuple[Heading, ...]
    quotes: tuple[Quote, ...]
    passages: tuple[Passage, ...]
    findings: Findings = NO_FINDINGS
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Viewer:
    """For whom something is read: a Slack channel or a person, by id; else nobody in particular.

    `subjects` and `publishers` are the only ones that they are to read of, where they are limited.
    """

    channel: str | None = None
    person: str | None = None
    subjects: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()


NOBODY = Viewer()


@dataclass(frozen=True, slots=True)
class Embargo:
    """Until when (with a zone) only some Slack channels and people may see a report."""

    until: datetime
    channels: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """One report as a list shows it: its current revision and its status.

    `status` is EMBARGOED while `embargo_until` is still to come, unless it is withdrawn.
    `reading` is the version of ingest that read the file; `ocr` are the pages of the revision
    that OCR read, each (number, mean confidence).
    """

    report_id: str
    revision: int
    path: str
    sha256: str
    status: ReportStatus
    description: Description
    pages: int
    passages: int
    superseded_by: str | None = None
    embargo_until: datetime | None = None
    reading: int = 1
    ocr: tuple[tuple[int, float], ...] = ()

    def ocr_of(self, page: int | None) -> float | None:
        """Return how sure OCR was of a page, None where it is the file's own text."""
        return dict(self.ocr).get(page) if page is not None else None

    @property
    def title(self) -> str:
        """The title, or the report's id where none was found."""
        return self.description.title.value or self.report_id

    @property
    def published_on(self) -> date | None:
        """The publication date, None where unknown."""
        return self.description.published_on.value


@dataclass(frozen=True, slots=True)
class Filters:
    """Which reports may be searched, and by whom; None means no restriction.

    `as_of` keeps what was published on or before that day and judges supersession as of then.
    """

    subjects: tuple[str, ...] | None = None
    publishers: tuple[str, ...] | None = None
    kinds: tuple[ReportKind, ...] | None = None
    published_from: date | None = None
    published_to: date | None = None
    as_of: date | None = None
    viewer: Viewer = NOBODY


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a query, with its report; a higher score is better.

    `relevance` is the cross-encoder's logit for the query (in a conversation, with the question
    before it in front) and the passage as `store.rerank.shown` writes it, None for a passage that
    it did not read.
    """

    report: ReportSummary
    passage: Passage
    score: float
    relevance: float | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched: how many reports, from which dates."""

    reports: int
    earliest: date | None
    latest: date | None
