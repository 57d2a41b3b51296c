"""What sort of document a report is, by the marks that each sort has."""

import re

from ingest.lead import lead, salutation
from ingest.records import Loaded, RawFile
from ingest.titles import WEB_SUFFIXES
from store.records import ReportKind, Sourced

_TOP = 12
_MAX_ORIGIN = 100
_PRESS_LABEL = re.compile(
    r"\A(?:press\s+(?:release|summary|notice)|(?:news|media)\s+release|for\s+immediate\s+release|"
    r"(?:strictly\s+)?embargoed\s+until)\b",
    re.IGNORECASE,
)
_CITATION = re.compile(r"\Aneutral\s+citation\b", re.IGNORECASE)
_PRESS_ADDRESS = re.compile(r"/press-releases?/|/news/press-release")
_NOTES = re.compile(
    r"\A(?:notes?(?:\s+(?:to|for)\s+editors?)?|ends|media\s+enquiries|background)\b\W*\d*\W*\Z",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:said|says|added|commented)\s*(?:today)?\s*[:,]\s*\Z")
_SPEECH = re.compile(
    r"[“\"][^“”\"]{30,}[”\"],?\s+(?:said|says|added)\b|\b(?:said|says|added):\s+[“\"]"
)
_INSPECTION = re.compile(
    r"\b(?:re-?)?inspection\s+(?:of|report|\d{4})\b|"
    r"\ban?\s+(?:thematic\s+|joint\s+|unannounced\s+|rapid\s+)*inspection\b|"
    r"\breport\s+by\b[^.]*\binspectorate\b|\binspection\s+dates?\s*[:|]|\bPEEL\b",
    re.IGNORECASE,
)


def find_kind(raw: RawFile, loaded: Loaded, title: Sourced[str]) -> Sourced[ReportKind]:
    """Return the sort of document that a report is."""
    labelled = _labelled(loaded)
    if labelled:
        return labelled
    if _PRESS_ADDRESS.search(loaded.metadata.url or ""):
        return Sourced(ReportKind.PRESS_RELEASE, "the address")
    if _is_release(loaded):
        return Sourced(ReportKind.PRESS_RELEASE, "speech and notes to editors", sure=False)
    web = raw.path.suffix.lower() in WEB_SUFFIXES
    places = [title.value or ""]
    places += [part.text for part in lead(loaded)[:_TOP] if part.is_line or part.heading]
    for words in places:
        if _INSPECTION.search(words):
            return Sourced(ReportKind.INSPECTION_REPORT, _origin(words), sure=not web)
    if web:
        return Sourced(ReportKind.PAGE, "a web page", sure=False)
    return Sourced(ReportKind.OTHER, "nothing else fits", sure=False)


def _labelled(loaded: Loaded) -> Sourced[ReportKind] | None:
    """Return the kind that the first lines of a text state."""
    opening = lead(loaded)
    for pattern, kind in (
        (_PRESS_LABEL, ReportKind.PRESS_RELEASE),
        (_CITATION, ReportKind.JUDGMENT),
    ):
        for part in opening[:_TOP]:
            if pattern.match(part.text):
                return Sourced(kind, _origin(part.text))
    dear = salutation(opening)
    return None if dear is None else Sourced(ReportKind.LETTER, _origin(opening[dear].text))


def _is_release(loaded: Loaded) -> bool:
    """Whether a text has direct speech and, after it, notes as press releases have them."""
    spoke = False
    for words in loaded.text.split("\n\n"):
        spoke = spoke or bool(_SAID.search(words) or _SPEECH.search(words))
        if spoke and _NOTES.match(words.strip()):
            return True
    return False


def _origin(words: str) -> str:
    if len(words) > _MAX_ORIGIN:
        words = words[:_MAX_ORIGIN].rsplit(" ", 1)[0] + "…"
    return f"the text: “{words}”"
