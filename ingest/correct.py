"""The correction path: what a person says of a report in the library, effective at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ingest.corrections import apply, check_dates, undo
from ingest.findings import find_findings
from ingest.pipeline import IngestParts
from ingest.records import Correction as Said
from ingest.records import Loaded, Overrides
from ingest.segment import segment
from store.catalog import Catalog
from store.corrections import Correction
from store.index import NewRevision
from store.protocols import VectorIndex
from store.records import Description, Passage, ReportSummary, Sourced
from store.rows import key_of, owner_of

_WITH_INGEST = ("published_on", "subject")


@dataclass(frozen=True, slots=True)
class CorrectParts:
    """What the path needs; `vectors` and `ingest.embedder` are opened when first called."""

    catalog: Catalog
    vectors: Callable[[], VectorIndex]
    ingest: IngestParts


def correct_report(
    report_id: str, changes: Mapping[str, str], by: str, parts: CorrectParts
) -> ReportSummary:
    """Write a revision of a report with its facts corrected and its text as it was.

    `changes` is what `read_changes` returns. Passages carry title, date and subjects into both
    searches, so where those change they are embedded again; what was cited stays in the old
    revision. Raises UnknownReportError, CorrectionError, and StoreChangedError where the report
    was written anew meanwhile.
    """
    catalog = parts.catalog
    before = catalog.report(report_id)
    said = _said(Overrides.of(catalog.overrides(report_id)), changes, by)
    undone = undo(before.description, [name for name, value in changes.items() if not value])
    description = apply(undone, [one for one in said.corrections if changes.get(one.field)])
    check_dates(description)
    what = _changed(before.description, description, changes)
    if not what:
        return before
    revision = catalog.revision(report_id, before.revision)
    loaded = Loaded(revision.text, revision.pages, revision.headings)
    passages = segment(loaded, description, parts.ingest.settings.segment)
    new = NewRevision(
        before.path,
        replace(
            revision,
            description=description,
            passages=passages,
            findings=find_findings(loaded, description),
        ),
        _vectors(before, revision.passages, passages, parts),
        said.said(),
        reading=before.reading,
        correction=Correction(by, before.revision, what),
    )
    return parts.ingest.index.replace(new)


def _vectors(
    report: ReportSummary,
    before: Sequence[Passage],
    after: Sequence[Passage],
    parts: CorrectParts,
) -> Sequence[Sequence[float]]:
    """Return the passages' vectors: those that there are, where their words stayed the same."""
    words = [one.search_text for one in after]
    if words == [one.search_text for one in before]:
        owner = owner_of(report.report_id, report.revision)
        held = parts.vectors().of(owner)
        keys = [key_of(owner, one.ordinal) for one in after]
        if all(key in held for key in keys):
            return [held[key] for key in keys]
    return parts.ingest.embedder().embed_documents(words)


def _said(earlier: Overrides, changes: Mapping[str, str], by: str) -> Overrides:
    """Return all that was said of a report and stands: the new in the place of the old."""
    kept = tuple(one for one in earlier.corrections if one.field not in changes)
    now = (Said(name, value, by, date.today()) for name, value in changes.items() if value)  # noqa: DTZ011 - the day where the person sits
    undone = {name: None for name in _WITH_INGEST if changes.get(name) == ""}
    return replace(earlier, corrections=(*kept, *now), **undone)


def _changed(
    before: Description, after: Description, changes: Mapping[str, str]
) -> dict[str, dict[str, object]]:
    """Return old and new value of each fact that changes, as plain JSON data."""
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in changes}
    return {
        name: {"old": _plain(old), "new": _plain(new)}
        for name, (old, new) in pairs.items()
        # Where a person confirms what was only a guess, the value stays but becomes certain.
        if (old.value, old.sure) != (new.value, new.sure) or bool(old.found) != bool(new.found)
    }


def _plain(fact: Sourced[Any]) -> object:
    value = fact.value
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value
