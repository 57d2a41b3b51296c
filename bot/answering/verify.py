"""Checks every claim of a draft against the stored text; what fails is withheld, with why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answering.about import LEAD
from bot.answering.checks.orders import addresses_machine
from bot.answering.checks.quotes import quote_verdict
from bot.answering.checks.support import Source, why_unsupported, why_wrong_figures
from bot.answering.checks.words import NEGATORS, plain, words
from bot.answering.records import (
    STEP,
    Citation,
    Claim,
    Draft,
    Evidence,
    Speaker,
    Statement,
    StatementKind,
    Withheld,
)
from bot.answering.speakers import speaker_of
from ingest.sentences import sentences
from store.records import Quote

_LIFTED = frozenset({StatementKind.LEAD, StatementKind.EXTRACT})
_BEFORE_CUT = 4  # Words before a quotation within which a "not" must not be cut off.
_AFTER_CUT = 3
_FRAME = re.compile(
    r"\b(?:say|says|said|claim\w*|den(?:y|ies|ied)|alleg\w+|believ\w+|thinks?|thought|hope[sd]?"
    r"|expect\w*|suggest\w*|argu\w+|assum\w+|pretend\w*|doubt\w*|told \w+|whether|if|unless)"
    r"(?: that)?$",
    re.IGNORECASE,
)
_CLAUSE_BREAK = re.compile(r"[,;:()|.]|\s-\s|\b(?:and|but|or|which|who|that|because|while)\b")
_TURNS = NEGATORS | {"unable", "fails", "failed", "failing", "lacks", "lacked"}
_CONDITIONS = frozenset("if unless except until only provided".split())


class RevisionTexts(Protocol):
    """The stored text of revisions, as the catalog keeps it."""

    def text(self, report_id: str, revision: int) -> str:
        """Return the canonical text that offsets count in."""
        ...

    def quotes(self, report_id: str, revision: int) -> tuple[Quote, ...]:
        """Return the recorded quotes in order."""
        ...

    def page(self, report_id: str, revision: int, offset: int) -> int | None:
        """Return the number of the page that holds `offset`."""
        ...


@dataclass(frozen=True, slots=True)
class _Cited:
    """One piece of evidence with what is stored around it."""

    evidence: Evidence
    text: str
    quotes: tuple[Quote, ...]

    @property
    def words(self) -> str:
        return self.text[self.evidence.start : self.evidence.end]

    @property
    def over(self) -> list[Quote]:
        """The recorded quotes that the evidence lies in, or in part."""
        start, end = self.evidence.start, self.evidence.end
        return [quote for quote in self.quotes if quote.start < end and start < quote.end]


def verify(
    draft: Draft, texts: RevisionTexts, aliases: Mapping[str, str] | None = None
) -> tuple[tuple[Statement, ...], tuple[Withheld, ...]]:
    """Return the claims that hold as statements, and those withheld, each with why.

    `aliases` maps other names of a body to its full name, such as "Met".
    """
    statements: list[Statement] = []
    withheld: list[Withheld] = []
    for claim in draft.claims:
        cited = [_look_up(evidence, texts) for evidence in claim.evidence]
        why = _why_not(claim, cited, aliases or {})
        if why is None:
            statements.append(_statement(claim, cited, texts))
        else:
            withheld.append(Withheld(claim.text, why))
    return tuple(statements), tuple(withheld)


def _look_up(evidence: Evidence, texts: RevisionTexts) -> _Cited:
    report = evidence.hit.report
    return _Cited(
        evidence,
        texts.text(report.report_id, report.revision),
        texts.quotes(report.report_id, report.revision),
    )


def _why_not(claim: Claim, cited: list[_Cited], aliases: Mapping[str, str]) -> str | None:
    """Return in plain words why a claim is withheld, None where it holds."""
    if why := _why_no_evidence(claim, cited):
        return why
    if claim.kind is StatementKind.QUOTE:
        return _why_not_quoted(claim, cited)
    if claim.kind in _LIFTED or claim.text == cited[0].words:
        return _why_not_lifted(claim, cited)
    sources = [_source(c) for c in cited]
    if claim.kind is StatementKind.CHANGE:
        # Code writes these around two judgements; the dates of the reports belong in them.
        return _why_wrong_steps(claim.text, sources, aliases)
    return why_unsupported(claim.text, sources, aliases)


def _why_wrong_steps(
    text: str, sources: Sequence[Source], aliases: Mapping[str, str]
) -> str | None:
    """Check each step of a change against the report that gives it: the newest is cited first.

    All at once, a grade that one report gives could not be told from one that another gives.
    """
    steps = text.split(STEP)
    if len(steps) != len(sources):
        return why_wrong_figures(text, sources, aliases)
    # What it is called, the newest report may say alone.
    name, _, steps[0] = steps[0].rpartition(": ")
    checks = [(name, list(sources)), *((s, [o]) for s, o in zip(steps, sources[::-1], strict=True))]
    found = (why_wrong_figures(said, cited, aliases) for said, cited in checks)
    return next((why for why in found if why), None)


def _why_no_evidence(claim: Claim, cited: list[_Cited]) -> str | None:
    """Return why what is cited is nothing to rest on: nothing, no span, or words to a machine."""
    if not cited or not claim.text.strip():
        return "it cites nothing" if claim.text.strip() else "it says nothing"
    if any(not 0 <= c.evidence.start < c.evidence.end <= len(c.text) for c in cited):
        return "its citation does not lie within the report's text"
    if any(addresses_machine(plain(sentence)) for c in cited for sentence in _around(c)):
        return "it rests on words that tell a machine what to do, which no report does"
    return None


def _why_not_lifted(claim: Claim, cited: list[_Cited]) -> str | None:
    if claim.text == cited[0].words:
        return _why_cut(cited[0])
    return f"{quote_verdict(claim.text, [c.words for c in cited]).verdict}: it is not word for word"


def _why_not_quoted(claim: Claim, cited: list[_Cited]) -> str | None:
    first = cited[0]
    if claim.text != first.words:
        verdict = quote_verdict(claim.text, [c.words for c in cited]).verdict
        return f"{verdict}: it is not one stretch of the report, word for word"
    if why := _why_cut(first) or _why_framed(first):
        return why
    recorded = _speaker(claim, first)
    if claim.speaker is not None and not _same_speaker(claim.speaker, recorded):
        said_by = recorded.name if recorded else "nobody by name"
        return f"misattributed: recorded as said by {said_by}, not by {claim.speaker.name}"
    return None


def _why_cut(cited: _Cited) -> str | None:
    if cuts_negation(cited.text, cited.evidence.start, cited.evidence.end):
        return "edited: it leaves out a “not” or an “if” right beside the words that it lifts"
    return None


def _around(cited: _Cited) -> list[str]:
    """Return the sentences that the evidence lies in, whole."""
    evidence, window = cited.evidence, 400
    first, last = max(0, evidence.start - window), min(len(cited.text), evidence.end + window)
    return [
        cited.text[start:end]
        for start, end in sentences(cited.text, first, last)
        if start < evidence.end and evidence.start < end
    ]


def _why_framed(cited: _Cited) -> str | None:
    """Refuse to lift what the report only says that somebody claims, denies or supposes."""
    start = cited.evidence.start
    for first, last in sentences(cited.text, max(0, start - 400), cited.evidence.end):
        if first < start < last and _FRAME.search(plain(cited.text[first:start])):
            return "edited: it leaves out whose claim it is"
    return None


def cuts_negation(text: str, start: int, end: int) -> bool:
    """Whether a "not", or after it an "if", that belongs to `text[start:end]` is left out.

    It stands a few words before, with no mark or "and" in between, or right after.
    """
    window = 400
    for first, last in sentences(text, max(0, start - window), min(len(text), end + window)):
        if first < start <= last and _turned_before(plain(text[first:start])):
            return True
        if first <= end < last and _turned_after(words(plain(text[end:last]))):
            return True
    return False


def _turned_before(lead_in: str) -> bool:
    clause = _CLAUSE_BREAK.split(lead_in)[-1]
    return bool(_TURNS.intersection(words(clause)[-_BEFORE_CUT:]))


def _turned_after(following: list[str]) -> bool:
    if not following or following[0] in ("and", "or", "nor"):
        return False
    if following[0] in _TURNS | _CONDITIONS:
        return True
    contrary = following[0] in ("but", "though", "although", "yet", "only", "even")
    return contrary and bool((_TURNS | _CONDITIONS).intersection(following[1:_AFTER_CUT]))


def _recorded_speaker(cited: _Cited) -> Speaker | None:
    """Return who is recorded as having said all of the cited words."""
    start, end = cited.evidence.start, cited.evidence.end
    over = cited.over
    if not over or len({quote.speech for quote in over}) > 1:
        return None
    whole = over[0].start <= start and end <= over[-1].end
    name = over[0].speaker
    return Speaker(name, over[0].role) if whole and name else None


def _speaker(claim: Claim, cited: _Cited) -> Speaker | None:
    """Return who said the cited words: who is recorded, else who gives the whole speech."""
    if cited.over or claim.speaker is None:
        return _recorded_speaker(cited)
    name = claim.speaker.name
    given_by = speaker_of(cited.evidence.hit.report, cited.text[:LEAD], name)
    return Speaker(name, None) if given_by == name else None


def _same_speaker(claimed: Speaker, recorded: Speaker | None) -> bool:
    return recorded is not None and claimed.name == recorded.name


def _source(cited: _Cited) -> Source:
    evidence, description = cited.evidence, cited.evidence.hit.report.description
    over = cited.over
    return Source(
        text=cited.words,
        title=evidence.hit.report.title,
        subject=description.subject.value or "",
        publisher=description.publisher.value or "",
        published_on=evidence.hit.report.published_on,
        whole=cited.text,
        speakers=tuple((q.speaker, q.role or "") for q in over if q.speaker),
        spoken=bool(over) and over[0].start <= evidence.start and evidence.end <= over[-1].end,
    )


def _statement(claim: Claim, cited: list[_Cited], texts: RevisionTexts) -> Statement:
    quoted = claim.kind is StatementKind.QUOTE
    lifted = claim.kind is StatementKind.PARAPHRASE and claim.text == cited[0].words
    return Statement(
        text=claim.text,
        kind=StatementKind.EXTRACT if lifted else claim.kind,
        speaker=_speaker(claim, cited[0]) if quoted or claim.speaker else None,
        citations=tuple(_citation(c, texts) for c in cited),
    )


def _citation(cited: _Cited, texts: RevisionTexts) -> Citation:
    evidence, report = cited.evidence, cited.evidence.hit.report
    page = texts.page(report.report_id, report.revision, evidence.start)
    span = (evidence.start, evidence.end)
    return Citation.of(
        report, report.revision, span, page, evidence.hit.passage.section, cited.words
    )
