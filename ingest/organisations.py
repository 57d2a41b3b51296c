"""Bodies that a text names by the form of their names: forces, fire services, trusts, prisons."""

import re

from ingest.subjects import POLICE, Aliases, mentions

_WORD = r"[A-Z][\w’'&-]*"
_NAME = rf"{_WORD}(?:,?\s+(?:(?:and|&|of|upon|on|the|in|with|for)\s+){{0,2}}{_WORD}){{0,6}}?"
_FORMS = (
    POLICE,
    re.compile(rf"\b{_NAME}\s+Fire\s+(?:(?:and|&)\s+Rescue\s+(?:Service|Authority)|Brigade)\b"),
    re.compile(rf"\b{_NAME}\s+(?:NHS\s+(?:Foundation\s+)?Trust|Ambulance\s+Service)\b"),
    re.compile(
        r"\b(?:HMP(?:\s*(?:/|&|and)\s*(?:HM)?YOI)?|HMYOI|HM\s+Prison|(?:[A-Z][a-z]+\s+)"
        rf"(?:Immigration\s+Removal|Secure\s+Training)\s+Centre)\b(?:\s+{_WORD}){{0,3}}"
    ),
)
# What stands in front of a body's name in a title and is no part of it.
_IN_FRONT = re.compile(
    r"^(?:.*\b(?:[Ii]nspections?|[Rr]eports?|[Rr]eviews?|[Vv]isits?|[Aa]ssessment|[Ll]etter)\s+"
    r"(?:of|on|to|at|into)\s+)?"
    r"(?:(?:the|The|How|Why|What|When|Where|Is|Are|Has|Have|Does|Did|Was|In|At|On|For|To|From|By|"
    r"Of|And|But|Both|This|Dear|Police\s+Force|Chief\s+Constable\s+of|HM)\s+)*"
)
_PRISON = re.compile(r"(?:HMP|HMYOI|HM\s+Prison)\b")


def bodies_named(text: str, aliases: Aliases) -> list[tuple[str, int]]:
    """Return the bodies that a text names and where, each under the one name that it goes by.

    Those are the configured ones, and police forces, fire services, NHS trusts and prisons.
    """
    known = mentions(text, aliases)
    found = [(one.subject, one.start) for one in known]
    taken = [(one.start, one.end) for one in known]
    for form in _FORMS:
        for match in form.finditer(text):
            name = " ".join(match[0].split())
            cut = _IN_FRONT.match(name)
            bare = name[cut.end() :] if cut else name
            start = match.end() - len(bare)
            if " " in bare and all(end <= start or match.end() <= at for at, end in taken):
                found.append((bare, start))
                taken.append((start, match.end()))
    return sorted(found, key=lambda one: one[1])


def bodies_in_title(title: str, aliases: Aliases) -> list[str]:
    """Return the bodies that a short text such as a title names, in order, each once."""
    return list(dict.fromkeys(name for name, _ in bodies_named(title, aliases)))
