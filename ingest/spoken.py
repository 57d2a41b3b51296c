"""All that is said in a document: what it quotes, and what its one speaker says."""

from ingest.asides import aside
from ingest.delivered import find_delivery, split
from ingest.quotation import Paragraph
from ingest.quotes import find_quotes
from ingest.records import Loaded
from store.records import Quote

_BULLET = "• "
_CELL = " | "
_MIN_WORDS = 4


def quotes_in(loaded: Loaded) -> tuple[Quote, ...]:
    """Return the quotations of a document and, where one person speaks in it, its paragraphs.

    A paragraph that quotes somebody is left to that quotation.
    """
    quotes = find_quotes(loaded.text, loaded.headings, loaded.set_off)
    parts = split(loaded)
    found = find_delivery(loaded, parts)
    if found is None:
        return quotes
    speech = 1 + max((quote.speech for quote in quotes), default=-1)
    spoken = [
        Quote(start, end, speech, found.who.name, found.who.role, found.start, found.end)
        for start, end in _spoken(loaded, parts[found.first :])
        if not any(quote.start < end and start < quote.end for quote in quotes)
    ]
    return tuple(sorted([*quotes, *spoken], key=lambda quote: quote.start))


def _spoken(loaded: Loaded, parts: list[Paragraph]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for part in parts:
        words = loaded.text[part.start : part.end]
        if part.heading:
            if aside((words,)):
                break
            continue
        start = part.start + len(_BULLET) * words.startswith(_BULLET)
        if _CELL not in words and len(words.split()) >= _MIN_WORDS:
            found.append((start, part.end))
    return found
