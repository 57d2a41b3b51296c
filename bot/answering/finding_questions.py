"""What a question asks of the recorded findings: grades, changes, recommendations, lists."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.categories import LEADERS, Category, Series, categories_in, series_asked
from bot.answering.finding_sorts import (
    GRADE_VALUE,
    LIST,
    Move,
    Sort,
    asked_part,
    is_ever,
    move_in,
    sort_of,
)
from bot.answering.finding_topics import AS_OF, fitting, topics_of
from bot.answering.records import Understood
from bot.history import History, Line, Read, history
from ingest.findings.grades import value_of
from ingest.findings.outcomes import SCALE as SEND_SCALE
from store.finding_records import RecommendationKind

# A force's name ends so.
POLICE = ("Police", "Constabulary")
# So many subjects are listed.
MOST_LISTED = 25
_KINDS = (
    (RecommendationKind.PRIORITY_ACTION, r"\bpriority\s+actions?\b"),
    (RecommendationKind.CAUSE_OF_CONCERN, r"\bcauses?\s+of\s+concern\b"),
    (RecommendationKind.AREA_FOR_IMPROVEMENT, r"\bareas?\s+for\s+(?:improvement|development)\b"),
    (RecommendationKind.RECOMMENDATION, r"\brecommend(?:s|ed|ations?)\b"),
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
_BEFORE_LAST = re.compile(
    r"\b(?:previous(?:ly)?|before\s+that|the\s+time\s+before|last\s+but\s+one"
    r"|before\s+(?:the|its|their)\s+(?:last|latest|current|present|newest))\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d/-])(?P<year>(?:19|20)\d\d)(?![\d/-])")
_DEADLINE = re.compile(
    r"\b(?:by|before|until)\s+(?:the\s+end\s+of\s+)?(?:\d{1,2}\s+)?(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d\b"
)
_SINCE = re.compile(
    r"\b(?:since|after|from|than|compared\s+(?:with|to))\s+(?:\w+\s+){0,6}?(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_LAST_STEP = re.compile(
    r"\b(?:since|than\s+(?:at|in))\s+(?:the|its|their)\s+(?:last|previous)\s+(?:\w+\s+)?"
    r"(?:inspection|report|visit|time)\b",
    re.IGNORECASE,
)
_OWN_NAMES = frozenset(
    "Ofsted ILACS JTAI SEND PEEL HMICFRS HMIC CQC SIF HMI Care Quality Commission".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks of the recorded findings.

    `topics` are the words, and `categories` the things commonly graded, that narrow it. `years`
    are in the order of the question; `since` is the one after "since", "after", "from" or "than
    in". `one` is true where a single grade is asked for, `ever` where all that there were are.
    `open` is true where only what is still open is asked for (False: only what is closed),
    `which` where it is asked what of a subject has a grade. `series` is the sort of inspection
    that it names, `move` which way grades went, `last_step` that only the newest change counts.
    """

    sort: Sort
    topics: tuple[str, ...]
    categories: tuple[Category, ...]
    years: tuple[int, ...]
    since: int | None
    grade: str | None
    kinds: frozenset[RecommendationKind]
    overall: bool
    one: bool
    ever: bool
    earlier: bool
    open: bool | None
    series: Series | None
    which: bool
    forces: bool
    move: Move | None
    last_step: bool

    @property
    def send(self) -> bool:
        """Whether it names an inspection of the arrangements for special needs."""
        return self.series is Series.SEND

    @property
    def narrow(self) -> bool:
        """Whether some of what is graded is asked for, not the whole."""
        return bool(self.topics or self.categories)


def asked_of_findings(understood: Understood) -> Asked | None:
    """Return what a question asks of recorded findings, None where it asks something else."""
    query = asked_part(understood)
    sort = sort_of(understood)
    # An "as of" that nobody has read as a day must not be answered with today's state.
    undated = AS_OF.search(understood.query) and understood.filters.as_of is None
    if sort is None or undated or not _names_no_other(understood):
        return None
    since = _SINCE.search(query)
    grade = GRADE_VALUE.search(query)
    who = LIST.match(query)
    return Asked(
        sort=sort,
        topics=(*topics_of(understood), *_addressed(understood, query, sort)),
        categories=_categories(query, sort),
        years=tuple(int(one["year"]) for one in _YEAR.finditer(_DEADLINE.sub(" ", query))),
        since=int(since["year"]) if since else None,
        grade=value_of(grade["grade"]) if grade else None,
        kinds=frozenset(kind for kind, words in _KINDS if re.search(words, query, re.IGNORECASE)),
        overall=re.search(r"\boverall\b", query, re.IGNORECASE) is not None,
        one=re.search(r"\b(?:grade|rating|judge?ment)\b", query, re.IGNORECASE) is not None,
        ever=is_ever(query),
        earlier=_BEFORE_LAST.search(query) is not None,
        which=grade is not None and _WHICH.match(query) is not None,
        series=series_asked(understood.query),
        open=True if _OPEN.search(query) else False if _CLOSED.search(query) else None,
        forces=bool(who and _FORCES.search(who["who"])),
        move=move_in(query),
        last_step=_LAST_STEP.search(query) is not None,
    )


def _addressed(understood: Understood, query: str, sort: Sort) -> tuple[str, ...]:
    """Return whom a demand must name: what a place must do is not what its police must."""
    of_police = any(name.endswith(POLICE) for name in understood.subjects)
    wanted = (
        sort is Sort.ACTIONS and not of_police and re.search(r"\bpolice\b", query, re.IGNORECASE)
    )
    return ("police",) if wanted else ()


def _names_no_other(understood: Understood) -> bool:
    """Whether all that is named is an inspectorate or a thing graded: "Ofsted", "the LSCB"."""
    rest = (categories_in(name)[1] for name in understood.names)
    return set(" ".join(rest).split()) <= _OWN_NAMES


def _categories(query: str, sort: Sort) -> tuple[Category, ...]:
    """Return the things graded that are asked about; leaders are mostly whom demands are put to."""
    found, _ = categories_in(query)
    return tuple(one for one in found if sort is not Sort.ACTIONS or one is not LEADERS)


def histories(asked: Asked, reads: Sequence[Read]) -> list[History]:
    """Return the history of each subject of the sort asked for: forces, or others."""
    by_subject: dict[str, list[Read]] = {}
    for read in reads:
        name = read.report.description.subject.value
        if name and asked.forces == name.endswith(POLICE):
            by_subject.setdefault(name, []).append(read)
    return [history(name, own) for name, own in by_subject.items()]


def lines_asked(asked: Asked, past: History) -> list[Line]:
    """Return what a question wants graded: its categories and topics, or else everything.

    The outcome of a SEND inspection is another thing than the grades of other inspections.
    """
    outcomes = [line for line in past.lines if line.values[-1].judgement.scale == SEND_SCALE]
    others = [line for line in past.lines if line not in outcomes]
    lines = outcomes if asked.send or not others else others
    return in_categories(lines, asked.categories, asked.topics)


def in_categories(
    lines: list[Line], categories: tuple[Category, ...], topics: tuple[str, ...]
) -> list[Line]:
    """Return the lines of any of the categories that all the topics fit, all lines for neither."""
    if categories:
        lines = [line for line in lines if any(one.names(line.name) for one in categories)]
    names = fitting([line.name for line in lines], topics)
    return [line for line in lines if line.name in names]
