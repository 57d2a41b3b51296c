"""What a report is: every fact with where it came from and whether that is certain."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field

from ingest.bodies import PUBLISHERS, SUBJECTS
from ingest.corrections import apply
from ingest.delivered import find_delivered_by
from ingest.inspectors import find_lead_inspector
from ingest.kinds import find_kind
from ingest.publication import find_inspected, find_published, find_updated
from ingest.publishers import find_publisher
from ingest.records import Loaded, Overrides, RawFile
from ingest.references import find_reference
from ingest.reported import find_subjects
from ingest.subjects import canonical
from ingest.supersession import find_supersedes
from ingest.titles import find_title
from store.records import NOT_FOUND, Description, Sourced

T = TypeVar("T")


class DescribeSettings(BaseModel):
    """Names by which bodies are recognised: the canonical name, then its other names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subjects: dict[str, list[str]] = Field(
        default_factory=lambda: {name: list(other) for name, other in SUBJECTS.items()},
        description="Who is reported on. A name that is here needs no other rule.",
    )
    publishers: dict[str, list[str]] = Field(
        default_factory=lambda: {name: list(other) for name, other in PUBLISHERS.items()},
        description="Who publishes reports.",
    )


def describe(
    raw: RawFile, loaded: Loaded, overrides: Overrides, settings: DescribeSettings
) -> Description:
    """Describe a loaded report; what a person says of it wins over what is found."""
    title = find_title(raw, loaded)
    # An inspection date without a year takes it from the publication date; then the inspection
    # tells which dates cannot be the publication's.
    first_guess = overrides.published_on or find_published(raw, loaded, None).value
    inspected_from, inspected_to = find_inspected(loaded, first_guess)
    published = find_published(raw, loaded, inspected_to.value)
    subject, also_on = find_subjects(loaded, title, settings.subjects)
    said_subject = overrides.subject and canonical(overrides.subject, settings.subjects)
    found = Description(
        title=title,
        publisher=find_publisher(raw, loaded, settings.publishers),
        subject=_said(said_subject, "--subject", subject),
        kind=find_kind(raw, loaded, title),
        published_on=_said(overrides.published_on, "--published", published),
        inspected_from=inspected_from,
        inspected_to=inspected_to,
        url=_url(raw, loaded),
        lead_inspector=find_lead_inspector(loaded),
        also_on=also_on,
        reference=find_reference(loaded),
        updated_on=find_updated(loaded),
        supersedes=find_supersedes(loaded),
        delivered_by=find_delivered_by(loaded),
    )
    return apply(found, overrides.corrections)


def _said(value: T | None, option: str, found: Sourced[T]) -> Sourced[T]:
    """Return what a person said with the ingest, keeping beside it what was found."""
    return found if value is None else Sourced(value, option, found=found)


def _url(raw: RawFile, loaded: Loaded) -> Sourced[str]:
    if loaded.metadata.url:
        return Sourced(loaded.metadata.url, "the page's canonical address")
    if raw.address:
        return Sourced(raw.address, "the address that it was fetched from")
    return NOT_FOUND
