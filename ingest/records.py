"""What passes between the steps of ingest."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from ingest.embargoes import embargo_from, embargo_to
from store.records import Embargo, Heading, Page

# Of a mail as a file.
MAIL_SUFFIX = ".eml"


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
    updated_on: date | None = None
    updated_on_from: str | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's canonical text with its pages and headings.

    Paragraphs are separated by one blank line and hold no line break, except a table, whose
    rows are lines of one paragraph with cells separated by " | ". A list item is a paragraph
    that starts with "• " or its printed number. A heading is a paragraph of its own.
    The text is NFC, has no soft hyphens, no ligature characters, no trailing blanks and no
    page furniture. `pages` covers the text without gaps, empty in a format without pages.
    `notes` say in one sentence each what of the file is not in the text and may be missed.
    `set_off` are the offsets of paragraphs that the file marks as a block quotation.
    """

    text: str
    pages: tuple[Page, ...] = ()
    headings: tuple[Heading, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()
    set_off: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says that a fact of a report is, as plain text; who said it and when."""

    field: str
    value: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Overrides:
    """What a person says of a report; it wins over what was found.

    `corrections` were made to the report when it was in the library, the rest with its ingest.
    """

    published_on: date | None = None
    subject: str | None = None
    supersedes: str | None = None
    embargo: Embargo | None = None
    corrections: tuple[Correction, ...] = ()

    def said(self) -> dict[str, Any]:
        """Return what was said as plain JSON data, without what was not."""
        given = {
            "published_on": self.published_on and self.published_on.isoformat(),
            "subject": self.subject,
            "supersedes": self.supersedes,
            **embargo_to(self.embargo),
            "corrections": {
                one.field: {"value": one.value, "by": one.by, "on": one.on.isoformat()}
                for one in self.corrections
            },
        }
        return {name: value for name, value in given.items() if value}

    def with_earlier(self, said: Mapping[str, Any]) -> "Overrides":
        """Add what was said of an earlier revision, which a new file must not undo.

        What is said now wins. What it supersedes was done then; that report may have been
        withdrawn or restored since.
        """
        earlier = Overrides.of(said)
        fresh = {name for name in ("published_on", "subject") if getattr(self, name)}
        kept = tuple(one for one in earlier.corrections if one.field not in fresh)
        return replace(
            self,
            published_on=self.published_on or earlier.published_on,
            subject=self.subject or earlier.subject,
            corrections=self.corrections or kept,
        )

    @staticmethod
    def of(said: Mapping[str, Any]) -> "Overrides":
        """Return the overrides that `said` was made from."""
        day = said.get("published_on")
        return Overrides(
            date.fromisoformat(day) if day else None,
            said.get("subject"),
            said.get("supersedes"),
            embargo_from(said),
            corrections=tuple(
                Correction(field, one["value"], one["by"], date.fromisoformat(one["on"]))
                for field, one in said.get("corrections", {}).items()
            ),
        )
