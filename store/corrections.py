"""What the index keeps of a correction that a person made to a report's description."""

from dataclasses import dataclass

from store.errors import StoreChangedError
from store.records import ReportSummary


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person changed in the description of revision `of`: field to old and new value."""

    by: str
    of: int
    changes: dict[str, dict[str, object]]

    def check(self, current: ReportSummary | None) -> None:
        """Raise StoreChangedError where the corrected revision is no longer the current one."""
        if current is None or current.revision != self.of:
            raise StoreChangedError(
                "The report was written anew while it was being corrected; look at it with "
                "`reportdesk reports show` and correct it again."
            )

    def told(self) -> dict[str, object]:
        """Return what the audit log holds of it."""
        return {"by": self.by, "changes": self.changes}
