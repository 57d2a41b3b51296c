"""Checks one quotation of a draft: are these the report's words, whole, and by that speaker."""

from collections.abc import Sequence
from itertools import pairwise

from bot.answering.checks.quotes import Span, Verdict, fragments, quote_verdict, weighty
from bot.answering.checks.words import NEGATORS, plain, words
from bot.answering.records import Citation
from bot.answering.verify import cuts_negation
from bot.checking.cite import cite, cite_window, nearest_sentence
from bot.checking.differences import differences, likeness
from bot.checking.library import Library
from bot.checking.near import Window, near_windows, window_text
from bot.checking.records import Checked, CheckVerdict, Place, Quoted
from bot.checking.shelf import Held, Shelf, bare
from bot.checking.speakers import recorded, wrong_speaker
from ingest.subjects import mentions

_MOST_PLACES = 40
_BESIDE = 300  # Characters around a place that are compared too.
_SURELY = 0.85  # How alike two wordings are that can only be one, edited.
_NEIGHBOURHOOD = 1500  # Characters around words within which a body must be named.
_GAP = 400


def check_quotation(quoted: Quoted, library: Library) -> Checked:
    """Return what a quotation turns out to be."""
    found = verbatim_places(quoted.text, library.shelf)
    if found:
        return _among(quoted, found, library)
    if titled := _titled(quoted, library.shelf):
        return titled
    old = library.old()
    before = verbatim_places(quoted.text, old)
    checked = _nearest(quoted, library)
    if before:
        return _replaced(quoted, old.held[before[0][0]], checked)
    return checked


def verbatim_places(text: str, shelf: Shelf) -> list[tuple[int, int, int]]:
    """Return where `text` stands word for word: which revision of the shelf, start, end."""
    parts = fragments(text)
    if not parts or not all(shelf.has(part) for part in parts):
        return []
    found: list[tuple[int, int, int]] = []
    for which, start, end in shelf.places(parts[0], _MOST_PLACES):
        report = shelf.held[which]
        whole = shelf.text(report.report.report_id, report.revision)
        first = max(0, start - _BESIDE)
        last = end + _BESIDE + sum(len(part) + _GAP for part in parts[1:])
        verdict, span = quote_verdict(text, [whole[first:last]])
        if verdict is Verdict.VERBATIM and span is not None:
            found.append((which, first + span.start, first + span.end))
    return list(dict.fromkeys(found))


def _among(quoted: Quoted, found: list[tuple[int, int, int]], library: Library) -> Checked:
    """Choose the place where the quotation holds, else say what is wrong with the best one."""
    named = {m.subject for m in mentions(quoted.sentence, library.aliases, list(library.known))}
    judged: list[tuple[int, int, int, Checked]] = []
    for order, (which, start, end) in enumerate(found):
        held = library.shelf.held[which]
        about = held.report.description.subject.value in named
        checked = _judged(
            quoted, held, Place(held.report.report_id, held.revision, start, end), library, named
        )
        judged.append((0 if checked.holds else 1, 0 if about else 1, order, checked))
    return min(judged, key=lambda one: one[:3])[3]


def _judged(quoted: Quoted, held: Held, place: Place, library: Library, named: set[str]) -> Checked:
    shelf = library.shelf
    text = shelf.text(place.report_id, place.revision)
    citation = cite(shelf, held, place)
    if cut := _cut(quoted, text, place):
        return Checked(quoted.text, CheckVerdict.EDITED, cut, citation)
    quote, _ = recorded(shelf.quotes(place.report_id, place.revision), place.start, place.end)
    if quoted.speaker is not None:
        why = wrong_speaker(quoted.speaker, quote, held.report, library.names)
        if why:
            return Checked(quoted.text, CheckVerdict.MISATTRIBUTED, f"{_capital(why)}.", citation)
    if other := _other_subject(held, text, place, library, named):
        return Checked(quoted.text, CheckVerdict.MISATTRIBUTED, other, citation)
    by = f", said by {quote.speaker}" if quote is not None and quote.speaker else ""
    return Checked(quoted.text, CheckVerdict.VERBATIM, f"Word for word{by}.", citation)


def _cut(quoted: Quoted, text: str, place: Place) -> str | None:
    """Return why the words must not be lifted out: a "not" or an "if" right beside them."""
    if not cuts_negation(text, place.start, place.end):
        return None
    before = " ".join(text[max(0, place.start - 60) : place.start].split()[-4:])
    if NEGATORS.intersection(words(quoted.lead_in)) & NEGATORS.intersection(words(plain(before))):
        return None
    lead = max(0, place.start - 60) + text[max(0, place.start - 60) : place.start].find(" ") + 1
    tail = text[place.end : place.end + 40].rsplit(" ", 1)[0].rstrip()
    given = " ".join((text[lead : place.end] + tail).split())
    return f"It leaves out a “not” or an “if” beside these words: the report says “{given}”."


def _other_subject(
    held: Held, text: str, place: Place, library: Library, named: set[str]
) -> str | None:
    """Return why the words are not about the body that the draft's sentence names."""
    subject = held.report.description.subject.value
    publisher = held.report.description.publisher.value
    others = named - {publisher or ""}
    if not subject or not others or subject in named:
        return None
    around = text[max(0, place.start - _NEIGHBOURHOOD) : place.end + _NEIGHBOURHOOD]
    near = {m.subject for m in mentions(around, library.aliases, list(library.known))}
    if near & others:
        return None
    return f"The words stand in a report on {subject}, not on {', '.join(sorted(others))}."


