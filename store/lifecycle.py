"""What whoever runs the library does to a report: withdraw, restore, supersede, embargo.

Each is one transaction under the writer's lock. None needs the vectors or a model, so that a
report can be withdrawn whatever else is wrong.
"""

from dataclasses import dataclass, replace

from store.catalog import Catalog
from store.errors import LifecycleError
from store.index import Index
from store.moves import Standing, check_embargo
from store.records import Embargo, ReportStatus, ReportSummary


@dataclass(frozen=True, slots=True)
class Moved:
    """A report that was moved: how it stood and stands, and what else was moved with it."""

    report: ReportSummary
    before: Standing
    after: Standing
    with_it: tuple[str, ...] = ()


class Lifecycle:
    """Moves reports for somebody, `by` name."""

    def __init__(self, index: Index, catalog: Catalog) -> None:
        self._index = index
        self._catalog = catalog

    def withdraw(self, report_id: str, reason: str, by: str) -> Moved:
        """Take a report out of everything, for everybody.

        What it superseded stays superseded; but where it was still under embargo, nobody ever
        saw it take their place, and they stand again.
        """
        self._catalog.report(report_id)
        with self._index.moving(by) as mover:
            before = mover.standing(report_id)
            if before.status is ReportStatus.WITHDRAWN:
                why = f" ({before.reason})" if before.reason else ""
                raise LifecycleError(f"The report {report_id!r} is withdrawn already{why}.")
            after = replace(before, status=ReportStatus.WITHDRAWN, reason=reason)
            unseen = before.is_held(mover.now)
            restored = mover.replaced_by(report_id) if unseen else []
            mover.move(report_id, after)
            for one in restored:
                stood = mover.standing(one)
                mover.move(one, _restored(stood, to_its_place=True))
        return self._moved(report_id, before, after, tuple(restored))

    def restore(self, report_id: str, by: str) -> Moved:
        """Take back the withdrawal of a report, or else its supersession."""
        self._catalog.report(report_id)
        with self._index.moving(by) as mover:
            before = mover.standing(report_id)
            if before.status is ReportStatus.INDEXED:
                raise LifecycleError(
                    f"The report {report_id!r} is neither withdrawn nor superseded."
                )
            after = _restored(before, to_its_place=before.status is ReportStatus.SUPERSEDED)
            mover.move(report_id, after)
        return self._moved(report_id, before, after)

    def supersede(self, old: str, new: str, by: str, reason: str | None = None) -> Moved:
        """Let the report `new` take the place of `old`."""
        self._catalog.report(old)
        self._catalog.report(new)
        with self._index.moving(by) as mover:
            before, newer = mover.standing(old), mover.standing(new)
            for name, one in ((old, before), (new, newer)):
                if one.status is ReportStatus.WITHDRAWN:
                    raise LifecycleError(
                        f"The report {name!r} is withdrawn; `reportdesk reports restore {name}` "
                        "first."
                    )
            if before.superseded_by:
                raise LifecycleError(
                    f"The report {old!r} is superseded by {before.superseded_by!r} already"
                    + ("." if before.superseded_by == new else f"; restore {old} first.")
                )
            mover.supersede(old, new, reason)
            after = mover.standing(old)
        return self._moved(old, before, after)

    def embargo(self, report_id: str, embargo: Embargo | None, by: str) -> Moved:
        """Put a report under an embargo in the place of one it may be under; None lifts that."""
        self._catalog.report(report_id)
        with self._index.moving(by) as mover:
            before = mover.standing(report_id)
            check_embargo(embargo, mover.now)
            if embargo is None and (before.embargo is None or before.embargo.until <= mover.now):
                raise LifecycleError(f"The report {report_id!r} is under no embargo.")
            after = replace(before, embargo=embargo)
            mover.move(report_id, after)
        return self._moved(report_id, before, after)

    def _moved(
        self, report_id: str, before: Standing, after: Standing, with_it: tuple[str, ...] = ()
    ) -> Moved:
        return Moved(self._catalog.report(report_id), before, after, with_it)


def _restored(stood: Standing, *, to_its_place: bool) -> Standing:
    """Return a standing without withdrawal; one that was superseded before that is so again."""
    if stood.superseded_by and not to_its_place:
        return replace(stood, status=ReportStatus.SUPERSEDED, reason=None)
    return Standing(embargo=stood.embargo)
