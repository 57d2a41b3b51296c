"""Whole documents that are one person's words: speeches, statements, messages, posts."""

import re
from dataclasses import dataclass

from ingest.quotation import Paragraph, paragraphs
from ingest.records import Loaded
from ingest.speakers import Who, speaker_in
from store.records import Sourced

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
    found = find_delivery(loaded, split(loaded))
    if found is None:
        return Sourced(None, "not found", sure=False)
    return Sourced(found.named, f"the text: “{loaded.text[found.start : found.end][:100]}”")


def split(loaded: Loaded) -> list[Paragraph]:
    """Return the paragraphs of a loaded document."""
    return paragraphs(loaded.text, frozenset(heading.start for heading in loaded.headings))


def find_delivery(loaded: Loaded, parts: list[Paragraph]) -> Delivery | None:
    """Return who speaks in the whole document, None where its beginning does not say so."""
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
