"""Which recorded findings a question asks for: grades, changes, recommendations, lists."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.answering.records import Understood
from bot.history import History, Line
from ingest.findings.grades import CARD_GRADES, value_of
from ingest.findings.names import key
from ingest.findings.outcomes import SCALE as SEND_SCALE
from store.finding_records import RecommendationKind

# Of the grades on a school's report card, some are plain English unless it is said what they are.
_GRADE_VALUE = re.compile(
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
    r"|\bstill\b.*\b(?:failing|outstanding|good|adequate|requires?\s+improvement|inadequate)\b"
    r"|\bservices\s+(?:is|are|was|were)\s+(?:(?:still|now|rated|really)\s+)*good\b"
    r"|\bwhat\s+(?:did|does|do)\b.*\b(?:get|score|receive)(?:\s+for\b.*)?\W*$"
    r"|\bhow\s+(?:did|does|do)\b.*\b(?:come\s+out|do\s+(?:in|at)\b.*\binspection)\b"
    r"|\b(?:expected|strong)\s+standard\b|\breport\s+cards?\b"
    r"|\b(?:is|are|was|were)\s+.*\b(?:exceptional|needs\s+attention|urgent\s+improvement)\W*$"
    r"|\b(?:is|are)\s+.*\bfailing(?:\s+(?:its|their)\s+children)?(?:\s+now|\s+still)?\W*$",
    re.IGNORECASE,
)
_SEND = re.compile(r"\bSEND\b|(?i:\bspecial\s+educational\s+needs\b|\blocal\s+area\s+partnership)")
# These give findings without grades.
_UNGRADED = re.compile(r"\bJTAI\b|\bjoint\s+targeted\b|\bfocused\s+visit", re.IGNORECASE)
_CHANGE = re.compile(
    r"\bhow\s+(?:has|have|did|had)\b.*\b(?:chang\w+|improv\w+|progress\w*|fared|developed|evolved|"
    r"done|moved)\b|"
    r"\bwhat(?:['’]s|\s+has|\s+have)?\s+(?:been\s+)?chang(?:ed|es)\b|"
    r"\b(?:has|have|did)\b.*\b(?:improved?|changed?|deteriorated?|declined?|(?:got(?:ten)?|get)\s+(?:better|worse))\b|"
    r"^compare\b.*\b(?:19|20)\d\d\b.*\b(?:19|20)\d\d\b|"
    r"\bchanges?\s+(?:since|between|over|from)\b|\bover\s+(?:time|the\s+years)\b|"
    r"\b(?:grades?|ratings?|judgements?)\b.*\bchang(?:ed|es?)\b",
    re.IGNORECASE,
)
_ACTIONS = re.compile(
    r"\brecommend(?:s|ed|ations?)?\b|\btold\s+to\s+(?:do|improve|change|fix|sort|put)\b|\bneeds?\s+to\s+improve\b|"
    r"\bareas?\s+for\s+(?:improvement|priority\s+action|development)\b|\bcauses?\s+of\s+concern\b|"
    r"\b(?:main|key|biggest|chief)\s+(?:weakness(?:es)?|concerns?|problems?|issues?|failings?)\b|"
    r"\bby\s+when\b.*\bmust\b|\bmust\b.*\bby\s+when\b|"
    r"\bpriority\s+actions?\b|\bmust\b.*\b(?:do|improve)\b|\basked\s+to\s+(?:do|improve)\b|"
    r"\b(?:ha(?:s|ve)|needs?)\s+(?:got\s+)?to\s+(?:do\s+better|work\s+on|get\s+better|improve|fix|sort)\b",
    re.IGNORECASE,
)
_KINDS = (
    (RecommendationKind.PRIORITY_ACTION, r"\bpriority\s+actions?\b"),
    (RecommendationKind.CAUSE_OF_CONCERN, r"\bcauses?\s+of\s+concern\b"),
    (RecommendationKind.AREA_FOR_IMPROVEMENT, r"\bareas?\s+for\s+(?:improvement|development)\b"),
    (RecommendationKind.RECOMMENDATION, r"\brecommend(?:s|ed|ations?)\b"),
)
_LIST = re.compile(
    r"^(?:and\s+)?(?:which|what|how\s+many|list|name|show)\b.*?\b(?P<who>(?:local\s+)?authorit\w+|councils?|"
    r"boroughs?|counties|forces?|constabular\w+|areas|places)\b",
    re.IGNORECASE,
)
# Other bodies have other grades than those on a report card.
_LIST_SCHOOLS = re.compile(
    r"^(?:and\s+)?(?:which|what|how\s+many|list|name|show)\b.*?\b(?:schools|academies|providers|"
    r"nurseries|colleges)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"(?:and\s+)?(?:which|what)\s+(?!is\b|was\b|are\b|were\b|grade|rating)|.*\banything\b",
    re.IGNORECASE,
)
_FORCES = re.compile(r"forces?|constabular", re.IGNORECASE)
_OPEN = re.compile(
    r"\bwhich\b.*\b(?:open|outstanding|(?:not|n['’]t)\s+(?:yet\s+)?(?:been\s+)?(?:complete|closed|met))",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\bwhich\b.*\b(?:complete|completed|closed|met|implemented)\b", re.IGNORECASE)
_PERIOD = re.compile(
    r"\b(?:between|from)\s+(?:19|20)\d\d\s+(?:and|to|until)\s+(?:(?:19|20)\d\d|now|today)\b|"
    r"\bsince\s+(?:19|20)\d\d\b|\bhappened\s+to\b",
    re.IGNORECASE,
)
_AS_OF = re.compile(
    r"\bas\s+(?:of|at)\s+(?:(?:the\s+)?(?:end|start|beginning|spring|summer|autumn|winter)\s+(?:of\s+)?)?"
    r"(?:\d{1,2}\s+)?(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_BEFORE_LAST = re.compile(
    r"\b(?:previous(?:ly)?|before\s+that|the\s+time\s+before)\b", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![\d/-])(?P<year>(?:19|20)\d\d)(?![\d/-])")
_DEADLINE = re.compile(
    r"\b(?:by|before|until)\s+(?:the\s+end\s+of\s+)?(?:\d{1,2}\s+)?(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d\b"
)
_SINCE = re.compile(
    r"\b(?:since|after|from)\s+(?:\w+\s+){0,3}?(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
_NOT_THESE = re.compile(
    r"\b(?:why|who|whom|whose|how\s+much|explain|because)\b|^when\b", re.IGNORECASE
)
_PHRASES = re.compile(
    r"\b(?:looking\s+after|(?:its|their)\s+children|children(?:['’]s)?\s+(?:social\s+care\s+)?services|social\s+care\s+services|social\s+care|"
    r"local\s+(?:authority|area)(?:\s+partnership)?|police\s+force|looked\s+after\s+children|"
    r"requires?\s+improvement(?:\s+to\s+be\s+good)?|(?:(?:meet|reach)\w*\s+the\s+)?(?:expected|strong)\s+standard|"
    r"needs\s+attention|(?:in\s+need\s+of\s+)?urgent\s+improvement|exceptional|report\s+cards?)\b",
    re.IGNORECASE,
)
_FRAME = frozenset(
    """
    a about academies across acted action actions actually adequate after ago all also an and any
    anything are area areas aren as asked at authorities authority be became become been
    before being better between biggest borough both by came can carried cause causes change
    changed changes chief city closed colleges come compare compared complete completed concern
    concerns constabulary could council councils county cqc current currently day days
    deadline deadlines declined detail details deteriorated develop developed did different
    do does doing done due during each earlier effectiveness ever everything evolved exactly
    failing failings far fared find fix for force forces found from full gave get getting
    give given go good got gotten grade graded grades had happened has have her his
    historically history hmic hmicfrs how i if ilacs implemented improve improved
    improvement improvements improving in inadequate inspected inspection inspections
    inspector inspectors is isn issue issues it its jtai judge judged judgement judgements
    judgment judgments key kids know last lately latest list local long looked made main
    majesty make many may me met moment month months most moved much must name need needs
    new newest nothing now nurseries of ofsted old on open or our out outcome outstanding over
    overall peel performing please police position previous previously priority problem problems
    progress progressed providers public published put rate rated rating ratings really receive
    received recent recently recommend recommendation recommendations recommended report
    reported reports result results right safe same say says schools score send service services
    should show since so something soon sort state status still t taken tell than that the
    their them then there these they thing things this those time times to today told trend
    two under until up us v versus vs was we weakness weaknesses well were what when where
    whether which while will with within work worse would year years yet you
    """.split()
)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_STEM = 5
_OWN_NAMES = frozenset("Ofsted ILACS JTAI SEND PEEL HMICFRS HMIC CQC SIF".split())


class Sort(StrEnum):
    """What sort of answer recorded findings can give."""

    GRADE = "grade"
    CHANGE = "change"
    ACTIONS = "actions"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks of the recorded findings.

    `topics` are the words that narrow it to some of what is graded or demanded. `years` are in
    the order of the question; `since` is the one after "since", "after" or "from". `one` is
    true where a single grade is asked for, `open` where only what is still open (False: only
    what is closed) is, `which` where it is asked what of a subject has a grade.
    """

    sort: Sort
    topics: tuple[str, ...]
    years: tuple[int, ...]
    since: int | None
    grade: str | None
    kinds: frozenset[RecommendationKind]
    overall: bool
    one: bool
    earlier: bool
    open: bool | None
    send: bool
    which: bool
    forces: bool


