"""What a report tells somebody to do: its lists of recommendations and areas for improvement."""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from ingest.findings.blocks import Block
from ingest.findings.due import find_due
from ingest.sentences import sentences
from store.records import Description, Recommendation, RecommendationKind, ReportKind

_KINDS = (
    (
        RecommendationKind.PRIORITY_ACTION,
        r"(?:areas?\s+for\s+)?(?:priority|immediate)\s+(?:and\s+immediate\s+)?actions?",
    ),
    (RecommendationKind.CAUSE_OF_CONCERN, r"(?:accelerated\s+)?causes?\s+of\s+concern"),
    (
        RecommendationKind.RECOMMENDATION,
        r"(?:our\s+|summary\s+of\s+|list\s+of\s+)?recommendations?(?:\s+(?:to|for)\s+[^.]{1,80})?",
    ),
    (
        RecommendationKind.AREA_FOR_IMPROVEMENT,
        (
            r"areas?\s+(?:for|of)\s+(?:further\s+)?(?:improvement|development)|"
            r"(?:priorities|priority\s+areas)\s+for\s+(?:further\s+)?improvement|"
            r"what\s+(?:does\s+[^.?]{3,60}\s+)?needs?\s+to\s+improve|"
            r"what\s+does\s+[^.?]{3,60}\s+need\s+to\s+improve"
        ),
    ),
)
_TITLES = [
    (kind, re.compile(rf"(?:\d{{1,3}}(?:\.\d+)*[.)]?\s+)?(?:{words})\s*[?:.]?", re.IGNORECASE))
    for kind, words in _KINDS
]
_NUMBERED_TITLE = re.compile(
    r"(?P<kind>Recommendation|Area\s+for\s+improvement|Cause\s+of\s+concern)\s+"
    r"(?P<number>\d{1,3}[a-z]?)\s*[:.]?",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"(?:•\s+|(?:Recommendation|Area\s+for\s+improvement|Cause\s+of\s+concern)\s+(?P<long>\d{1,3}[a-z]?)\s*[.:–-]\s*|"
    r"(?P<short>\d{1,3}(?:\.\d{1,2})?|[a-z])[.)]\s*(?=[A-Z“]))",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(r":\Z|\bthe\s+following(?:\s+\w+)?[.:]?\Z", re.IGNORECASE)
_NONE = re.compile(r"(?:•\s+)?(?:There\s+(?:are|were)\s+no|None)\b", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\d{1,2}\s+[A-Z]")
_DEMAND = re.compile(
    r"\b(?:should|must|needs?\s+to|ought\s+to|is\s+to|are\s+to|required?\s+to)\b", re.IGNORECASE
)
_WE_RECOMMEND = re.compile(r"\bwe\s+(?:therefore\s+|also\s+)?recommend\b", re.IGNORECASE)
_ADDRESSEE = re.compile(
    r"(?:\A(?:we\s+(?:\w+\s+)?recommend\s+that\s+)?|[,:]\s+|\brecommend(?:s|ed)?\s+that\s+)"
    r"(?P<who>[^,.;:]{2,90}?)(?:,\s+[^,]{3,60},)?\s+"
    r"(?:should|must|needs?\s+to|ought\s+to|is\s+to|are\s+to)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:force|constabulary|police|constable|officers?|council|authority|authorities|partnership|"
    r"partners|leaders?|managers?|service|services|board|trust|commissioners?|government|office|"
    r"department|ministry|minister|secretary|inspectorate|college|director|chief\s+executive|ofsted|"
    r"mayor|governor|provider|providers|agencies)\b",
    re.IGNORECASE,
)
_NOT_A_BODY = re.compile(
    r"\b(?:every|each|no|any|all|this|that|these|those|which|who|it|they|there|ensure|how|including|of\s+crime)\b",
    re.IGNORECASE,
)
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
            kept.setdefault(item.start, _record(one.kind, item, published))
    listed = sorted((one.start, one.end) for one in kept.values())
    loose = _loose(found) if description.kind.value in _REPORTS else ()
    for item in loose:
        at = bisect(listed, (item.start, item.end)) - 1
        if at < 0 or item.start >= listed[at][1]:
            kept[item.start] = _record(RecommendationKind.RECOMMENDATION, item, published)
    return tuple(kept[start] for start in sorted(kept))


def _lists(found: list[Block]) -> Iterator[_List]:
    for index, block in enumerate(found):
        kind, number = _titled(block)
        if kind is not None:
            yield _List(kind, number, tuple(_below(found, index)))


def _below(found: list[Block], title: int) -> list[Block]:
    """Return the paragraphs of the list under a title, without the headings that divide it."""
    below: list[Block] = []
    part: int | None = None
    for block, after in pairwise((*found[title + 1 :], None)):
        if block is None or _titled(block)[0] is not None:
            break
        if _divides(block, after, found[title], below, part):
            part = block.level
        elif _ends_list(block, below):
            break
        else:
            below.append(block)
    return below


def _titled(block: Block) -> tuple[RecommendationKind | None, str | None]:
    if numbered := _NUMBERED_TITLE.fullmatch(block.text):
        return RecommendationKind(" ".join(numbered["kind"].lower().split())), numbered["number"]
    for kind, pattern in _TITLES:
        if pattern.fullmatch(block.text):
            return kind, None
    return None, None


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
        return deeper and after.text.startswith("•")
    # Numbered paragraphs go on through the findings that follow a list.
    last = _MARK.match(before[-1].text)
    return block.level == part and _number(mark) == _number(last) + 1 > 1


def _number(mark: re.Match[str] | None) -> int:
    number = (mark["short"] or mark["long"] or "") if mark else ""
    return int(number) if number.isdigit() else 0


def _ends_list(block: Block, before: list[Block]) -> bool:
    """Whether a paragraph no longer belongs to the list above it."""
    if block.is_table or (block.level is not None and not _goes_on(block)):
        return True
    marked = any(_MARK.match(other.text) for other in before[-_LOOK_BACK:])
    goes_on = _MARK.match(block.text) or _FOOTNOTE.match(block.text) or block.text[0].islower()
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
            start, number = block.start + mark.end(), mark["long"] or mark["short"]
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


def _record(kind: RecommendationKind, item: _Item, published: date | None) -> Recommendation:
    sources = (item.text, *item.leads)
    dues = (find_due(source, published) for source in sources)
    due, due_from = next((found for found in dues if found[0]), (None, None))
    addressee = next((who for source in sources if (who := _addressee(source))), None)
    return Recommendation(item.start, item.end, kind, item.number, addressee, due, due_from)


def _addressee(text: str) -> str | None:
    """Return who is told to do it, None where the words do not name a body or an office."""
    for match in _ADDRESSEE.finditer(text):
        who = " ".join(match["who"].split())
        if _BODY.search(who) and not _NOT_A_BODY.search(who):
            return who[:1].upper() + who[1:]
    return None
