"""What a question asks for, and whether a sentence is of that sort.

Each sort of asking has a pattern for the question and a pattern for the sentences that can
answer it. A cross-encoder finds what a question is about; these tell a concern from a success.
"""

import re

from bot.answering.fact_sorts import (
    AGE,
    DEFINITION,
    FUTURE,
    ITEMS,
    MONEY,
    NUMBER,
    OFTEN,
    PAST,
    SHARE,
    SUCCESSOR,
    TIME_OF_DAY,
    WHEN,
    WHO,
)
from bot.answering.sorts import sort

_PLACES = r"(?:forces|councils|authorities|areas|boroughs|counties|places|bodies|services)"
_SAID = (
    r"\bwhat (?:did|does|do|has|have|had) (?P<who>.+?) "
    r"(?:to )?(?:say|said|tell|told|think|comment)\b"
)
SAID = re.compile(_SAID, re.IGNORECASE)


_CONCERNS = sort(
    "concerns",
    (
        r"\bconcern|\bworr|\bproblem|\bissue|\bweak|\bfailing|\bfailure|\bshortcoming|\bcriticis",
        r"\bwrong\b|\bstruggl|\bneeds? to improve|\barea\w* for improvement|\bchalleng",
        r"\bbad\b(?! (?:faith|job|debt))",
        r"\bneeds? (?:fixing|to be fixed|work)\b|\bdone enough\b",
        r"\b(?:ha(?:s|ve)|needs?) (?:got )?to (?:do better|work on|get better|improve|fix)\b",
        r"\bnot\b[^?.]{0,40}\b(?:well|good|fast|quickly|far|safe) enough\b",
        r"\bworst\b|\btroubles?\b|\blet(?:ting)? .+ down\b|\bcomplain(?:ed|ing)? (?:about|of)\b",
    ),
    (
        r"\bconcern|\bworr(?:y|ied|ies|ying)|\binsufficient|\binadequate|\boverwhelm|\bbacklog",
        (
            r"\bnot (?:\w+ ){0,3}(?:enough|consistent|improved|good|able|always|effective|yet"
            r"|adequate|timely|clear|met|kept|sufficient)"
        ),
        r"\bpressures?\b|\blimited (?:capacity|progress)|\bpoor|\bweak|\bdelay|\bunable\b",
        r"\bfail(?:s|ed|ing|ings|ure|ures)?\b|\black(?:s|ed|ing)?\b|\binconsisten|\bshortfall",
        r"\btoo (?:often|many|long|slow|few|little|late|much)|\bgaps?\b|\bdeteriorat|\bdeclin",
        r"\bat risk of harm have not|\bmissed\b|\bunmet\b|\bstruggl|\bworse|\bcannot\b",
        r"\bremains? (?:a |an )?(?:problem|issue|challenge|variable|too)|\bvariable\b|\bdrift\b",
        r"\bstill (?:do|does|too|not|has not|have not|wait)|\bslow(?:ly)?\b|\bserious\b",
        r"\brequires? improvement",
        (
            r"\b(?:is|are|was|were|do|does|did|has|have|had) not\b"
            r"(?! (?:have to |need to )?(?:wait|drift|experience|face|suffer|miss|slip|worr))"
        ),
    ),
    many=True,
    leans=True,
)
_IMPROVEMENTS = sort(
    "improvements",
    (
        r"\bimprove(?:d|ment|ments)?\b|\bprogress|\bgot(?:ten)? better|\bstrength|\bwell\b",
        r"\bpraise|\bgood\b|\bsuccess|\b(?:done|doing|do) enough\b|\bpositives?\b",
        r"\b(?:any|some|much|no|enough) credit\b|\bcredit(?:ed)? (?:for|with)\b|\bimpress",
    ),
    (
        r"\bimprov|\bprogress|\bbetter\b|\bstrength|\beffective|\bgood\b|\bencourag|\bsuccess",
        r"\bcommit(?:ment|ted)|\bwell\b|\bstrong|\bsignificant steps|\bfaster\b|\breduced\b",
        r"\bfell\b|\benough\b",
    ),
    many=True,
    leans=True,
)
_ACTIONS = sort(
    "actions",
    (
        r"\brecommend|\bshould\b|\bmust\b|\btold to\b|\bneed(?:s|ed)? to do\b|\bactions?\b",
        r"\bexpected to\b|\basked to do\b",
    ),
    (r"\brecommend|\bshould\b|\bmust\b|\bneeds? to\b|\bought to\b|\bis to\b|\bhas to\b",),
    many=True,
    leans=True,
)
_GRADE = sort(
    "grade",
    (r"\bgrade|\brated\b|\brating|\bjudge(?:d|ments?)\b",),
    (
        r"\boutstanding\b|\bgood\b|\badequate\b|\brequires? improvement\b|\binadequate\b",
        r"\bsatisfactory\b|\b(?:strong|expected) standard\b|\bneeds attention\b",
        r"\burgent improvement\b|\bexceptional\b",
    ),
    many=True,
)
_DECISION = sort(
    "decision",
    (
        r"\b(?:decide|decided|decision|rule[ds]?|ruling|outcome|held|hold)\b|\bcourt say\b",
        r"\bwho won\b|\bappeal (?:succeed|fail)|\bresult\b|\bdid .+ (?:win|lose|succeed)\b",
        (
            r"\b(?:sentence|term|appeal|claim|case)\b.*\b(?:cut|reduced|increased|upheld|allowed"
            r"|dismissed|thrown out)\b|\bcut .*\b(?:sentence|term)\b"
        ),
    ),
    (
        r"\b(?:dismiss|allow|uph[oe]ld|unanimous|h[eo]ld|conclud|decid|rul|quash|entitled|lawful",
        r"grant|refus|order)",
    ),
    many=True,
    leans=True,
    loose=True,
)
_OVERVIEW = sort(
    "overview",
    (
        (
            r"\bhow (?:is|are|was|were|well|has|have|does|do|did) .*\b(?:doing|perform(?:ing)?"
            r"|done?|far(?:e|ed|ing)|cop(?:e|ed|ing)|work|look after|care for|protect|support"
            r"|handle|deal with|respond)\b"
        ),
        r"\b(?:is|are|was|were) .+\b(?:safe|looked after|cared for|protected|supported|treated)\b",
        r"\bwhat (?:is|are|was|were) .+ like\b|\b(?:tell me|talk) about\b|\bsummar|\boverview\b",
        (
            r"\bwhat (?:did|do|does|have|has) (?:the )?(?:inspectors?|inspections?|reports?|ofsted"
            r"|hmic\w*) (?:find|found|say|said|report|reported|think|conclude|concluded)\b"
        ),
        r"\b(?:main|key) findings\b|\bstrengths and weaknesses\b",
    ),
    ("",),
    many=True,
)
_LIST = sort(
    "list",
    (
        rf"^(?:and )?(?:which|what) (?:other )?{_PLACES}\b|\blist (?:all|the|every)",
        r"^(?:and )?where (?:did|do|have|has|are|were) (?:inspectors|reports|children|victims)\b",
        rf"^(?:and )?who else\b|\bany (?:other )?{_PLACES}\b",
    ),
    ("",),
    many=True,
)
_SPOKEN = sort(
    "said",
    (_SAID, r"\bquote|\baccording to\b|\bin (?:his|her|their) (?:own )?words\b"),
    ("",),
    many=True,
)
_TO_IMPROVE = re.compile(r"\b(?:to|must|should|need(?:s|ed)?) improve\b", re.IGNORECASE)
_NOT_ENOUGH = re.compile(r"\bnot\b[^?.]{0,40}\benough\b", re.IGNORECASE)
ASKS = (
    _CONCERNS,
    _IMPROVEMENTS,
    _ACTIONS,
    WHEN,
    FUTURE,
    PAST,
    NUMBER,
    SHARE,
    OFTEN,
    AGE,
    MONEY,
    _GRADE,
    _DECISION,
    _OVERVIEW,
    _LIST,
    ITEMS,
    DEFINITION,
    WHO,
    SUCCESSOR,
    TIME_OF_DAY,
    _SPOKEN,
)
BY_NAME = {ask.name: ask for ask in ASKS}
# What is asked of a body as a whole, rather than a fact in which it has a part.
EVALUATIVE = frozenset({"concerns", "improvements", "actions", "grade", "overview"})
PRESENT = re.compile(
    r"\b(?:remain\w*|now|still|current\w*|today|latest|most recent|at present|at the moment"
    r"|these days|nowadays|so far|yet)\b",
    re.IGNORECASE,
)


# "Saltmere – who led it?", "In the 2019 letter, how many ...": what is asked begins after this.
_LEAD_IN = re.compile(
    r"^[^?!]{1,80}?(?:[.?!:,]| [–—-]) (?:and )?"
    r"(?=(?:who|whose|what|when|where|why|how|which|from when|since when)\b)",
    re.IGNORECASE,
)


def asked(question: str) -> frozenset[str]:
    """Return the names of the sorts of finding that a question asks for."""
    question = _LEAD_IN.sub("", question)
    names = {ask.name for ask in ASKS if ask.question.search(question)}
    if _ACTIONS.name in names and _TO_IMPROVE.search(question):
        # What somebody was told to improve has not improved.
        names.discard(_IMPROVEMENTS.name)
    if _CONCERNS.name in names and _NOT_ENOUGH.search(question):
        names.discard(_IMPROVEMENTS.name)
    # "What are the main weaknesses" has the form of "What is Engage", and asks for more.
    return frozenset(names - {DEFINITION.name, ITEMS.name} or names)
