"""How well a sentence answers: the cross-encoder's score, moved by what the question asks for."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.answering.asks import BY_NAME, PRESENT, SAID
from bot.answering.dates import Span
from bot.answering.exact import (
    asks_name,
    counts,
    names_person,
    names_something,
    post_asked,
)
from bot.answering.lift import TABLE_ROW, Candidate
from bot.answering.names import holds_name
from bot.answering.period import OUT_OF_TIME_PENALTY, out_of_time
from bot.answering.records import Sought, Understood
from bot.answering.sorts import Ask
from bot.answering.speakers import is_in_own, is_theirs
from bot.answering.topic import stems, telling
from ingest.subjects import Aliases, mentions
from store.protocols import Reranker
from store.records import ReportKind

# How much the passage weighs beside the sentence itself, which is read behind its report's title.
# Measured on 86 answerable questions of the golden set's dev half: the right sentence came first
# for 30 by the bare sentence, for 43 with the title in front, for 45 with the passage as well;
# among the first three for 42, 55 and 57.
PASSAGE_WEIGHT = 1.0
SHARE_BONUS = 1.0
NAME_BONUS = 0.5
# Words that are no sentence (a line of an address, a heading that was not seen as one).
LOOSE_PENALTY = 4.0
# A number of something else: how many climbed does not say how many died. Nor does another name.
OTHER_COUNT_PENALTY = 1.0
OTHER_NAME_PENALTY = 2.5
MOST_OTHER = 0.5
# What a party contends, in a judgment, is not what was held.
CONTENDED_PENALTY = 4.0
_CONTENDED = re.compile(
    r"\b(?:contends?|contended|submit(?:s|ted)?|submissions?|argue[ds]?|it is said|on behalf of"
    r"|solicitors|counsel|alleg\w+|I believe|claims? that)\b",
    re.IGNORECASE,
)
# A sentence that leans on the one before it is worse alone than one that does not.
LEANING_PENALTY = 0.5
_LEANING = re.compile(r"(?:These|This|Such|They|It|He|She|In addition|As a result|Consequently)\b")
# A sentence of a report on somebody else that does not name whom the question is about.
OFF_SUBJECT_PENALTY = 3.0
# A sentence of the sort asked for may lean on its passage: once that has passed the gate, the
# sentence ranks as if it scored this much over the gate itself.
CUE_BONUS = 1.0
# A sentence of another sort than is asked for may still help; one that lacks the one fact asked
# for (a time, a number) would mislead, however alike it is.
LACKS_PENALTY = 3.0
LACKS_HINT_PENALTY = 1.0
# A sentence without any word of the topic is rarely the answer: the cross-encoder was won by
# the names. What was said of a topic needs a word of it.
OFF_TOPIC_PENALTY = 1.0
# So far behind the best passage, it is not even read: of 642 questions none was answered worse for
# it, and the cross-encoder reads 15% less.
OFF_TOPIC_NEAR = 2.0
# Where anything said of a topic will do, everything in the right report would, but for the topic.
NOT_OF_IT_PENALTY = 4.0
# Somebody's words on another matter may share a common word with the question.
LEAST_SPOKEN_OF = 0.3
# No cross-encoder trained on prose knows how well these are answered.
_BY_TOPIC = frozenset({"said", "grade"})
_FACTS = frozenset({"when", "future", "number", "money", "successor", "clock"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question wants of a sentence: its sorts of finding, its topic as stems, its time.

    `rarity` is how much each stem of the topic tells. `names_it` is true where what something is
    called is asked, `post` that of somebody whose name is. `own` are the ids of the reports that
    are, as a whole, what the speaker asked for says, each with the name as a speech writes it.
    """

    asks: tuple[Ask, ...]
    topic: frozenset[str]
    theirs: Sought | None
    gate: float
    within: Span | None = None
    named: bool = False
    query: str = ""
    names_it: bool = False
    post: str | None = None
    rarity: Mapping[str, float] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    own: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def speaker(self) -> str | None:
        """Whose words are asked for, None for the reports' own."""
        return self.theirs.who if self.theirs else None

    @property
    def read_as(self) -> str:
        """What the cross-encoder is asked: in somebody's own words their name does not stand."""
        return (self.theirs.matter if self.theirs else "") or self.query

    @property
    def facts(self) -> tuple[Ask, ...]:
        """The sorts that want one fact (a time, a number), without which nothing answers."""
        return tuple(ask for ask in self.asks if ask.name in _FACTS)

    def share(self, text: str) -> float:
        """Return how much of the topic, from 0 to 1, stands in a text; rare words are more."""
        whole = sum(self.rarity.get(stem, 1.0) for stem in self.topic)
        held = sum(self.rarity.get(stem, 1.0) for stem in self.topic & stems(text))
        return held / whole if whole else 0.0

    @property
    def exact(self) -> bool:
        """Whether so many of something, or a name, is asked, rather than a sum of money."""
        names = {ask.name for ask in self.asks}
        counts = "number" in names and "money" not in names
        return bool(self.topic) and (counts or self.names_it)


