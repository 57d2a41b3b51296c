"""Recommendations with what later reports say became of them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.history import FindingsSource, Read
from store.finding_records import FollowUp, Recommendation, RecommendationKind
from store.records import ReportSummary

_WORD = re.compile(r"[^\W\d_]{4,}")
_SAME = 0.6
_LOOK_BACK = 500  # Earlier recommendations among which one that is repeated is looked for.
_SHORT_IDS = {
    RecommendationKind.RECOMMENDATION: "recommendation",
    RecommendationKind.AREA_FOR_IMPROVEMENT: "improvement",
    RecommendationKind.PRIORITY_ACTION: "priority",
    RecommendationKind.CAUSE_OF_CONCERN: "concern",
}


@dataclass(frozen=True, slots=True)
class Followed:
    """A recommendation of one report; `status` is what the newest later report says of it.

    `told_by` is that later report with the row or sentence. `repeats` is the id of an earlier
    recommendation that says nearly the same.
    """

    id: str
    report: ReportSummary
    recommendation: Recommendation
    text: str
    status: str | None = None
    told_by: tuple[ReportSummary, FollowUp] | None = None
    repeats: str | None = None


def followed(reports: Sequence[Read], source: FindingsSource) -> list[Followed]:
    """Return the recommendations of one subject's reports (oldest first), oldest first."""
    found: list[Followed] = []
    words: list[frozenset[str]] = []
    for read in reports:
        found = _with_statuses(found, read)
        text = source.text(read.report.report_id, read.report.revision)
        earlier = len(found)
        printed = Counter(one.number for one in read.findings.recommendations)
        for ordinal, one in enumerate(read.findings.recommendations, start=1):
            said = text[one.start : one.end]
            words.append(frozenset(_WORD.findall(said.lower())))
            near = reversed(range(max(0, earlier - _LOOK_BACK), earlier))
            alike = (at for at in near if _alike(words[at], words[-1]))
            at = next(alike, None)
            repeats = None if at is None else found[at].id
            label = one.number if one.number and printed[one.number] == 1 else None
            name = f"{read.report.report_id}/{label or f'{_SHORT_IDS[one.kind]}-{ordinal}'}"
            found.append(Followed(name, read.report, one, said, repeats=repeats))
    return found


def _with_statuses(found: list[Followed], read: Read) -> list[Followed]:
    """Put to each recommendation what a later report says of it."""
    told: dict[str, FollowUp] = {}
    for follow_up in read.findings.follow_ups:
        target = _target(found, follow_up, read.report)
        if target:
            told[target.id] = follow_up
    return [
        Followed(
            one.id,
            one.report,
            one.recommendation,
            one.text,
            told[one.id].status,
            (read.report, told[one.id]),
            one.repeats,
        )
        if one.id in told
        else one
        for one in found
    ]


def _target(found: list[Followed], follow_up: FollowUp, by: ReportSummary) -> Followed | None:
    """Return the recommendation that a follow-up speaks of: the newest with its number."""
    for one in reversed(found):
        day = one.report.published_on
        wrong_year = follow_up.year is not None and (day is None or day.year != follow_up.year)
        own = one.report.report_id == by.report_id
        if one.recommendation.number == follow_up.number and not wrong_year and not own:
            return one
    return None


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _SAME * max(len(one | other), 1)
