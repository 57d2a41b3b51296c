"""A report's title: what it calls itself, before what its file was once called."""

import re

from ingest.lead import Paragraph, lead, salutation, title_page
from ingest.records import Loaded, RawFile
from ingest.sentences import sentences
from ingest.subjects import is_place, place
from store.records import Sourced

WEB_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_MAX_LEAD = 100
_MAX_TITLE = 220
_MAX_HANGING = 60
_TOP_LINES = 3
_MIN_WORDS = 3
_TITLE_PAGE_LIMIT = 3000
_SUPPORT = 0.8
_SITE = re.compile(r"\s+[-–—|]\s+(?:GOV\.UK|[\w .&]{2,40}(?:\.gov\.uk|\.org\.uk|\.uk))\s*\Z")
# Left over from the office program or from work on the document.
_BAD = re.compile(
    r"^microsoft\b|\.(?:docx?|pdf|xlsx?|pptx?|dot[xm]?|exe|indd|txt|rtf|html?)\b|\bdraft\b|"
    r"\btemplate\b|^untitled|^document\s*\d*$|^(?:slide|page|sheet)\s*\d*$|\b(?:LA|ENTER)\s+NAME\b|"
    r"\bINSPECTION DATE\b|\bv(?:ersion)?\s*\d+\b|\bcomments?\b|\bproofread|_|^\W*$|^[\d\W]+$",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:local area partnership |inspection |annual |final )?reports?|press (?:release|summary|"
    r"notice)|news(?: story| release)?|contents|letter|introduction|summary|background|"
    r"executive summary|judgement|grade|official(?:[- ]sensitive)?|and|page \d+|notes?|"
    r"(?:explanatory )?header|information|cover(?: page)?|speech|guidance",
    re.IGNORECASE,
)
_REPORT_WORDS = re.compile(
    r"\b(?:(?:re-?)?inspections?|reports?|reviews?|reinspection|assessment|PEEL|memorandum|"
    r"strategy|evaluation)\b",
    re.IGNORECASE,
)
_BODY_WORDS = re.compile(
    r"\b(?:Council|Borough|City of|County|Constabulary|Police|Services?|Trust|Authority)\b"
)
_FIELD = re.compile(
    r"(?:inspection (?:dates?|period)|dates? of|fieldwork|(?:report )?published|publication|"
    r"released|presented by|"
    r"(?:lead|reporting) inspectors?|responsible|date|website|age group|(?:our )?ref|"
    r"tel|e-?mail|contact|version|status|embargo|for immediate)\b",
    re.IGNORECASE,
)
_FIELDS_AFTER = re.compile(
    r"\s+(?:inspection dates?|(?:report )?published|publication date)\s*:.*",
    re.IGNORECASE | re.DOTALL,
)
_DATE_LINE = re.compile(r"\W*(?:\w+day\W+)?\d{1,2}(?:st|nd|rd|th)?\s+\w+,?\s+\d{4}\W*")
_ENDING_DATE = re.compile(
    r"\W*(?:\w+day\W+)?\d{1,2}(?:st|nd|rd|th)?\s+\w+,?\s+\d{4}\W*\Z", re.IGNORECASE
)
_HANGING = re.compile(r"\b(?:to|of|and|for|on|in|the|between|into|by|with)\Z", re.IGNORECASE)
_CITATION = re.compile(r"\[(?:19|20)\d\d\]\s+[A-Z]{2,6}(?:\s+[A-Z][a-z]+)?\s+\d+(?:\s+\([\w ]+\))?")
_WORD = re.compile(r"[^\W_]+")


def find_title(raw: RawFile, loaded: Loaded) -> Sourced[str]:
    """Return the best title of a report, or None where it has no words at all."""
    given = _given(raw, loaded)
    if given and raw.path.suffix.lower() in WEB_SUFFIXES:
        return Sourced(given, "the page's title")
    opening = lead(loaded)
    supported = given is not None and _supported(given, opening)
    citation = _judgment(opening)
    line = _letter_subject(opening) or _from_lines(title_page(loaded))
    if citation and not supported:
        found = Sourced(f"Judgment {citation}", "the neutral citation", sure=False)
    elif line and (_REPORT_WORDS.search(line[0]) or not supported):
        where = "heading on page 1" if line[1] else "first lines of the text"
        found = Sourced(line[0], where, sure=line[1])
    elif supported:
        found = Sourced(given, "the file's properties, and the text")
    else:
        found = _from_lead(loaded)
    return found


def _given(raw: RawFile, loaded: Loaded) -> str | None:
    """Return the title in the file's properties where it is fit to be shown."""
    title = " ".join((loaded.metadata.title or "").split())
    title = _SITE.sub("", title)
    if not title or _BAD.search(title) or title.casefold() == raw.path.stem.casefold():
        return None
    return title[:_MAX_TITLE]


