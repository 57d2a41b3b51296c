"""Checks one quotation of a draft: are these the report's words, whole, and by that speaker."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.checks.quotes import Verdict, fragments, quote_verdict, weighty
from bot.answering.checks.words import NEGATORS, plain, words
from bot.answering.records import Citation
from bot.answering.verify import cuts_negation
from bot.checking.cite import cite, nearest_sentence
from bot.checking.differences import differences
from bot.checking.records import Checked, CheckVerdict, Place, Quoted
from bot.checking.shelf import Held, Shelf, bare
from bot.checking.speakers import recorded, wrong_speaker
from ingest.subjects import Aliases, mentions
from store.records import Hit

_MOST_PLACES = 40
_BESIDE = 300  # Characters around a place that are compared too.
_SHINGLE = 4  # Words in a row that make a place worth comparing.
_MOST_SHINGLES = 80
_MOST_WINDOWS = 16
_PER_SHINGLE = 3
_NEIGHBOURHOOD = 1500  # Characters around words within which a body must be named.
_GAP = 400


@dataclass(frozen=True, slots=True)
class Library:
    """What a quotation is looked up in. `old` holds what was replaced, made when needed.

    `names` maps each other name of a body to its full name, `aliases` each body to its names.
    """

    shelf: Shelf
    old: Callable[[], Shelf]
    search: Callable[[str], Sequence[Hit]]
    names: Mapping[str, str]
    aliases: Aliases
    known: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of one text that is compared."""

    which: int
    start: int
    end: int


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
    windows = _windows(quoted.text, library)
    texts = [_text(shelf, window) for window in windows]
    verdict, span = quote_verdict(quoted.text, texts)
    parts = fragments(quoted.text)
    if verdict is Verdict.STITCHED:
        return _stitched(quoted, parts, shelf, _citation(shelf, windows, span))
    citation = _citation(shelf, windows, span)
    if verdict is Verdict.INVENTED or citation is None:
        return Checked(
            quoted.text,
            CheckVerdict.INVENTED,
            "No report has these words, or words like them.",
            citation or nearest_sentence(quoted.text, library.search(quoted.text)[:1], shelf),
        )
    told = differences(quoted.text, citation.quote) or "capitals, marks or word breaks differ"
    return Checked(quoted.text, CheckVerdict.EDITED, f"{_capital(told)}.", citation)


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


def _windows(text: str, library: Library) -> list[_Window]:
    """Return the stretches of text that share most with `text`, best first."""
    shelf, seen = library.shelf, dict[tuple[int, int], int]()
    reach = len(text) + _BESIDE
    tokens = text.split()
    runs = [tokens[at : at + _SHINGLE] for at in range(max(1, len(tokens) - _SHINGLE + 1))]
    step = max(1, len(runs) // _MOST_SHINGLES)
    shingles = [" ".join(run) for run in runs[::step]]
    for words_in in (*fragments(text), *shingles):
        for which, start, _ in shelf.places(words_in, _PER_SHINGLE):
            key = (which, start // reach)
            seen[key] = seen.get(key, 0) + 1
    order = sorted(seen, key=lambda key: -seen[key])[:_MOST_WINDOWS]
    found = [_Window(which, max(0, (at - 1) * reach), (at + 2) * reach) for which, at in order]
    index = {(one.report.report_id, one.revision): at for at, one in enumerate(shelf.held)}
    for hit in library.search(text):
        at = index.get((hit.report.report_id, hit.report.revision))
        if at is not None:
            start = max(0, hit.passage.start - _BESIDE)
            found.append(_Window(at, start, hit.passage.end + _BESIDE))
    return _merged(found)


def _merged(windows: Sequence[_Window]) -> list[_Window]:
    """Join the windows of one text that overlap, so that no place is compared twice."""
    merged: list[_Window] = []
    for one in windows:
        joined = one
        apart: list[_Window] = []
        for other in merged:
            if (
                other.which == joined.which
                and other.start <= joined.end >= joined.start
                and (joined.start <= other.end)
            ):
                first, last = min(other.start, joined.start), max(other.end, joined.end)
                joined = _Window(one.which, first, last)
            else:
                apart.append(other)
        merged = [*apart, joined]
    return merged


def _text(shelf: Shelf, window: _Window) -> str:
    held = shelf.held[window.which]
    return shelf.text(held.report.report_id, held.revision)[window.start : window.end]


def _citation(
    shelf: Shelf, windows: Sequence[_Window], span: tuple[int, int, int] | None
) -> Citation | None:
    if span is None:
        return None
    window = windows[span[0]]
    held = shelf.held[window.which]
    start, end = window.start + span[1], window.start + span[2]
    return cite(shelf, held, Place(held.report.report_id, held.revision, start, end))


def _replaced(quoted: Quoted, held: Held, checked: Checked) -> Checked:
    """Say that the words stood only in what has been replaced; cite what now comes nearest."""
    day = f" ({held.report.published_on.isoformat()})" if held.report.published_on else ""
    where = f"“{held.report.title}”{day}, revision {held.revision}"
    now = "" if checked.verdict is not CheckVerdict.EDITED else f" {checked.why}"
    why = f"Word for word only in {where}, and {held.replaced}.{now}"
    citation = checked.citation if checked.verdict is CheckVerdict.EDITED else None
    return Checked(quoted.text, CheckVerdict.UNSUPPORTED, why, citation)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
