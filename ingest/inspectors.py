"""Who led an inspection, where the report names them."""

import re

from ingest.records import Loaded
from store.records import Sourced

_NAME = (
    r"(?:(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame)\.?\s+)?[A-Z][\w’'-]+"
    r"(?:\s+(?:(?:de|van|der|la)\s+)?[A-Z][\w’'-]*){1,3}"
)
_TITLE = r"(?:,?\s+(?:(?:Her|His)\s+Majesty[’']s\s+Inspector|HMI)\b)?"
_LABELLED = re.compile(
    r"(?<![Dd]eputy )\b(?:[Ll]ead|[Rr]eporting)\s+[Ii]nspectors?\s*[:|]?\s*(?:\|\s*)?"
    rf"(?P<first>{_NAME}){_TITLE}(?:,?\s+and\s+(?P<second>{_NAME}){_TITLE})?"
)
_BODY_LEAD = re.compile(
    rf"(?P<name>{_NAME})(?:,|\s+HMI,)\s+(?:HMI\s+)?(?:Ofsted|CQC|HMICFRS|HMIP)\s*(?:HMI\s+)?"
    r"[Ll]ead\s+[Ii]nspector"
)
_TOLD = re.compile(
    rf"\b(?:inspection|team)\s+was\s+led\s+by\s+(?P<first>{_NAME})|"
    rf"\bled\s+by\s+inspector\s+(?P<second>{_NAME})|\b[Tt]heir\s+lead\s+was\s+(?P<third>{_NAME})"
)
_NO_NAME = re.compile(
    r"\b(?:Her|His)\s+Majesty|\bHMI\b|\bInspector|\bOfsted\b|\bCQC\b|\bJudgement\b"
)


def find_lead_inspector(loaded: Loaded) -> Sourced[str]:
    """Return the lead inspector, or all of them joined by “and”, as the report names them."""
    lines = loaded.text.split("\n")
    joint = [match for line in lines for match in _BODY_LEAD.finditer(line)]
    if joint:
        names = list(dict.fromkeys(_tidy(match["name"]) for match in joint))
        return Sourced(" and ".join(names), f"the text: “{joint[0][0]}”")
    for pattern in (_LABELLED, _TOLD):
        for match in (match for line in lines for match in pattern.finditer(line)):
            names = [tidy for name in match.groups() if name and (tidy := _tidy(name))]
            if names:
                said = " ".join(match[0].replace(" | ", " ").split())
                return Sourced(" and ".join(names), f"the text: “{said}”")
    return Sourced(None, "not found", sure=False)


def _tidy(name: str) -> str:
    """Return a name without the title that stands behind it."""
    words = " ".join(name.split())
    title = _NO_NAME.search(words)
    return words[: title.start()].rstrip(" ,") if title else words