def _titled(quoted: Quoted, shelf: Shelf) -> Checked | None:
    """Return the verdict on a report's title in quotation marks."""
    for held in shelf.held:
        if bare(held.report.title) == bare(quoted.text):
            end = min(1, len(shelf.text(held.report.report_id, held.revision)))
            citation = cite(shelf, held, Place(held.report.report_id, held.revision, 0, end))
            return Checked(quoted.text, CheckVerdict.VERBATIM, "The title of the report.", citation)
    return None


def _nearest(quoted: Quoted, library: Library) -> Checked:
    """Say what was done to a quotation that stands nowhere as it is."""
    shelf = library.shelf
    windows = near_windows(quoted, library)
    texts = [window_text(shelf, window) for window in windows]
    verdict, span = quote_verdict(quoted.text, texts)
    if verdict is Verdict.VERBATIM and span is not None:
        # Page furniture stood between the words, so that their letters are not in one row.
        window = windows[span.which]
        place = (window.which, window.start + span.start, window.start + span.end)
        return _among(quoted, [place], library)
    best = _closest(quoted, windows, texts, library)
    if verdict is Verdict.STITCHED and (best is None or best[0] < _SURELY):
        citation = cite_window(shelf, windows, span) if span else None
        return _stitched(quoted, fragments(quoted.text), shelf, citation)
    if best is None:
        near = nearest_sentence(quoted.text, library.search(quoted.text)[:1], shelf)
        why = "No report has these words, or words like them."
        return Checked(quoted.text, CheckVerdict.INVENTED, why, near)
    told = differences(quoted.text, best[1].quote) or "capitals, marks or word breaks differ"
    return Checked(quoted.text, CheckVerdict.EDITED, f"{_capital(told)}.", best[1])


def _closest(
    quoted: Quoted, windows: Sequence[Window], texts: Sequence[str], library: Library
) -> tuple[float, Citation] | None:
    """Return how alike the nearest words of any window are, from 0 to 1, and where they stand.

    Of equally near ones, those in a report on a body that the draft's sentence names go first,
    and then those that differ by a negation only.
    """
    named = {m.subject for m in mentions(quoted.sentence, library.aliases, list(library.known))}
    found: list[tuple[tuple[float, bool, bool], Window, Span]] = []
    for window, text in zip(windows, texts, strict=True):
        verdict, span = quote_verdict(quoted.text, [text])
        if verdict is Verdict.EDITED and span is not None:
            words_in = text[span.start : span.end]
            subject = library.shelf.held[window.which].report.description.subject.value
            key = (
                likeness(quoted.text, words_in),
                subject in named,
                _negations(words_in) != _negations(quoted.text),
            )
            found.append((key, window, span))
    if not found:
        return None
    key, window, nearest = max(found, key=lambda one: one[0])
    return key[0], cite_window(library.shelf, [window], nearest._replace(which=0))


def _stitched(
    quoted: Quoted, parts: Sequence[str], shelf: Shelf, citation: Citation | None
) -> Checked:
    """Say what stands between the fragments of a stitched quotation, where they are known."""
    why = "Its parts do not stand together: they are put together from different places."
    if len(parts) > 1:
        gap = _gap(parts, shelf)
        if gap is not None:
            why = f"The ellipsis leaves out “{gap}”, which changes what the rest says."
    if citation is None:
        place = next(iter(shelf.places(parts[0], 1)), None)
        if place is not None:
            held = shelf.held[place[0]]
            at = Place(held.report.report_id, held.revision, place[1], place[2])
            citation = cite(shelf, held, at)
    return Checked(quoted.text, CheckVerdict.STITCHED, why, citation)


def _gap(parts: Sequence[str], shelf: Shelf) -> str | None:
    """Return the first words of weight that an ellipsis leaves out within one sentence."""
    for one, two in pairwise(parts):
        for which, _, end in shelf.places(one, _MOST_PLACES):
            held = shelf.held[which]
            text = shelf.text(held.report.report_id, held.revision)
            for other, start, _ in shelf.places(two, _MOST_PLACES):
                gap = text[end:start].strip()
                if other == which and end <= start <= end + _GAP and weighty(gap):
                    return gap
    return None


def _replaced(quoted: Quoted, held: Held, checked: Checked) -> Checked:
    """Say that the words stood only in what has been replaced; cite what now comes nearest."""
    day = f" ({held.report.published_on.isoformat()})" if held.report.published_on else ""
    where = f"“{held.report.title}”{day}, revision {held.revision}"
    now = "" if checked.verdict is not CheckVerdict.EDITED else f" {checked.why}"
    why = f"Word for word only in {where}, and {held.replaced}.{now}"
    citation = checked.citation if checked.verdict is CheckVerdict.EDITED else None
    return Checked(quoted.text, CheckVerdict.UNSUPPORTED, why, citation)


def _negations(text: str) -> int:
    return sum(word in NEGATORS for word in words(plain(text)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
