"""`reportdesk doctor`: whether the catalog, the vectors and the lexical index agree."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.wiring import Library
from store.errors import ReportdeskError
from store.jobs import JobState
from store.records import NOBODY


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and what to do if not."""

    well: bool
    text: str


def examine(library: Library) -> Iterator[Finding]:
    """Look at models, counts and the audit chain; first clean what a crash left behind."""
    for part, opened in (("embedding model", library.embedder), ("reranker", library.reranker)):
        try:
            opened()
        except ReportdeskError as error:
            yield Finding(well=False, text=f"{part}: {error}")
        else:
            yield Finding(well=True, text=f"{part}: found and unchanged")
    library.index.clean()
    yield from _counts(library)
    yield from _jobs(library)
    pause = library.switch.paused()
    told = f"paused by {pause.by}: {pause.reason}" if pause else "questions are answered"
    yield Finding(well=True, text=f"answering: {told}")
    broken = library.audit.broken_at()
    if broken is None:
        yield Finding(well=True, text="audit log: chain unbroken")
    else:
        yield Finding(
            well=False, text=f"audit log: event {broken} was changed after it was written"
        )


def _jobs(library: Library) -> Iterator[Finding]:
    """Name what a person is to decide about; that is no fault of the library's."""
    counts = library.jobs.counts()
    dead, gone = counts.get(JobState.DEAD, 0), len(library.sources.gone())
    told = f"{dead} could not be ingested (`reportdesk jobs list --state dead`)"
    yield Finding(well=True, text=f"jobs: {library.jobs.left_over()} left over, {told}")
    if gone:
        text = f"sources: {gone} reports are gone from where they came from; `reportdesk jobs gone`"
        yield Finding(well=True, text=text)


def _counts(library: Library) -> Iterator[Finding]:
    expected = library.catalog.owners()
    words = library.lexical.owners()
    meanings = library.access.vectors().owners()
    # Among the others, words of what is hidden would show in what everybody sees.
    hidden = {owner: count for owner, count in library.catalog.unseen(NOBODY).items() if count}
    looked_at = (
        ("lexical index", words, expected),
        ("words of hidden reports", library.lexical.held(), hidden),
        ("vectors", meanings, expected),
    )
    for name, found, wanted in looked_at:
        wrong = sorted(owner for owner in wanted | found if wanted.get(owner) != found.get(owner))
        if wrong:
            yield Finding(
                well=False,
                text=f"{name}: disagree with the catalog on {', '.join(wrong[:5])}"
                f"{' and others' if len(wrong) > 5 else ''}; "  # noqa: PLR2004 - a few names
                "ingest those reports again into a new data folder",
            )
        else:
            count = sum(wanted.values())
            yield Finding(well=True, text=f"{name}: agree with the catalog, {count:,} passages")
