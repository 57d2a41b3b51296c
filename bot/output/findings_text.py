"""Recorded findings as a person would want to read them in a terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from rich.markup import escape

from bot.answering.wording import READ_BY_OCR, long_date
from bot.followed import Followed
from bot.history import FindingsSource, Graded, History, Line, Read
from bot.output.as_text import printable
from store.finding_records import RecommendationKind
from store.records import ReportSummary

_EXCERPT = 240
_FATES = {
    "closed": "said to be closed",
    "open": "said to be open",
    "no progress": "said to have seen no progress",
}
_PLURALS = {
    RecommendationKind.RECOMMENDATION: "Recommendations",
    RecommendationKind.AREA_FOR_IMPROVEMENT: "Areas for improvement",
    RecommendationKind.PRIORITY_ACTION: "Areas for priority action",
    RecommendationKind.CAUSE_OF_CONCERN: "Causes of concern",
}


def changes(past: History, found: Sequence[Followed], source: FindingsSource) -> str:
    """Return what changed between a subject's reports, as rich markup."""
    lines = [f"[bold]{_shown(past.subject)}[/bold]", ""]
    lines += [_report_line(read) for read in past.reports]
    if past.lines:
        lines += ["", "[bold]Judgements[/bold]"]
        lines += [text for line in past.lines for text in _graded(line, source)]
    else:
        lines += ["", "These reports give no grades."]
    lines += list(_demands(found, source))
    return "\n".join(lines)


def recommendations(found: Sequence[Followed], source: FindingsSource) -> str:
    """Return recommendations by report, as rich markup."""
    if not found:
        return "No recommendations recorded."
    lines: list[str] = []
    for report, group in groupby(found, lambda one: one.report):
        own = list(group)
        lines += ["", f"[bold]{_shown(report.title)}[/bold] [dim]({_day(report)})[/dim]"]
        lines += [f"[dim]{_shown(_where(report))}{_shown(_fate(own))}[/dim]"]
        for kind, alike in groupby(own, lambda one: one.recommendation.kind):
            lines.append(f"  {_PLURALS[kind]}")
            for one in alike:
                lines += _demand(one, source, named=True)
    return "\n".join(lines).strip("\n")


def _where(report: ReportSummary) -> str:
    return report.description.url.value or Path(report.path).name


def _fate(own: Sequence[Followed]) -> str:
    """Return what later reports say became of one report's demands; silence is no status."""
    counts = Counter(one.status for one in own if one.status)
    if not counts:
        return "; no later report says what became of these"
    said = [f"{number} {_FATES[status]}" for status, number in sorted(counts.items())]
    silent = len(own) - sum(counts.values())
    said += [f"{silent} of which no later report speaks"] if silent else []
    return f"; {', '.join(said)}"


def _report_line(read: Read) -> str:
    described = read.report.description
    first, last = described.inspected_from.value, described.inspected_to.value
    inspected = f", inspected {long_date(first)} to {long_date(last)}" if first and last else ""
    return f"{_day(read.report)}  {_shown(read.report.title)}[dim]{inspected}[/dim]"


def _graded(line: Line, source: FindingsSource) -> Iterator[str]:
    note = (
        ""
        if line.like_for_like
        else f" [yellow](not like for like: {_shown(line.why or '')})[/yellow]"
    )
    yield f"{_shown(line.name)}{note}"
    for one in line.values:
        yield f"  {_day(one.report):<18} [bold]{one.judgement.value}[/bold]{_page(one, source)}"


def _page(one: Graded, source: FindingsSource) -> str:
    return _on_page(one.report, one.judgement.start, source)


def _demands(found: Sequence[Followed], source: FindingsSource) -> Iterator[str]:
    """Yield the recommendations of the newest report that has some, and what became of others."""
    if not found:
        return
    newest = found[-1].report
    own = [one for one in found if one.report == newest]
    new = [one for one in own if not (one.repeats or one.status)]
    parts = (
        (f"New in the report of {_day(newest)}", new),
        (f"Repeated in the report of {_day(newest)}", [one for one in own if one.repeats]),
        ("Closed", [one for one in found if one.status == "closed"]),
        ("Said to be open", [one for one in found if one.status and one.status != "closed"]),
    )
    for title, group in parts:
        if group:
            yield from ("", f"[bold]Recommendations: {title[0].lower()}{title[1:]}[/bold]")
            for one in group:
                yield from _demand(one, source)


def _demand(one: Followed, source: FindingsSource, *, named: bool = False) -> Iterator[str]:
    """Yield what is demanded and what is known of it; where its kind is `named` above, not here."""
    said = one.recommendation
    number = f"{_shown(said.number)}. " if said.number else "• "
    page = _on_page(one.report, said.start, source)
    yield f"  {number}{_shown(_excerpt(one.text))}[dim]{_bracketed(page) if named else ''}[/dim]"
    facts = [] if named else [said.kind.value]
    facts += [f"to: {said.addressee}"] if said.addressee else []
    if said.due and said.due_from:
        counted = "" if said.due_from in one.text else f" ({said.due_from})"
        facts.append(f"due: {long_date(said.due)}{counted}")
    if one.told_by:
        report, follow_up = one.told_by
        told = _on_page(report, follow_up.start, source)
        facts.append(f"{one.status}, says the report of {_day(report)}{told}")
    facts += [f"repeats {one.repeats}"] if one.repeats else []
    if facts:
        yield f"     [dim]{_shown('; '.join(facts))}{'' if named else page}[/dim]"


def _bracketed(page: str) -> str:
    return f" ({page.removeprefix(', ')})" if page else ""


def _on_page(report: ReportSummary, offset: int, source: FindingsSource) -> str:
    page = source.page(report.report_id, report.revision, offset)
    read = f" ({READ_BY_OCR})" if report.ocr_of(page) is not None else ""
    return f", p. {page}{read}" if page else ""


def _day(report: ReportSummary) -> str:
    return long_date(report.published_on) if report.published_on else "date unknown"


def _shown(text: str) -> str:
    return escape(printable(text))


def _excerpt(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _EXCERPT else flat[:_EXCERPT].rsplit(" ", 1)[0] + " …"
