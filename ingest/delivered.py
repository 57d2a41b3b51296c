"""Whole documents that are one person's words: speeches, statements, messages, posts."""

import re
from dataclasses import dataclass

from ingest.asides import aside
from ingest.load.canonical import BULLET, CELL
from ingest.quotation import Paragraph, paragraphs
from ingest.quotes import find_quotes
from ingest.records import Loaded
from ingest.speakers import Who, speaker_in
from store.records import Quote, Sourced

_TOP = 8
_MAX_LINE = 400
_SORTS = (
    r"(?:speech|address|keynote|lecture|remarks|(?:oral|written|ministerial|written ministerial)\s+"
    r"statement|statement|speaking\s+notes?|message|open\s+letter|article|blog(?:\s+post)?|op-ed|"
    r"column)"
)
_BY = re.compile(
    rf"(?:\b{_SORTS}\b[^.:;]{{0,60}}?\s(?:(?:given|made|delivered|written)\s+)?by\s+|"
    r"\b(?:[Mm]essage|[Ll]etter)\s+from\s+|"
    r"\A(?:[Dd]elivered|[Ww]ritten|[Pp]osted|[Aa]uthor(?:ed)?)\s*(?:by)?:?\s+(?=(?-i:[A-Z]))|"
    r"\ABy\s+(?=(?-i:[A-Z])))(?P<who>[^.;\n]+)",
    re.IGNORECASE,
)
_WHOSE = re.compile(rf"\A(?P<who>(?-i:[A-Z])[\w’' -]{{3,50}}?)[’']s?\s+{_SORTS}\b", re.IGNORECASE)
_STYLE = re.compile(
    r"\b(?:(?:the\s+)?(?:rt|right)\.?\s+hon(?:ourable|\.)?(?:\s+the)?|the\s+hon)\s+", re.IGNORECASE
)
# What follows the name and office: what the speech is about, where and when it was given.
_REST = re.compile(
    r"\s+(?:on\s+(?:the|his|her|behalf|\d|[a-z])|about|to\s+(?:the|an?|mps|parliament)|at\s+(?:the|an?)|"
    r"in\s+(?:the|response|parliament)|following|regarding|during|after|to\s+mark)\b.*\Z",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|I[’'](?:m|ve|ll|d))\b")
_MIN_WORDS = 4


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who speaks in a whole document, the words that say so, and the first paragraph after."""

    who: Who
    start: int
    end: int
    first: int

    @property
    def named(self) -> str:
        """The name and, where given, the office."""
        return f"{self.who.name}, {self.who.role}" if self.who.role else self.who.name


def find_delivered_by(loaded: Loaded) -> Sourced[str]:
    """Return whose words the whole document is, with the words that say so."""
    found = _delivery(loaded, _split(loaded))
    if found is None:
        return Sourced(None, "not found", sure=False)
    return Sourced(found.named, f"the text: “{loaded.text[found.start : found.end][:100]}”")


def quotes_in(loaded: Loaded) -> tuple[Quote, ...]:
    """Return the quotations of a document and, where one person speaks in it, its paragraphs.

    A paragraph that quotes somebody is left to that quotation.
    """
    quotes = find_quotes(loaded.text, loaded.headings, loaded.set_off)
    parts = _split(loaded)
    found = _delivery(loaded, parts)
    if found is None:
        return quotes
    speech = 1 + max((quote.speech for quote in quotes), default=-1)
    spoken = [
        Quote(start, end, speech, found.who.name, found.who.role, found.start, found.end)
        for start, end in _spoken(loaded, parts[found.first :])
        if not any(quote.start < end and start < quote.end for quote in quotes)
    ]
    return tuple(sorted([*quotes, *spoken], key=lambda quote: quote.start))


def _split(loaded: Loaded) -> list[Paragraph]:
    return paragraphs(loaded.text, frozenset(heading.start for heading in loaded.headings))


def _delivery(loaded: Loaded, parts: list[Paragraph]) -> Delivery | None:
    for index, part in enumerate(parts[:_TOP]):
        line = loaded.text[part.start : part.end]
        named = _BY.search(line) or (_WHOSE.match(line) if index == 0 else None)
        if named is None or len(line) > _MAX_LINE:
            continue
        who = speaker_in(_REST.sub("", _STYLE.sub("", named["who"])), inverted=named.re is _BY)
        if who is None or not who.person:
            continue
        first = _opening(loaded, parts, index)
        body = " ".join(loaded.text[one.start : one.end] for one in parts[first:])
        if _FIRST_PERSON.search(re.sub(r"“[^”]*”|‘[^’]*’", "", body)):
            return Delivery(who, part.start, part.end, first)
    return None


def _opening(loaded: Loaded, parts: list[Paragraph], said: int) -> int:
    """Return where the speech begins: below its title and the summary that may follow it."""
    below = said + 1
    if said == 0 and below < len(parts):
        line = loaded.text[parts[below].start : parts[below].end]
        below += not _FIRST_PERSON.search(line) and len(parts) > below + 1
    return below


def _spoken(loaded: Loaded, parts: list[Paragraph]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for part in parts:
        words = loaded.text[part.start : part.end]
        if part.heading:
            if aside((words,)):
                break
            continue
        start = part.start + len(BULLET) * words.startswith(BULLET)
        if CELL not in words and len(words.split()) >= _MIN_WORDS:
            found.append((start, part.end))
    return found
