"""What "they", "the current one" and "the one before" stand for, after the question before."""

import re

_QUESTION = (
    r"(?:what|who|when|where|why|how|which|did|does|do|is|are|was|were|has|have|had|can|could|will"
    r"|would|should)"
)
# "And the mother, did she ...?": who is meant stands in front, and a pronoun in the question.
_IN_FRONT = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?)[\s,]+)*(?:(?:what|how) about )?"
    r"(?P<of>(?!(?:in|on|at|for|since|after|before|as|by|if|when|yes|no|ok|thanks?|also|then|well)\b)"
    rf"[\w’'.-]+(?: [\w’'.-]+){{0,4}}), (?P<rest>{_QUESTION}\b.+)$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?P<one>he|she|him|her|they|them|it)\b(?! [a-z]+’s\b)", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?)[\s,]+)*(?:(?:what|how) about )?(?:(?:in|at|for|from) )?"
    r"the (?:(?:one|time|report|inspection|visit) before(?: (?:that|it|then))?"
    r"|(?:previous|earlier) (?:one|time|report|inspection|visit))\W*$",
    re.IGNORECASE,
)
# What says which of several reports the question before is about.
_WHICH = re.compile(
    r"\s*\b(?:in|since|during|as of)?\s*(?:19|20)\d\d\b|\s*\b(?:now|today|currently)\b"
    r"|\b(?:latest|newest|last|most recent|current) ",
    re.IGNORECASE,
)
_INSPECTION = re.compile(r"\b(?:inspection|report|visit)\b", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?P<which>current|new|latest|last|first|previous|present|other|old|next) one\b",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:how many|which|what|who (?:is|was|are|were) the) (?P<kind>[a-z-]+(?: [a-z-]+)?"
    r"(?: of [a-z’'-]+(?: [a-z’'-]+){0,2}?)?) "
    r"(?:has|have|had|did|do|does|are|were|is|was|will|in|at)\b",
    re.IGNORECASE,
)
# People of whom "they" may be said, other than those whose reports these are.
_PEOPLE = re.compile(
    r"\b(?:care leavers|children in care|foster carers|carers|young people|social workers|children"
    r"|victims|officers|parents|families|teachers|schools|pupils|students|prisoners|inmates"
    r"|patients|staff|traders|customers|mothers|fathers|witnesses|suspects|employers|landlords"
    r"|apprentices|asylum seekers|councils|forces)\b",
    re.IGNORECASE,
)
_THEY = re.compile(r"\b(?:they|them)\b", re.IGNORECASE)
# What those do who inspect: "when will they go back?".
_INSPECTORS_DO = re.compile(
    r"\bthey (?:\w+ ){0,2}?(?:go|come|return|revisit|say|said|find|found|recommend\w*|inspect\w*"
    r"|publish\w*|grade\w*|rate\w*|judge\w*|criticise\w*|visit\w*|conclude\w*|report\w*"
    r"|look\w*|mean|improv\w*|doing|been)\b",
    re.IGNORECASE,
)


def put_back(question: str) -> str:
    """Put who stands in front of a question in the place of its pronoun."""
    found = _IN_FRONT.match(question.strip())
    if found is None or _PRONOUN.search(found["rest"]) is None:
        return question
    return _PRONOUN.sub(found["of"], found["rest"], count=1)


def of_the_one_before(question: str, before: str) -> str | None:
    """Ask the question before of the report before that; None where that is not asked."""
    if not _BEFORE.match(question):
        return None
    stem = " ".join(_WHICH.sub(" ", before.rstrip(" ?.!")).split())
    if _INSPECTION.search(stem):
        return f"{_INSPECTION.sub('previous inspection', stem, count=1)}?"
    return f"{stem} in the previous inspection?"


def with_their_names(question: str, before: str) -> str:
    """Name those of whom the question before was, and of what "the current one" is one."""
    if (one := _ONE.search(question)) and (kind := _KIND.search(before)):
        noun, of, whom = kind["kind"].partition(" of ")
        singular = f"{noun.removesuffix('s')}{of}{whom}"
        return f"{question[: one.start()]}{one['which']} {singular}{question[one.end() :]}"
    people = {found[0].lower() for found in _PEOPLE.finditer(before)}
    if len(people) != 1 or _PEOPLE.search(question) or _INSPECTORS_DO.search(question):
        return question
    return _THEY.sub(people.pop(), question, count=1)
