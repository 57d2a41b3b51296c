"""The default composer: whole sentences and quotations lifted from the best passages.

No language model writes anything. A cross-encoder scores the sentences against the question;
what the question asks for decides which sentences can answer it; a gate decides whether any does.
"""

import re
from collections.abc import Callable, Sequence
from typing import Protocol

from bot.answering.asks import BY_NAME
from bot.answering.choose import TABLE_ROW, Candidate, choose
from bot.answering.names import holds_name
from bot.answering.records import Claim, Draft, Evidence, Speaker, StatementKind, Understood
from bot.answering.relevance import Wanted, wanted, weigh
from bot.answering.settings import AnswerSettings
from ingest.sentences import sentences
from ingest.subjects import Aliases, mentions
from store.protocols import Reranker
from store.records import Hit, Quote

# A passage this far under the gate has no sentence worth a look.
_HOPELESS = 9.0
_SHORTEST = 25
_LIST_MARK = re.compile(r"^(?:[•‣–-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s*(?=\D)")
_MARKS = len("“”.")


class QuoteSource(Protocol):
    """Where recorded quotes are found."""

    def quotes(self, report_id: str, revision: int) -> tuple[Quote, ...]:
        """Return the quotes of a revision in order."""
        ...


class ExtractComposer:
    """Composes by lifting; needs a cross-encoder and the recorded quotes."""

    def __init__(
        self,
        reranker: Callable[[], Reranker],
        quotes: QuoteSource,
        aliases: Aliases,
        settings: AnswerSettings,
    ) -> None:
        self._reranker = reranker
        self._quotes = quotes
        self._aliases = aliases
        self._settings = settings

    def compose(self, understood: Understood, hits: Sequence[Hit]) -> Draft:
        """Return the claims that answer, in the order to show; none if nothing does."""
        about = [hit for hit in hits if self._is_about(hit, understood)]
        want = wanted(understood, self._aliases, self._settings.answer_score)
        found = self._candidates(understood, about, want)
        passing = [one for one in found if one.score >= want.gate]
        chosen = choose(passing, understood, self._settings)
        best = max((one.score for one in found), default=None)
        return Draft(tuple(_claim(one) for one in chosen), best_score=best)

    def _is_about(self, hit: Hit, understood: Understood) -> bool:
        """Whether a passage, with its report's title and subject, names all that is named."""
        described = hit.report.description
        subject = described.subject.value or ""
        context = f"{hit.passage.text}\n{hit.passage.section}\n{hit.report.title}"
        named = {m.subject for m in mentions(context, self._aliases, understood.subjects)}
        if not {*understood.subjects} <= named | {subject}:
            return False
        if not understood.names:
            return True
        where = f"{context}\n{subject}\n{described.publisher.value or ''}\n{self._speakers(hit)}"
        return all(holds_name(where, name) for name in understood.names)

    def _speakers(self, hit: Hit) -> str:
        """Return who speaks in a passage; the attribution may stand in another one."""
        passage = hit.passage
        quotes = self._quotes.quotes(hit.report.report_id, hit.report.revision)
        return "\n".join(
            quote.speaker or ""
            for quote in quotes
            if quote.start < passage.end and passage.start < quote.end
        )

    def _candidates(
        self, understood: Understood, hits: Sequence[Hit], want: Wanted
    ) -> list[Candidate]:
        reranker = self._reranker()
        scores = reranker.score(understood.query, [_shown(hit) for hit in hits])
        ranked = sorted(zip(hits, scores, strict=True), key=lambda pair: -pair[1])
        found: list[Candidate] = []
        for hit, passage_score in ranked[: self._settings.passages]:
            if passage_score < want.gate - _HOPELESS:
                break
            lifted = self._sentences(hit)
            sentence_scores = reranker.score(understood.query, [one.text for one in lifted])
            found += weigh(lifted, sentence_scores, passage_score, want)
        return found

    def _sentences(self, hit: Hit) -> list[Candidate]:
        """Return the sentences of a passage without list marks and quotation marks."""
        passage = hit.passage
        quotes = self._quotes.quotes(hit.report.report_id, hit.report.revision)
        found = []
        for begin, finish in sentences(passage.text):
            mark = _LIST_MARK.match(passage.text[begin:finish])
            start = passage.start + begin + (mark.end() if mark else 0)
            end = passage.start + finish
            quote = _quote_over(quotes, start, end)
            if quote is not None:
                start, end = max(start, quote.start), min(end, quote.end)
            text = passage.text[start - passage.start : end - passage.start]
            if len(text) >= _SHORTEST and not text.endswith(":"):
                found.append(Candidate(hit, start, end, text, 0.0, quote))
        return found


def _shown(hit: Hit) -> str:
    return f"{hit.report.title}\n{hit.passage.section}\n{hit.passage.text}"


def _quote_over(quotes: Sequence[Quote], start: int, end: int) -> Quote | None:
    """Return the quote that a sentence lies in, its quotation marks aside."""
    for quote in quotes:
        inside = min(end, quote.end) - max(start, quote.start)
        if inside > 0 and inside >= end - start - _MARKS:
            return quote
    return None


def _claim(one: Candidate) -> Claim:
    evidence = (Evidence(one.hit, one.start, one.end),)
    if one.quote is not None:
        named = one.quote.speaker
        speaker = Speaker(named, one.quote.role) if named else None
        return Claim(one.text, StatementKind.QUOTE, speaker, evidence)
    judged = TABLE_ROW in one.text and BY_NAME["grade"].sentence.search(one.text)
    kind = StatementKind.JUDGEMENT if judged else StatementKind.EXTRACT
    return Claim(one.text, kind, None, evidence)
