"""Records as a person would want to read them in a terminal."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any
from unicodedata import category

from rich.markup import escape

from bot.answering.records import Answer, Citation, Statement, StatementKind
from bot.answering.shown import shown_text
from bot.answering.speech import joined
from bot.answering.wording import READ_BY_OCR, as_of, headline, long_date, searched, withheld
from store.records import Description, Hit, ReportSummary, Sourced

_EXCERPT = 220
_NOT_TEXT = ("Cc", "Cs")


def unicode_only(text: str) -> str:
    """Return `text` with bytes that are not UTF-8 (lone surrogates) as question marks."""
    return text.encode("utf-8", "replace").decode()


def printable(text: str) -> str:
    """Return `text` on one line and without what a terminal would obey instead of showing."""
    return "".join(" " if c.isspace() else "?" if category(c) in _NOT_TEXT else c for c in text)


def _shown(text: str) -> str:
    return escape(printable(text))


def answer(given: Answer) -> str:
    """Return an answer with its quotes, speakers, dates, pages and sources, as rich markup."""
    lines = [text] if (text := _shown(headline(given))) else []
    sources: dict[tuple[str, int, int | None], int] = {}
    for report_id, group in groupby(given.statements, lambda one: one.citations[0].report_id):
        lines += ["", *_report_group(report_id, list(group), sources, given)]
    if given.nearest:
        lines += ["", "[dim]Closest passages, which do not answer it:[/dim]"]
        lines += [line for found in given.nearest for line in _nearest(found)]
    lines += [f"[yellow]{_shown(notice)}[/yellow]" for notice in given.notices]
    if given.statements:
        lines += ["", *_footer(given, sources)]
    return "\n".join(lines).strip("\n")


def _report_group(
    report_id: str,
    group: list[Statement],
    sources: dict[tuple[str, int, int | None], int],
    given: Answer,
) -> Iterator[str]:
    first = group[0].citations[0]
    day = long_date(first.published_on) if first.published_on else "date unknown"
    newest = given.statements[0].citations[0].report_id
    earlier = "Earlier: " if given.history and report_id != newest else ""
    yield f"[bold]{earlier}{_shown(first.title)}[/bold] [dim]({day})[/dim]"
    for one in joined(group):
        cited = dict.fromkeys(_number(citation, sources) for citation in one.citations)
        numbers = "".join(f"[{number}]" for number in cited)
        yield f"  {_sentence(one)} [cyan]{_shown(numbers)}[/cyan]"


def _sentence(one: Statement) -> str:
    text = _shown(shown_text(one))
    if one.kind is not StatementKind.QUOTE:
        return text
    if one.speaker is None:
        return f"“{text}”"
    who = f"{one.speaker.name}, {one.speaker.role}" if one.speaker.role else one.speaker.name
    return f"“{text}” [dim]— {_shown(who)}[/dim]"


def _number(citation: Citation, sources: dict[tuple[str, int, int | None], int]) -> int:
    key = (citation.report_id, citation.revision, citation.page)
    return sources.setdefault(key, len(sources) + 1)


def _footer(given: Answer, sources: dict[tuple[str, int, int | None], int]) -> Iterator[str]:
    yield f"[bold]{as_of(given.as_of)}.[/bold] [dim]{searched(given.coverage)}[/dim]"
    by_key = {
        (c.report_id, c.revision, c.page): c for one in given.statements for c in one.citations
    }
    for key, number in sources.items():
        citation = by_key[key]
        page = f", p. {citation.page}" if citation.page else ""
        where = citation.url or Path(citation.path).name
        read = f" ({READ_BY_OCR})" if citation.ocr is not None else ""
        yield f"[dim]{_shown(f'[{number}] {citation.title}{page} — {where}{read}')}[/dim]"
    if given.withheld:
        yield f"[yellow]{withheld(len(given.withheld))}[/yellow]"


def _nearest(found: Hit) -> Iterator[str]:
    report = found.report
    day = f", {long_date(report.published_on)}" if report.published_on else ""
    page = f", p. {found.passage.page}" if found.passage.page else ""
    yield f"  [dim]{_shown(report.title + day + page)}[/dim]"
    yield f"    {_shown(_excerpt(found.passage.text))}"


def hits(found: list[Hit]) -> str:
    """Return search results as rich markup."""
    if not found:
        return "Nothing found."
    lines = []
    for number, one in enumerate(found, start=1):
        report, passage = one.report, one.passage
        day = f", {long_date(report.published_on)}" if report.published_on else ""
        page = f", p. {passage.page}" if passage.page else ""
        read = f" ({READ_BY_OCR})" if report.ocr_of(passage.page) is not None else ""
        lines.append(f"[bold]{number}. {_shown(report.title + day + page + read)}[/bold]")
        if passage.section:
            lines.append(f"   [dim]{_shown(passage.section)}[/dim]")
        lines.append(f"   {_shown(_excerpt(passage.text))}")
    return "\n".join(lines)


def ingest_summary(summary: dict[str, Any]) -> str:
    """Return how an ingest went, on one line."""
    named = ("indexed", "updated", "unchanged", "duplicate", "failed")
    counts = ", ".join(f"{summary[name]} {name}" for name in named if summary[name])
    return (
        f"{counts or 'No files found'}; {summary['passages']:,} passages in "
        f"{summary['seconds']:,.1f} s"
    )


def report_line(summary: ReportSummary) -> str:
    """Return one report on one line."""
    day = summary.published_on.isoformat() if summary.published_on else "no date   "
    note = "" if summary.status == "indexed" else f" [yellow]{summary.status}[/yellow]"
    return f"{day}  [bold]{_shown(summary.report_id)}[/bold]  {_shown(summary.title)}{note}"


def report_card(summary: ReportSummary, quotes: int) -> str:
    """Return all that is known of a report, each fact with where it came from."""
    lines = [f"[bold]{_shown(summary.title)}[/bold]", f"id          {_shown(summary.report_id)}"]
    lines += [f"status      {summary.status}, revision {summary.revision}"]
    if summary.superseded_by:
        lines.append(f"replaced by {_shown(summary.superseded_by)}")
    lines += _facts(summary.description)
    lines += [
        f"pages       {summary.pages or 'none in this format'}{_read_by_ocr(summary)}",
        f"passages    {summary.passages}, quotes {quotes}",
        f"file        {_shown(summary.path)}",
        f"sha256      {summary.sha256}",
    ]
    return "\n".join(lines)


def _read_by_ocr(summary: ReportSummary) -> str:
    """Return how many pages OCR read, and how sure it was."""
    if not summary.ocr:
        return ""
    sure = [confidence for _, confidence in summary.ocr]
    mean, (least, page) = sum(sure) / len(sure), min((c, p) for p, c in summary.ocr)
    return (
        f", {len(sure)} read by OCR, sure of {mean:.1%} by letter, least of page {page} "
        f"({least:.1%})"
    )


def _facts(described: Description) -> Iterator[str]:
    named: list[tuple[str, Sourced[object]]] = [
        ("publisher", described.publisher),
        ("subject", described.subject),
        ("kind", described.kind),
        ("published", described.published_on),
        ("inspected", described.inspected_from),
        ("until", described.inspected_to),
        ("led by", described.lead_inspector),
        ("address", described.url),
    ]
    for name, fact in named:
        value = "unknown" if fact.value is None else str(fact.value)
        doubt = "" if fact.sure or fact.value is None else ", not certain"
        yield f"{name:<11} {_shown(value)} [dim](from: {_shown(fact.origin)}{doubt})[/dim]"


def _excerpt(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _EXCERPT else flat[:_EXCERPT].rsplit(" ", 1)[0] + " …"