def wanted(
    understood: Understood,
    aliases: Aliases,
    gate: float,
    rarities: Callable[[Collection[str]], Mapping[str, float]],
) -> Wanted:
    """Return what a question wants; its topic is what is left without names and asking words.

    `rarities` says how much words tell, by how few passages have them.
    """
    theirs = understood.sought
    who, text = (theirs.who, theirs.matter) if theirs else (None, understood.query)
    for mention in reversed(mentions(text, aliases, understood.subjects)):
        text = text[: mention.start] + " " + text[mention.end :]
    # A body may be named by a part of its name: "Northmarch".
    for word in {word for name in understood.subjects for word in re.split(r"[\s-]+", name)}:
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", text, flags=re.IGNORECASE)
    # What a named speaker is asked about may well be a name; elsewhere names are not the topic.
    for name in (who,) if who else understood.names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.IGNORECASE)
    # What a report says of its own accord is no speech, and is found like anything else.
    told = {"said"} if who is None and SAID.search(understood.query) else set()
    asks = tuple(BY_NAME[name] for name in sorted(understood.asks - told))
    words = telling(PRESENT.sub(" ", text))
    rare = rarities(words.values())
    return Wanted(
        asks=asks,
        topic=frozenset(words),
        rarity={stem: rare.get(word, 1.0) for stem, word in words.items()},
        theirs=theirs,
        gate=gate,
        within=understood.times.within,
        named=bool(understood.subjects or understood.names),
        query=understood.query,
        names_it=asks_name(understood.query),
        post=post_asked(understood.query),
        names=tuple(name for name in understood.names if name != who),
    )


def weigh(
    passages: Iterable[tuple[Sequence[Candidate], float]], want: Wanted, reranker: Reranker
) -> list[Candidate]:
    """Return the sentences of scored passages that may answer, each with its score.

    The cross-encoder is not asked about sentences that cannot answer, and about all others at
    once, so that no core waits for a passage's last.
    """
    passages = list(passages)
    near = max((score for _, score in passages), default=0.0) - OFF_TOPIC_NEAR
    hopeful = [
        (one, score)
        for lifted, score in passages
        for one in _hopeful(lifted, want)
        if one.on_topic or score >= near
    ]
    # The title says whom a sentence is about, where the question names somebody.
    texts = [
        f"{one.hit.report.title}: {one.text}" if want.named else one.text for one, _ in hopeful
    ]
    scores = reranker.score(want.read_as, texts) if texts else []
    return [
        _weighed(one, _base(raw, passage_score), passage_score, want)
        for (one, passage_score), raw in zip(hopeful, scores, strict=True)
    ]


def _hopeful(lifted: Sequence[Candidate], want: Wanted) -> list[Candidate]:
    """Return the sentences of one passage that may answer, marked whether on the topic."""
    flagged = [
        replace(one, on_topic=on) for one, on in zip(lifted, _on_topic(lifted, want), strict=True)
    ]
    return [one for one in flagged if not _is_hopeless(one, want)]


def _base(sentence_score: float, passage_score: float) -> float:
    mean = (sentence_score + PASSAGE_WEIGHT * passage_score) / (1 + PASSAGE_WEIGHT)
    # A sentence that answers by itself needs no passage that is all about the question: what a
    # notes section says in passing.
    return max(mean, sentence_score)


