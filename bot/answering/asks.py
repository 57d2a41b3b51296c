"""What a question asks for, and whether a sentence is of that sort.

Each sort of asking has a pattern for the question and a pattern for the sentences that can
answer it. A cross-encoder finds what a question is about; these tell a concern from a success.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_MONTHS = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_NUMBERS = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    r"|sixty|seventy|eighty|ninety|hundred|thousand|million|half|third|quarter|none|majority)"
)
_PRICES = r"(?:cost|price|budget|salary|fee|premium|grant|fine|allowance)"
_PLACES = r"(?:forces|councils|authorities|areas|boroughs|counties|places|bodies|services)"
_SAID = (
    r"\bwhat (?:did|does|do|has|have|had) (?P<who>.+?) "
    r"(?:to )?(?:say|said|tell|told|think|comment)\b"
)
SAID = re.compile(_SAID, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ask:
    """A sort of asking. `many` is true where several sentences make the answer.

    `leans` is true where a fitting sentence may lean on the score of its passage. `loose` is true
    where the sentence's pattern only hints.
    """

    name: str
    question: re.Pattern[str]
    sentence: re.Pattern[str]
    many: bool
    leans: bool = False
    loose: bool = False


def _ask(
    name: str,
    question: Sequence[str],
    sentence: Sequence[str],
    *,
    many: bool,
    leans: bool = False,
    loose: bool = False,
) -> Ask:
    asked, fitting = (re.compile("|".join(part), re.IGNORECASE) for part in (question, sentence))
    return Ask(name, asked, fitting, many, leans, loose)


_CONCERNS = _ask(
    "concerns",
    (
        r"\bconcern|\bworr|\bproblem|\bissue|\bweak|\bfailing|\bfailure|\bshortcoming|\bcriticis",
        r"\bwrong\b|\bstruggl|\bneeds? to improve|\barea\w* for improvement|\bchalleng|\bbad\b",
        r"\bneeds? (?:fixing|to be fixed|work)\b|\bdone enough\b",
        r"\b(?:ha(?:s|ve)|needs?) (?:got )?to (?:do better|work on|get better|improve|fix)\b",
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
    ),
    many=True,
    leans=True,
)
_IMPROVEMENTS = _ask(
    "improvements",
    (
        r"\bimprove(?:d|ment|ments)?\b|\bprogress|\bgot(?:ten)? better|\bstrength|\bwell\b",
        r"\bpraise|\bgood\b|\bsuccess|\b(?:done|doing|do) enough\b",
    ),
    (
        r"\bimprov|\bprogress|\bbetter\b|\bstrength|\beffective|\bgood\b|\bencourag|\bsuccess",
        r"\bcommit(?:ment|ted)|\bwell\b|\bstrong|\bsignificant steps|\bfaster\b|\breduced\b",
        r"\bfell\b|\benough\b",
    ),
    many=True,
    leans=True,
)
_ACTIONS = _ask(
    "actions",
    (
        r"\brecommend|\bshould\b|\bmust\b|\btold to\b|\bneed(?:s|ed)? to do\b|\bactions?\b",
        r"\bexpected to\b|\basked to do\b",
    ),
    (r"\brecommend|\bshould\b|\bmust\b|\bneeds? to\b|\bought to\b|\bis to\b|\bhas to\b",),
    many=True,
    leans=True,
)
_WHEN = _ask(
    "when",
    (
        r"^(?:and )?when\b|\bwhat (?:date|day|month|year)\b|\bhow (?:soon|long)\b|\bby when\b",
        r"\bdeadline|\bdue\b",
    ),
    (
        rf"\b{_MONTHS}\b|\b(?:19|20)\d\d\b|\b(?:spring|summer|autumn|winter)\b",
        r"\b(?:within|in|after|by|until|before) (?:an?|the|one|two|three|four|five|six|\d+|next)\b",
        r"\b(?:days?|weeks?|months?|years?|today|tomorrow|yesterday)\b",
    ),
    many=False,
)
_FUTURE = _ask(
    "future",
    (r"\bwhen (?:will|are|is|do|does|must|should)\b|\bdeadline|\bdue\b|\bby when\b",),
    (r"\b(?:will|shall|due|next|plans?|intends?|should|must|is to|are to)\b",),
    many=False,
)
_NUMBER = _ask(
    "number",
    (
        r"\bhow (?:many|much)\b|\bpercentage of\b|\bper ?cent of\b",
        r"\bwhat (?:share|percentage|proportion|number|figure|rate)\b",
        (
            r"\bwhat(?:[’']s| is| was| are| were) (?:the|its|their|\S+[’']s?) "
            r"(?:[\w’'-]+ ){0,3}"
            r"(?:amount|price|cost|rate|premium|fee|budget|allowance|payment|limit|level|total"
            r"|average|figure|salary|grant)s?\b"
        ),
    ),
    (rf"(?<!\d)(?!(?:19|20)\d\d\b)\d|\b{_NUMBERS}\b",),
    many=False,
)
_MONEY = _ask(
    "money",
    (
        rf"\bwhat(?:[’']s| is| was| are| were)\b.*\b{_PRICES}s?(?:\W*$| (?:for|of|in|at|on|per)\b)",
        r"\bwhat (?:did|does|do|will) .+ cost\b|\bhow much (?:money|funding)\b",
        rf"\bhow much\b.*\b(?:spen[dt]|pa(?:y|id)|money|g[ai]ve|award|worth|fund|{_PRICES})",
    ),
    (
        r"[£$€%]|\d,\d{3}",
        r"\b(?:pounds?|pence|euros?|dollars?|million|billion|free of charge|per ?cent)\b",
    ),
    many=False,
)
_GRADE = _ask(
    "grade",
    (r"\bgrade|\brated\b|\brating|\bjudge(?:d|ments?)\b",),
    (
        r"\boutstanding\b|\bgood\b|\badequate\b|\brequires? improvement\b|\binadequate\b",
        r"\bsatisfactory\b|\b(?:strong|expected) standard\b|\bneeds attention\b",
        r"\burgent improvement\b|\bexceptional\b",
    ),
    many=True,
)
_DECISION = _ask(
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
_OVERVIEW = _ask(
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
_LIST = _ask(
    "list",
    (
        rf"^(?:and )?(?:which|what) (?:other )?{_PLACES}\b|\blist (?:all|the|every)",
        r"^(?:and )?where (?:did|do|have|has|are|were) (?:inspectors|reports|children|victims)\b",
        rf"^(?:and )?who else\b|\bany (?:other )?{_PLACES}\b",
    ),
    ("",),
    many=True,
)
_ITEMS = _ask(
    "items",
    (
        (
            r"^(?:and )?(?:which|what) (?!(?:is|was|does|has)\b)(?:[\w’'-]+ ){0,4}\w+[^s\W]s "
            r"(?!(?:is|was|has|does)\b)"
        ),
    ),
    (r"\n", r",[^,]+,", r", [^,]+ and "),
    many=True,
    loose=True,
)
_DEFINITION = _ask(
    "definition",
    (
        (
            r"^(?:and )?(?:what|who)(?:[’']s| is| are| was| were| does| do) (?:an? |the )?"
            r"(?:(?!about|said|in|at|on)[\w’'&/-]+ ?){1,5}(?:mean|stand for)?\W*$"
        ),
        r"\bdefin(?:e|ition)\b|\bwhat is meant by\b|\bmeaning of\b",
    ),
    (
        r"\b(?:is|are|was|were|means?|stands? for|refers? to|known as|called)\b|\([A-Z]{2,}\)",
        r"\bunder the\b",
    ),
    many=False,
    loose=True,
)
_WHO = _ask(
    "who",
    (
        r"^(?:and )?who(?:m|se)?\b|\bby whom\b|\bname of the\b",
        r"\bwhich (?:inspector|minister|judge|person|body|department)\b",
    ),
    (
        r"(?<=[a-z,] )(?-i:[A-Z])\w+|^(?-i:[A-Z])\w+ (?-i:[A-Z])",
        (
            r"\b(?:inspector|secretary|minister|judge|officer|director|court|government|commission"
            r"|lord|lady|mayor|chief|team|panel|board)s?\b"
        ),
    ),
    many=False,
    loose=True,
)
_SPOKEN = _ask(
    "said",
    (_SAID, r"\bquote|\baccording to\b|\bin (?:his|her|their) (?:own )?words\b"),
    ("",),
    many=True,
)
_TO_IMPROVE = re.compile(r"\b(?:to|must|should|need(?:s|ed)?) improve\b", re.IGNORECASE)
ASKS = (
    _CONCERNS,
    _IMPROVEMENTS,
    _ACTIONS,
    _WHEN,
    _FUTURE,
    _NUMBER,
    _MONEY,
    _GRADE,
    _DECISION,
    _OVERVIEW,
    _LIST,
    _ITEMS,
    _DEFINITION,
    _WHO,
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


def asked(question: str) -> frozenset[str]:
    """Return the names of the sorts of finding that a question asks for."""
    names = {ask.name for ask in ASKS if ask.question.search(question)}
    if _ACTIONS.name in names and _TO_IMPROVE.search(question):
        # What somebody was told to improve has not improved.
        names.discard(_IMPROVEMENTS.name)
    # "What are the main weaknesses" has the form of "What is Engage", and asks for more.
    return frozenset(names - {_DEFINITION.name, _ITEMS.name} or names)
