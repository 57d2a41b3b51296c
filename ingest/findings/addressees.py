"""Whom a recommendation tells to do something, where its words name a body or an office."""

import re

_ADDRESSEE = re.compile(
    r"(?:\A(?:we\s+(?:\w+\s+)?recommend\s+that\s+)?|[,:]\s+|\brecommend(?:s|ed)?\s+that\s+)"
    r"(?P<who>[^,.;:]{2,90}?)(?:,\s+[^,]{3,60},)?\s+"
    r"(?:should|must|needs?\s+to|ought\s+to|is\s+to|are\s+to)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:forces?|constabular(?:y|ies)|police|constables?|officers?|councils?|authority|authorities|"
    r"partnerships?|partners|leaders?|managers?|service|services|boards?|trusts?|commissioners?|"
    r"government|office|department|ministry|ministers?|secretary|inspectorate|colleges?|directors?|"
    r"chief\s+executive|ofsted|mayor|governors?|provider|providers|agency|agencies|units?|prison|"
    r"probation|schools?|hospitals?|teams?|(?-i:[A-Z]{3,8}))\b",
    re.IGNORECASE,
)
_NOT_A_BODY = re.compile(
    r"\b(?:every|each|no|any|all|this|that|these|those|which|who|it|they|there|ensure|how|including|of\s+crime)\b",
    re.IGNORECASE,
)
_WHOSE = re.compile(r"\brecommendations?\s+(?:to|for)\s+(?P<who>[^.]{3,80}?)[:.]?\Z", re.IGNORECASE)


def addressed(title: str) -> str | None:
    """Return the body to which a heading such as “Recommendations to the governor” speaks."""
    found = _WHOSE.search(title)
    if found is None or not _BODY.search(found["who"]):
        return None
    return found["who"][:1].upper() + found["who"][1:]


def addressee_in(text: str) -> str | None:
    """Return who is told to do it, None where the words do not name a body or an office."""
    for match in _ADDRESSEE.finditer(text):
        who = " ".join(match["who"].split())
        if _BODY.search(who) and not _NOT_A_BODY.search(who):
            who = who.lstrip("‘’“”'\"")
            return who[:1].upper() + who[1:]
    return None
