"""Grades are the report's own, with the row or sentence that gives them; no others are."""

import pytest
from findings_kit import findings, grades, loaded

from ingest.findings.grades import FIVE_POINT, OFSTED, OFSTED_OLD

LEADERS = "The impact of leaders on social work practice with children and families"
IN_CARE = "The experiences and progress of children in care"
TABLE = f"""
# Inspection of Saltmere local authority children’s services

Judgement | Grade
{LEADERS} | Good
{IN_CARE} | Requires improvement to be good
Overall effectiveness | Inadequate

Since the last inspection, services have got worse.

# {IN_CARE}: requires improvement to be good

1. Children in care are visited.
"""


def test_a_judgement_table_gives_each_row_with_its_offsets():
    text = loaded(TABLE).text
    found = findings(TABLE).judgements

    assert [(one.name, one.grade, one.value, one.overall) for one in found] == [
        (LEADERS, "Good", "good", False),
        (IN_CARE, "Requires improvement to be good", "requires improvement", False),
        ("Overall effectiveness", "Inadequate", "inadequate", True),
    ]
    assert text[found[2].start : found[2].end] == "Overall effectiveness | Inadequate"
    assert {one.scale for one in found} == {OFSTED}


def test_numbers_and_an_overall_sentence_of_the_older_framework():
    assert grades("""
# Children’s services in Saltmere require improvement to be good

1. Children who need help and protection | Requires improvement
2. Children looked after and achieving permanence | Good
2.1 Adoption performance | Outstanding

# Executive summary

Children’s services in Saltmere require improvement to be good. They are improving.

The graded judgement for adoption performance is that it is outstanding

# The Local Safeguarding Children Board is inadequate
""") == {
        "Overall effectiveness": "requires improvement",
        "Children who need help and protection": "requires improvement",
        "Children looked after and achieving permanence": "good",
        "Adoption performance": "outstanding",
        "Local Safeguarding Children Board": "inadequate",
    }


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("The overall judgement is that children’s services are inadequate.", "inadequate"),
        ("The overall judgement is good", "good"),
        ("Children’s services in Port Saltmere are outstanding", "outstanding"),
        ("Children’s services in Saltmere City are inadequate because:", "inadequate"),
        ("Overall effectiveness is good.", "good"),
    ],
)
def test_a_sentence_that_grades_the_whole(sentence, grade):
    found = findings(f"# Inspection\n\n{sentence}\n\nMore is said below.").judgements

    assert [(one.value, one.overall) for one in found] == [(grade, True)]


@pytest.mark.parametrize(
    "text",
    [
        "At the last inspection in 2018, children’s services in Saltmere were judged inadequate.",
        "The previous inspection was in May 2012. The local authority was judged to be good.",
        "# Previous inspections\n\nJudgement | Grade\nOverall effectiveness | Inadequate",
        "The judgements of the last inspection were:\n\nOverall effectiveness | Good",
        "Overall effectiveness has improved from inadequate.",
        "Services for children who go missing in Saltmere are good and improving.",
        "School | Rating of the school\nHill Primary | Good\nMarsh Primary | Inadequate",
        "Outstanding | A service that exceeds what is required\nGood | A service that meets it",
        "Early help in Saltmere is good because people work together.",
        "Three homes are rated good. We visited one.",
    ],
)
def test_what_is_not_this_reports_judgement_is_left_out(text):
    assert grades(f"# Inspection of Saltmere\n\n{text}") == {}


def test_a_column_of_earlier_grades_is_not_taken():
    assert grades("""
# Our judgements

Area | Grade in 2019 | Grade in 2023
Investigating crime | Inadequate | Adequate
Custody | Good | Requires improvement
""") == {"Investigating crime": "adequate", "Custody": "requires improvement"}
    assert grades("""
# Our judgements

Area | Previous grade | This inspection
Investigating crime | Inadequate | Adequate
""") == {"Investigating crime": "adequate"}


