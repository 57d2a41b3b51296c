"""Citations of places on the shelf."""

from collections.abc import Sequence

from bot.answering.checks.words import plain, stems, words
from bot.answering.narrow import best_sentences
from bot.answering.records import Citation
from bot.checking.near import Window
from bot.checking.records import Place
from bot.checking.shelf import Held, Shelf
from store.records import Hit


def cite(shelf: Shelf, held: Held, place: Place) -> Citation:
    """Return the citation of a place of a current revision."""
    report = held.report
    passage = shelf.passage(place)
    page = shelf.page(report.report_id, held.revision, place.start)
    words_there = shelf.text(report.report_id, held.revision)[place.start : place.end]
    section = passage.section if passage else ""
    span = (place.start, place.end)
    return Citation.of(report, held.revision, span, page, section, words_there)


def cite_window(shelf: Shelf, windows: Sequence[Window], span: tuple[int, int, int]) -> Citation:
    """Return the citation of a span, given as which window, start and end within it."""
    window = windows[span[0]]
    held = shelf.held[window.which]
    start, end = window.start + span[1], window.start + span[2]
    return cite(shelf, held, Place(held.report.report_id, held.revision, start, end))


def nearest_sentence(text: str, hits: Sequence[Hit], shelf: Shelf) -> Citation | None:
    """Return the sentence of the first hit that shares most with `text`."""
    for hit in hits:
        key = (hit.report.report_id, hit.report.revision)
        held = next((h for h in shelf.held if (h.report.report_id, h.revision) == key), None)
        spans = best_sentences(text, hit.passage.text) or [(0, len(hit.passage.text))]
        if held is not None:
            wanted = set(stems(words(plain(text))))
            given = {
                s: wanted & set(stems(words(plain(hit.passage.text[slice(*s)])))) for s in spans
            }
            start, end = max(spans, key=lambda span: len(given[span]))
            at = hit.passage.start
            return cite(shelf, held, Place(*key, at + start, at + end))
    return None
