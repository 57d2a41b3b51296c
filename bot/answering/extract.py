"""The default composer: whole sentences and quotations lifted from the best passages.

No language model writes anything. A cross-encoder scores the sentences against the question;
what the question asks for decides which sentences can answer it; a gate decides whether any does.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answering.about import About, RevisionSource
from bot.answering.asks import BY_NAME
from bot.answering.choose import choose
from bot.answering.lift import TABLE_ROW, Candidate, liftable
from bot.answering.origins import is_by_wanted
from bot.answering.records import Claim, Draft, Evidence, Speaker, StatementKind, Understood
from bot.answering.relevance import Wanted, wanted, weigh
from bot.answering.settings import AnswerSettings
from ingest.subjects import Aliases, mentions
from store.protocols import Reranker
from store.records import Hit
from store.rerank import shown

# A passage this far under the gate has no sentence worth a look.
_HOPELESS = 9.0
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
    ) -> None:
        self._reranker = reranker
        self._source = source
        self._about = About(source, aliases)
        self._aliases = aliases
        self._settings = settings
        room = {
            "max_statements": _LONGER * settings.max_statements,
            "max_words": _LONGER * settings.max_words,
        }
        self._longer = settings.model_copy(update=room)

    def compose(self, understood: Understood, hits: Sequence[Hit]) -> Draft:
        """Return the claims that answer, in the order to show; none if nothing does."""
        about = [hit for hit in hits if self._about.is_about(hit, understood)]
        want = wanted(understood, self._aliases, self._settings.answer_score)
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

    def _candidates(
        self, understood: Understood, hits: Sequence[Hit], want: Wanted
    ) -> list[Candidate]:
        reranker, query = self._reranker(), understood.query
        found: list[Candidate] = []
        for hit, passage_score in self._best(query, hits):
            if passage_score < want.gate - _HOPELESS:
                break
            lifted = self._liftable(hit, understood)
            found += weigh(lifted, passage_score, want, lambda texts: reranker.score(query, texts))
        return found

    def _best(self, query: str, hits: Sequence[Hit]) -> list[tuple[Hit, float]]:
        """Return the passages with the cross-encoder's scores, best first.

        What the search moved up without having read it again, such as a newer report, is read here.
        """
        first = hits[: self._settings.passages]
        unread = [hit for hit in first if hit.relevance is None]
        scores = self._reranker().score(query, [shown(hit) for hit in unread]) if unread else []
        known = [(hit, hit.relevance) for hit in hits if hit.relevance is not None]
        scored = [*known, *zip(unread, scores, strict=True)]
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
