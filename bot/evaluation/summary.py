"""Sums marks up into rates, one row a kind and one for all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from bot.evaluation.records import Score

ALL = "all"


@dataclass(frozen=True, slots=True)
class Summary:
    """Rates over some questions; None where there was nothing to measure.

    Refusal precision is the share of refusals that were right to refuse, recall the share of
    questions without an answer that were refused.
    """

    name: str
    questions: int
    right: float | None
    misleading: int
    refusal_precision: float | None
    refusal_recall: float | None
    status: float | None
    as_of: float | None
    exact: float | None
    page: float | None
    speaker: float | None
    recall: float | None
    ndcg: float | None
    words: float | None
    median_seconds: float
    p95_seconds: float


def summaries(scores: Sequence[Score]) -> list[Summary]:
    """Return one summary for each kind in order of appearance, and one for all."""
    kinds = dict.fromkeys(one.kind for one in scores)
    by_kind = [summarise(kind, [one for one in scores if one.kind == kind]) for kind in kinds]
    return [*by_kind, summarise(ALL, scores)]


def summarise(name: str, scores: Sequence[Score]) -> Summary:
    """Return the rates over `scores`."""
    seconds = [one.seconds for one in scores]
    judged = [one for one in scores if one.should_refuse is not None]
    refused = [one for one in judged if one.refused]
    unanswerable = [one for one in judged if one.should_refuse]
    cited = sum(one.citations for one in scores)
    return Summary(
        name=name,
        questions=len(scores),
        right=_rate(one.right for one in scores),
        misleading=sum(one.misleading for one in scores),
        refusal_precision=_rate(one.should_refuse for one in refused),
        refusal_recall=_rate(one.refused for one in unanswerable),
        status=_rate(one.status_right for one in scores),
        as_of=_rate(one.as_of_right for one in scores),
        exact=sum(one.exact for one in scores) / cited if cited else None,
        page=_rate(one.page_right for one in scores),
        speaker=_rate(one.speaker_right for one in scores),
        recall=_rate(one.recall for one in scores),
        ndcg=_rate(one.ndcg for one in scores),
        words=median(words) if (words := [one.words for one in scores if one.words]) else None,
        median_seconds=median(seconds),
        p95_seconds=quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0],
    )


def _rate(marks: Iterable[float | bool | None]) -> float | None:
    given = [float(mark) for mark in marks if mark is not None]
    return sum(given) / len(given) if given else None


_COLUMNS: tuple[tuple[str, Callable[[Summary], float | None], str], ...] = (
    ("questions", lambda one: one.questions, "d"),
    ("right", lambda one: one.right, "%"),
    ("misleading", lambda one: one.misleading, "d"),
    ("refusal P", lambda one: one.refusal_precision, "%"),
    ("refusal R", lambda one: one.refusal_recall, "%"),
    ("status", lambda one: one.status, "%"),
    ("as of", lambda one: one.as_of, "%"),
    ("exact", lambda one: one.exact, "%"),
    ("page", lambda one: one.page, "%"),
    ("speaker", lambda one: one.speaker, "%"),
    ("recall@10", lambda one: one.recall, "%"),
    ("nDCG@10", lambda one: one.ndcg, "f"),
    ("words", lambda one: one.words, "d"),
    ("median s", lambda one: one.median_seconds, "f"),
    ("p95 s", lambda one: one.p95_seconds, "f"),
)


def table(rows: Sequence[Summary]) -> str:
    """Return the rows as a Markdown table, which docs/quality.md can take as it is."""
    heads = ["kind", *(name for name, _, _ in _COLUMNS)]
    cells = [[row.name, *(_cell(read(row), form) for _, read, form in _COLUMNS)] for row in rows]
    widths = [max(len(line[n]) for line in [heads, *cells]) for n in range(len(heads))]
    ruler = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(
        "| " + " | ".join(_pad(cell, widths[n], n) for n, cell in enumerate(line)) + " |"
        for line in [heads, ruler, *cells]
    )


def _pad(cell: str, width: int, column: int) -> str:
    return cell.rjust(width) if column else cell.ljust(width)


def _cell(value: float | None, form: str) -> str:
    if value is None:
        return ""
    return {"d": f"{value:.0f}", "%": f"{100 * value:.0f}%", "f": f"{value:.2f}"}[form]
