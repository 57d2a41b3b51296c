"""What a report tells somebody to do: its lists of recommendations and areas for improvement."""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from ingest.findings.addressees import addressed, addressee_in
from ingest.findings.blocks import Block
from ingest.findings.due import day_named, find_due
from ingest.findings.recommendation_tables import TableItem, table_items
from ingest.findings.recommendation_titles import titled
from ingest.sentences import sentences
from store.finding_records import Recommendation, RecommendationKind
from store.records import Description, ReportKind

_MARK = re.compile(
    r"(?:•\s+|Recommendation:\s+(?=[A-Z])|(?:Recommendation|Area\s+for\s+improvement|Cause\s+of\s+concern)\s+(?P<long>\d{1,3}[a-z]?)\s*[.:–-]\s*|"
    r"(?P<short>\d{1,3}(?:\.\d{1,2})?|[a-z])[.)]\s*(?=[A-Z“])|(?P<part>\d{1,2}\.\d{1,2})\s+(?=[A-Z“]))",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(r":\Z|\bthe\s+following(?:\s+\w+)?[.:]?\Z", re.IGNORECASE)
_NONE = re.compile(r"(?:•\s+)?(?:There\s+(?:are|were)\s+no|None)\b", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\d{1,2}\s+[A-Z]")
_DEMAND = re.compile(
    r"\b(?:should|must|needs?\s+to|ought\s+to|is\s+to|are\s+to|required?\s+to)\b", re.IGNORECASE
)
_WE_RECOMMEND = re.compile(r"\bwe\s+(?:therefore\s+|also\s+)?recommend\b", re.IGNORECASE)
# Headings of a letter's other parts, which may look like those that divide a list.
_ELSEWHERE = re.compile(
    r"\bstrengths?\b|\bstud(?:y|ies)\b|\bfindings?\b|\bsteps\b|\bpractice\b|\bsummary\b|\bcontext\b",
    re.IGNORECASE,
)
_FINDS = re.compile(r"\b(?:is|are|was|were|has|have|had|been|will)\b")
_LETTERED = re.compile(r"\(?(?:[a-z]|[ivx]{2,4})[.)]\s")
_LOOK_BACK = 20
# Web pages recommend things to their readers.
_REPORTS = (ReportKind.INSPECTION_REPORT, ReportKind.LETTER, ReportKind.OTHER)


@dataclass(frozen=True, slots=True)
class _List:
    """A list under one title: its paragraphs up to the next heading."""

    kind: RecommendationKind
    number: str | None
    blocks: tuple[Block, ...]
    whose: str | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    """One demand with what introduces it, which may say who has to do it and by when."""

    start: int
    end: int
    number: str | None
    text: str
    leads: tuple[str, ...] = ()


def find_recommendations(
    found: list[Block], description: Description
) -> tuple[Recommendation, ...]:
    """Return all demands of a report in order, each once."""
    published = description.published_on.value
    kept: dict[int, Recommendation] = {}
    for one in _lists(found):
        for item in _items(one):
            kept.setdefault(item.start, _record(one.kind, item, published, one.whose))
    for row in (row for block in found if block.is_table for row in table_items(block)):
        kept.setdefault(row.start, _tabled(row, published))
    listed = sorted((one.start, one.end) for one in kept.values())
    loose = _loose(found) if description.kind.value in _REPORTS else ()
    for item in loose:
        at = bisect(listed, (item.start, item.end)) - 1
        if at < 0 or item.start >= listed[at][1]:
            kept[item.start] = _record(RecommendationKind.RECOMMENDATION, item, published)
    return tuple(kept[start] for start in sorted(kept))


def _lists(found: list[Block]) -> Iterator[_List]:
    for index, block in enumerate(found):
        kind, number = titled(block)
        if kind is not None:
            yield _List(kind, number, tuple(_below(found, index)), addressed(block.text))


def _below(found: list[Block], title: int) -> list[Block]:
    """Return the paragraphs of the list under a title, without the headings that divide it."""
    below: list[Block] = []
    part: int | None = None
    for block, after in pairwise((*found[title + 1 :], None)):
        if block is None or titled(block)[0] is not None:
            break
        if _divides(block, after, found[title], below, part):
            part = block.level
        elif _ends_list(block, below):
            break
        else:
            below.append(block)
    return below


def _goes_on(block: Block) -> bool:
    """Whether what was taken for a heading is an item, or the words that lead in to some."""
    return _MARK.match(block.text) is not None or block.text.endswith(":")


def _divides(
    block: Block, after: Block | None, title: Block, before: list[Block], part: int | None
) -> bool:
    """Whether a heading divides the list below `title`, which goes on behind it.

    `part` is the level of the headings that divided it so far.
    """
    if block.level is None or after is None or _goes_on(block):
        return False
    mark = _MARK.match(after.text)
    if not before:
        return mark is not None
    if before[-1].text.startswith("•"):
        deeper = title.level is not None and block.level > title.level
        again = part == block.level and _ELSEWHERE.search(block.text) is None
        return (deeper or again) and after.text.startswith("•")
    # Numbered paragraphs go on through the findings that follow a list.
    last = _MARK.match(before[-1].text)
    return block.level == part and _number(mark) == _number(last) + 1 > 1


def _number(mark: re.Match[str] | None) -> int:
    number = (_printed(mark) or "") if mark else ""
    return int(number) if number.isdigit() else 0


def _printed(mark: re.Match[str]) -> str | None:
    """Return the number of a list mark as printed, None for a bullet."""
    return mark["long"] or mark["short"] or mark["part"]


def _ends_list(block: Block, before: list[Block]) -> bool:
    """Whether a paragraph no longer belongs to the list above it."""
    if block.is_table or (block.level is not None and not _goes_on(block)):
        return True
    marked = any(_MARK.match(other.text) for other in before[-_LOOK_BACK:])
    listed = _MARK.match(block.text) or _LETTERED.match(block.text)
    goes_on = listed or _FOOTNOTE.match(block.text) or block.text[0].islower()
    introduces = block.text.endswith(":") or _DEMAND.search(block.text)
    return marked and not goes_on and not introduces


def _items(one: _List) -> list[_Item]:
    """Return what a list demands."""
    items = list(_whole(one) if one.number else _listed(one))
    if not items and one.kind is RecommendationKind.CAUSE_OF_CONCERN and _is_told(one):
        # A cause of concern is a finding: its first paragraph says it, and demands nothing yet.
        first = one.blocks[0]
        return [_Item(first.start, first.end, None, first.text)]
    return items


def _listed(one: _List) -> Iterator[_Item]:
    """Yield the items of a list; bullets after a paragraph that is an item are part of it."""
    leads: tuple[str, ...] = ()
    item: _Item | None = None
    for block, after in pairwise((*one.blocks, None)):
        if block is None or _says_nothing(block.text):
            continue
        if item and _continues(block.text, item):
            item = replace(item, end=block.end)
            continue
        if item:
            yield item
        item = None
        mark = _MARK.match(block.text)
        if _introduces(block.text, after):
            # “Within three months:” keeps who is addressed from the introduction before it.
            leads = (block.text, *leads) if not _DEMAND.search(block.text) else (block.text,)
        elif mark:
            start, number = block.start + mark.end(), _printed(mark)
            item = _Item(start, block.end, number, block.text[mark.end() :], leads)
        elif _DEMAND.search(block.text):
            leads = ()
            item = _Item(block.start, block.end, None, block.text)
    if item:
        yield item


def _is_told(one: _List) -> bool:
    """Whether the list is one plain finding rather than items or nothing."""
    plain = [block for block in one.blocks if not _says_nothing(block.text)]
    return bool(plain) and plain[0] is one.blocks[0] and not _MARK.match(plain[0].text)


def _says_nothing(text: str) -> bool:
    footnote = _FOOTNOTE.match(text) and not _MARK.match(text)
    return bool(footnote or _NONE.match(text))


def _continues(text: str, item: _Item) -> bool:
    """Whether a paragraph goes on with an item: a broken sentence, or bullets after a colon."""
    under = text.startswith("•") or _LETTERED.match(text) is not None
    if item.text.endswith(":") and under:
        return True
    return text[0].islower() and not _LETTERED.match(text)


def _whole(one: _List) -> Iterator[_Item]:
    """Yield what stands under a title of its own, “Recommendation 3”, as one item."""
    for index, block in enumerate(one.blocks):
        if not _DEMAND.search(block.text):
            continue
        end = block.end
        for other in one.blocks[index + 1 :] if block.text.endswith(":") else ():
            end = other.end if _MARK.match(other.text) else end
        yield _Item(block.start, end, one.number, block.text)
        return


def _introduces(text: str, after: Block | None) -> bool:
    """Whether a paragraph only leads in to the items below it."""
    if not _LEADS_IN.search(text) or len(sentences(text)) > 1 or text.startswith("•"):
        return False
    if _MARK.match(text) is None:
        return True
    return after is not None and not (after.text.startswith("•") or _LETTERED.match(after.text))


def _loose(found: list[Block]) -> Iterator[_Item]:
    """Yield sentences outside any list in which the report itself recommends something."""
    for block in found:
        if block.is_table or not _WE_RECOMMEND.search(block.text):
            continue
        for start, end in sentences(block.text):
            words = block.text[start:end]
            if _WE_RECOMMEND.search(words) and not words.endswith(("?", ":")):
                yield _Item(block.start + start, block.start + end, None, words)


def _record(
    kind: RecommendationKind, item: _Item, published: date | None, whose: str | None = None
) -> Recommendation:
    sources = (item.text, *item.leads)
    dues = (find_due(source, published) for source in map(_demanding, sources))
    due, due_from = next((found for found in dues if found[0]), (None, None))
    addressee = next((who for source in sources if (who := addressee_in(source))), whose)
    return Recommendation(item.start, item.end, kind, item.number, addressee, due, due_from)


def _tabled(row: TableItem, published: date | None) -> Recommendation:
    """Record a row of a table; what its own columns say wins over its words."""
    due, due_from = find_due(row.when or "", published)
    if due is None and (day := day_named(row.when or "")):
        due, due_from = day, row.when
    if row.when is None:
        due, due_from = find_due(row.text, published)
    who = row.who or addressee_in(row.text)
    kind = RecommendationKind.RECOMMENDATION
    return Recommendation(row.start, row.end, kind, row.number, who, due, due_from)


def _demanding(text: str) -> str:
    """Return a text without the sentences that tell what is, whose dates are no deadlines."""
    if _DEMAND.search(text) is None and _FINDS.search(text):
        kept = [text[a:b] for a, b in sentences(text) if not _FINDS.search(text[a:b])]
        return " ".join(kept)
    return text
