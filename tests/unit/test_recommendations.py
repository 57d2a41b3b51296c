"""What reports demand: of whom, by when, and what they say became of earlier demands."""

from datetime import date

import pytest
from findings_kit import PUBLISHED, findings, loaded

from ingest.findings.due import find_due
from store.finding_records import RecommendationKind

AREA = RecommendationKind.AREA_FOR_IMPROVEMENT
DEMANDS = """
# Recommendations

1. By 31 January 2024, the chief constable should name a lead for every inquiry.

2. Saltmere Police should, before the end of June 2024, buy boats. They should float.

3. Every boat should have a lamp.

# Next steps

4. Inspectors will return and should be welcomed.
"""


def test_numbered_recommendations_have_number_addressee_and_due_date():
    text = loaded(DEMANDS).text
    found = findings(DEMANDS).recommendations

    assert [(one.number, one.addressee, one.due) for one in found] == [
        ("1", "The chief constable", date(2024, 1, 31)),
        ("2", "Saltmere Police", date(2024, 6, 30)),
        ("3", None, None),
    ]
    assert {one.kind for one in found} == {RecommendationKind.RECOMMENDATION}
    assert text[found[1].start : found[1].end] == (
        "Saltmere Police should, before the end of June 2024, buy boats. They should float."
    )


def test_bullets_below_a_heading_are_areas_for_improvement():
    text = """
# What needs to improve?

• The quality of plans. (Outcome four)

• The timeliness of visits, and:

• their number

• their length.

# The experiences of children: good

1. Early help must be seen to be believed.
"""
    found = findings(text).recommendations

    assert [loaded(text).text[one.start : one.end] for one in found] == [
        "The quality of plans. (Outcome four)",
        "The timeliness of visits, and:\n\n• their number\n\n• their length.",
    ]
    assert {(one.kind, one.number, one.due) for one in found} == {(AREA, None, None)}


def test_what_leads_in_to_a_list_says_who_and_by_when():
    found = findings("""
# Areas for improvement

In order to improve, the local authority should take the following action.

Immediately:

• ensure that risk is recorded

Within three months:

• improve the plans
""").recommendations

    assert [(one.addressee, one.due, one.due_from) for one in found] == [
        (
            "The local authority",
            date(2023, 8, 31),
            "Immediately, from publication on 2023-08-31",
        ),
        (
            "The local authority",
            date(2023, 11, 30),
            "Within three months of publication on 2023-08-31",
        ),
    ]


def test_paragraphs_that_demand_are_items_with_their_bullets():
    text = """
# Areas for improvement

Leaders across the partnership should improve plans. This should include:

• better reviews

• more staff.

Health leaders need to cut waiting times.

# Local area partnership details
"""
    found = findings(text).recommendations

    assert [one.addressee for one in found] == ["Leaders across the partnership", "Health leaders"]
    assert loaded(text).text[found[0].start : found[0].end].endswith("• more staff.")


def test_kinds_follow_the_headings_and_nothing_is_not_an_item():
    found = findings("""
# Areas for priority action

There are no areas for priority action.

# Causes of concern

• The force does not answer the telephone.

# Recommendation 7

Within six months, the force should answer it.
""").recommendations

    assert [(one.kind.value, one.number, one.due) for one in found] == [
        ("cause of concern", None, None),
        ("recommendation", "7", date(2024, 2, 29)),
    ]


def test_a_cause_of_concern_of_a_police_inspection_and_its_recommendations():
    text = """
# Cause of concern

Saltmere Police does not answer the telephone. Callers give up.

# Recommendations

Within three months, Saltmere Police should:

• answer more calls; and

• tell callers how long they must wait.

# Area for improvement

The force should tell victims what it does. We saw that it often forgets to.

# Main findings
"""
    found = findings(text).recommendations
    whole = loaded(text).text

    assert [(one.kind.value, one.addressee, one.due) for one in found] == [
        ("cause of concern", None, None),
        ("recommendation", "Saltmere Police", date(2023, 11, 30)),
        ("recommendation", "Saltmere Police", date(2023, 11, 30)),
        ("area for improvement", "The force", None),
    ]
    assert whole[found[0].start : found[0].end].startswith("Saltmere Police does not answer")


