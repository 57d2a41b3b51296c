"""The refusal gate as a curve: how many right answers each setting costs, how many wrong it saves.

The same questions are answered at each setting of `answer.answer_score`. Scores of the
cross-encoder are remembered, so that each pair of texts is scored once for the whole curve.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.app import App
from bot.evaluation.records import Golden
from bot.evaluation.run import run
from bot.evaluation.summary import summarise
from bot.settings import Settings
from ingest.wiring import Library
from store.protocols import Reranker

GATES = (-4.0, -2.0, 0.0, 0.5, 1.0, 1.5, 1.7, 2.0, 3.0, 4.0, 6.0)


@dataclass(frozen=True, slots=True)
class Point:
    """The rates at one setting of the gate."""

    gate: float
    right: float | None
    misleading: int
    refusal_precision: float | None
    refusal_recall: float | None


class Remembering:
    """A reranker that scores each pair of texts once."""

    def __init__(self, reranker: Callable[[], Reranker]) -> None:
        self._reranker = reranker
        self._scores: dict[tuple[str, str], float] = {}

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return one score for each text, in order."""
        new = [t for t in dict.fromkeys(texts) if (question, t) not in self._scores]
        if new:
            scored = zip(new, self._reranker().score(question, new), strict=True)
            self._scores.update({(question, text): score for text, score in scored})
        return [self._scores[question, text] for text in texts]


class RememberingLibrary(Library):
    """A library whose cross-encoder remembers."""

    def reranker(self) -> Reranker:
        """Open the cross-encoder once."""
        held = self.__dict__.setdefault("_remembering", Remembering(super().reranker))
        if not isinstance(held, Remembering):
            raise TypeError("the remembered cross-encoder is something else")
        return held


def curve(
    settings: Settings, folder: Path, questions: Sequence[Golden], gates: Sequence[float] = GATES
) -> list[Point]:
    """Answer the questions at each setting of the gate and return the rates."""
    library = RememberingLibrary(folder, settings.store, settings.ingest)
    try:
        return [_point(settings, library, questions, gate) for gate in gates]
    finally:
        library.close()


def _point(settings: Settings, library: Library, questions: Sequence[Golden], gate: float) -> Point:
    answer = settings.answer.model_copy(update={"answer_score": gate})
    app = App(settings.model_copy(update={"answer": answer}), library.folder)
    app.library = library
    rates = summarise(str(gate), [mark for _, _, mark in run(app, questions, searched=False)])
    return Point(gate, rates.right, rates.misleading, rates.refusal_precision, rates.refusal_recall)


def curve_table(points: Sequence[Point], now: float) -> str:
    """Return the curve as a Markdown table; the present setting is marked."""
    lines = [
        "| gate | right | misleading | refusal P | refusal R |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in points:
        mark = "**" if one.gate == now else ""
        rates = " | ".join(
            "" if rate is None else f"{100 * rate:.0f}%"
            for rate in (one.refusal_precision, one.refusal_recall)
        )
        right = "" if one.right is None else f"{100 * one.right:.0f}%"
        lines.append(f"| {mark}{one.gate:g}{mark} | {right} | {one.misleading} | {rates} |")
    return "\n".join(lines)
