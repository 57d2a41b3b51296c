"""When a report was published and when its inspection took place: two things, never one."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from ingest.dates import FoundDate, date_in_name, find_dates, first_date
from ingest.lead import Paragraph, lead, paragraphs, salutation
from ingest.records import Loaded, RawFile
from ingest.sentences import sentences
from ingest.titles import WEB_SUFFIXES
from store.records import NOT_FOUND, Sourced

_TAIL = 2500
_TOP_PARAGRAPHS = 16
_LABEL_REACH = 60
_AGREE = timedelta(days=31)
_DOCUMENT = r"(?:report|page|letter|press\s+(?:release|notice)|news\s+(?:release|story)|judgment)"
_FIRST = r"(?:first|originally)"
_LABEL = re.compile(
    rf"(?:(?:\A|\n|\|\s)(?:(?:this|the)\s+)?(?:{_DOCUMENT}\s+)?(?:was\s+)?(?:{_FIRST}\s+)?(?:published|"
    r"issued)(?:\s+on)?\s*(?::|\|)?|"
    rf"(?<!\w)(?:(?:report|date|{_FIRST})\s+)?published(?:\s+(?:on|date))?\s*:|"
    rf"\b(?:this|the)\s+{_DOCUMENT}\s+was\s+{_FIRST}\s+(?:published|issued)\s+on|"
    r"(?<!\w)(?:publication\s+date|date\s+of\s+(?:publication|report|issue)|"
    r"publication\s+of\s+report)\s*(?::|\|)?)\s*(?:\|\s*)?",
    re.IGNORECASE,
)
_ORIGINALLY = re.compile(rf"\b{_FIRST}\b", re.IGNORECASE)
_UPDATE_LABEL = re.compile(
    r"(?:\A|\n|\|\s)(?:(?:this|the)\s+)?(?:(?:report|page|letter|version|guidance)\s+)?(?:was\s+)?"
    r"(?:last\s+)?(?:updated|reissued|re-issued|republished|revised|corrected|amended)(?:\s+on)?"
    r"\s*(?::|\|)?\s*(?:\|\s*)?",
    re.IGNORECASE,
)
_TOP_LABEL = re.compile(
    r"\A(?:(?:judgment\s+|handed\s+down\s+|release\s+)?date\s*:\s*|"
    r"(?:approved\s+)?(?:judgment\s+)?(?:handed\s+down|given|promulgated)(?:\s+on)?\s*:?\s*|"
    r"(?:issued|released|embargoed\s+until|for\s+(?:immediate\s+)?release)(?:\s+on)?\s*[:,–-]?\s*"
    r"(?:(?:at\s+)?(?:\d{1,2}[.:]\d\d|\d{1,2}(?=\s*[ap]m))\s*(?:[ap]m|hrs|hours)?\s*,?\s*(?:on\s+)?)?|"
    r"(?:press|news)\s+(?:release|notice)\s*[:,–-]?\s*|released\s+(?:at\s+[\d.:]+\s*[ap]m\s+)?on\s+|"
    r"(?:an?\s+)?report\s+by\s+[^,\n]{3,90},\s+)",
    re.IGNORECASE,
)
_LONE_DATE = 12
_READ = 200_000
_LONG_BEFORE = timedelta(days=366)
_TITLE_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*[/–-]\s*(\d\d(?:\d\d)?))?(?!\d)")
_INSPECTED = re.compile(
    r"(?<!previous )(?<!last )\b(?:dates?\s+of\s+(?:this\s+|the\s+)?inspection|"
    r"inspection\s+(?:dates?|period)|inspected(?:\s+on)?|fieldwork(?:\s+dates?)?)\s*(?::|\|)\s*(?:\|\s*)?",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:took\s+place|carried\s+out|undert(?:ook|aken)|conducted|visited|were\s+on\s+site|"
    r"inspected|fieldwork)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\b(?:between|from)\s+(?:\w+day\s+)?\d{1,2}\b", re.IGNORECASE)
_LONGEST = timedelta(days=200)
_INSPECTION = re.compile(r"\binspect|\bfieldwork", re.IGNORECASE)
_EARLIER = re.compile(
    r"\b(?:previous(?:ly)?|last|earlier|prior|next|will|year\s+to|compared)\b", re.IGNORECASE
)
_EXPLICIT = re.compile(r"publi|issued|first-published|pubdate|citation_date", re.IGNORECASE)
_WEAK = re.compile(r"creat|modif|properties|guess|updated", re.IGNORECASE)
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def find_published(raw: RawFile, loaded: Loaded, inspected_to: date | None) -> Sourced[date]:
    """Return the publication date, from the surest source that has one.

    A date before the end of the inspection is refused unless the text gives it as the date of
    publication.
    """
    if stated := _stated(loaded):
        return _doubted(stated, raw, loaded)
    reissued = find_updated(loaded)
    hint = Sourced(reissued.value, reissued.origin, sure=False)
    for found in (_at_top(loaded), _metadata(loaded), _file_name(raw), _weak(loaded), hint):
        if found and found.value and (inspected_to is None or found.value >= inspected_to):
            return _doubted(found, raw, loaded)
    return NOT_FOUND


def find_inspected(loaded: Loaded, published: date | None) -> tuple[Sourced[date], Sourced[date]]:
    """Return the first and last day of the inspection that a report is about."""
    for found, quote, sure in (*_labelled(loaded, published), *_told(loaded, published)):
        origin = f"the text: “{quote}”"
        certain = sure and found.year_given
        return Sourced(found.first, origin, certain), Sourced(found.last, origin, certain)
    return NOT_FOUND, NOT_FOUND


def find_updated(loaded: Loaded) -> Sourced[date]:
    """Return the day on which a page or report was last changed, as it says itself."""
    for paragraph in lead(loaded):
        if found := _after(_UPDATE_LABEL, paragraph):
            day, words = found
            return Sourced(day, f"the text: “{words}”")
    known = loaded.metadata
    if known.updated_on and known.updated_on != known.published_on:
        return Sourced(known.updated_on, known.updated_on_from or "the page's metadata")
    return NOT_FOUND


def _stated(loaded: Loaded) -> Sourced[date] | None:
    """Return the date that the text itself calls its date of publication, the first one."""
    tail = max(0, len(loaded.text) - _TAIL)
    tail = loaded.text.find("\n\n", tail) + 2 if tail else 0
    last = paragraphs(loaded, tail, len(loaded.text)) if tail else []
    found = [one for part in (*lead(loaded), *last) if (one := _after(_LABEL, part))]
    found.sort(key=lambda one: not _ORIGINALLY.search(one[1]))
    return Sourced(found[0][0], f"the text: “{found[0][1]}”") if found else None


def _after(label_form: re.Pattern[str], paragraph: Paragraph) -> tuple[date, str] | None:
    """Return the day that follows a label in a paragraph, and both as printed."""
    for label in label_form.finditer(paragraph.text):
        end = min(len(paragraph.text), label.end() + _LABEL_REACH)
        found = first_date(paragraph.text, label.end(), end)
        if found and found.start - label.end() <= 1 and found.first == found.last:
            words = paragraph.text[label.start() : found.end].strip("| \n").replace(" | ", " ")
            return found.first, words
    return None


def _doubted(stated: Sourced[date], raw: RawFile, loaded: Loaded) -> Sourced[date]:
    """Lower the certainty of a stated date that something else contradicts.

    Pages that were moved to a new site state the day of the move; a printed date can be the day
    for which publication was planned.
    """
    day = stated.value
    if day is None or not stated.sure:
        return stated
    doubt = _contradiction(day, stated.origin, raw, loaded)
    return Sourced(day, f"{stated.origin}, but {doubt}", sure=False) if doubt else stated


def _contradiction(day: date, origin: str, raw: RawFile, loaded: Loaded) -> str | None:
    """Return what else says that a report was published on another day, None if nothing does."""
    known, own, named = _metadata(loaded), _at_top(loaded), date_in_name(raw.path.stem)
    years = [int(year) for year in _YEARS.findall(loaded.metadata.url or "")]
    web = raw.path.suffix.lower() in WEB_SUFFIXES
    apart = abs(known.value - day) if known and known.value else timedelta()
    # When a page moves, its date becomes a later one than the text's own.
    moved = known and known.value and known.value > day and origin.startswith("date at")
    if known and apart > _AGREE and not moved:
        return f"{known.origin} says {known.value}"
    if years and max(years) + 1 < day.year:
        return f"the address says {max(years)}"
    if own and own.value and own.value < day - _AGREE:
        return f"the {own.origin} is earlier"
    if named and named != day and not web:
        return f"the file's name says {named}"
    return _long_before(day, loaded) if web else None


def _long_before(day: date, loaded: Loaded) -> str | None:
    """Return what shows that a page is far older than the day it states.

    When a site moves, its pages may all get the day of the move.
    """
    title = loaded.metadata.title or ""
    spans = [(match[1], match[2] or match[1]) for match in _TITLE_YEARS.finditer(title)]
    last = max((int(first[:2] + last[-2:]) for first, last in spans), default=day.year)
    if last + 1 < day.year:
        return f"the title says {last}"
    lines = [found.last for found in find_dates(loaded.text, 0, _READ) if found.year_given]
    earlier = [one for one in lines if one != day]
    if earlier and max(earlier) < day - _LONG_BEFORE:
        return f"it tells of nothing after {max(earlier)}"
    return None


def _at_top(loaded: Loaded) -> Sourced[date] | None:
    """Return the date that stands alone above a letter, a press release or a judgment."""
    opening = lead(loaded)
    dear = salutation(opening)
    top = opening[: dear if dear is not None else _TOP_PARAGRAPHS]
    for paragraph in top:
        label = _TOP_LABEL.match(paragraph.text)
        at = label.end() if label else 0
        found = first_date(paragraph.text, at)
        if found is None or found.first != found.last or not found.year_given:
            continue
        byline = label is not None and "report by" in label[0].lower()
        alone = byline or len(paragraph.text) - (found.end - at) - at < _LONE_DATE
        if alone and found.start == at:
            where = "date at the top of the letter" if dear is not None else "date at the top"
            return Sourced(found.first, f"{where}: “{paragraph.text}”")
    return None


def _metadata(loaded: Loaded) -> Sourced[date] | None:
    known, origin = loaded.metadata.published_on, loaded.metadata.published_on_from or ""
    if known is None or _WEAK.search(origin) or not _EXPLICIT.search(origin):
        return None
    return Sourced(known, origin)


def _weak(loaded: Loaded) -> Sourced[date] | None:
    """Return a metadata date that need not be that of publication."""
    if loaded.metadata.published_on is None:
        return None
    return Sourced(
        loaded.metadata.published_on,
        loaded.metadata.published_on_from or "the file's properties",
        sure=False,
    )


def _file_name(raw: RawFile) -> Sourced[date] | None:
    found = date_in_name(raw.path.stem)
    return Sourced(found, "file name", sure=False) if found else None


def _labelled(loaded: Loaded, published: date | None) -> Iterator[tuple[FoundDate, str, bool]]:
    for paragraph in lead(loaded):
        for label in _INSPECTED.finditer(paragraph.text):
            end = min(len(paragraph.text), label.end() + _LABEL_REACH)
            for found in find_dates(paragraph.text, label.end(), end, published):
                if found.start - label.end() <= _LONE_DATE:
                    words = paragraph.text[label.start() : found.end].replace(" | ", " ")
                    yield found, words, True
                break


def _told(loaded: Loaded, published: date | None) -> Iterator[tuple[FoundDate, str, bool]]:
    """Yield the dates of sentences that tell when the inspection was done, ranges first."""
    single: list[tuple[FoundDate, str, bool]] = []
    for paragraph in lead(loaded):
        for start, end in _inspection_sentences(paragraph):
            for found in find_dates(paragraph.text, start, end, published):
                words = paragraph.text[found.start : found.end]
                if published and found.last > published:
                    continue  # What is still to come is no part of this inspection.
                sentence = paragraph.text[start:end]
                if found.first < found.last <= found.first + _LONGEST:
                    yield found, words, bool(_DONE.search(sentence))
                else:
                    single.append((found, words, False))
    yield from single


def _inspection_sentences(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    for start, end in sentences(paragraph.text):
        sentence = paragraph.text[start:end]
        if (
            (_DONE.search(sentence) or _SPAN.search(sentence))
            and _INSPECTION.search(sentence)
            and not _EARLIER.search(sentence)
        ):
            yield start, end
