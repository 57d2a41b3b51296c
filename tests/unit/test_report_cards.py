"""Grades of schools' report cards: asked about, answered, listed and checked."""

import pytest
from findings_shelf import FindingsShelf
from test_findings_answers import drafted, said

from bot.answering.checks.grades import graded_in, wrong_grade

CARD = """# Evaluation

Evaluation area | Grade
Inclusion | Strong standard
Attendance and behaviour | Needs attention
Achievement | Expected standard
Leadership and governance | {0}
"""


@pytest.fixture
def shelf(tmp_path):
    made = FindingsShelf(tmp_path)
    made.add_text(2026, CARD.format("Exceptional"), "Millbrook School")
    made.add_text(2026, CARD.format("Urgent improvement"), "Larkfield School")
    made.add_grades(2023, subject="Brackwater", overall="Good", leaders="Good", help="Good")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How was Millbrook School graded for inclusion?", "Inclusion | Strong standard"),
        ("Does Millbrook School meet the expected standard for achievement?",
         "Achievement | Expected standard"),
        ("Is leadership at Millbrook School exceptional?",
         "Leadership and governance | Exceptional"),
        ("Is attendance at Millbrook School graded needs attention?",
         "Attendance and behaviour | Needs attention"),
        ("Is leadership at Larkfield School in need of urgent improvement?",
         "Leadership and governance | Urgent improvement"),
    ],
)  # fmt: skip
def test_what_is_graded_has_its_grade(shelf, question, answer):
    assert said(shelf, question) == [answer]


def test_a_report_card_is_given_whole(shelf):
    assert said(shelf, "What is on the report card of Millbrook School?") == [
        "Inclusion | Strong standard",
        "Attendance and behaviour | Needs attention",
        "Achievement | Expected standard",
        "Leadership and governance | Exceptional",
    ]


def test_what_of_a_school_has_a_grade(shelf):
    asked = "What at Larkfield School was graded “urgent improvement”?"

    assert said(shelf, asked) == ["Leadership and governance | Urgent improvement"]


def test_schools_are_listed_by_a_grade_that_only_they_have(shelf):
    draft = drafted(shelf, "Which schools were graded exceptional for leadership?")

    assert draft is not None
    assert [claim.text for claim in draft.claims] == ["Leadership and governance | Exceptional"]
    assert "Graded exceptional" in draft.notices[0]
    assert drafted(shelf, "Which schools are good?") is None


@pytest.mark.parametrize(
    "question",
    [
        "Which authorities need attention?",
        "Which councils made exceptional efforts?",
        "Which forces call for urgent improvement of roads?",
    ],
)
def test_plain_english_is_no_grade(shelf, question):
    assert drafted(shelf, question) is None


def test_statements_give_the_grade_that_their_source_gives():
    source = "Inclusion | Strong standard; Achievement | Expected standard"

    assert wrong_grade("Inclusion is at the strong standard.", source) is None
    assert wrong_grade("Inclusion is at the expected standard.", source) == "expected standard"
    assert wrong_grade("Inclusion is exceptional.", source) == "exceptional"
    assert wrong_grade("It needs urgent improvement.", "It requires improvement.") == (
        "urgent improvement"
    )


@pytest.mark.parametrize(
    ("draft", "grades"),
    [
        ("The school meets the expected standard.", ["expected standard"]),
        ("Attendance was judged needs attention.", ["needs attention"]),
        ("The roof needs attention.", []),
        ("Staff made exceptional efforts.", []),
    ],
)
def test_a_draft_that_names_a_grade_is_a_fact_to_check(draft, grades):
    assert graded_in(draft) == grades
