"""What a correction changed, as text and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.markup import escape

from bot.output.as_text import printable
from bot.output.moved import answer_json, answers_text
from bot.rested import Rested, touched
from ingest.compare import Change, ChangeKind, Comparison, Sentence
from store.records import ReportSummary

_COLOURS = {"-": "red", "+": "green"}


@dataclass(frozen=True, slots=True)
class Diff:
    """Two revisions of a report compared, with the answers that rest on the earlier one."""

    report: ReportSummary
    before: int
    after: int
    found: Comparison
    answers: tuple[Rested, ...]

    @property
    def touched(self) -> list[Rested]:
        """The answers that cite what was changed or removed."""
        spans = [
            (one.before.start, one.before.end)
            for one in self.found.changes
            if one.before and one.kind is not ChangeKind.MOVED
        ]
        return [one for one in self.answers if touched(one, self.before, spans)]


def as_text(diff: Diff) -> str:
    """Return what was changed as rich markup."""
    name = f"[bold]{_shown(diff.report.report_id)}[/bold]  {_shown(diff.report.title)}"
    lines = [name, f"revision {diff.before} -> {diff.after}: {_shown(diff.found.summary)}"]
    for one in diff.found.described:
        lines += ["", f"[bold]{_shown(one.name)}[/bold]"]
        lines += [_line("-", one.before or "unknown"), _line("+", one.after or "unknown")]
    for change in diff.found.changes:
        lines += ["", *_change(change)]
    if diff.answers:
        lines += ["", "Of what was changed or removed:", *answers_text(diff.touched)]
    return "\n".join(lines)


def as_json(diff: Diff) -> dict[str, Any]:
    """Return what was changed as plain JSON data."""
    cited = diff.touched
    return {
        "report_id": diff.report.report_id,
        "from": diff.before,
        "to": diff.after,
        "summary": diff.found.summary,
        "described": [
            {"name": one.name, "before": one.before, "after": one.after}
            for one in diff.found.described
        ],
        "changes": [_change_json(one) for one in diff.found.changes],
        "answers": [answer_json(one) | {"changed": one in cited} for one in diff.answers],
    }


def _change(change: Change) -> Iterator[str]:
    places = [one for one in (change.before, change.after) if one]
    pages = list(dict.fromkeys(f"p. {one.page}" for one in places if one.page))
    where = f" ({' -> '.join(pages)})" if pages else ""
    yield f"[bold]{change.kind.value}[/bold]{where}"
    if change.kind is ChangeKind.MOVED and change.after:
        yield f"  {_shown(change.after.text)}"
        return
    if change.before:
        yield _line("-", change.before.text)
    if change.after:
        yield _line("+", change.after.text)
    for one in change.words:
        told = f"{one.before or 'nothing'} -> {one.after or 'nothing'}"
        yield f"    {one.kind.value}: {_shown(told)}"


def _line(sign: str, text: str) -> str:
    return f"[{_COLOURS[sign]}]{sign} {_shown(text)}[/{_COLOURS[sign]}]"


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "before": _sentence_json(change.before),
        "after": _sentence_json(change.after),
        "words": [
            {"kind": one.kind.value, "before": one.before, "after": one.after}
            for one in change.words
        ],
    }


def _sentence_json(one: Sentence | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"text": one.text, "page": one.page, "start": one.start, "end": one.end}


def _shown(text: str) -> str:
    return escape(printable(text))


def answers_of(found: Sequence[Rested], revision: int) -> tuple[Rested, ...]:
    """Return the answers that cite one revision."""
    return tuple(one for one in found if any(span[0] == revision for span in one.answer.spans))
