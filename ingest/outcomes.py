"""What became of a file."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from store.records import ReportSummary


class Outcome(StrEnum):
    """What became of one file."""

    INDEXED = "indexed"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FileResult:
    """One file's outcome; `report` is the report it became or duplicates.

    `path` is a file's path or an address. `left_over` says that an earlier run was to do it.
    """

    path: str
    outcome: Outcome
    report: ReportSummary | None
    seconds: float
    reason: str | None = None
    left_over: bool = False

    @property
    def name(self) -> str:
        """The last part of the path or address."""
        return PurePath(self.path).name or self.path
