"""First step: what is asked, of whom, as of when."""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.answering.asks import PRESENT, asked
from bot.answering.counties import in_full
from bot.answering.dates import Times, read_times
from bot.answering.followups import whole
from bot.answering.names import names_in
from bot.answering.origins import kinds_in, publishers_in, without_kinds
from bot.answering.records import Question, Status, Understood
from bot.answering.scope import out_of_scope
from bot.answering.speakers import sought
from bot.answering.terse import spelled_out
from bot.answering.unclear import is_of_any_report, part_of_several, points_elsewhere, publishes
from bot.answering.vocabulary import Vocabulary
from ingest.subjects import Mention, mentions
from store.records import Filters

_LETTERS = re.compile(r"[^\W\d_]{2,}")
_PARTY = re.compile(
    r"\b(?:the|this|that) (?:force|constabulary|police|council|(?:local )?authority|service)\b"
    r"(?! (?:of|which|that)\b)",
    re.IGNORECASE,
)
# Figures from before a day may stand in a report from after it; findings seldom do.
_OF_A_REPORT = frozenset({"concerns", "improvements", "actions", "grade", "said"})
MAX_QUESTION = 2000
_REST_OF_PLACE = re.compile(
    r"(?:-|\s+)(?:on|upon|in|under|le|by|and|with)(?:-|\s+)\w|\s+(?:police|constabulary)\b",
    re.IGNORECASE,
)
_PRESENT_TENSE = re.compile(
    r"(?:and |but |so )?(?:is|are|does|do|has|have|can|which|when (?:is|are|will)"
    r"|how(?:[’']s| is| are| does| do| well| good| bad)|what(?:[’']s| is| are)"
    r"|why (?:is|are|does|do))\b",
    re.IGNORECASE,
)
# What kind of question it is, or whom it greets, is no part of it.
_PREAMBLE = re.compile(
    r"^(?:(?:hi|hello|hey|morning|afternoon)(?: (?:all|team|there|everyone|both))?[,!.:]? +)?"
    r"(?:(?:(?:press|media|journalist|quick|urgent|another|new) )?"
    r"(?:query|question|enquiry|request|one|q)(?: (?:from|for) [^:,]{1,40})? ?[:,–—-] +)?"
    r"(?=\w+\W+\w+\W+\w)",
    re.IGNORECASE,
)
_FORMAL = tuple(
    (re.compile(rf"\b{said}\b", re.IGNORECASE), written)
    for said, written in (
        (r"(child|children|women|men|people)s(?= )", r"\1’s"),
        (r"(what|how|who|where|when|that|there)s(?= )", r"\1’s"),
        (r"(is|are|was|were|does|do|did|has|have|wo|ca|could|should)nt", r"\1n’t"),
        (r"kids?(?=[’'])", "children"),
        (r"kids", "children"),
        (r"kid", "child"),
        (r"cops", "police officers"),
        (r"b ?(?:&|and|n) ?bs?", "bed and breakfast"),
        (r"(?:go|come) back to", "revisit"),
        (r"(?:going|coming) back to", "revisiting"),
        (r"(?:go|come) back", "return"),
    )
)


def understand(question: Question, vocabulary: Vocabulary) -> Understood:
    """Return what a question asks; `stop` is set where no search can help."""
    text = formal(" ".join(question.text.split())[:MAX_QUESTION])
    query = whole(text, question.history, vocabulary)
    named = mentions(query, vocabulary.aliases, vocabulary.subjects)
    names = names_in(query, vocabulary)
    short = {name: found for name in names if (found := _short_for(name, vocabulary))}
    subjects = tuple(dict.fromkeys([*(mention.subject for mention in named), *short.values()]))
    times = _times(query, named, subjects, vocabulary)
    # Who publishes is no speaker: what Ofsted thinks stands in its reports.
    people = tuple(name for name in names if not publishes(name, vocabulary))
    plain = without_kinds(query)
    theirs = sought(plain, people)
    asks = asked(query) | ({"said"} if theirs and not theirs.judging else set())
    understood = Understood(
        question=question,
        query=plain,
        subjects=subjects,
        names=tuple(name for name in names if name not in short),
        asks=asks,
        present=_is_present(query, subjects, times),
        filters=_filters(question, times, asks),
        times=times,
        open_party=not subjects and _PARTY.search(query) is not None,
        publishers=publishers_in(query, vocabulary),
        kinds=kinds_in(query),
        sought=theirs,
    )
    return _stopped(understood, text, vocabulary)


