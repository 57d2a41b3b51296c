"""What a viewer may see, held to before and after an answer is composed.

Searching goes by it anyway; this is for what was said before, and for what was withdrawn or put
under embargo while an answer was being composed.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.answering.records import Question, Statement, Turn
from store.catalog import Catalog
from store.records import Hit, Viewer


def recalled(question: Question, catalog: Catalog) -> Question:
    """Return a question without earlier answers that its viewer would not be given now."""
    if not question.history:
        return question
    seen = catalog.seen_ids(question.viewer)
    nothing_hidden = not catalog.unseen(question.viewer)
    history = [
        turn if _is_open(turn, seen, nothing_hidden=nothing_hidden) else replace(turn, answer="")
        for turn in question.history
    ]
    return replace(question, history=tuple(history))


def _is_open(turn: Turn, seen: Collection[str], *, nothing_hidden: bool) -> bool:
    if turn.reports is None:
        return nothing_hidden
    return all(report in seen for report in turn.reports)


def still_seen(
    statements: Sequence[Statement], hits: Sequence[Hit], viewer: Viewer, catalog: Catalog
) -> tuple[tuple[Statement, ...], list[Hit]]:
    """Return the statements and passages of reports that a viewer may see at this moment."""
    seen = catalog.seen_ids(viewer)
    kept = tuple(
        one for one in statements if all(citation.report_id in seen for citation in one.citations)
    )
    return kept, [hit for hit in hits if hit.report.report_id in seen]
