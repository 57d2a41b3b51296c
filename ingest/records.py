"""What passes between the steps of ingest."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from store.records import Heading, Page


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as found: where it lies, its bytes, and what those hash to."""

    path: Path
    content: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself outside its text; hints, not truth."""

    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    published_on_from: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's canonical text with its pages and headings.

    Paragraphs are separated by one blank line and hold no line break, except a table, whose
    rows are lines of one paragraph with cells separated by " | ". A list item is a paragraph
    that starts with "• " or its printed number. A heading is a paragraph of its own.
    The text is NFC, has no soft hyphens, no ligature characters, no trailing blanks and no
    page furniture. `pages` covers the text without gaps, empty in a format without pages.
    `set_off` are the offsets of paragraphs that the file marks as a block quotation.
    """

    text: str
    pages: tuple[Page, ...] = ()
    headings: tuple[Heading, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    set_off: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the person who ingests says of a report; it wins over what was found."""

    published_on: date | None = None
    subject: str | None = None
    supersedes: str | None = None

    def said(self) -> dict[str, str]:
        """Return what was said as plain JSON data, without what was not."""
        given = {
            "published_on": self.published_on and self.published_on.isoformat(),
            "subject": self.subject,
            "supersedes": self.supersedes,
        }
        return {name: value for name, value in given.items() if value}