def test_names_and_grades_that_a_narrow_cell_broke():
    text = """
# Judgements

Judgement | Grade
The impact of leaders on social work practice with |
children and families | Requires improvement to be
The experiences of children who need help | Good
and protection |
Overall effectiveness | Good
"""
    found = findings(text).judgements

    assert [(one.name, one.value) for one in found] == [
        (LEADERS, "requires improvement"),
        ("The experiences of children who need help and protection", "good"),
        ("Overall effectiveness", "good"),
    ]
    assert loaded(text).text[found[1].start : found[1].end] == (
        "The experiences of children who need help | Good\nand protection |"
    )


def test_a_file_that_seems_to_grade_everything_costs_no_time():
    rows = "\n".join(f"Thing {number} | Good" for number in range(50_000))

    assert len(findings(f"# Judgements\n\nJudgement | Grade\n{rows}").judgements) <= 200
    assert grades("outstanding (grade 1) " * 20_000) == {}


def test_two_grades_in_a_row_without_a_header_that_tells_are_not_guessed():
    assert grades("# Judgements\n\nArea | A | B\nInvestigating crime | Good | Adequate") == {}


def test_names_listed_under_their_grades():
    text = """
# Our graded judgements

Outstanding | Good | Adequate | Requires improvement | Inadequate
| Preventing crime | Investigating crime | Protecting people | Managing offenders
| Using money well | | |
"""
    found = findings(text, "HMICFRS", "Saltmere Police").judgements

    assert {one.name: one.value for one in found} == {
        "Preventing crime": "good",
        "Investigating crime": "adequate",
        "Protecting people": "requires improvement",
        "Managing offenders": "inadequate",
        "Using money well": "good",
    }
    assert {one.scale for one in found} == {FIVE_POINT}
    whole = loaded(text).text
    assert all(
        one.grade in whole[one.start : one.end] and one.name in whole[one.start : one.end]
        for one in found
    )


def test_a_grade_alone_below_its_heading():
    text = """
# Investigating crime

Requires improvement

The force does not do it well.

# Custody

Grade: Adequate

Cells are clean.
"""
    found = findings(text, "HMICFRS", "Saltmere Police").judgements

    assert {one.name: one.value for one in found} == {
        "Investigating crime": "requires improvement",
        "Custody": "adequate",
    }
    assert loaded(text).text[found[0].start : found[0].end] == (
        "Investigating crime\n\nRequires improvement"
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The force is good at preventing crime.", {"Preventing crime": "good"}),
        (
            "Saltmere Police requires improvement at investigating crime.",
            {"Investigating crime": "requires improvement"},
        ),
        (
            "The force is outstanding at answering calls but requires improvement at custody.",
            {"Answering calls": "outstanding", "Custody": "requires improvement"},
        ),
        (
            "The extent to which the force operates efficiently is good.",
            {"The force operates efficiently": "good"},
        ),
        (
            "Leadership is graded as requires improvement.",
            {"Leadership": "requires improvement"},
        ),
    ],
)
def test_a_sentence_grades_where_no_table_does(sentence, expected):
    assert grades(f"# Summary\n\n{sentence} More.", "HMICFRS", "Saltmere Police") == expected


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        (
            "arrangements typically lead to positive experiences and outcomes for",
            "typically positive",
        ),
        ("arrangements lead to inconsistent experiences and outcomes for", "inconsistent"),
        (
            "There are widespread and/or systemic failings leading to concerns about",
            "widespread and/or systemic failings",
        ),
    ],
)
def test_the_outcome_of_an_area_send_inspection(sentence, value):
    found = findings(
        "# Area SEND inspection of Saltmere\n\n# Inspection outcome\n\n"
        f"The local area partnership’s {sentence} children with SEND. They must act."
    ).judgements

    assert [(one.name, one.value, one.overall) for one in found] == [
        ("Inspection outcome", value, True)
    ]


def test_the_scale_is_the_one_that_the_text_states():
    scale = (
        "Outstanding (Grade 1) | Much\nGood (Grade 2) | Some\n"
        "Adequate (Grade 3) | A little\nInadequate (Grade 4) | None"
    )
    found = findings(
        f"# Report\n\n{scale}\n\n# Findings\n\nOverall effectiveness | Good"
    ).judgements

    assert [one.scale for one in found] == [OFSTED_OLD]
