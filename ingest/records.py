"""What passes between the steps of ingest."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from store.records import Heading, Page


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as found: where it lies, its bytes, and what those hash to.

    One that was fetched has an `address`; its `path` is then a name with a suffix that tells its
    format. An attachment lies at the path of its mail, a slash, and its name.
    """

    path: Path
    content: bytes
    sha256: str
    address: str | None = None

    @property
    def place(self) -> str:
        """By what the report is known that is made of it."""
        return self.address or str(self.path)


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
    """

    text: str
    pages: tuple[Page, ...] = ()
    headings: tuple[Heading, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)


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

    @classmethod
    def of(cls, said: dict[str, str]) -> "Overrides":
        """Return what `said` was made from."""
        day = said.get("published_on")
        return cls(
            published_on=date.fromisoformat(day) if day else None,
            subject=said.get("subject"),
            supersedes=said.get("supersedes"),
        )
