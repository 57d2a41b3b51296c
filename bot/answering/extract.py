"""The default composer: whole sentences and quotations lifted from the best passages.

No language model writes anything. A cross-encoder scores the sentences against the question;
what the question asks for decides which sentences can answer it; a gate decides whether any does.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from bot.answering.asks import BY_NAME, EVALUATIVE
from bot.answering.choose import choose
from bot.answering.lift import TABLE_ROW, Candidate, liftable
from bot.answering.names import holds_name
from bot.answering.origins import is_by_wanted
from bot.answering.records import Claim, Draft, Evidence, Speaker, StatementKind, Understood
from bot.answering.relevance import Wanted, wanted, weigh
from bot.answering.settings import AnswerSettings
from bot.answering.speakers import is_own_words
from ingest.subjects import Aliases, mentions
from store.protocols import Reranker
from store.records import Hit, Quote
from store.rerank import shown

# A passage this far under the gate has no sentence worth a look.
_HOPELESS = 9.0
_LEAD = 1000
# How many times the room of an answer there is for whoever wants more.
_LONGER = 4


class RevisionSource(Protocol):
    """Where recorded quotes, and the beginnings of texts, are found."""

    def quotes(self, report_id: str, revision: int) -> tuple[Quote, ...]:
        """Return the quotes of a revision in order."""
        ...

    def lead(self, report_id: str, revision: int, characters: int) -> str:
        """Return the beginning of a revision's text."""
        ...


class ExtractComposer:
    """Composes by lifting; needs a cross-encoder and the recorded quotes."""

    def __init__(
        self,
        reranker: Callable[[], Reranker],
        source: RevisionSource,
        aliases: Aliases,
        settings: AnswerSettings,
    ) -> None:
        self._reranker = reranker
        self._source = source
        self._aliases = aliases
        self._settings = settings
        room = {
            "max_statements": _LONGER * settings.max_statements,
            "max_words": _LONGER * settings.max_words,
        }
        self._longer = settings.model_copy(update=room)

    def compose(self, understood: Understood, hits: Sequence[Hit]) -> Draft:
        """Return the claims that answer, in the order to show; none if nothing does."""
        about = [hit for hit in hits if self._is_about(hit, understood)]
        want = wanted(understood, self._aliases, self._settings.answer_score)
        want = replace(want, own=self._own_words(about, want))
        found = self._candidates(understood, about, want)
        passing = [one for one in found if one.score >= want.gate]
        # Whose word is asked for has it, unless it says nothing on the matter.
        theirs = [one for one in passing if is_by_wanted(one.hit.report, understood)]
        passing = theirs or passing
        chosen = choose(passing, understood, self._settings)
        best = max((one.score for one in found), default=None)
        subjects = dict.fromkeys(
            subject for one in passing if (subject := one.hit.report.description.subject.value)
        )
        shown = {(one.hit.report.report_id, one.start) for one in chosen}
        longer = choose(passing, understood, self._longer)
        further = [one for one in longer if (one.hit.report.report_id, one.start) not in shown]
        return Draft(
            tuple(_claim(one) for one in chosen),
            best_score=best,
            subjects=tuple(subjects),
            further=tuple(_claim(one) for one in further),
        )

    def _is_about(self, hit: Hit, understood: Understood) -> bool:
        """Whether a passage, with its report's title and subject, names all that is named."""
        described = hit.report.description
        subjects = {*described.subjects}
        context = f"{hit.passage.text}\n{hit.passage.section}\n{hit.report.title}"
        named = {m.subject for m in mentions(context, self._aliases, understood.subjects)}
        if not {*understood.subjects} <= named | subjects:
            return False
        elsewhere = bool(understood.subjects and subjects) and not subjects & {*understood.subjects}
        if elsewhere and understood.asks & EVALUATIVE:
            # What is found of a body stands in the reports on it; elsewhere it is named in passing.
            return False
        if not understood.names:
            return True
        about = "\n".join(described.subjects)
        where = f"{context}\n{about}\n{described.publisher.value or ''}\n{self._speakers(hit)}"
        if all(holds_name(where, name) for name in understood.names):
            return True
        # Whose speech or case it is may be said once, at the beginning.
        where += f"\n{self._source.lead(hit.report.report_id, hit.report.revision, _LEAD)}"
        return all(holds_name(where, name) for name in understood.names)

    def _speakers(self, hit: Hit) -> str:
        """Return who speaks in a passage; the attribution may stand in another one."""
        passage = hit.passage
        quotes = self._source.quotes(hit.report.report_id, hit.report.revision)
        return "\n".join(
            quote.speaker or ""
            for quote in quotes
            if quote.start < passage.end and passage.start < quote.end
        )

    def _own_words(self, hits: Sequence[Hit], want: Wanted) -> frozenset[str]:
        """Return the reports that are as a whole what the speaker asked for says."""
        if want.speaker is None:
            return frozenset()
        return frozenset(
            hit.report.report_id
            for hit in hits
            if is_own_words(
                hit.report,
                self._source.lead(hit.report.report_id, hit.report.revision, _LEAD),
                want.speaker,
            )
        )

    def _candidates(
        self, understood: Understood, hits: Sequence[Hit], want: Wanted
    ) -> list[Candidate]:
        # All that is left to read is somebody's own words, in which their name does not stand.
        matter = want.theirs.matter if want.theirs else ""
        reranker, query = self._reranker(), matter or understood.query
        found: list[Candidate] = []
        for hit, passage_score in self._best(query, hits, again=bool(matter)):
            if passage_score < want.gate - _HOPELESS:
                break
            lifted = self._liftable(hit, understood)
            found += weigh(lifted, passage_score, want, lambda texts: reranker.score(query, texts))
        return found

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


def _claim(one: Candidate) -> Claim:
    evidence = (Evidence(one.hit, one.start, one.end),)
    if one.quote is not None:
        named = one.quote.speaker
        speaker = Speaker(named, one.quote.role) if named else None
        return Claim(one.text, StatementKind.QUOTE, speaker, evidence)
    judged = TABLE_ROW in one.text and BY_NAME["grade"].sentence.search(one.text)
    kind = StatementKind.JUDGEMENT if judged else StatementKind.EXTRACT
    return Claim(one.text, kind, None, evidence)
