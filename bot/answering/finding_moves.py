"""Grades that moved: which subjects went up or down, and what the newest report says of it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.finding_claims import change, claim_at
from bot.answering.finding_questions import MOST_LISTED, Asked, histories, lines_asked
from bot.answering.finding_sorts import Move
from bot.answering.finding_spans import Span, span
from bot.answering.records import Claim, Draft, StatementKind, Understood
from bot.history import FindingsSource, Graded, History, read_reports
from ingest.findings.outcomes import SCALE as SEND_SCALE
from ingest.sentences import sentences
from store.records import Filters

_MOST_WORDS = 60
_SINCE_LAST = re.compile(
    r"\bsince\s+(?:the|its|their|our)\s+(?:last|previous)\s+(?:\w+\s+){0,3}?(?:inspection|judge?ment"
    r"|visit|report)|\bsince\s+(?:the\s+inspection\s+in\s+)?20\d\d\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}\.\s*")
_BETTER = re.compile(r"\b(?:improv\w+|strengthened|better|progress\w*)\b", re.IGNORECASE)
_WORSE = re.compile(
    r"\b(?:declin\w+|deteriorat\w+|weaken\w+|worse\w*|fallen|slipped|regress\w+)\b", re.IGNORECASE
)


def moved(asked: Asked, understood: Understood, source: FindingsSource) -> Draft | None:
    """List the subjects whose overall grade went the way asked, in the time asked.

    Where no time is given, it is from the report before the newest.
    """
    if asked.move is None or asked.narrow:
        return None
    reads = read_reports(source, _all_times(understood))
    spans = {past.subject: _whole(asked, past) for past in histories(asked, reads)}
    known = {name: one for name, one in spans.items() if len(one) > 1}
    if not known:
        return None
    found = [(name, one) for name, one in known.items() if _went(asked.move, one)]
    found.sort(key=lambda pair: str(pair[1][-1].report.published_on), reverse=True)
    claims = tuple(change(f"{name}, overall", one, source) for name, one in found[:MOST_LISTED])
    note = (
        f"This is so of {len(found)} of the {len(known)} subjects whose overall grades can be "
        "compared in that time."
    )
    return Draft(claims, notices=(note,))


def _all_times(understood: Understood) -> Filters:
    """Leave no report out by date: a change starts from the grade that held when it began."""
    return replace(understood.filters, published_from=None, published_to=None)


def _whole(asked: Asked, past: History) -> tuple[Graded, ...]:
    """Return the overall grades of a subject in the time asked, of those on the newest's scale."""
    for line in lines_asked(asked, past):
        newest = line.values[-1].judgement
        if line.overall and newest.scale != SEND_SCALE:
            values = span(line, asked) if asked.years else line.values[-2:]
            return tuple(one for one in values if one.judgement.scale == newest.scale)
    return ()


def _went(move: Move, values: Sequence[Graded]) -> bool:
    first, last = values[0].judgement.value, values[-1].judgement.value
    if first == last or move.before not in (None, first) or move.after not in (None, last):
        return False
    fell = step(values)
    if move.up == move.down:
        return True
    return fell > 0 if move.down else fell < 0


def step(values: Sequence[Graded]) -> int:
    """Return by how many grades the last is worse than the first; below 0 it is better."""
    scale = values[-1].judgement.scale.split(" / ")
    ends = [one.judgement.value for one in (values[0], values[-1])]
    if not {*ends} <= {*scale}:
        return 0
    return scale.index(ends[1]) - scale.index(ends[0])


def newest_says(spans: Sequence[Span], source: FindingsSource) -> Claim | None:
    """Return the sentence of the newest report that says how it went since the one before.

    It must speak the way that the overall grade went: there is hardly a report without some
    improvement.
    """
    values = next((values for line, values in spans if line.overall and len(values) > 1), None)
    if values is None:
        return None
    fell = step(values[-2:])
    way = _WORSE if fell > 0 else _BETTER
    report = values[-1].report
    text = source.text(report.report_id, report.revision)
    for first, end in sentences(text) if fell else ():
        numbered = _NUMBER.match(text, first, end)
        start = numbered.end() if numbered else first
        words = text[start:end]
        told = _SINCE_LAST.search(words) and way.search(words)
        if told and len(words.split()) <= _MOST_WORDS:
            return claim_at(report, (start, end), StatementKind.EXTRACT, source)
    return None