def formal(text: str) -> str:
    """Return a question as a sentence, with the apostrophes and words of reports."""
    text = in_full(_PREAMBLE.sub("", text))
    for pattern, written in _FORMAL:
        text = pattern.sub(written, text)
    return spelled_out(text)


def _is_present(query: str, subjects: tuple[str, ...], times: Times) -> bool:
    """Whether today's state is asked: by a word for it, or in the present tense of a body."""
    if PRESENT.search(query):
        return True
    return bool(subjects) and not times.bounded and _PRESENT_TENSE.match(query) is not None


def _stopped(understood: Understood, text: str, vocabulary: Vocabulary) -> Understood:
    """End here what is no question, no question for reports, or one about any of several."""
    if not _LETTERS.search(text):
        return replace(understood, stop=Status.UNCLEAR)
    if scope := out_of_scope(_without_capitals(text, vocabulary)):
        return replace(understood, stop=Status.OUT_OF_SCOPE, scope=scope)
    alone = not understood.subjects and not understood.names
    if alone and not understood.question.history and points_elsewhere(text):
        return replace(understood, stop=Status.UNCLEAR)
    if len(vocabulary.subjects) > 1 and is_of_any_report(understood, vocabulary):
        return replace(understood, stop=Status.UNCLEAR)
    if choices := part_of_several(understood.names, vocabulary):
        return replace(understood, stop=Status.UNCLEAR, choices=choices)
    return understood


def _without_capitals(text: str, vocabulary: Vocabulary) -> str:
    """Write the bodies named in small letters: "Is South Gloucestershire good?" judges nobody."""
    for one in mentions(text, vocabulary.aliases, vocabulary.subjects):
        text = text[: one.start] + text[one.start : one.end].lower() + text[one.end :]
    return text


def _short_for(name: str, vocabulary: Vocabulary) -> str | None:
    """Return the one subject that a name is short for: "Stoke" for Stoke-on-Trent."""
    wanted = name.casefold()
    fitting = [
        one
        for one in vocabulary.subjects
        if one.casefold().startswith(wanted) and _REST_OF_PLACE.match(one, len(name))
    ]
    return fitting[0] if len(fitting) == 1 else None


def _times(
    query: str, named: list[Mention], subjects: tuple[str, ...], vocabulary: Vocabulary
) -> Times:
    """Read the question's times; "since the previous inspection" takes its day from the catalog."""
    # A year right after a subject's name is a time; after another name it is part of that name.
    plain = query
    for mention in named:
        hidden = "x" * (mention.end - mention.start)
        plain = plain[: mention.start] + hidden + plain[mention.end :]
    times = read_times(plain, vocabulary.today)
    if times.back and times.since is None and (day := _day_before_last(subjects, vocabulary)):
        return replace(times, since=day + timedelta(days=1))
    return times


def _day_before_last(subjects: tuple[str, ...], vocabulary: Vocabulary) -> date | None:
    """Return when the last report but one on the subjects was published."""
    days = {
        report.published_on
        for report in vocabulary.reports
        if report.description.subject.value in subjects and report.published_on
    }
    return sorted(days)[-2] if len(days) > 1 else None


def _filters(question: Question, times: Times, asks: frozenset[str]) -> Filters:
    before = times.before if asks & _OF_A_REPORT else None
    return Filters(
        published_from=times.since,
        published_to=before - timedelta(days=1) if before else None,
        as_of=question.as_of or times.as_of,
        viewer=question.viewer,
    )
