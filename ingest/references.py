"""A report's reference numbers, with their labels, as printed."""

import re
from collections import Counter
from collections.abc import Iterator

from ingest.lead import lead, paragraphs, salutation
from ingest.records import Loaded
from store.records import NOT_FOUND, Sourced

_TOP = 30
_TAIL = 2500
_MOST = 6
_SAME_LABEL = 2
_LINE = 120
_CITATION = (
    r"\[(?:19|20)\d\d\]\s+(?:UK|EW|NI|CS|SC)[A-Z]{1,6}\b(?:\s+(?:Civ|Crim|Fam|Admin))?\s+\d+"
)
_CODE = r"(?=[\w./()-]*\d)[A-Z0-9][\w./()-]*\w"
# The numbers that stand for a document by their own form.
_FORMS = (
    re.compile(rf"{_CITATION}(?:\s+\([A-Za-z]{{1,8}}\))?"),
    re.compile(r"\bUKSC\s+(?:20)\d\d/\d{4}\b"),
    re.compile(r"\bHC\s?\d{1,4}(?:[-–][IVX]+)?\b(?!\s*(?:/|per|%))"),
    re.compile(r"\bHL\s+Paper\s+\d{1,3}\b"),
    re.compile(r"\b(?:Cm|Cmnd|CP|Cmd)\.?\s?\d{1,4}\b"),
    re.compile(r"\bSG/20\d\d/\d+\b"),
    re.compile(r"\bISBN(?:-1[03])?:?\s*(?:97[89][-\s]?)?\d[\d\s-]{7,14}[\dX]\b"),
    re.compile(r"\bISSN:?\s*\d{4}-\d{3}[\dX]\b"),
)
# The numbers that a label makes a reference.
_OF_DOCUMENT = r"(?:our|report|publication|document|case|claim|appeal|file|inspection)"
_NUMBER = r"(?:numbers?|nos?\b\.?)"
_LABELLED = re.compile(
    rf"(?:(?:\A|\n|[|;,(]\s*)(?P<label>(?:{_OF_DOCUMENT}\s+)?ref(?:erence)?\b\.?(?:\s+{_NUMBER})?|"
    rf"{_OF_DOCUMENT}\s+{_NUMBER}|unique\s+reference\s+number(?:\s+\(URN\))?)|"
    r"\b(?P<own>IA\s+No|RPC\s+Reference\s+No|(?:Ofsted\s+)?URN|Provider\s+ID))"
    rf"\s*(?::|\|)\s*(?:\|\s*)?(?P<value>{_CODE})",
    re.IGNORECASE,
)
_INSTRUMENT = re.compile(r"\A(?:(?:S\.I\.|SI)\s+)?(?:19|20)\d\d\s+No\.\s+\d+\Z")
_ON_APPEAL = re.compile(r"\bon\s+appeals?\s+from\b", re.IGNORECASE)


def find_reference(loaded: Loaded) -> Sourced[tuple[str, ...]]:
    """Return the numbers by which a report is known, each with its label where it has one."""
    found = list(dict.fromkeys(one for words in _places(loaded) for one in _numbers(words)))
    # A label that comes again and again is that of things which the document lists.
    labels = Counter(_label(one) for one in found)
    own = tuple(one for one in found if labels[_label(one)] <= _SAME_LABEL)
    return Sourced(own[:_MOST], "the text") if own else NOT_FOUND


def _label(reference: str) -> str:
    return reference.rsplit(" ", 1)[0]


def _places(loaded: Loaded) -> Iterator[str]:
    """Yield the short paragraphs of cover and imprint, where a document numbers itself."""
    opening = lead(loaded)
    dear = salutation(opening)
    # A letter's own reference stands above its salutation; below, others are spoken of.
    top = opening[:_TOP] if dear is None else opening[:dear]
    tail = max(0, len(loaded.text) - _TAIL)
    tail = loaded.text.find("\n\n", tail) + 2 if tail else 0
    last = paragraphs(loaded, tail, len(loaded.text)) if tail else []
    for part in top:
        if part.is_line or len(part.text) <= _LINE or _LABELLED.search(part.text):
            yield part.text
    for part in last:
        if re.search(r"\b(?:ISBN|ISSN|Ref(?:erence)?(?:\s+no)?\b|HC\s?\d)", part.text):
            yield part.text


def _numbers(words: str) -> Iterator[str]:
    """Yield the references in a paragraph, in the order of their forms."""
    words = _ON_APPEAL.split(words)[0]
    if _INSTRUMENT.match(words):
        yield words
    for form in _FORMS:
        for match in form.finditer(words):
            yield " ".join(match[0].split())
    for match in _LABELLED.finditer(words):
        label = " ".join((match["label"] or match["own"]).split())
        if not any(form.search(match["value"]) for form in _FORMS):
            yield f"{label[:1].upper()}{label[1:]} {match['value']}"
