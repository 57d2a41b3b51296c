"""Puts together, for showing, the sentences of one quotation that follow each other."""

from collections.abc import Iterable
from dataclasses import replace

from bot.answering.records import Statement, StatementKind


def joined(statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements with neighbouring sentences of one speaker's quotation as one.

    They stand side by side in the report too, so nothing is left out between them.
    """
    shown: list[Statement] = []
    for one in statements:
        if shown and _goes_on(shown[-1], one):
            last = shown.pop()
            together = f"{last.text} {one.text}"
            shown.append(replace(last, text=together, citations=(*last.citations, *one.citations)))
        else:
            shown.append(one)
    return shown


def _goes_on(last: Statement, one: Statement) -> bool:
    before, after = last.citations[-1:], one.citations[:1]
    return (
        last.kind is one.kind is StatementKind.QUOTE
        and last.speaker == one.speaker
        and all(
            (b.report_id, b.revision) == (a.report_id, a.revision) and 0 <= a.start - b.end <= 1
            for b, a in zip(before, after, strict=True)
        )
    )
