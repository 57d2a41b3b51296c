"""What a question leaves open: what “it” is, which of many reports, which of several bodies."""

import re

from bot.answering.asks import PRESENT
from bot.answering.names import holds_name
from bot.answering.records import Understood
from bot.answering.topic import stems
from bot.answering.vocabulary import Vocabulary
from ingest.subjects import mentions

MOST_CHOICES = 6
# A pronoun that a thread would explain; "is it true that" and "what is it like" need none.
_POINTER = re.compile(
    r"^(?:and |but |so )?(?:(?:how|what|when|why|where|who|which) )?"
    r"(?:(?:well|good|bad|much|many) )?"
    r"(?:is|are|was|were|has|have|had|does|do|did|will|can|could|should) "
    r"(?:it|they|he|she|this|that|these|those)\b"
    r"(?! (?:true|right|fair|like|possible|case|year|month|week|mean|safe|legal|worth|known|clear"
    r"|necessary|allowed)\b)"
    r"|^(?:and |but |so )?(?:what|which|how many) (?:[a-z-]+ ){1,3}"
    r"(?:is|are|was|were|do|does|did|have|has|had) (?:it|they|he|she)\b"
    r"|\b(?:there|them|him|her|it|one before|previous one)\W*$"
    r"|\b(?:have|has|did|do|does) (?:they|he|she) (?:got|get|say|find|need|spend|make|use|run)\b"
    r"|\b(?:police|officers|council|force|staff|inspectors|children|people|leaders|courts?) there\b"
    r"|^(?:and |but |so )?(?:(?:what|how|when|who)(?:[’']s| is| are| was| were| about)"
    r"|is|are|was|were|has|have|had|do|does|did|can|could|will|should) (?:their|its|his|her)\b",
    re.IGNORECASE,
)
# "It" that stands for what comes after it: "is it a crime to ...", "what does it cost to ...".
_EXPLETIVE = re.compile(
    r"\b(?:is|was|isn[’']t|wasn[’']t|would|will|does|did|can|could|has|might) it (?:be |been )?"
    r"(?:really |still |now |ever )*(?:an? (?:[\w’'-]+ ){1,3}?"
    r"|(?:against the law|(?:un|il)?(?:legal|lawful|safe|fair|common|usual|necessary)|compulsory"
    r"|mandatory|free|easy|easier|hard|difficult|dangerous|cheaper|ok(?:ay)?|normal|important"
    r"|better|best|too (?:late|early)|up to) (?:[\w’'-]+ ){0,3}?"
    r"|(?:take|cost|matter|help|pay|hurt|make) (?:[\w’'-]+ ){0,4}?)(?:to|that|for|if|when)\b",
    re.IGNORECASE,
)
# Words that tell of a report itself: each of several has a date, a lead inspector, findings.
_OF_ONE_REPORT = stems(
    "lead led leads leader leading head headed reporting inspector carried carry out conducted "
    "undertook took take part place ran run held date dated day publish published publication "
    "released issued came visit visited visits letter review document paper judgment wrote write "
    "written author authored signed addressed sent team long last lasted when where page pages "
    "deputy manager number due next previous first outcome result overall main key score judge "
    "judged judgement grade graded rating rated title called name summary conclusion conclusions "
    "headline message messages overall many charge name named people someone"
)


def points_elsewhere(question: str) -> bool:
    """Whether a question has a pronoun that only something said before explains."""
    return bool(_POINTER.search(question)) and not _EXPLETIVE.search(question)


def is_of_any_report(understood: Understood, vocabulary: Vocabulary) -> bool:
    """Whether a question would be answered by each report differently: "who led the inspection?".

    Who publishes many reports does not say which one is meant.
    """
    named = [name for name in understood.names if not publishes(name, vocabulary)]
    if understood.subjects or named:
        return False
    if "grade" in understood.asks and not understood.asks & {"list", "number"}:
        return True
    topic = stems(PRESENT.sub(" ", understood.query))
    for name in understood.names:
        topic -= stems(name)
    return topic <= _OF_ONE_REPORT


def publishes(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is that of somebody who published more than one of the reports."""
    known = [one.description.publisher.value or "" for one in vocabulary.reports]
    own = mentions(name, vocabulary.publishers, sorted({*known}))
    wanted = own[0].subject if own else name
    return sum(holds_name(one, wanted) for one in known) > 1


def part_of_several(names: tuple[str, ...], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the subjects that one name in the question may stand for, where there are several.

    "Northamptonshire" is a word of North Northamptonshire and of West Northamptonshire.
    """
    for name in names:
        wanted = name.casefold().split()
        fitting = [one for one in vocabulary.subjects if _holds(one.casefold().split(), wanted)]
        if len(fitting) > 1:
            return tuple(fitting[:MOST_CHOICES])
    return ()


def _holds(words: list[str], wanted: list[str]) -> bool:
    width = len(wanted)
    return any(words[at : at + width] == wanted for at in range(len(words) - width + 1))
