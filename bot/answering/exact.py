"""Whether a sentence holds the very thing that a question wants: so many of something, a name."""

import re

from bot.answering.fact_sorts import MONTHS, NUMBER

_HOW_MANY = re.compile(r"\bhow many (?P<what>[\w’'-]+(?: [\w’'-]+)?)", re.IGNORECASE)
_TIME = r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?)"
_OF_TIME = re.compile(_TIME, re.IGNORECASE)
_FEW = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
# Figures that count nothing: ages, times, shares, sums, days of a month, years, parts of a law.
_NO_COUNT = re.compile(
    r"\b\d{1,2}[:.]\d\d(?:\s?[ap]m)?\b|"
    rf"(?:\d[\d,.]*(?: ?(?:to|-|–|and) ?\d+)?|\b{_FEW})[\s-]*"
    rf"(?:{_TIME}\b|year-olds?|%|per ?cent\b|[ap]m\b|{MONTHS})"
    rf"|[£$€]\s?\d[\d,.]*|\b{MONTHS} \d{{1,2}}\b|\b(?:19|20)\d\d\b"
    r"|\b(?:section|regulation|paragraph|part|article|page|tier|phase|grade|level|chapter)s? \d\S*",
    re.IGNORECASE,
)
_NAME_ASKED = re.compile(
    r"\bwhat(?:[’']s| is| was| are| were| do\w*) .*\b(?:called|named)\b|\bnames? of\b"
    r"|\b(?:which|what) (?:\w+ )?(?:university|college|company|firm|contractor|charity|supplier"
    r"|bank|newspaper|broadcaster|app|brand|manufacturer)\b(?! (?:is|are) (?:an?|the)\b)",
    re.IGNORECASE,
)
# Somebody in a post is asked for by name; "who commissioned it?" may be answered by the post.
_POST = (
    r"(?P<{}>inspector|director|chair|chairman|chief|head|leader|minister|secretary|commissioner"
    r"|judge|mayor|officer|manager|author|father|mother)s?\b"
)
_PERSON_ASKED = re.compile(
    r"\b(?:who(?:[’']s| is| was| were| are)(?: (?:the|its|their|his|her|an?|now|currently)|"
    r" [\w’' -]{1,40}[’']s?)? (?:\w+ ){0,3}"
    + _POST.format("post")
    + r"|names? of (?:the|its|their|his|her) (?:[\w-]+ ){0,3}"
    + _POST.format("named")
    + ")",
    re.IGNORECASE,
)
_NAME = r"(?:[A-Z][a-zà-ÿ]+(?:[-’'][A-Z]?[a-zà-ÿ]+)?|Mc[A-Z][a-z]+)"
_PERSON = re.compile(rf"\b(?P<first>{_NAME}|[A-Z]\.) (?P<last>{_NAME})\b")
_POSTS = frozenset(
    """
    acting act assistant board care chair chief children code commission commissioner commons
    constable council court crown deputy director education executive force general government
    head health her his home house inspector inspectorate interim justice lead leader local lords
    majesty manager minister ministry national office officer of partnership police prime probation
    public quality regional secretary senior service services social state supreme team the
    january february march april june july august september october november december
    """.split()
)
# A capital inside a sentence, or words in quotation marks.
_CAPITAL = re.compile(r"(?<=[a-z,;:)’] )[‘“(]?(?P<name>[A-Z][\w’&-]*)|[‘“](?P<quoted>\w[^’”]+)")


def counts(question: str, sentence: str) -> bool:
    """Whether a sentence says how many, where a question asks that; a time or a sum does not."""
    asked = _HOW_MANY.search(question)
    if asked is None or _OF_TIME.search(asked["what"]):
        return True
    return NUMBER.sentence.search(_NO_COUNT.sub(" ", sentence)) is not None


def asks_name(question: str) -> bool:
    """Whether what something is called is asked, rather than what it is."""
    return _NAME_ASKED.search(question) is not None


def post_asked(question: str) -> str | None:
    """Return the post of somebody whose name is asked, None where no name of a person is."""
    asked = _PERSON_ASKED.search(question)
    return (asked["post"] or asked["named"]).casefold() if asked else None


def names_person(sentence: str, post: str, known: str) -> bool:
    """Whether a sentence names somebody in a post who is not `known`, as from the question."""
    if post not in sentence.casefold():
        return False
    said = _words(known) | _POSTS
    return any(
        not said & {match["first"].casefold(), match["last"].casefold()}
        for match in _PERSON.finditer(sentence)
    )


def names_something(sentence: str, known: str) -> bool:
    """Whether a sentence holds a name none of whose words is `known`, as of the question."""
    said = _words(known)
    found = _CAPITAL.finditer(sentence)
    return any(not said & _words(match["name"] or match["quoted"]) for match in found)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"\w+", text)}