def test_letters_under_a_number_are_part_of_it():
    text = """
# Recommendations

1. The force should:

a) buy boats

b) paint them.

2. It must act.
"""
    found = findings(text).recommendations

    assert [one.number for one in found] == ["1", "2"]
    assert loaded(text).text[found[0].start : found[0].end].endswith("b) paint them.")


def test_a_recommendation_in_running_text():
    text = "# Custody\n\nCells are cold. We recommend that the force should heat them. It agreed."
    (one,) = findings(text).recommendations

    assert loaded(text).text[one.start : one.end] == "We recommend that the force should heat them."
    assert one.addressee == "The force"


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("By 30 September 2024, the force should act.", date(2024, 9, 30)),
        ("It should be done by March 2024.", date(2024, 3, 31)),
        ("It should be done by the end of 2024.", date(2024, 12, 31)),
        ("Within 28 days, it should be done.", date(2023, 9, 28)),
        ("Within one year of the publication of this report, act.", date(2024, 8, 31)),
        ("Calls should be answered within ten seconds.", None),
        ("Visits should take place within 5 working days of referral.", None),
        ("Plans should be reviewed within three months of a child coming into care.", None),
        ("The force improved after its inspection on the coast.", None),
    ],
)
def test_due_dates(words, due):
    assert find_due(words, PUBLISHED)[0] == due


def test_a_table_says_what_became_of_earlier_recommendations():
    found = findings("""
# The recommendations one by one

Recommendation of 2021 | Due | Status on 8 March 2023
1. Answer calls | 30 September 2021 | Open
2. Name a lead | 31 July 2021 | Complete
3. Buy boats | 31 July 2021 | Not complete
4. Paint boats | 31 July 2021 | No progress
""").follow_ups

    assert [(one.number, one.status, one.year) for one in found] == [
        ("1", "open", 2021),
        ("2", "closed", 2021),
        ("3", "open", 2021),
        ("4", "no progress", 2021),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Recommendation 3 has been completed.", [("3", "closed")]),
        (
            "Recommendations 1, 4 and 5 are now closed.",
            [("1", "closed"), ("4", "closed"), ("5", "closed")],
        ),
        ("Recommendation 2 remains open.", [("2", "open")]),
        ("The force has made no progress on recommendation 6.", [("6", "no progress")]),
        ("Recommendation 2 has not been met.", [("2", "open")]),
        ("We will close recommendation 2 when it has been completed.", []),
        ("Two of the three recommendations are complete.", []),
        ("Of the 12 recommendations, nine have been completed.", []),
        ("Recommendation 3: partially achieved", [("3", "open")]),
        ("Recommendation 3: not achieved", [("3", "open")]),
        ("Recommendation 3: achieved", [("3", "closed")]),
        ("Recommendation 3 was accepted.", []),
        ("There has been insufficient progress on recommendation 3.", [("3", "open")]),
        ("There has been no meaningful progress on recommendation 3.", [("3", "no progress")]),
    ],
)
def test_sentences_about_earlier_recommendations(sentence, expected):
    found = findings(f"# Progress\n\nWe went back. {sentence} We left.").follow_ups

    assert [(one.number, one.status) for one in found] == expected


def test_the_number_may_stand_in_its_own_column():
    found = findings("""
# Progress

No. | Recommendation from the 2021 report | Progress
1 | Answer calls | Not achieved
2 | Name a lead | Achieved
3 | Buy boats | Reasonable progress
4 | Paint boats | Accepted
""").follow_ups

    assert [(one.number, one.status, one.year) for one in found] == [
        ("1", "open", 2021),
        ("2", "closed", 2021),
        ("3", "open", 2021),
    ]
