"""The ingest job: many files, each of which succeeds or fails alone."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

import structlog

from ingest.corrections import what_changed
from ingest.embargoes import duplicate_reason, put_under_embargo, without_embargo
from ingest.pipeline import READING, IngestParts, ingest_report
from ingest.records import Overrides, RawFile
from ingest.sources.folder import read
from store.catalog import Catalog
from store.errors import (
    MissingPartError,
    ReportdeskError,
    SettingsError,
    StoreBusyError,
    StoreGoneError,
    StoreMismatchError,
)
from store.records import ReportSummary

log = structlog.get_logger(__name__)


class Outcome(StrEnum):
    """What became of one file."""

    INDEXED = "indexed"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file's outcome; `report` is the report it became or duplicates."""

    path: Path
    outcome: Outcome
    report: ReportSummary | None
    seconds: float
    reason: str | None = None


def run(
    paths: Iterable[Path], overrides: Overrides, parts: IngestParts, catalog: Catalog
) -> Iterator[FileResult]:
    """Ingest files one after the other, yielding each outcome when it is durable.

    Raises what would fail every file alike: a data folder in use, a model or setting amiss.
    """
    for path in paths:
        began = time.monotonic()
        try:
            raw = read(path, parts.settings.max_file_megabytes)
            outcome, report, reason = _ingest(raw, overrides, parts, catalog)
        except (
            SettingsError,
            StoreBusyError,
            StoreGoneError,
            StoreMismatchError,
            MissingPartError,
        ):
            raise
        except ReportdeskError as error:
            outcome, report, reason = Outcome.FAILED, None, str(error)
        except Exception:
            # One file must not cost the others anything, whatever a parser does with it.
            log.exception("ingest failed", path=str(path))
            outcome, report = Outcome.FAILED, None
            reason = "The file could not be processed; the log has the details."
        yield FileResult(path, outcome, report, time.monotonic() - began, reason)


def _ingest(
    raw: RawFile, overrides: Overrides, parts: IngestParts, catalog: Catalog
) -> tuple[Outcome, ReportSummary | None, str | None]:
    known = catalog.report_at(str(raw.path))
    if known and _is_read(known, raw) and _nothing_new_said(known, overrides, catalog):
        return Outcome.UNCHANGED, known, put_under_embargo(known, overrides.embargo, parts.index)
    twin = None if known else catalog.report_with(raw.sha256)
    if twin:
        return Outcome.DUPLICATE, twin, duplicate_reason(twin, overrides.embargo)
    said = _with_remembered(overrides, known, catalog) if known else overrides
    report = ingest_report(raw, said, parts)
    outcome = Outcome.UPDATED if known else Outcome.INDEXED
    changed = what_changed(known, report, catalog) if known else None
    told = [one for one in (changed, _silent_pages(report, catalog)) if one]
    return outcome, report, " ".join(told) or None


def _is_read(known: ReportSummary, raw: RawFile) -> bool:
    """Whether these bytes were read before, by an ingest that found as much as this one does."""
    return known.sha256 == raw.sha256 and known.reading >= READING


def _silent_pages(report: ReportSummary, catalog: Catalog) -> str | None:
    """Say which pages of a report gave no text: blank ones, or images nobody has read."""
    pages = catalog.pages(report.report_id, report.revision)
    silent = [str(page.number) for page in pages if page.start == page.end]
    if not silent:
        return None
    which = f"page {silent[0]} holds" if len(silent) == 1 else f"pages {', '.join(silent)} hold"
    return f"Of {len(pages)} pages, {which} no text that can be read; images need OCR first."


def _nothing_new_said(known: ReportSummary, overrides: Overrides, catalog: Catalog) -> bool:
    return without_embargo(overrides.said()).items() <= catalog.overrides(known.report_id).items()


def _with_remembered(overrides: Overrides, known: ReportSummary, catalog: Catalog) -> Overrides:
    """Add what was said of an earlier revision, which its corrected file must not undo.

    What it supersedes was done then; that report may have been withdrawn or restored since.
    """
    earlier = catalog.overrides(known.report_id)
    day = earlier.get("published_on")
    return replace(
        overrides,
        published_on=overrides.published_on or (date.fromisoformat(day) if day else None),
        subject=overrides.subject or earlier.get("subject"),
    )
