"""Marks one answer against what was expected. Nothing here asks or reads anything."""

import math
import unicodedata
from collections.abc import Sequence

from bot.evaluation.records import ANSWERED, REFUSED, Cited, Expected, Golden, Observed, Said, Score

CUTOFF = 10
# How different shapes of one character and the cells of a table are taken for the same.
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "|": " ", ":": " "}
)


def fold(text: str) -> str:
    """Return a text without the differences that do not matter to a reader."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SAME).casefold().split())


def score(golden: Golden, seen: Observed) -> Score:
    """Return the marks of one answer."""
    expected = golden.expected
    cited = [citation for said in seen.statements for citation in said.cited]
    why = _faults(expected, seen) if expected else ()
    answered = seen.status in ANSWERED
    return Score(
        id=golden.id,
        kind=golden.kind,
        split=golden.split,
        group=golden.group,
        status=seen.status,
        right=None if expected is None else not why,
        misleading=any(fault.startswith(_MISLEADING) for fault in why),
        should_refuse=None if expected is None else expected.refusal,
        refused=seen.status in REFUSED,
        status_right=None if expected is None else seen.status in expected.status,
        as_of_right=_as_of_right(expected, seen) if answered else None,
        speaker_right=_speaker_right(expected, seen.statements) if answered else None,
        page_right=_page_right(expected, cited) if answered else None,
        citations=len(cited),
        exact=sum(one.stands == one.quote != "" for one in cited),
        recall=_recall(expected, seen.found),
        ndcg=_ndcg(expected, seen.found),
        words=sum(len(said.text.split()) for said in seen.statements),
        seconds=seen.seconds,
        best_score=seen.best_score,
        why=why,
    )


_MISLEADING = ("answered, though", "says", "cites", "begins with")


def _faults(expected: Expected, seen: Observed) -> tuple[str, ...]:
    """Say what is wrong with an answer, in words for the list of failures."""
    answered = seen.status in ANSWERED
    if expected.refusal:
        if answered:
            return (f"answered, though {_either(expected.status)} was right: {_begin(seen)}",)
        if seen.status not in expected.status:
            return (f"{seen.status} instead of {_either(expected.status)}",)
        return ()
    if not answered:
        return () if seen.status in expected.status else (f"{seen.status}, though it is there",)
    faults = _forbidden(expected, seen)
    shown = _shown(seen.statements)
    lacking = [g for g in expected.spans if not any(fold(span) in shown for span in g)]
    faults += [f"lacks {group[0]!r}: {_begin(seen)}" for group in lacking]
    cited = {one.report_id for said in seen.statements for one in said.cited}
    return (*faults, *(f"does not cite {name}" for name in expected.cites if name not in cited))


def _forbidden(expected: Expected, seen: Observed) -> list[str]:
    shown = _shown(seen.statements)
    cited = [one.report_id for said in seen.statements for one in said.cited]
    faults = [f"says {span!r}" for span in expected.forbidden if fold(span) in shown]
    faults += [f"cites {name}" for name in expected.forbidden_reports if name in cited]
    if expected.first and cited and cited[0] != expected.first:
        faults.append(f"begins with {cited[0]}, not with {expected.first}")
    return faults


def _shown(statements: Sequence[Said]) -> str:
    parts = [text for said in statements for text in (said.text, *(c.quote for c in said.cited))]
    return fold("\n".join(parts))


def _either(status: frozenset[str]) -> str:
    return " or ".join(sorted(status))


def _begin(seen: Observed, width: int = 90) -> str:
    text = " ".join(seen.statements[0].text.split()) if seen.statements else ""
    return f"“{text[:width]}{'…' if len(text) > width else ''}”"


def _as_of_right(expected: Expected | None, seen: Observed) -> bool | None:
    if expected is None or expected.as_of is None:
        return None
    return seen.as_of == expected.as_of


def _speaker_right(expected: Expected | None, statements: Sequence[Said]) -> bool | None:
    """Whether every quotation that holds what was asked for is given to who said it."""
    if expected is None or expected.speaker is None:
        return None
    spans = [fold(span) for group in expected.spans for span in group]
    holding = [said for said in statements if any(span in fold(said.text) for span in spans)]
    wanted = fold(expected.speaker)
    return bool(holding) and all(wanted in fold(said.speaker or "") for said in holding)


def _page_right(expected: Expected | None, cited: Sequence[Cited]) -> bool | None:
    """Whether every citation that holds what was asked for names a page where it stands."""
    if expected is None or not expected.pages:
        return None
    spans = [fold(span) for group in expected.spans for span in group]
    holding = [
        one
        for one in cited
        if one.report_id in expected.reports and any(span in fold(one.quote) for span in spans)
    ]
    return all(one.page in expected.pages for one in holding) if holding else None


def _recall(expected: Expected | None, found: Sequence[str]) -> float | None:
    """Return the share of the expected reports among the first `CUTOFF` that were found."""
    if expected is None or not expected.reports:
        return None
    return len({*expected.reports} & {*found[:CUTOFF]}) / len(expected.reports)


def _ndcg(expected: Expected | None, found: Sequence[str]) -> float | None:
    """Return the normalised discounted cumulative gain of the reports, Järvelin and Kekäläinen."""
    if expected is None or not expected.reports:
        return None
    gains = [1 / math.log2(place + 2) for place in range(CUTOFF)]
    got = sum(gain for gain, name in zip(gains, found, strict=False) if name in expected.reports)
    return got / sum(gains[: len(expected.reports)])
