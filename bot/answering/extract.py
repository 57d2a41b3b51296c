"""The default composer: whole sentences and quotations lifted from the best passages.

No language model writes anything. A cross-encoder scores the sentences against the question;
what the question asks for decides which sentences can answer it; a gate decides whether any does.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from bot.answering.about import LEAD, About, RevisionSource
from bot.answering.asks import BY_NAME
from bot.answering.choose import choose
from bot.answering.lift import TABLE_ROW, Candidate, going_on, liftable, widened
from bot.answering.origins import is_by_wanted
from bot.answering.records import (
    Claim,
    Draft,
    Evidence,
    Sought,
    Speaker,
    StatementKind,
    Understood,
)
from bot.answering.relevance import Wanted, wanted, weigh
from bot.answering.settings import AnswerSettings
from bot.answering.speakers import as_we, is_own_words, speaker_of
from ingest.subjects import Aliases, mentions
from store.protocols import Reranker
from store.records import Hit, ReportSummary
from store.rerank import shown

# A passage this far under the gate has no sentence worth a look.
_HOPELESS = 9.0
# Nor has one so far behind the best: of 87 right sentences, none came from 4.5 behind it.
_FAR_BEHIND = 4.5
# Sentences of one passage that differ by no more answer alike.
_COMPANION = 0.5
# What is asked openly is told in so many words, where one short sentence is all there is.
_OPEN = frozenset({"definition", "decision"})
_SHORT, _ENOUGH = 25, 60
# A grade or a name stands in one sentence or nowhere.
_ONE_THING = frozenset({"grade", "who"})
# How many of the nearest sentences are read once more with those around them.
_TRIED_WIDER = 4
# How many times the room of an answer there is for whoever wants more.
_LONGER = 4


class ExtractComposer:
    """Composes by lifting; needs a cross-encoder and the recorded quotes."""

    def __init__(
        self,
        reranker: Callable[[], Reranker],
        source: RevisionSource,
        aliases: Aliases,
        settings: AnswerSettings,
        rarities: Callable[[Collection[str]], Mapping[str, float]] = lambda _words: {},
    ) -> None:
        self._reranker = reranker
        self._source = source
        self._about = About(source, aliases)
        self._aliases = aliases
        self._settings = settings
        self._rarities = rarities
        room = {
            "max_statements": _LONGER * settings.max_statements,
            "max_words": _LONGER * settings.max_words,
        }
        self._longer = settings.model_copy(update=room)

    def compose(self, understood: Understood, hits: Sequence[Hit]) -> Draft:
        """Return the claims that answer, in the order to show; none if nothing does."""
        about = [hit for hit in hits if self._about.is_about(hit, understood)]
        want, found, passing = self._found(understood, about)
        if not passing and (spoken := self._of_a_speech(understood, about)):
            want, found, passing = self._found(spoken, about)
        # Whose word is asked for has it, unless it says nothing on the matter.
        theirs = [one for one in passing if is_by_wanted(one.hit.report, understood)]
        passing = theirs or passing
        passing += _companions(found, passing)
        chosen = choose(passing, understood, self._settings)
        if len(chosen) == 1 and _is_short(chosen[0]) and not understood.asks - _OPEN:
            chosen = [going_on(chosen[0], _of_its_passage(chosen[0], found), _ENOUGH)]
        best = max((one.score for one in found), default=None)
        subjects = dict.fromkeys(
            subject for one in passing if (subject := one.hit.report.description.subject.value)
        )
        shown = {(one.hit.report.report_id, one.start) for one in chosen}
        longer = choose(passing, understood, self._longer)
        further = [one for one in longer if (one.hit.report.report_id, one.start) not in shown]
        return Draft(
            tuple(_claim(one, want) for one in chosen),
            best_score=best,
            subjects=tuple(subjects),
            further=tuple(_claim(one, want) for one in further),
        )

    def _found(
        self, understood: Understood, about: Sequence[Hit]
    ) -> tuple[Wanted, list[Candidate], list[Candidate]]:
        """Return what is wanted, the sentences that may answer, and those that pass the gate."""
        want = wanted(understood, self._aliases, self._settings.answer_score, self._rarities)
        want = replace(want, own=self._own_words(about, want.speaker))
        found = self._candidates(understood, about, want)
        passing = [one for one in found if one.score >= want.gate]
        if not passing and not want.facts and not understood.asks & _ONE_THING:
            found += self._wider(found, want)
            passing = [one for one in found if one.score >= want.gate]
        return want, found, passing

    def _of_a_speech(self, understood: Understood, hits: Sequence[Hit]) -> Understood | None:
        """Ask of whoever gives a speech as the speech speaks of them: as "we".

        None where nobody named gives one of those found, or their words are asked for already.
        """
        if understood.sought is not None:
            return None
        for name in understood.names:
            if any(self._own_words(hits, name).values()):
                return replace(understood, sought=Sought(name, as_we(understood.query, name)))
        return None

    def _own_words(self, hits: Sequence[Hit], who: str | None) -> dict[str, str | None]:
        """Return the reports that are as a whole what a speaker says, none for nobody.

        With each is the name as a speech writes it, None for a judgment.
        """
        if who is None:
            return {}
        leads = [
            (report, self._source.lead(report.report_id, report.revision, LEAD))
            for report in _reports(hits)
        ]
        return {
            report.report_id: speaker_of(report, lead, who)
            for report, lead in leads
            if is_own_words(report, lead, who)
        }

    def _candidates(
        self, understood: Understood, hits: Sequence[Hit], want: Wanted
    ) -> list[Candidate]:
        best = self._best(want.read_as, hits, again=want.read_as != want.query)
        least = max(want.gate - _HOPELESS, best[0][1] - _FAR_BEHIND) if best else 0.0
        near = [(self._liftable(hit, understood), score) for hit, score in best if score >= least]
        return weigh(near, want, self._reranker())

    def _wider(self, found: Sequence[Candidate], want: Wanted) -> list[Candidate]:
        """Return the nearest sentences with what stands around each, which may answer together."""
        nearest = sorted(found, key=lambda one: -one.score)[:_TRIED_WIDER]
        wider = [
            ([whole], one.passage_score)
            for one in nearest
            if one.passage_score >= want.gate
            and (whole := widened(one, _of_its_passage(one, found)))
        ]
        return weigh(wider, want, self._reranker())

    def _best(
        self, query: str, hits: Sequence[Hit], *, again: bool = False
    ) -> list[tuple[Hit, float]]:
        """Return the passages with the cross-encoder's scores, best first.

        What the search moved up without having read it, such as a newer report, is read here;
        where the query is not that of the search, all are read `again`: the better counts.
        """
        first = hits[: self._settings.passages]
        unread = [hit for hit in first if again or hit.relevance is None]
        scores = self._reranker().score(query, [shown(hit) for hit in unread]) if unread else []
        best = {id(hit): hit.relevance for hit in hits if hit.relevance is not None}
        for hit, score in zip(unread, scores, strict=True):
            best[id(hit)] = max(score, best.get(id(hit), score))
        scored = [(hit, best[id(hit)]) for hit in hits if id(hit) in best]
        return sorted(scored, key=lambda pair: -pair[1])[: self._settings.passages]

    def _liftable(self, hit: Hit, understood: Understood) -> list[Candidate]:
        """Return what can be lifted, with what is not on the subject marked so."""
        lifted = liftable(hit, self._source.quotes(hit.report.report_id, hit.report.revision))
        subjects = hit.report.description.subjects
        if not understood.subjects or {*subjects} & {*understood.subjects}:
            return lifted
        before = ("", *(one.text for one in lifted))
        return [
            replace(one, off_subject=not self._names(f"{last} {one.text}", understood.subjects))
            for last, one in zip(before, lifted, strict=False)
        ]

    def _names(self, text: str, subjects: Sequence[str]) -> bool:
        named = mentions(text, self._aliases, subjects)
        return any(mention.subject in subjects for mention in named)


def _reports(hits: Sequence[Hit]) -> list[ReportSummary]:
    return list({hit.report.report_id: hit.report for hit in hits}.values())


def _is_short(one: Candidate) -> bool:
    return len(one.text.split()) <= _SHORT and TABLE_ROW not in one.text


def _of_its_passage(one: Candidate, found: Sequence[Candidate]) -> list[Candidate]:
    return [other for other in found if other.hit is one.hit]


def _place(one: Candidate) -> tuple[str, int]:
    return one.hit.report.report_id, one.hit.passage.ordinal


def _companions(found: Sequence[Candidate], passing: Sequence[Candidate]) -> list[Candidate]:
    """Return what just misses the gate beside what passes it, in the same passage and as good."""
    best: dict[tuple[str, int], float] = {}
    for one in passing:
        place = _place(one)
        best[place] = max(one.score, best.get(place, one.score))
    return [
        one
        for one in found
        if one not in passing and one.score >= best.get(_place(one), math.inf) - _COMPANION
    ]


def _claim(one: Candidate, want: Wanted) -> Claim:
    evidence = (Evidence(one.hit, one.start, one.end),)
    if one.quote is not None:
        named = one.quote.speaker
        speaker = Speaker(named, one.quote.role) if named else None
        return Claim(one.text, StatementKind.QUOTE, speaker, evidence)
    if name := want.own.get(one.hit.report.report_id):
        # The sentences of a speech are quotations of whoever gives it.
        return Claim(one.text, StatementKind.QUOTE, Speaker(name, None), evidence)
    judged = TABLE_ROW in one.text and BY_NAME["grade"].sentence.search(one.text)
    kind = StatementKind.JUDGEMENT if judged else StatementKind.EXTRACT
    return Claim(one.text, kind, None, evidence)
