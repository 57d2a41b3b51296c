"""What an answer cites, shown where it stands: each passage with the text around it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.answering.records import Citation
from bot.answering.wording import READ_BY_OCR, long_date
from bot.slack.blocks.rich import Block, context, link, plain, rich, section, text
from bot.slack.mrkdwn import clean, clip, safe_url

# Characters shown before and after what is cited.
AROUND = 350
# What may stand between two sentences in a row: blanks, and a closing quotation mark.
BETWEEN = 3
MOST_CITED = 2_000
MOST_PASSAGES = 20
MAX_TITLE = 150
MAX_SECTION = 150


@dataclass(frozen=True, slots=True)
class InContext:
    """A cited passage with what stands before and after it; `gone` where it may not be shown."""

    citation: Citation
    before: str
    after: str
    gone: bool = False


def in_context(
    citations: Iterable[Citation], seen: set[str], text_of: Callable[[str, int], str]
) -> list[InContext]:
    """Return each cited passage once, with the text around it; sentences in a row are one.

    A report that is not in `seen` keeps its words to itself. `text_of` takes (report_id, revision).
    """
    shown = []
    for one in _in_a_row(citations)[:MOST_PASSAGES]:
        if one.report_id not in seen:
            shown.append(InContext(one, "", "", gone=True))
            continue
        whole = text_of(one.report_id, one.revision)
        cited = replace(one, quote=whole[one.start : one.end])
        shown.append(InContext(cited, _before(whole, one.start), _after(whole, one.end)))
    return shown


def _in_a_row(citations: Iterable[Citation]) -> list[Citation]:
    """Return citations with those joined that follow one another on a page, as first cited."""
    joined: list[Citation] = []
    for one in citations:
        for at, known in enumerate(joined):
            if _follow(known, one):
                start, end = min(known.start, one.start), max(known.end, one.end)
                joined[at] = replace(known, start=start, end=end)
                break
        else:
            joined.append(one)
    return joined


def _follow(known: Citation, one: Citation) -> bool:
    same = (known.report_id, known.revision, known.page) == (one.report_id, one.revision, one.page)
    near = one.start <= known.end + BETWEEN and known.start <= one.end + BETWEEN
    # What is cited is shown whole, so no more is joined than can be.
    whole = max(known.end, one.end) - min(known.start, one.start) <= MOST_CITED
    return same and near and whole


def passages_view(passages: Sequence[InContext]) -> Block:
    """Return the modal that shows them."""
    blocks: list[Block] = []
    for number, passage in enumerate(passages):
        if number:
            blocks.append({"type": "divider"})
        blocks.extend(_gone() if passage.gone else _passage(passage))
    if not blocks:
        blocks.append(context("There is nothing here to show you."))
    return {
        "type": "modal",
        "title": plain("Passages"),
        "close": plain("Close"),
        "blocks": blocks,
    }


def _gone() -> list[Block]:
    return [context("A report cited here has been withdrawn, or may not be shown to you.")]


def _passage(passage: InContext) -> list[Block]:
    citation = passage.citation
    title = clip(clean(citation.title), MAX_TITLE) or "Untitled report"
    heading = section([link(title, safe_url(citation.url, citation.page), bold=True)])
    cited = clip(in_lines(citation.quote), MOST_CITED)
    before, after = in_lines(passage.before), in_lines(passage.after)
    body = section([text(before), text(cited, bold=True), text(after)])
    return [rich([heading]), rich([body]), context(*_details(citation))]


def _details(citation: Citation) -> Iterable[str]:
    day = long_date(citation.published_on) if citation.published_on else "date unknown"
    yield f"{day}, p. {citation.page}" if citation.page is not None else day
    if where := clip(clean(citation.section), MAX_SECTION):
        yield where
    if citation.ocr is not None:
        yield READ_BY_OCR


def _before(whole: str, start: int) -> str:
    first = max(0, start - AROUND)
    piece = whole[first:start]
    if first:
        # A word that is cut in two reads as a misprint.
        piece = "…" + piece.partition(" ")[2]
    return piece


def _after(whole: str, end: int) -> str:
    piece = whole[end : end + AROUND]
    if end + AROUND < len(whole):
        piece = piece.rpartition(" ")[0] + "…"
    return piece


def in_lines(whole: str) -> str:
    """Return text clean, with its lines as they are, and what divides it from its neighbours."""
    lines = "\n".join(filter(None, (clean(line) for line in whole.splitlines())))
    first, last = whole[: -len(whole.lstrip()) or None], whole[len(whole.rstrip()) :]
    return f"{_divider(first)}{lines}{_divider(last)}" if lines else _divider(whole)


def _divider(blank: str) -> str:
    if blank.strip() or not blank:
        return ""
    return "\n" if "\n" in blank else " "
