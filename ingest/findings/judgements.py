"""The judgements of one report: its tables first, then its sentences; never an earlier report's."""

from collections.abc import Iterable
from itertools import islice

from ingest.findings.blocks import Block
from ingest.findings.graded_layouts import graded_layouts
from ingest.findings.graded_sentences import (
    graded_headings,
    graded_lines,
    graded_sentences,
    overall_sentence,
)
from ingest.findings.graded_tables import Found, graded_rows
from ingest.findings.grades import scale_of, value_of
from ingest.findings.names import is_overall, key
from ingest.findings.outcomes import find_outcome
from store.finding_records import Judgement
from store.records import Description

_MOST = 200  # No report grades so many things; a file that seems to is not one.


def find_judgements(
    text: str, found: list[Block], description: Description
) -> tuple[Judgement, ...]:
    """Return each graded thing once, in the order of the text."""
    kept: dict[str, Found] = {}
    _keep(graded_rows(found), kept)
    tabled = bool(kept)
    _keep(overall_sentence(found), kept)
    _keep(graded_lines(found), kept)
    # Headings and sentences say again, in other words, what a table says.
    if not tabled:
        _keep(graded_headings(found), kept)
        _keep(graded_layouts(found), kept)
    if not kept:
        _keep(graded_sentences(found), kept)
    _drop_repeated(kept)
    values = {value_of(grade) for *_, grade in kept.values()}
    scale = scale_of(
        values, text, description.publisher.value or "", description.published_on.value
    )
    judged = [
        Judgement(start, end, name, grade, value_of(grade), scale, overall=is_overall(name))
        for start, end, name, grade in kept.values()
    ]
    outcome = find_outcome(found)
    if outcome and not any(one.overall for one in judged):
        judged.append(outcome)
    return tuple(sorted(judged, key=lambda one: (one.start, one.end)))


def _drop_repeated(kept: dict[str, Found]) -> None:
    """Drop a grade that a heading gives again under a longer name for the same thing."""
    for longer, (start, _, _, grade) in list(kept.items()):
        for shorter, other in kept.items():
            same = value_of(other[3]) == value_of(grade) and other[0] < start
            if shorter != longer and shorter in longer and same:
                del kept[longer]
                break


def _keep(source: Iterable[Found], kept: dict[str, Found]) -> None:
    for one in islice(source, _MOST):
        kept.setdefault(key(one[2]), one)
