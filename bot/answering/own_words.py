"""What stands in for a statement that failed a check: the sentences of the report it rests on.

A chat model mostly finds the right sentences, and words them in a way that cannot be proved. Then
the reader loses nothing: the words themselves are shown, which need no proof but their place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answering.checks.support import Source, names_others
from bot.answering.checks.words import plain, stems, words
from bot.answering.records import Claim, Draft, Evidence, StatementKind, Withheld

# A sentence stands in where it holds this share of the statement's words; another beside it where
# it holds that one. Without so many the statement was about something else.
_LEAST = 0.5
_BESIDE = 1 / 3
_MOST = 2


def in_own_words(
    draft: Draft, withheld: Sequence[Withheld], aliases: Mapping[str, str]
) -> Draft | None:
    """Return the draft with sentences of the reports in place of paraphrases that were withheld.

    None where nothing can stand in: a statement that names somebody whom its sources do not was
    about somebody else. What is there already is not said twice. `aliases` maps other names of a
    body to its full name.
    """
    failed = {one.text for one in withheld}
    kept = [claim for claim in draft.claims if claim.text not in failed]
    shown = {_place(evidence) for claim in kept for evidence in claim.evidence}
    claims: list[Claim] = []
    for claim in draft.claims:
        if claim.text not in failed:
            claims.append(claim)
        elif claim.kind is StatementKind.PARAPHRASE and not names_others(
            claim.text, [_source(one) for one in claim.evidence], aliases
        ):
            instead = [one for one in _rests_on(claim) if _place(one) not in shown]
            shown.update(map(_place, instead))
            claims += [Claim(_lifted(one), StatementKind.QUOTE, None, (one,)) for one in instead]
    return replace(draft, claims=tuple(claims)) if len(claims) > len(kept) else None


def _rests_on(claim: Claim) -> list[Evidence]:
    """Return the sentences that a statement took most of its words from, as they follow."""
    said = set(stems(words(plain(claim.text))))
    shares = {
        _place(one): len(said & set(stems(words(plain(_lifted(one)))))) / max(len(said), 1)
        for one in claim.evidence
    }
    best = sorted(claim.evidence, key=lambda one: -shares[_place(one)])[:_MOST]
    if not best or shares[_place(best[0])] < _LEAST:
        return []
    near = [one for one in best if shares[_place(one)] >= _BESIDE]
    return [one for one in claim.evidence if one in near]


def _source(evidence: Evidence) -> Source:
    report = evidence.hit.report
    return Source(
        text=_lifted(evidence),
        title=report.title,
        subject=report.description.subject.value or "",
        publisher=report.description.publisher.value or "",
        whole=evidence.hit.passage.text,
    )


def _lifted(evidence: Evidence) -> str:
    passage = evidence.hit.passage
    return passage.text[evidence.start - passage.start : evidence.end - passage.start]


def _place(evidence: Evidence) -> tuple[str, int, int]:
    return evidence.hit.report.report_id, evidence.start, evidence.end
