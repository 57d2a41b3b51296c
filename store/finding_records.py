"""What a report finds and demands, as records; offsets count as in `store.records`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Judgement:
    """A graded finding: `text[start:end]` is the very row or sentence that gives the grade.

    `grade` is as printed, `value` in the terms of `scale`, which lists the scale's grades from
    best to worst, separated by " / ". `overall` is the grade of the report as a whole.
    """

    start: int
    end: int
    name: str
    grade: str
    value: str
    scale: str
    overall: bool


class RecommendationKind(StrEnum):
    """What sort of demand a recommendation is."""

    RECOMMENDATION = "recommendation"
    AREA_FOR_IMPROVEMENT = "area for improvement"
    PRIORITY_ACTION = "area for priority action"
    CAUSE_OF_CONCERN = "cause of concern"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What a report tells somebody to do: `text[start:end]` without its list mark.

    `number` is as printed; `due_from` are the words that `due` was read from, with what it was
    counted from where they name no day.
    """

    start: int
    end: int
    kind: RecommendationKind
    number: str | None
    addressee: str | None
    due: date | None
    due_from: str | None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a report says became of an earlier recommendation, in the row or sentence cited.

    `year` is that of the earlier report where the text gives it.
    """

    start: int
    end: int
    number: str
    status: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Findings:
    """What a report finds, demands, and says of earlier demands, each in order."""

    judgements: tuple[Judgement, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()


NO_FINDINGS = Findings()