def asked_of_findings(understood: Understood) -> Asked | None:
    """Return what a question asks of recorded findings, None where it asks something else."""
    query = _AS_OF.sub(" ", understood.query)
    sort = _sort(understood)
    # An "as of" that nobody has read as a day must not be answered with today's state.
    undated = query != understood.query and understood.filters.as_of is None
    if sort is None or undated or not set(" ".join(understood.names).split()) <= _OWN_NAMES:
        return None
    since = _SINCE.search(query)
    grade = _GRADE_VALUE.search(query)
    who = _LIST.match(query)
    return Asked(
        sort=sort,
        topics=topics_of(understood),
        years=tuple(int(one["year"]) for one in _YEAR.finditer(_DEADLINE.sub(" ", query))),
        since=int(since["year"]) if since else None,
        grade=value_of(grade["grade"]) if grade else None,
        kinds=frozenset(kind for kind, words in _KINDS if re.search(words, query, re.IGNORECASE)),
        overall=re.search(r"\boverall\b", query, re.IGNORECASE) is not None,
        one=re.search(r"\b(?:grade|rating|judge?ment)\b", query, re.IGNORECASE) is not None,
        earlier=_BEFORE_LAST.search(query) is not None,
        which=grade is not None and _WHICH.match(query) is not None,
        send=_SEND.search(query) is not None,
        open=True if _OPEN.search(query) else False if _CLOSED.search(query) else None,
        forces=bool(who and _FORCES.search(who["who"])),
    )


