"""The beginning of a report, where it says what it is: its first paragraphs and headings."""

import re
from dataclasses import dataclass

from ingest.records import Loaded

_LEAD_CHARACTERS = 6000
_TITLE_PAGE_CHARACTERS = 2500
_MIN_PAGE_CHARACTERS = 60
_MAX_LINE = 200
_MAX_PARAGRAPH = 4000
_MAX_ORIGIN = 100
_STOPS = frozenset(".!?:;,…")
_DEAR = re.compile(r"Dear\b.{2,150}\Z", re.DOTALL)
_NOTE_MARK = re.compile(r"(?<=[a-z]{3})\d{1,2}\Z")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the lead; `heading` is whether the loader found it to be one, of `level`."""

    text: str
    start: int
    heading: bool
    level: int = 9

    @property
    def is_line(self) -> bool:
        """Whether this is short and no sentence, as a title or a name on a cover is."""
        return (
            len(self.text) <= _MAX_LINE
            and "\n" not in self.text
            and any(map(str.isalpha, self.text))
            and (self.heading or self.text.rstrip("”’\"')")[-1:] not in _STOPS)
        )


def lead(loaded: Loaded) -> list[Paragraph]:
    """Return the paragraphs of a report's first pages."""
    return paragraphs(loaded, 0, _LEAD_CHARACTERS)


def title_page(loaded: Loaded) -> list[Paragraph]:
    """Return the paragraphs of the first page that has words, or of as much text."""
    stop = _TITLE_PAGE_CHARACTERS
    for page in loaded.pages:
        if page.end >= _MIN_PAGE_CHARACTERS:
            stop = min(stop, page.end)
            break
    return paragraphs(loaded, 0, stop)


def paragraphs(loaded: Loaded, start: int, stop: int) -> list[Paragraph]:
    """Return the paragraphs of a text that begin in `text[start:stop]`, without note marks."""
    headings = {head.start: head.level for head in loaded.headings if head.start < stop}
    found: list[Paragraph] = []
    at = start
    while at < min(stop, len(loaded.text)):
        end = loaded.text.find("\n\n", at)
        end = len(loaded.text) if end < 0 else end
        words = loaded.text[at : min(end, at + _MAX_PARAGRAPH)].strip()
        if words:
            heading = at in headings
            words = _NOTE_MARK.sub("", words) if heading or len(words) <= _MAX_LINE else words
            found.append(Paragraph(words, at, heading, headings.get(at, 9)))
        at = end + 2
    return found


def salutation(found: list[Paragraph]) -> int | None:
    """Return the index of the paragraph that opens a letter ("Dear ..."), None without one."""
    for index, paragraph in enumerate(found):
        if _DEAR.match(paragraph.text):
            return index
    return None


def short(words: str) -> str:
    """Return words as an origin quotes them: on one line, cut between words where they are long."""
    flat = " ".join(words.split())
    return flat if len(flat) <= _MAX_ORIGIN else flat[:_MAX_ORIGIN].rsplit(" ", 1)[0] + "…"
