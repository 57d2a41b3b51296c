"""The names that questions may use, and the day on which they are asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from ingest.subjects import Aliases
from store.records import ReportSummary


def _today() -> date:
    return datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What may be named: bodies by alias from config, subjects and people from the catalog.

    `publishers` are the other names of those who publish, from config too.
    `reports` are those that may be searched; relative dates count from `today`, or from the
    reports' own ("since the previous inspection").
    """

    aliases: Aliases
    subjects: Sequence[str]
    people: Sequence[str] = ()
    reports: Sequence[ReportSummary] = ()
    today: date = date.max
    publishers: Aliases = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        aliases: Aliases,
        publishers: Aliases,
        reports: Sequence[ReportSummary],
        people: Sequence[str],
    ) -> "Vocabulary":
        """Return the vocabulary of the reports that may be searched, as of today."""
        subjects = sorted({name for r in reports if (name := r.description.subject.value)})
        return cls(aliases, subjects, people, reports, _today(), publishers)
