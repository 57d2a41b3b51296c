"""Checks of a draft as a person would want to read them in a terminal."""

from collections.abc import Iterator, Sequence

from rich.markup import escape

from bot.answering.wording import READ_BY_OCR, long_date
from bot.checking.records import Checked, CheckVerdict
from bot.output.as_text import printable

_QUOTATIONS = frozenset(CheckVerdict) - {CheckVerdict.SUPPORTED, CheckVerdict.UNSUPPORTED}
_SHOWN = 300


def listing(given: Sequence[Checked]) -> str:
    """Return each verdict with why and the passage behind it, as rich markup."""
    if not given:
        return "Nothing to check: no quotation, and no sentence with a number, date, grade or name."
    lines = [line for one in given for line in _lines(one)]
    wrong = sum(not one.holds for one in given)
    told = f"{wrong} of {len(given)} do not hold" if wrong else f"All {len(given)} hold"
    return "\n".join([*lines, f"[bold]{told}.[/bold]"])


def _lines(one: Checked) -> Iterator[str]:
    colour = "green" if one.holds else "red"
    text = f"“{one.text}”" if one.verdict in _QUOTATIONS else one.text
    yield f"[bold {colour}]{one.verdict.upper()}[/bold {colour}]  {_shown(text)}"
    yield f"  {_shown(one.why)}"
    citation = one.citation
    if citation is not None:
        day = f", {long_date(citation.published_on)}" if citation.published_on else ""
        page = f", p. {citation.page}" if citation.page else ""
        read = f" ({READ_BY_OCR})" if citation.ocr is not None else ""
        yield f"  [dim]{_shown(citation.title + day + page + read)}[/dim]"
        if not one.holds:
            yield f"  [dim]Nearest: “{_shown(_short(citation.quote))}”[/dim]"
    yield ""


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _shown(text: str) -> str:
    return escape(printable(text))
