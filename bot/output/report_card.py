"""One report with all that is known of it: what each fact is, where it came from, how sure."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from itertools import pairwise
from typing import Any

from rich.markup import escape

from bot.answering.wording import long_date
from bot.output import as_json
from bot.output.as_text import printable
from store.records import Description, ReportStatus, ReportSummary, Sourced
from store.revisions import RevisionNote
from store.rows import description_to

_WIDTH = 12
# How a person reads the fields, in the order of the card; the rest are shown where they are known.
_LABELS = {
    "title": "title",
    "publisher": "publisher",
    "subject": "subject",
    "also_on": "also on",
    "kind": "kind",
    "reference": "reference",
    "published_on": "published",
    "updated_on": "updated",
    "inspected_from": "inspected",
    "inspected_to": "until",
    "lead_inspector": "led by",
    "delivered_by": "words of",
    "supersedes": "replaces",
    "url": "address",
}
_ALWAYS = ("title", "publisher", "subject", "kind", "published_on")
_NAMED = ("named ", "the parties", "the neutral", "nothing ")
# What every report has; many are on no single body.
_HAS = ("title", "publisher", "published_on")


def text(summary: ReportSummary, quotes: int, history: Sequence[RevisionNote]) -> str:
    """Return a report's card as rich markup."""
    lines = [f"[bold]{_shown(summary.title)}[/bold]"]
    lines += [_row("id", summary.report_id), _row("status", _status(summary)), ""]
    lines += _facts(summary.description)
    pages = f"{summary.pages} pages" if summary.pages else "no pages in this format"
    counts = f"{pages}{_read_by_ocr(summary)}, {summary.passages} passages, {quotes} quotations"
    lines += ["", _row("holds", counts), _row("file", summary.path)]
    lines += [_row("sha256", summary.sha256), "", *_history(history)]
    lines += _advice(summary)
    return "\n".join(lines)


def data(summary: ReportSummary, quotes: int, history: Sequence[RevisionNote]) -> dict[str, Any]:
    """Return a report as a list shows it, with its description, its state and its revisions."""
    until = summary.embargo_until
    return {
        **as_json.report(summary),
        "description": description_to(summary.description),
        "superseded_by": summary.superseded_by,
        "embargo_until": until.isoformat() if until else None,
        "quotes": quotes,
        "revisions": [
            {
                "revision": note.revision,
                "written_at": note.written_at.isoformat(timespec="seconds"),
                "sha256": note.sha256,
                "passages": note.passages,
                "what": "; ".join(what),
            }
            for note, what in _told(history)
        ],
    }


def _status(summary: ReportSummary) -> str:
    words = f"{summary.status}, revision {summary.revision}"
    if summary.status is ReportStatus.SUPERSEDED and summary.superseded_by:
        words += f", replaced by {summary.superseded_by}"
    if summary.status is ReportStatus.EMBARGOED and summary.embargo_until:
        words += f", until {summary.embargo_until:%d %B %Y %H:%M %Z}".rstrip()
    return words


def _facts(described: Description) -> Iterator[str]:
    for name, label in _LABELS.items():
        fact: Sourced[Any] = getattr(described, name)
        if fact.value is not None:
            doubt = "" if fact.sure else "  [yellow]not certain[/yellow]"
            yield f"{_row(label, readable(fact.value))}{doubt}"
            yield f"{'':<{_WIDTH}}[dim]{_shown(_from(fact))}[/dim]"
        elif name in _ALWAYS:
            yield f"{label:<{_WIDTH}}[yellow]not known[/yellow]"


def _from(fact: Sourced[Any]) -> str:
    if fact.found is None:
        return f"from {fact.origin}" if not fact.origin.startswith(_NAMED) else fact.origin
    if fact.found.value == fact.value:
        return f"{fact.origin}; found in {fact.found.origin}"
    before = "nothing" if fact.found.value is None else f"“{readable(fact.found.value)}”"
    return f"{fact.origin}; found before: {before}"


def _history(history: Sequence[RevisionNote]) -> Iterator[str]:
    label = "revisions"
    for note, what in reversed(_told(history)):
        when = long_date(note.written_at.date())
        yield f"{label:<{_WIDTH}}{note.revision:>2}  {when}  {_shown('; '.join(what))}"
        label = ""


def _told(history: Sequence[RevisionNote]) -> list[tuple[RevisionNote, list[str]]]:
    """Return each revision with what it changed."""
    told = [(history[0], ["ingested"])] if history else []
    return told + [(after, list(_changes(before, after))) for before, after in pairwise(history)]


def _changes(before: RevisionNote, after: RevisionNote) -> Iterator[str]:
    """Yield what a revision changed, in few words."""
    if before.sha256 != after.sha256:
        yield "the file changed"
    said: dict[str, list[str]] = {}
    for one in fields(Description):
        old, new = getattr(before.description, one.name), getattr(after.description, one.name)
        if new.found and (old.value, old.origin) != (new.value, new.origin):
            said.setdefault(new.origin, []).append(_LABELS[one.name])
        elif old.found and not new.found:
            said.setdefault("as found again", []).append(_LABELS[one.name])
    yield from (f"{', '.join(labels)} {what}" for what, labels in said.items())
    if not said and before.sha256 == after.sha256:
        yield "read again"


def _advice(summary: ReportSummary) -> Iterator[str]:
    """Say what a person should look at, and how to put it right."""
    described = summary.description
    facts = {name: getattr(described, name) for name in _LABELS}
    doubtful = [
        name
        for name, fact in facts.items()
        if (fact.value is None and name in _HAS) or (fact.value is not None and not fact.sure)
    ]
    if doubtful:
        labels = ", ".join(_LABELS[name] for name in doubtful)
        yield ""
        yield f"[yellow]To check:[/yellow] {labels}."
        example = f"reportdesk reports set {summary.report_id} {doubtful[0]}=…"
        yield f"[dim]{_shown(example)} corrects or confirms it.[/dim]"


def readable(value: object) -> str:
    """Return a fact's value as a person writes it."""
    if isinstance(value, date):
        return long_date(value)
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _row(label: str, value: str) -> str:
    return f"{label:<{_WIDTH}}{_shown(value)}"


def _shown(words: str) -> str:
    return escape(printable(words))


def _read_by_ocr(summary: ReportSummary) -> str:
    """Return how many pages OCR read, and how sure it was."""
    if not summary.ocr:
        return ""
    sure = [confidence for _, confidence in summary.ocr]
    mean, (least, page) = sum(sure) / len(sure), min((c, p) for p, c in summary.ocr)
    return (
        f" ({len(sure)} read by OCR, sure of {mean:.1%} by letter, least of page {page}: "
        f"{least:.1%})"
    )
