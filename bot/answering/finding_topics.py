"""The words that narrow a question to some of what is graded or demanded."""

import re

from bot.answering.categories import categories_in
from bot.answering.records import Understood
from ingest.findings.names import key

AS_OF = re.compile(
    r"\bas\s+(?:of|at)\s+(?:(?:the\s+)?(?:end|start|beginning|spring|summer|autumn|winter)\s+(?:of\s+)?)?"
    r"(?:\d{1,2}\s+)?(?:[A-Z][a-z]+\s+)?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?:(?<=[a-z0-9’']{3}[.!])|(?<= [a-z]{2}[.!]))\s+(?=[A-Z])|(?<=\?)\s+")
_POINTING = 4
# "My neighbour told me that": whose word it is says nothing of what is asked.
_CLAIMED = re.compile(
    r"^(?!(?:what|which|who|how|why|when|where|did|do|does|is|are|was|were|has|have|had)\b)"
    r"(?:[\w’'-]+\s+){1,6}?(?:claim(?:s|ed)?|says?|said|reckons?|insists?|tells?\s+(?:me|us)"
    r"|told\s+(?:me|us)|heard|read)\s+(?:that\s+)?",
    re.IGNORECASE,
)
_ACRONYM = 3
_PHRASES = re.compile(
    r"\b(?:looking\s+after|(?:its|their)\s+children|children(?:['’]s)?\s+(?:social\s+care\s+)?services|social\s+care\s+services|social\s+care|"
    r"local\s+(?:authority|area)(?:\s+partnership)?|police\s+force|looked\s+after\s+children|"
    r"requir(?:es?|ing)\s+improvement(?:\s+to\s+be\s+good)?|(?:(?:meet|reach)\w*\s+the\s+)?(?:expected|strong)\s+standard|"
    r"needs\s+attention|(?:in\s+need\s+of\s+)?urgent\s+improvement|exceptional|report\s+cards?)\b",
    re.IGNORECASE,
)
_FRAME = frozenset(
    """
    a about academies across acted action actions actually address addressed adequate after
    agencies ago all also an and any anything are area areas aren as asked at authorities
    authority autumn back bad badly be became become been before beginning being believe best
    better between biggest borough both bottom by came can carried cause causes change changed
    changes chief city claim claimed claims climb climbed closed colleges come compare compared
    complete completed concern concerns constabulary correct could council councillor councils
    country county cqc current currently dates day days deadline deadlines declined detail details
    deteriorated develop developed did different do document documents does doing done down drop
    dropped due during each earlier early effectiveness end england ever everything evolved exactly
    expect expects fail failed failing failings fair fall fallen falling far fared fell find fix
    fixed fixing for force forces found from full gained gave get getting give given go gone good
    got gotten grade graded grades had happened has have heard held her highest his historically
    history hmi hmic hmicfrs hold holds homework how i if ilacs implemented improve improved
    improvement improvements improving in inadequate inspect inspected inspection inspections
    inspector inspectorate inspectors is isn issue issues it its jtai judge judged judgement
    judgements judgment judgments keep kept key kids know last late lately latest least left library
    list local long longer looked lose lost low lowest made main majesty make many may me met
    moment month months most moved mp much must name need needs new newest next no nothing now
    nurseries of official officially ofsted old on one ones open opinion or our out outcome
    outstanding over overall partner partners partnership peel performing places please point
    police position possible previous previously priorities priority problem problems progress
    progressed providers public published put rank ranked ranking rate rated rating ratings really
    receive received recent recently recommend recommendation recommendations recommended remain
    remained remains report reported reports result results right rise risen rising rose safe said
    same say says schools score scored send service services should show sif since slid slip
    slipped slipping so somebody someone something soon sort spring start state status stay stayed
    steps still summer t tackle taken tell than that the their them then there these they thing
    things think this those thought time times to to-do today told top trend true two under until
    up us v verdict versus view vs want wanted wants was we weakness weaknesses well went were
    what when where whether which while will winter with within work worse worst would year years
    yet you
    """.split()
)
_PART_OF_CATEGORY = frozenset(
    "care experience experiences help progress provision support treatment".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_STEM = 5


def question_part(query: str) -> str:
    """Return the sentences that ask: "A councillor claims it was" only says why.

    Where the only one that asks is "Is that right?", what was claimed is the question.
    """
    parts = _SENTENCES.split(query)
    asking = [part for part in parts if part.endswith("?") and len(part.split()) > _POINTING]
    plain = " ".join(asking) if asking else query
    return _CLAIMED.sub("", plain) or plain


def topics_of(understood: Understood) -> tuple[str, ...]:
    """Return the words of a question that its form, its subject and categories do not account for.

    An acronym is a topic like any other word: nobody grades a MASH by the whole.
    """
    subject = {
        part
        for name in understood.subjects
        for word in _WORD.findall(name)
        for part in (word.lower(), *word.lower().split("-"))
    }
    categories, plain = categories_in(AS_OF.sub(" ", question_part(understood.query)))
    # "Support for care leavers" is what is graded as care leavers.
    empty = _FRAME | _PART_OF_CATEGORY if categories else _FRAME
    found = []
    for match in _WORD.finditer(_PHRASES.sub(" ", plain)):
        word = re.sub(r"(?:n['’]t|['’](?:s|re|ve|ll|d))\Z", "", match[0])
        acronym = word.isupper() and len(word) >= _ACRONYM
        named = word[0].isupper() and match.start() > 0 and not acronym
        if not named and word.lower() not in empty | subject:
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


def holds(text: str, topic: str) -> bool:
    """Whether a text has a word that begins like `topic`: leadership, leaders."""
    words = key(text).split()
    return any(word[:_STEM] == topic[:_STEM] or word == topic.rstrip("s") for word in words)


def _without_small(name: str) -> str:
    words = _WORD.findall(name.lower())
    return " ".join(word for word in words if word not in _FRAME)
