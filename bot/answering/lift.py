"""What can be lifted from a passage: its sentences, rows and list items, and its lists whole.

A sentence that speaks of "it" or "them" is lifted with the one before, which says of what.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.sentences import sentences
from store.records import Hit, Quote

TABLE_ROW = " | "
_SHORTEST = 25
_LONGEST_LIST = 700  # In characters; a longer list is shown by its best items.
_LIST_MARK = re.compile(r"^(?:[•‣–-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s*(?=\D)")
_ENDS = re.compile(r"[.!?;…][”’\"')\]]*\d{0,3}\Z")
_MARKS = len("“”.")
_LONGEST_JOINED = 600  # In characters.
# A paragraph's sentences stand so near each other.
_NEXT = 1
# It takes who or what it is about from the sentence before; "this report" is the report itself.
_LEANS = re.compile(
    r"(?:(?:However|But|And|So|Yet|Nevertheless|Overall|Here|In addition|As a result),? )?"
    r"(?:it(?! is \w+ (?:that|to)\b)|its|they|their|he|his|she|her|these|those|both|such"
    r"|(?:this|that)(?! (?:report|letter|inspection|guidance|guide|document|page|statement)\b))\b"
    r"|(?:As a result|Consequently|Therefore|Otherwise|Instead),",
    re.IGNORECASE,
)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be lifted, at `start:end` of its revision.

    `leans` is what stands in front that it leans on, "" where it stands alone.
    `loose` is true of words that are no sentence, list item or row: a line of an address.
    `off_subject` is true in a report on somebody else where neither the sentence nor the one
    before names whom the question is about.
    """

    hit: Hit
    start: int
    end: int
    text: str
    score: float
    quote: Quote | None
    on_topic: bool = True
    loose: bool = False
    off_subject: bool = False
    leans: str = ""
    passage_score: float = 0.0

    @property
    def own(self) -> str:
        """The sentence itself, without what it leans on."""
        return self.text.removeprefix(self.leans)


def liftable(hit: Hit, quotes: Sequence[Quote]) -> list[Candidate]:
    """Return what can be lifted from a passage, without list marks and quotation marks.

    A list stands item by item, and once whole behind the sentence that announces it.
    """
    text = hit.passage.text
    found: list[Candidate] = []
    before: Candidate | None = None
    announcement: Span | None = None
    for begin, finish in sentences(text):
        if text[finish - 1] == ":":
            announcement = (begin, finish)
            continue
        mark = _LIST_MARK.match(text[begin:finish])
        if announcement and mark:
            whole = (announcement[0], _list_end(text, begin))
            found += _candidate(hit, whole, quotes, is_item=True)
        announcement = None
        start = begin + (mark.end() if mark else 0)
        for one in _candidate(hit, (start, finish), quotes, is_item=mark is not None):
            whole_one = one if mark else _with_what_it_leans_on(one, before)
            found.append(whole_one)
            before = None if mark else whole_one
    return found


def _with_what_it_leans_on(one: Candidate, before: Candidate | None) -> Candidate:
    """Return a sentence with the one before it in the paragraph, where it leans on that one."""
    if before is None or one.loose or before.loose or one.quote != before.quote:
        return one
    near = one.start - before.end <= _NEXT and one.end - before.start <= _LONGEST_JOINED
    if not near or TABLE_ROW in before.text + one.text or not _LEANS.match(one.text):
        return one
    passage = one.hit.passage
    text = passage.text[before.start - passage.start : one.end - passage.start]
    leans = passage.text[before.start - passage.start : one.start - passage.start]
    return replace(one, start=before.start, text=text, leans=leans)


def widened(one: Candidate, others: Sequence[Candidate]) -> Candidate | None:
    """Return a sentence with those around it in its paragraph, None where there are none.

    `others` are what can be lifted from its passage.
    """
    around = [
        other
        for other in others
        if other.end <= one.start <= other.end + _NEXT
        or one.end <= other.start + len(other.leans) <= one.end + _NEXT
    ]
    around = [o for o in around if not o.loose and o.quote == one.quote and TABLE_ROW not in o.text]
    start = min((other.start for other in around), default=one.start)
    end = max((other.end for other in around), default=one.end)
    start = min(start, one.start)
    if (start, end) == (one.start, one.end) or end - start > _LONGEST_LIST:
        return None
    passage = one.hit.passage
    text = passage.text[start - passage.start : end - passage.start]
    return replace(one, start=start, end=end, text=text, leans="", score=0.0)


def going_on(one: Candidate, others: Sequence[Candidate], most_words: int) -> Candidate:
    """Return a sentence with what follows it in its paragraph, as far as the words allow.

    `others` are what can be lifted from its passage.
    """
    passage = one.hit.passage
    for other in sorted(others, key=lambda other: other.end):
        begins = other.end - len(other.own)
        follows = one.end <= begins <= one.end + _NEXT and not other.loose
        if not follows or other.quote != one.quote or TABLE_ROW in other.text:
            continue
        text = passage.text[one.start - passage.start : other.end - passage.start]
        if len(text.split()) > most_words:
            break
        one = replace(one, end=other.end, text=text)
    return one


def _list_end(text: str, first_item: int) -> int:
    """Return where the list that starts at `first_item` ends, or where it grows too long."""
    end = first_item
    for begin, finish in sentences(text, first_item):
        if not _LIST_MARK.match(text[begin:finish]) or finish - first_item > _LONGEST_LIST:
            break
        end = finish
    return end


def _candidate(
    hit: Hit, span: Span, quotes: Sequence[Quote], *, is_item: bool
) -> Iterator[Candidate]:
    start, end = (hit.passage.start + offset for offset in span)
    quote = _quote_over(quotes, start, end)
    if quote is not None:
        start, end = max(start, quote.start), min(end, quote.end)
    text = hit.passage.text[start - hit.passage.start : end - hit.passage.start]
    if len(text) < _SHORTEST or text.endswith(":"):
        return
    is_whole = is_item or quote is not None or TABLE_ROW in text or _ENDS.search(text)
    yield Candidate(hit, start, end, text, 0.0, quote, loose=not is_whole)


def _quote_over(quotes: Sequence[Quote], start: int, end: int) -> Quote | None:
    """Return the quote that a sentence lies in, its quotation marks aside."""
    for quote in quotes:
        inside = min(end, quote.end) - max(start, quote.start)
        if inside > 0 and inside >= end - start - _MARKS:
            return quote
    return None
