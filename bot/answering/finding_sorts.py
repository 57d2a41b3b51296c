"""Which sort of answer from recorded findings a question asks for, by its form."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.answering.finding_topics import AS_OF, question_part
from bot.answering.records import Understood
from ingest.findings.grades import CARD_GRADES, value_of

# Of the grades on a school's report card, some are plain English unless it is said what they are.
GRADE_VALUE = re.compile(
    r"\b(?P<grade>outstanding|good|adequate|requir(?:es?|ing)\s+improvement|inadequate|"
    r"(?:strong|expected)\s+standard|(?:(?<=[“‘\"'])|(?<=graded\s)|(?<=rated\s)|(?<=judged\s)|"
    r"(?<=\bas\s)|(?<=\bbe\s))(?:needs\s+attention|urgent\s+improvement|exceptional))\b",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\b(?:grades?|graded|rated|ratings?|judged|judge?ments?|overall\s+effectiveness|"
    r"inspection\s+outcome)\b|\boutcome\s+of\b.*\binspection\b|"
    r"\bhow\s+(?:did|do|does|has|have)\b.*\b(?:rate|grade|judge)\b|\bhow\s+good\s+(?:is|are|was|were)\b|"
    r"\b(?:is|are|was|were|been)\b.*\b(?:inadequate|outstanding|requir(?:es?|ing)\s+improvement)\b"
    r"|\bhow(?:['’]s|\s+is|\s+are|\s+was|\s+were)\s+.*\b(?:doing|performing|done)"
    r"(?:\s+(?:overall|now|today|these\s+days|at\s+the\s+moment|currently))?"
    r"(?:\s+(?:in|at|for)\s+[\w’'-]+(?:\s+[\w’'-]+)?)?\W*$"
    r"|\bstill\b.*\b(?:failing|outstanding|good|adequate|requir(?:es?|ing)\s+improvement|inadequate)\b"
    r"|\bservices\s+(?:is|are|was|were)\s+(?:(?:still|now|rated|really)\s+)*good\b"
    r"|\bwhat\s+(?:did|does|do)\b.*\b(?:get|score|receive)(?:\s+(?:for|in|on)\b.*)?\W*$"
    r"|\bhow\s+(?:did|does|do)\b.*\b(?:come\s+out|do\s+(?:in|at)\b.*\binspection)\b"
    r"|\b(?:expected|strong)\s+standard\b|\breport\s+cards?\b"
    r"|\b(?:is|are|was|were)\s+.*\b(?:exceptional|needs\s+attention|urgent\s+improvement)\W*$"
    r"|\b(?:is|are)\s+.*\bfailing(?:\s+(?:its|their)\s+children)?(?:\s+now|\s+still)?\W*$",
    re.IGNORECASE,
)
_PLAIN = r"(?:outstanding|good|adequate|inadequate|requir(?:es?|ing)\s+improvement)"
# What may follow a grade: "good for leadership", but not "good results" or "good at football".
_END = (
    r"(?=\W*$|\W+(?:ratings?|grades?|judge?ments?|status|in\s+(?:19|20)\d\d|for|on|overall|since"
    r"|last|again|now|any\s*more|before|or|and|then|by|at\s+the|according|services?|after|when)\b)"
)
_PREDICATE = re.compile(
    rf"^(?:(?:so|and|but)\s+)?(?:is|are|was|were)\b.*\b{_PLAIN}{_END}"
    r"|\b(?:get|gets|got|getting|given|receive[ds]?|scored?|awarded|earn(?:ed)?|ha[sd]|have|holds?"
    r"|held|become|became|been|be|remain(?:s|ed)?|stay(?:s|ed)?|los[et]|losing|keep|kept"
    r"|reach(?:ed)?|(?:drop(?:ped)?|f[ae]ll(?:en)?|fell|moved?|go|went|gone)\s+to)\s+"
    r"(?:(?:still|ever|now|really|rated|graded|judged|an?|its|their|to|be|as|already|overall)\s+)*"
    rf"[“\"‘']?{_PLAIN}{_END}"
    r"|\bhow\s+(?:bad|poor|strong|weak)\s+(?:is|are|was|were)\b"
    r"|\b(?:do|does|did)\b.*\brequire\s+improvement\b"
    r"|\bhow\s+(?:did|does|do)\b.*\bdo(?:\s+overall)?(?:\s+in\s+(?:19|20)\d\d)?\W*$"
    r"|\b(?:did|has|have)\s+(?:ofsted|the\s+inspectors|inspectors)\s+fail(?:ed)?\b",
    re.IGNORECASE,
)
_EVER = re.compile(
    r"\b(?:ever|never|always|history|at\s+any\s+(?:point|time)|how\s+(?:often|many\s+times))\b"
    rf"|^when\b.*\b(?:rated|graded|judged|get|got|become|became|go|went|last|first)\b.*\b{_PLAIN}{_END}",
    re.IGNORECASE,
)
# These give findings without grades.
_UNGRADED = re.compile(r"\bJTAI\b|\bjoint\s+targeted\b|\bfocused\s+visit", re.IGNORECASE)
_CHANGE = re.compile(
    r"\bhow\s+(?:has|have|did|had)\b.*\b(?:chang\w+|improv\w+|progress\w*|fared|developed|evolved|"
    r"done|moved)\b|"
    r"\bwhat(?:['’]s|\s+has|\s+have)?\s+(?:been\s+)?chang(?:ed|es)\b|"
    r"\b(?:has|have|did)\b.*\b(?:improved?|changed?|deteriorated?|declined?|(?:got(?:ten)?|get)\s+(?:better|worse))\b|"
    r"^compare\b.*\b(?:19|20)\d\d\b.*\b(?:19|20)\d\d\b|"
    r"\bchanges?\s+(?:since|between|over|from)\b|\bover\s+(?:time|the\s+years)\b|"
    r"\b(?:grades?|ratings?|judgements?)\b.*\bchang(?:ed|es?)\b|\bbetter\s+or\s+worse\b|"
    r"\b(?:is|are)\b.*\bgetting\s+(?:better|worse)\b|\b(?:up|down)graded\b|"
    r"\b(?:has|have|did|does)\b.*\b(?:gone?|went|moved?)\s+(?:up|down)\b|"
    rf"\bfrom\s+{_PLAIN}\s+to\s+{_PLAIN}\b",
    re.IGNORECASE,
)
_ACTIONS = re.compile(
    r"\brecommend(?:s|ed|ations?)?\b|\btold\s+to\s+(?:do|improve|change|fix|sort|put)\b|\bneeds?\s+to\s+improve\b|"
    r"\bareas?\s+for\s+(?:improvement|priority\s+action|development)\b|\bcauses?\s+of\s+concern\b|"
    r"\b(?:main|key|biggest|chief)\s+(?:weakness(?:es)?|concerns?|problems?|issues?|failings?)\b|"
    r"\bby\s+when\b.*\bmust\b|\bmust\b.*\bby\s+when\b|"
    r"\bpriority\s+actions?\b|\bmust\b.*\b(?:do|improve)\b|\basked\s+to\s+(?:do|improve)\b|"
    r"\b(?:ha(?:s|ve)|needs?)\s+(?:got\s+)?to\s+(?:do\s+better|work\s+on|get\s+better|improve|fix|sort"
    r"|address|tackle|change|put\s+right|do(?:\s+next|\s+now)?\W*$)\b|"
    r"\b(?:must|should)\b.*\b(?:improve|fix|sort|address|tackle|change|work\s+on|put\s+right|next)\b|"
    r"\b(?:wants?|wanted|expects?|expected|told|tell|asks?|asked|orders?|ordered)\b.*\bto\s+"
    r"(?:do|improve|fix|sort|address|tackle|change|work\s+on|put\s+right|get\s+better)\b|"
    r"\bto-?\s?do\s+list\b|\bareas?\s+to\s+(?:improve|develop|work\s+on)\b|\bnext\s+steps\b|"
    r"\bimprovements?\s+(?:is|are|was|were)?\s*(?:needed|required|to\s+(?:be\s+made|make))\b|"
    r"\b(?:wants?|wanted|expects?|expected)\b.*\b(?:put\s+right|improved|fixed|sorted|addressed|tackled)\b|"
    r"\b(?:left|still)\s+to\s+(?:do|improve|fix|sort|address|tackle|put\s+right)\b|"
    r"\bneeds?\s+(?:fixing|sorting|improving)\b|\bpriorities\s+for\s+improvement\b",
    re.IGNORECASE,
)
# Whose demands a report holds: what anybody else told somebody to do is what they said.
_DEMANDED = re.compile(
    r"\bwhat\s+(?:did|does|do|has|have)\s+(?:the\s+)?(?:ofsted|inspectors?|inspectorates?|they|cqc"
    r"|hmic\w*|(?:(?:latest|newest|last|(?:19|20)\d\d)\s+)?(?:reports?|inspections?|letter))\b",
    re.IGNORECASE,
)
_VERB = (
    r"(?:improved|moved|gone|went|go|risen|rose|climbed|fallen|fell|dropped|slipped|declined|become"
    r"|became|upgraded|downgraded)"
)
_UP = re.compile(
    r"\b(?:improved?|improving|better|(?:gone?|went|moved?)\s+up|climbed|risen|rose|upgraded)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:declined?|deteriorated?|worse(?:ned)?|(?:gone?|went|moved?)\s+(?:down|backwards)|fallen"
    r"|fell|dropped|slipped|slid|downgraded|lost|losing)\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"\b(?:from|(?:lost|lose|losing|no\s+longer)(?:\s+(?:its|their|an?|the|rated|graded))*)\s+"
    rf"(?P<grade>{_PLAIN})\b",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"\b{_VERB}\s+(?:from\s+{_PLAIN}\s+)?(?:up\s+|down\s+)?(?:to\s+|into\s+)?(?P<grade>{_PLAIN})\b",
    re.IGNORECASE,
)
LIST = re.compile(
    r"^(?:and\s+)?(?:which|what|how\s+many|list|name|show|(?:has|have|is|are|did)\s+any)\b.*?\b(?P<who>(?:local\s+)?authorit\w+|councils?|"
    r"boroughs?|counties|forces?|constabular\w+|areas|places)\b",
    re.IGNORECASE,
)
# Other bodies have other grades than those on a report card.
_LIST_SCHOOLS = re.compile(
    r"^(?:and\s+)?(?:which|what|how\s+many|list|name|show)\b.*?\b(?:schools|academies|providers|"
    r"nurseries|colleges)\b",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"\b(?:between|from)\s+(?:19|20)\d\d\s+(?:and|to|until)\s+(?:(?:19|20)\d\d|now|today)\b|"
    r"\bsince\s+(?:19|20)\d\d\b|\bhappened\s+to\b",
    re.IGNORECASE,
)
_NOT_THESE = re.compile(
    r"\b(?:why|who|whom|whose|how\s+much|explain|because)\b|^when\b", re.IGNORECASE
)


class Sort(StrEnum):
    """What sort of answer recorded findings can give."""

    GRADE = "grade"
    CHANGE = "change"
    ACTIONS = "actions"
    LIST = "list"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Move:
    """Which way grades are asked to have gone: up, down, from one grade, to another."""

    up: bool
    down: bool
    before: str | None
    after: str | None


def asked_part(understood: Understood) -> str:
    """Return the part of a question that asks, without its "as of"."""
    return AS_OF.sub(" ", question_part(understood.query))


def sort_of(understood: Understood) -> Sort | None:
    """Return what recorded findings may answer a question, None where they have no part in it."""
    query = asked_part(understood)
    actions = _ACTIONS.search(query)
    spoken = "said" in understood.asks and not (actions and _DEMANDED.search(query))
    if spoken or (_NOT_THESE.search(query) and not is_ever(query)):
        return None
    if not understood.subjects:
        return _list_sort(query)
    if len(understood.subjects) > 1:
        return None
    graded = _GRADE.search(query) or _PREDICATE.search(query)
    # What somebody must improve has not improved.
    demanded = actions and (_DEMANDED.search(query) or "must" in query.lower())
    changed = _CHANGE.search(query) and not demanded
    if changed or (graded and (_PERIOD.search(query) or is_ever(query))):
        return Sort.CHANGE
    if graded and not _UNGRADED.search(query):
        return Sort.GRADE
    return Sort.ACTIONS if actions else None


def is_ever(query: str) -> bool:
    """Whether all the grades there were are asked for: "ever", "when was it rated good"."""
    return _EVER.search(query) is not None


def move_in(query: str) -> Move | None:
    """Return which way a question asks grades to have gone."""
    before, after = (
        value_of(found["grade"]) if (found := pattern.search(query)) else None
        for pattern in (_FROM, _TO)
    )
    up, down = (pattern.search(query) is not None for pattern in (_UP, _DOWN))
    return Move(up, down, before, after) if up or down or before or after else None


def _list_sort(query: str) -> Sort | None:
    grade, listed = GRADE_VALUE.search(query), LIST.match(query)
    move = move_in(query)
    if listed and move and (grade is None or move.before or move.after):
        return Sort.MOVED
    if grade is None:
        return None
    of_card = value_of(grade["grade"]) in CARD_GRADES
    return Sort.LIST if listed or (of_card and _LIST_SCHOOLS.match(query)) else None
