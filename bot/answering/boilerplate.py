"""Parts of a report that are not its findings: notes to editors, under which law it was made."""

import re

from ingest.asides import aside
from store.records import PATH_SEPARATOR

_LEGAL_BASIS = re.compile(
    r"\b(?:(?:carried out|conducted|produces|combines?) (?:[\w’,]+ ){0,8}"
    r"(?:under|in accordance with) (?:section|paragraph|regulation|the framework)"
    r"|regulates and inspects to\b|re-?use (?:of )?this (?:information|document|publication)"
    r"|Open Government Licence|Crown copyright)",
    re.IGNORECASE,
)


def is_legal_basis(sentence: str) -> bool:
    """Whether a sentence says under which law a report was made, or who may print it."""
    return _LEGAL_BASIS.search(sentence) is not None


def is_boilerplate(section: str) -> bool:
    """Whether a section path leads into a part that is not findings."""
    return aside(tuple(section.split(PATH_SEPARATOR))) != ()