def _is_hopeless(one: Candidate, want: Wanted) -> bool:
    """Whether a sentence lacks the one fact asked for, or is another's, or from another time."""
    if want.theirs and not is_theirs(one, want.theirs, want.own):
        return True
    if any(not ask.sentence.search(one.own) for ask in want.facts):
        return True
    if not counts(want.query, one.own):
        return True
    known = f"{want.query} {_about(one)}"
    if want.names_it and not names_something(one.text, known):
        return True
    if want.post and not names_person(one.text, want.post, known):
        return True
    return out_of_time(one, want.within) >= OUT_OF_TIME_PENALTY


def _about(one: Candidate) -> str:
    described = one.hit.report.description
    return " ".join([*described.subjects, described.publisher.value or ""])


def _weighed(one: Candidate, base: float, passage_score: float, want: Wanted) -> Candidate:
    """Return a sentence with its score moved by what is wanted."""
    # Of two sentences that stand in one passage, the one with the question's own words.
    said = one.own if want.facts else one.text
    share = want.share(said)
    names = NAME_BONUS if any(holds_name(one.text, name) for name in want.names) else 0.0
    weighed = replace(one, score=base + SHARE_BONUS * share + names, passage_score=passage_score)
    for ask in want.asks:
        weighed = replace(weighed, score=_moved(weighed, ask, want, passage_score))
    anything = any(ask.name == "overview" for ask in want.asks)
    off_topic = NOT_OF_IT_PENALTY if anything else OFF_TOPIC_PENALTY
    lost = 0.0 if one.on_topic else off_topic
    lost += LOOSE_PENALTY if one.loose else 0.0
    lost += OFF_SUBJECT_PENALTY if one.off_subject else 0.0
    other = OTHER_NAME_PENALTY if want.names_it or not share else OTHER_COUNT_PENALTY
    lost += other if want.exact and share < MOST_OTHER else 0.0
    lost += LEANING_PENALTY if _LEANING.match(one.text) else 0.0
    lost += CONTENDED_PENALTY if _is_contended(one) and _is_told(one, want) else 0.0
    return replace(weighed, score=weighed.score - lost - out_of_time(one, want.within))


def _is_contended(one: Candidate) -> bool:
    is_judgment = one.hit.report.description.kind.value is ReportKind.JUDGMENT
    return is_judgment and _CONTENDED.search(one.text) is not None


def _is_told(one: Candidate, want: Wanted) -> bool:
    """Whether a judgment's own words are wanted, rather than what a speaker said in the case."""
    return not want.speaker or is_in_own(one, want.own)


def _on_topic(sentences: Sequence[Candidate], want: Wanted) -> list[bool]:
    """Whether each sentence is on the topic: a word of it stands there, or just before.

    Just before is in the paragraph; a speaker stays on a topic for the rest of the paragraph.
    """
    flags: list[bool] = []
    acronyms = [name for name in want.names if name.isupper()]
    for number, one in enumerate(sentences):
        before = sentences[number - 1] if number else None
        if before and (one.start - before.end > 1 or TABLE_ROW in one.text):
            before = None
        near = stems(f"{before.text if before else ''} {one.text}")
        goes_on = bool(before and flags[-1] and one.quote and before.quote == one.quote)
        named = any(holds_name(one.text, name) for name in acronyms)
        flags.append(not want.topic or bool(want.topic & near) or goes_on or named)
    return flags


def _moved(one: Candidate, ask: Ask, want: Wanted, passage_score: float) -> float:
    """Return the score of one sentence under one sort of asking."""
    if not ask.sentence.search(one.text):
        return one.score - (LACKS_HINT_PENALTY if ask.loose else LACKS_PENALTY)
    if not one.on_topic:
        return one.score - (LACKS_PENALTY if ask.name == "said" else 0.0)
    if ask.leans and passage_score >= want.gate:
        return max(one.score, min(passage_score, want.gate + CUE_BONUS))
    if ask.name not in _BY_TOPIC:
        return one.score
    share = want.share(one.text)
    judged = one.hit.report.description.kind.value is ReportKind.JUDGMENT
    own = is_in_own(one, want.own) and share >= MOST_OTHER and not judged
    near = share >= LEAST_SPOKEN_OF if want.topic else want.speaker is not None
    spoken = (own or one.quote is not None) and near
    if (ask.name == "said" and spoken) or (ask.name == "grade" and TABLE_ROW in one.text):
        # A speaker's own words on the topic, or a row of a table: the topic's words decide.
        return max(one.score, want.gate + CUE_BONUS) + share
    return one.score
