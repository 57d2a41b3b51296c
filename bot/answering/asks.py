"""What a question asks for, and whether a sentence is of that sort.

Each sort of asking has a pattern for the question and a pattern for the sentences that can
answer it. A cross-encoder finds what a question is about; these tell a concern from a success.
"""

import re
from dataclasses import dataclass

_MONTHS = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)


_SAID = (
    r"\bwhat (?:did|does|do|has|have|had) (?P<who>.+?) "
    r"(?:to )?(?:say|said|tell|told|think|comment)\b"
)
SAID = re.compile(_SAID, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ask:
    """A sort of asking. `many` is true where several sentences make the answer.

    `leans` is true where a fitting sentence may lean on the score of its passage.
    """

    name: str
    question: re.Pattern[str]
    sentence: re.Pattern[str]
    many: bool
    leans: bool = False


def _ask(name: str, question: str, sentence: str, *, many: bool, leans: bool = False) -> Ask:
    asked, fitting = re.compile(question, re.IGNORECASE), re.compile(sentence, re.IGNORECASE)
    return Ask(name, asked, fitting, many, leans)


ASKS = (
    _ask(
        "concerns",
        r"\bconcern|\bworr|\bproblem|\bissue|\bweak|\bfailing|\bfailure|\bshortcoming|\bcriticis"
        r"|\bwrong\b|\bstruggl|\bneeds? (?:fixing|to be fixed|work)\b|\bbad\b|\bdone enough\b|\bneeds? to improve|\barea\w* for improvement|\bchalleng",
        r"\bconcern|\bworr(?:y|ied|ies|ying)|\bnot (?:\w+ ){0,3}(?:enough|consistent|improved|good"
        r"|able|always|effective|yet|adequate|timely|clear|met|kept|sufficient)|\binsufficient"
        r"|\binadequate|\boverwhelm|\bbacklog|\bpressures?\b|\blimited (?:capacity|progress)"
        r"|\bpoor|\bweak|\bfail(?:s|ed|ing|ings|ure|ures)?\b|\btoo (?:often|many|long|slow|few"
        r"|little|late|much)|\bdelay|\black(?:s|ed|ing)?\b|\binconsisten|\bunable\b|\bshortfall"
        r"|\bgaps?\b|\bdeteriorat|\bdeclin|\bat risk of harm have not|\bmissed\b|\bunmet\b"
        r"|\bstruggl|\bworse|\bremains? (?:a |an )?(?:problem|issue|challenge|variable|too)"
        r"|\bcannot\b|\bstill (?:do|does|too|not|has not|have not|wait)|\bvariable\b"
        r"|\bslow(?:ly)?\b"
        r"|\bdrift\b|\bserious\b|\brequires? improvement",
        many=True,
        leans=True,
    ),
    _ask(
        "improvements",
        r"\bimprove(?:d|ment|ments)?\b|\bprogress|\b(?:done|doing|do) enough\b|\bgot(?:ten)? better|\bstrength|\bwell\b|\bpraise"
        r"|\bgood\b|\bsuccess",
        r"\bimprov|\bprogress|\bbetter\b|\benough\b|\bstrength|\beffective|\bgood\b|\bencourag|\bsuccess"
        r"|\bcommit(?:ment|ted)|\bwell\b|\bstrong|\bsignificant steps"
        r"|\bfaster\b|\breduced\b|\bfell\b",
        many=True,
        leans=True,
    ),
    _ask(
        "actions",
        r"\brecommend|\bshould\b|\bmust\b|\btold to\b|\bneed(?:s|ed)? to do\b|\bactions?\b"
        r"|\bexpected to\b|\basked to do\b",
        r"\brecommend|\bshould\b|\bmust\b|\bneeds? to\b|\bought to\b|\bis to\b|\bhas to\b",
        many=True,
        leans=True,
    ),
    _ask(
        "when",
        r"^(?:and )?when\b|\bwhat (?:date|day|month|year)\b|\bhow (?:soon|long)\b|\bby when\b"
        r"|\bdeadline|\bdue\b",
        rf"\b{_MONTHS}\b|\b(?:19|20)\d\d\b|\b(?:within|in|after|by|until|before) (?:a|an|the|one"
        r"|two|three|four|five|six|\d+|next)\b|\b(?:days?|weeks?|months?|years?|today|tomorrow|yesterday"
        r"|spring|summer|autumn|winter)\b",
        many=False,
    ),
    _ask(
        "future",
        r"\bwhen (?:will|are|is|do|does|must|should)\b|\bdeadline|\bdue\b|\bby when\b",
        r"\b(?:will|shall|due|next|plans?|intends?|should|must|is to|are to)\b",
        many=False,
    ),
    _ask(
        "number",
        r"\bhow (?:many|much)\b|\bwhat (?:share|percentage|proportion|number|figure|rate)\b"
        r"|\bpercentage of\b|\bper ?cent of\b|\bwhat(?:[’']s| is| was| are| were) the (?:\w+ ){0,2}"
        r"(?:amount|price|cost|rate|premium|fee|budget|allowance|payment|size|limit|level|total"
        r"|average|figure|salary|grant)s?\b",
        r"(?<!\d)(?!(?:19|20)\d\d\b)\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty"
        r"|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|third|quarter|none"
        r"|majority)\b",
        many=False,
    ),
    _ask(
        "grade",
        r"\bgrade|\brated\b|\brating|\bjudge(?:d|ments?)\b",
        r"\boutstanding\b|\bgood\b|\badequate\b|\brequires? improvement\b|\binadequate\b"
        r"|\bsatisfactory\b",
        many=True,
    ),
    _ask(
        "decision",
        r"\b(?:decide|decided|decision|rul(?:e|ed|ing)|outcome|judgment|held|hold)\b|\bcourt say\b"
        r"|\bwho won\b|\bappeal (?:succeed|fail)",
        r"\b(?:dismiss|allow|uph[oe]ld|unanimous|h[eo]ld|conclud|decid|rul|quash|entitled|lawful"
        r"|grant|refus|order)",
        many=True,
        leans=True,
    ),
    _ask(
        "overview",
        r"\bhow (?:is|are|was|were|well|has|have|does|do|did) .*\b(?:doing|performing|perform|do|done"
        r"|far(?:e|ed|ing)|cop(?:e|ed|ing)|work|look after|care for|protect|support|handle|deal with"
        r"|respond)\b|\bwhat (?:is|are|was|were) .+ like\b|\b(?:tell me|talk) about\b|\bsummar"
        r"|\boverview\b|\bwhat (?:did|do|does|have|has) (?:the )?(?:inspectors?|inspections?|reports?"
        r"|ofsted|hmic\w*|it|they) (?:find|found|say|said|report|reported|think|conclude|concluded)\b"
        r"|\b(?:main|key) findings\b|\bstrengths and weaknesses\b",
        r"",
        many=True,
    ),
    _ask(
        "list",
        r"^(?:and )?(?:which|what) (?:other )?(?:forces|councils|authorities|areas|boroughs|counties"
        r"|places|bodies|reports|services|inspections|companies|departments)\b|\blist (?:all|the|every)"
        r"|^(?:and )?where (?:did|do|have|has|are|were) (?:inspectors|reports|children|victims)\b"
        r"|^(?:and )?who else\b|\bany (?:other )?(?:forces|councils|authorities|areas)\b",
        r"",
        many=True,
    ),
    _ask(
        "definition",
        r"^(?:and )?(?:what|who) (?:is|are|was|were|does|do) (?:an? |the )?[\w’'&/-]+(?: [\w’'&/-]+){0,4}"
        r"(?: (?:mean|stand for))?\W*$|\bdefin(?:e|ition)\b|\bwhat is meant by\b|\bmeaning of\b",
        r"\b(?:is|are|was|were|means?|stands? for|refers? to|known as|called)\b|\([A-Z]{2,}\)"
        r"|\bunder the\b",
        many=False,
    ),
    _ask(
        "who",
        r"^(?:and )?who(?:m|se)?\b|\bwhich (?:inspector|minister|judge|person|body|department)\b"
        r"|\bby whom\b|\bname of the\b",
        r"(?<=[a-z,] )(?-i:[A-Z])\w+|\b(?:inspector|secretary|minister|judge|officer|director|court"
        r"|government|commission|lord|lady|mayor|chief|team|panel|board)s?\b|^(?-i:[A-Z])\w+ (?-i:[A-Z])",
        many=False,
    ),
    _ask(
        "said",
        _SAID + r"|\bquote|\baccording to\b|\bin (?:his|her|their) (?:own )?words\b",
        r"",
        many=True,
    ),
)
BY_NAME = {ask.name: ask for ask in ASKS}

PRESENT = re.compile(
    r"\b(?:remain\w*|now|still|current\w*|today|latest|most recent|at present|at the moment"
    r"|these days|nowadays|so far|yet)\b",
    re.IGNORECASE,
)


def asked(question: str) -> frozenset[str]:
    """Return the names of the sorts of finding that a question asks for."""
    names = {ask.name for ask in ASKS if ask.question.search(question)}
    # "What are the main weaknesses" has the form of "What is Engage", and asks for more.
    return frozenset(names - {"definition"} or names)
