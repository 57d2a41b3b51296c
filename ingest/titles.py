"""A report's title: what it calls itself, before what its file was once called."""

import re
from itertools import pairwise

from ingest.cases import case_name, find_citation
from ingest.lead import Paragraph, lead, salutation, title_page
from ingest.records import MAIL_SUFFIX, Loaded, RawFile
from ingest.sentences import sentences
from ingest.subjects import is_place, place
from store.records import Sourced

WEB_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".mhtml", ".mht"})
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
    r"tel|e-?mail|contact|version|status|embargo(?:ed)?|for (?:immediate )?release)\b",
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
_WORD = re.compile(r"[^\W_]+")
_LABELLED_WITHIN = 8
_TITLE_LABEL = re.compile(r"(?:title|headline)\s*(?::|\|)\s*(?P<title>.+)", re.IGNORECASE)
_NEXT_LABEL = re.compile(r"\s*\||\n|\s+(?=(?:[A-Z][\w./]*\s+){0,3}[A-Z][\w./]*:\s)")
# The longest beginning that ends where a reader may pause.
_CLAUSE = re.compile(r".{40,98}(?=[,;:]\s|\s[–—-]\s)", re.DOTALL)
_RE = re.compile(r"\A(?:re|subject|ref)\s*[:–-]\s*", re.IGNORECASE)
# How the first sentence of a letter without a subject line begins.
_SPOKEN = re.compile(
    r"(?:I|We|You|Thank|Thanks|Further|Following|As|This\s+letter|Please|It|In|On|At|When|Since)\b"
    r"(?!\s+(?:inspection|review))"
)
# What says only what form a document has; what it is on stands in the next line.
_FORM = re.compile(
    r"(?:(?:data protection |equality |regulatory |final |de minimis )*impact assessment|"
    r"transposition note|explanatory (?:notes|memorandum)|policy note|keeling schedule|"
    r"(?:progress|inspection|annual) (?:report|letter)|findings letter|"
    r"PEEL(?:\s*:)? (?:assessment )?(?:19|20)\d\d(?:\s*[–/-]\s*\d{2,4})?)",
    re.IGNORECASE,
)


def find_title(raw: RawFile, loaded: Loaded) -> Sourced[str]:
    """Return the best title of a report, or None where it has no words at all."""
    given = _given(raw, loaded)
    if given and raw.path.suffix.lower() in WEB_SUFFIXES:
        return Sourced(given, "the page's title")
    opening = lead(loaded)
    supported = given is not None and _supported(given, opening)
    if given and raw.path.suffix.lower() == MAIL_SUFFIX:
        return Sourced(given, "the mail's subject", sure=supported)
    citation = find_citation(opening)
    labelled = _labelled(opening)
    line = _letter_subject(opening) or _line(loaded, opening)
    if citation and not supported:
        parties = case_name(opening)
        words = f"{parties} {citation}" if parties else f"Judgment {citation}"
        origin = "the parties and the neutral citation" if parties else "the neutral citation"
        found = Sourced(words, origin, sure=parties is not None)
    elif labelled:
        found = Sourced(labelled, "the text: “Title”")
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
    """Whether a paragraph or two of the beginning have the title's words.

    Office programs keep the titles of the documents that others were made from.
    """
    words = [word.casefold() for word in _WORD.findall(title)]
    if len(words) < _MIN_WORDS:
        return False
    parts = [{word.casefold() for word in _WORD.findall(part.text)} for part in opening]
    return any(
        sum(word in one | two for word in words) >= _SUPPORT * len(words)
        for one, two in pairwise([set(), *parts])
    )


def _labelled(opening: list[Paragraph]) -> str | None:
    """Return what the first lines call the title or headline."""
    for paragraph in opening[:_LABELLED_WITHIN]:
        if found := _TITLE_LABEL.match(paragraph.text):
            title = _NEXT_LABEL.split(found["title"])[0].strip(" .|")
            if 0 < len(title) <= _MAX_TITLE and _is_candidate(title):
                return title
    return None


def _line(loaded: Loaded, opening: list[Paragraph]) -> tuple[str, bool] | None:
    """Return the title among the lines of the first page, and whether it is a heading."""
    line = _from_lines(title_page(loaded))
    if line and salutation(opening) is not None:
        # Above a letter's salutation stand names and addresses.
        return line if line[1] and _REPORT_WORDS.search(line[0]) else None
    return line


def _letter_subject(opening: list[Paragraph]) -> tuple[str, bool] | None:
    """Return the line under "Dear ..." that says what a letter is about."""
    dear = salutation(opening)
    if dear is None:
        return None
    for paragraph in opening[dear + 1 : dear + 3]:
        text = _RE.sub("", paragraph.text).rstrip(".")
        if _SPOKEN.match(text):
            return None
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
        at = page.index(outermost)
        above = at and _FORM.fullmatch(page[at - 1].text.strip(" :"))
        below = page[at - 1 if above else at :]
        lines = [part for part in below if part.heading or part.is_line]
        own = [part.text for part in lines if _is_candidate(part.text)]
        return _after_forms(_unhung(own))[0], True
    for lines, are_headings in choices:
        texts = _after_forms(_unhung([line.text for line in lines]))
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


def _after_forms(texts: list[str]) -> list[str]:
    """Join a line that only names a document's form to the next one."""
    joined: list[str] = []
    for text in texts:
        if joined and _FORM.fullmatch(joined[-1].strip(" :")):
            joined[-1] = f"{joined[-1].strip(' :')}: {text}"
        else:
            joined.append(text)
    return joined


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
    opening = lead(loaded)
    if (dear := salutation(opening)) is not None:
        whom = opening[dear].text.removeprefix("Dear").strip(" ,:")
        return Sourced(f"Letter to {whom}", "the salutation", sure=False)
    for start, end in sentences(loaded.text, 0, _TITLE_PAGE_LIMIT):
        sentence = loaded.text[start:end]
        if len(_WORD.findall(sentence)) < _MIN_WORDS or _DATE_LINE.fullmatch(sentence):
            continue
        if len(sentence) > _MAX_LEAD:
            clause = _CLAUSE.match(sentence)
            cut = clause[0] if clause else sentence[:_MAX_LEAD].rsplit(" ", 1)[0]
            sentence = cut.rstrip(" ,;:–-") + "…"
        return Sourced(sentence, "first sentence", sure=False)
    return Sourced(None, "not found", sure=False)