def _sort(understood: Understood) -> Sort | None:
    query = understood.query
    if _NOT_THESE.search(query) or "said" in understood.asks:
        return None
    if not understood.subjects:
        return Sort.LIST if _lists_grades(query) else None
    if len(understood.subjects) > 1:
        return None
    graded = _GRADE.search(query) and not query.lower().startswith("when")
    if _CHANGE.search(query) or (graded and _PERIOD.search(query)):
        return Sort.CHANGE
    if graded and not _UNGRADED.search(query):
        return Sort.GRADE
    return Sort.ACTIONS if _ACTIONS.search(query) else None


def _lists_grades(query: str) -> bool:
    grade = _GRADE_VALUE.search(query)
    if grade is None:
        return False
    of_card = value_of(grade["grade"]) in CARD_GRADES
    return bool(_LIST.match(query) or (of_card and _LIST_SCHOOLS.match(query)))


def topics_of(understood: Understood) -> tuple[str, ...]:
    """Return the words of a question that its form and its subject do not account for."""
    subject = {
        part
        for name in understood.subjects
        for word in _WORD.findall(name)
        for part in (word.lower(), *word.lower().split("-"))
    }
    plain = re.sub(
        r"looked\s+after\s+children", "children in care", understood.query, flags=re.IGNORECASE
    )
    found = []
    for match in _WORD.finditer(_PHRASES.sub(" ", plain)):
        word = re.sub(r"(?:n['’]t|['’](?:s|re|ve|ll|d))\Z", "", match[0])
        named = word[0].isupper() and match.start() > 0
        if not named and word.lower() not in _FRAME and word.lower() not in subject:
            found.append(word.lower())
    return tuple(found)


def fitting(names: list[str], topics: tuple[str, ...]) -> list[str]:
    """Return the names that all the topics are in, those with the very words in a row first."""
    if not topics:
        return names
    phrase = " ".join(topics)
    exact = [name for name in names if f" {phrase} " in f" {_without_small(name)} "]
    if len(topics) > 1 and exact:
        return exact
    return [name for name in names if all(holds(name, topic) for topic in topics)]


def lines_asked(asked: Asked, past: History) -> list[Line]:
    """Return what a question wants graded: its topics, or else everything.

    The outcome of a SEND inspection is another thing than the grades of other inspections.
    """
    outcomes = [line for line in past.lines if line.values[-1].judgement.scale == SEND_SCALE]
    others = [line for line in past.lines if line not in outcomes]
    lines = outcomes if asked.send or not others else others
    names = fitting([line.name for line in lines], asked.topics)
    return [line for line in lines if line.name in names]


def holds(text: str, topic: str) -> bool:
    """Whether a text has a word that begins like `topic`: leadership, leaders."""
    words = key(text).split()
    return any(word[:_STEM] == topic[:_STEM] or word == topic.rstrip("s") for word in words)


def _without_small(name: str) -> str:
    words = _WORD.findall(name.lower())
    return " ".join(word for word in words if word not in _FRAME)
