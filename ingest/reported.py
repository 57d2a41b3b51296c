"""Which authority a report is on, by the ways in which inspectorates title their reports."""

import re

from ingest.lead import Paragraph
from ingest.subjects import is_place, place

_NAME = r"(?:the\s+)?(?P<name>[A-Z][^\n|:;.]{1,80}?)"
_OF = (
    re.compile(
        rf"\b[Ii]nspection\s+of\s+{_NAME}\s+(?:local\s+authority\s+)?children[’']s\s+"
        r"(?:social\s+care\s+)?services\s*\Z",
    ),
    re.compile(
        rf"\b(?:area|[Ll]ocal\s+[Aa]rea|SEND)\s+inspection\s+of\s+{_NAME}"
        r"(?:\s+[Ll]ocal\s+[Aa]rea(?:\s+[Pp]artnership)?)?\s*\Z",
    ),
    re.compile(
        rf"\b[Ii]nspection\b.*\b(?:responses?|services|provision|arrangements)\b.*\bin\s+{_NAME}\s*\Z"
    ),
    re.compile(rf"\b(?:[Ii]nspection|[Rr]eview|[Vv]isit)\s+(?:of|to)\s+{_NAME}\s*\Z"),
)
_BODY = re.compile(
    r"\A(?:(?:the\s+)?(?:(?:london|royal)\s+)?(?:borough|city)\s+of\s+.+|.+\s(?:council|children(?:"
    r"[’']s)?\s+(?:services|trust)|children\s+and\s+families\s+trust))\Z",
    re.IGNORECASE,
)
_REPORT = re.compile(r"\A(?:re-?)?inspection\s+of\s+", re.IGNORECASE)
_SERVICES_IN = re.compile(
    r"\A(?:Children[’']s\s+services|Services\s+for\s+children(?:\s+and\s+young\s+people)?)\s+in\s+"
    r"(?P<name>[A-Z][\w’'-]+(?:\s+(?:[A-Z][\w’'-]+|and|of|upon)){0,4}?)\s+(?:are|is|require|have)\b"
)
_JOINT = re.compile(
    r"\b(?:inspection\s+of\s+the\s+multi-agency\s+response|individual\s+agencies)\b[^.]*?\bin\s+"
    r"(?:the\s+)?(?P<name>[A-Z][\w’'-]+(?:\s+(?:[A-Z][\w’'-]+|and|of|upon)){0,5})"
    r"(?:\s+local\s+authority)?\s*\."
)
_TOP = 10
_MAX_TITLE = 300


def authority_in(title: str, opening: list[Paragraph]) -> tuple[str, str] | None:
    """Return the place of the authority that a report is on, and the words that say so."""
    top = opening[:_TOP]
    for words in (title, *(part.text for part in top)):
        if name := _titled(words):
            return name, words
    for index, part in enumerate(top):
        after = top[index + 1].text if index + 1 < len(top) else ""
        before = top[index - 1].text if index else ""
        beside = _REPORT.match(after) or _REPORT.match(before)
        body = _BODY.match(part.text) is not None
        if beside and is_place(part.text) and (body or _REPORT.match(after)):
            return place(part.text), part.text
    for part in top:
        if found := _SERVICES_IN.match(part.text) or _JOINT.search(part.text):
            return place(found["name"]), found[0]
    return None


def _titled(words: str) -> str | None:
    words = " ".join(words.split()).rstrip(" .")
    if len(words) > _MAX_TITLE:
        return None
    for pattern in _OF:
        if (found := pattern.search(words)) and is_place(found["name"]):
            return place(found["name"])
    return None