def _supported(title: str, opening: list[Paragraph]) -> bool:
    """Whether the text's beginning has the title's words; office programs keep stale titles."""
    words = [word.casefold() for word in _WORD.findall(title)]
    if len(words) < _MIN_WORDS:
        return False
    there = {word.casefold() for part in opening for word in _WORD.findall(part.text)}
    return sum(word in there for word in words) >= _SUPPORT * len(words)


def _judgment(opening: list[Paragraph]) -> str | None:
    for paragraph in opening[:20]:
        if re.match(r"neutral citation", paragraph.text, re.IGNORECASE) and (
            found := _CITATION.search(paragraph.text)
        ):
            return found[0]
    return None


def _letter_subject(opening: list[Paragraph]) -> tuple[str, bool] | None:
    """Return the line under "Dear ..." that says what a letter is about."""
    dear = salutation(opening)
    if dear is None:
        return None
    for paragraph in opening[dear + 1 : dear + 3]:
        text = paragraph.text.rstrip(".")
        if paragraph.is_line or (len(text) <= _MAX_TITLE and text.count(". ") == 0):
            return (text, True) if _is_candidate(text) else None
    return None


def _from_lines(page: list[Paragraph]) -> tuple[str, bool] | None:
    """Return the title among a first page's headings, or its short lines if it has none."""
    headings = [part for part in page if part.heading and _is_candidate(part.text)]
    first = next((index for index, part in enumerate(page) if part in headings), 0)
    choices = [(headings, True), (_short_lines(page), False)]
    # A heading far down belongs to a section; the title then stands above as plain lines.
    if first > _TOP_LINES and not any(_REPORT_WORDS.search(line.text) for line in headings):
        choices.reverse()
    outermost = min(headings, key=lambda part: part.level, default=None)
    if outermost and first <= _TOP_LINES and outermost.level == 1 and not is_place(outermost.text):
        return _unhung([part.text for part in headings[headings.index(outermost) :]])[0], True
    for lines, are_headings in choices:
        texts = _unhung([line.text for line in lines])
        for index, text in enumerate(texts):
            if _REPORT_WORDS.search(text):
                return _with_body(texts, index), are_headings
        if texts:
            return texts[0], are_headings
    return None


def _short_lines(page: list[Paragraph]) -> list[Paragraph]:
    """Return the short lines above the first full paragraph."""
    lines: list[Paragraph] = []
    for part in page:
        if part.is_line and _is_candidate(part.text):
            lines.append(part)
        elif len(part.text) > _MAX_LEAD:
            break
    return lines


def _is_candidate(text: str) -> bool:
    return (
        not _GENERIC.fullmatch(_ENDING_DATE.sub("", text).strip(" .:,–-"))
        and not _DATE_LINE.fullmatch(text)
        and not _FIELD.match(text)
        and not text.startswith("•")
        and " | " not in text
        and any(map(str.isalpha, text))
    )


def _unhung(texts: list[str]) -> list[str]:
    """Join a short line that ends in a small word to the next one; cut off a long one's."""
    joined: list[str] = []
    for text in texts:
        if joined and _HANGING.search(joined[-1]) and len(joined[-1]) < _MAX_HANGING:
            joined[-1] = f"{joined[-1]} {text}"
        else:
            joined.append(_FIELDS_AFTER.sub("", text))
    return [_HANGING.sub("", text).rstrip() for text in joined if len(text) <= _MAX_TITLE]


def _with_body(texts: list[str], index: int) -> str:
    """Put the body that stands beside a title in front of it, unless the title names it."""
    title = texts[index]
    for other in texts[max(0, index - 1) : index] + texts[index + 1 : index + 2]:
        body = is_place(other) and (_BODY_WORDS.search(other) or other == texts[max(0, index - 1)])
        if body and not _REPORT_WORDS.search(other) and place(other) not in title:
            return f"{other}: {title}"
    return title


def _from_lead(loaded: Loaded) -> Sourced[str]:
    """Return the first sentence, cut at a word, for a text that starts straight away."""
    for start, end in sentences(loaded.text, 0, _TITLE_PAGE_LIMIT):
        sentence = loaded.text[start:end]
        if len(_WORD.findall(sentence)) < _MIN_WORDS or _DATE_LINE.fullmatch(sentence):
            continue
        if len(sentence) > _MAX_LEAD:
            sentence = sentence[:_MAX_LEAD].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
        return Sourced(sentence, "first sentence", sure=False)
    return Sourced(None, "not found", sure=False)
