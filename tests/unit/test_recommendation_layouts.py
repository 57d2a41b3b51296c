"""Demands as different bodies print them: made-up reports in the layouts of many."""

from datetime import date

import pytest
from findings_kit import findings, loaded

from store.finding_records import RecommendationKind

AT_ONCE, IN_THREE, IN_SIX = date(2023, 8, 31), date(2023, 11, 30), date(2024, 2, 29)


def demands(text: str) -> list[tuple[str | None, str | None, date | None, str]]:
    """Number, addressee, due date and words of what is demanded in a made-up text."""
    whole = loaded(text).text
    return [
        (one.number, one.addressee, one.due, whole[one.start : one.end])
        for one in findings(text).recommendations
    ]


def test_lettered_parts_belong_to_their_number():
    first, second = demands("""
# Recommendations

1. The chief constable should, within six months:

(a) train all staff; and

(b) review its policy.

2. By 31 March 2025, the force should publish a plan.
""")
    assert first[:3] == ("1", "The chief constable", IN_SIX)
    assert first[3].endswith("(b) review its policy.")
    assert second == (
        "2",
        "The force",
        date(2025, 3, 31),
        "By 31 March 2025, the force should publish a plan.",
    )


def test_a_table_with_owners_and_dates():
    assert demands("""
# Recommendations

No. | Recommendation | Responsible | Timescale
1 | Review the vetting policy. | Chief Constable | By 31 March 2025
2 | Train all call handlers. | Head of Control Room | Within six months
3 | Publish a yearly plan | The council | Immediately
""") == [
        ("1", "Chief Constable", date(2025, 3, 31), "Review the vetting policy."),
        ("2", "Head of Control Room", IN_SIX, "Train all call handlers."),
        ("3", "The council", AT_ONCE, "Publish a yearly plan"),
    ]


def test_a_table_of_actions_without_numbers():
    assert demands("""
# Action plan

Recommendation | Owner | Due date
Keep a record of each visit. | Saltmere Council | 30 June 2024
""") == [(None, "Saltmere Council", date(2024, 6, 30), "Keep a record of each visit.")]


def test_a_table_of_progress_demands_nothing():
    assert (
        demands("""
# Progress

No. | Recommendation | Status
1 | Review the vetting policy. | Complete
""")
        == []
    )


def test_at_once_and_within_some_months():
    assert demands("""
# Areas for improvement

Immediately:

• ensure that records are kept

Within three months:

• review allegations, which must be referred to the police immediately
""") == [
        (None, None, AT_ONCE, "ensure that records are kept"),
        (
            None,
            None,
            IN_THREE,
            "review allegations, which must be referred to the police immediately",
        ),
    ]


def test_what_a_hospital_must_and_should_do():
    assert demands("""
# Action the provider MUST take to improve

• The trust must ensure that staff are trained. (Regulation 18)

# Action the provider SHOULD take to improve

• The trust should consider its rota.
""") == [
        (None, "The trust", None, "The trust must ensure that staff are trained. (Regulation 18)"),
        (None, "The trust", None, "The trust should consider its rota."),
    ]


def test_headings_of_a_prison_report_say_to_whom():
    assert demands("""
# Recommendation to the Ministry of Justice

6.1 Funding for education should be increased. (S42)

# Recommendations to the governor

6.2 Cells should be clean. (1.14)
""") == [
        (
            "6.1",
            "The Ministry of Justice",
            None,
            "Funding for education should be increased. (S42)",
        ),
        ("6.2", "The governor", None, "Cells should be clean. (1.14)"),
    ]


def test_the_concerns_of_a_prison_report():
    found = findings("""
# Priority concerns

1. Levels of violence were very high.

# Key concerns

2. Cells were dirty.
""").recommendations
    assert [(one.number, one.kind) for one in found] == [
        ("1", RecommendationKind.CAUSE_OF_CONCERN),
        ("2", RecommendationKind.CAUSE_OF_CONCERN),
    ]


def test_headings_that_part_a_list_and_those_that_end_it():
    assert demands("""
Areas for improvement

# Leadership

• There are delays.

# The front door

• Plans are late. They were to be made by 30 April 2016.

# Key strengths

• Staff are kind.
""") == [
        (None, None, None, "There are delays."),
        (None, None, None, "Plans are late. They were to be made by 30 April 2016."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The force should be proud of this. Officers should record each visit, and most do.",
        "Leaders should do more to train staff. This should improve outcomes.",
        "Recommendations were made in 2019.",
    ],
)
def test_a_sentence_outside_a_list_demands_nothing(text):
    assert demands(f"# Findings\n\n{text}") == []
