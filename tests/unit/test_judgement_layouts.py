"""Grades as inspectorates print them: made-up reports in the layouts of many bodies."""

import pytest
from findings_kit import findings, grades, loaded


def test_a_school_with_the_grade_of_its_previous_inspection():
    found = findings("""
# Inspection of Saltmere Primary School

Inspection dates: 10 and 11 May 2023

Overall effectiveness | Good
The quality of education | Good
Behaviour and attitudes | Outstanding
Personal development | Good
Leadership and management | Good
Early years provision | Requires improvement
Previous inspection grade | Requires improvement

# What is it like to attend this school?

Pupils are happy. Teaching used to require improvement.
""").judgements

    assert {one.name: one.value for one in found} == {
        "Overall effectiveness": "good",
        "The quality of education": "good",
        "Behaviour and attitudes": "outstanding",
        "Personal development": "good",
        "Leadership and management": "good",
        "Early years provision": "requires improvement",
    }
    assert [one.name for one in found if one.overall] == ["Overall effectiveness"]


def test_a_school_of_the_older_kind():
    assert grades("""
# Saltmere Primary School

Overall effectiveness | Requires improvement
Effectiveness of leadership and management | Good
Quality of teaching, learning and assessment | Requires improvement
Personal development, behaviour and welfare | Good
Outcomes for pupils | Requires improvement
Overall effectiveness at previous inspection | Inadequate
""") == {
        "Overall effectiveness": "requires improvement",
        "Effectiveness of leadership and management": "good",
        "Quality of teaching, learning and assessment": "requires improvement",
        "Personal development, behaviour and welfare": "good",
        "Outcomes for pupils": "requires improvement",
    }


def test_a_line_for_each_judgement_of_a_school():
    assert grades("""
# Inspection of Saltmere Primary School

Overall effectiveness: Good

Quality of education: Good

Behaviour and attitudes: Outstanding

Previous inspection grade: Inadequate
""") == {
        "Overall effectiveness": "good",
        "Quality of education": "good",
        "Behaviour and attitudes": "outstanding",
    }


def test_the_report_card_of_a_school():
    found = findings("""
# Saltmere Primary School

Inclusion | Strong standard
Curriculum and teaching | Expected standard
Achievement | Needs attention
Attendance and behaviour | Expected standard
Leadership and governance | Exceptional
""").judgements

    assert {one.name: one.value for one in found} == {
        "Inclusion": "strong standard",
        "Curriculum and teaching": "expected standard",
        "Achievement": "needs attention",
        "Attendance and behaviour": "expected standard",
        "Leadership and governance": "exceptional",
    }
    assert {one.scale for one in found} == {
        "exceptional / strong standard / expected standard / needs attention / urgent improvement"
    }


def test_a_care_home_with_five_key_questions():
    found = findings(
        """
# Saltmere House

# Ratings

Overall rating for this service | Requires Improvement ●
Is the service safe? | Inadequate ●
Is the service effective? | Good ●
Is the service caring? | Good ●
Is the service responsive? | Good ●
Is the service well-led? | Requires Improvement ●

# Overall summary

The last rating for this service was good (published 3 May 2019). The service is now inadequate.
""",
        "Care Quality Commission",
        "Saltmere House",
    ).judgements

    assert {one.name: one.value for one in found} == {
        "Overall rating for this service": "requires improvement",
        "Is the service safe?": "inadequate",
        "Is the service effective?": "good",
        "Is the service caring?": "good",
        "Is the service responsive?": "good",
        "Is the service well-led?": "requires improvement",
    }
    assert [one.name for one in found if one.overall] == ["Overall rating for this service"]


def test_key_questions_as_headings_and_sentences():
    assert grades(
        """
# Saltmere House

# Is the service safe?

Our findings

Safe – this means we looked for evidence that people were protected.

At our last inspection this key question was rated good. At this inspection this key question has \
deteriorated to requires improvement. People were at risk.

# Is the service caring?

At our last inspection we rated this key question requires improvement. The rating for this key \
question has improved to good.

# Is the service effective?

At this inspection the rating has remained good.
""",
        "Care Quality Commission",
        "Saltmere House",
    ) == {
        "Is the service safe?": "requires improvement",
        "Is the service caring?": "good",
        "Is the service effective?": "good",
    }


def test_a_hospital_trust():
    assert grades(
        """
# Saltmere NHS Foundation Trust

# Ratings

Overall trust quality rating | Good ●
Are services safe? | Requires improvement ●
Are services effective? | Good ●
Are services caring? | Outstanding ☆
Are services responsive? | Good ●
Are services well-led? | Good ●
""",
        "Care Quality Commission",
        "Saltmere NHS Foundation Trust",
    ) == {
        "Overall trust quality rating": "good",
        "Are services safe?": "requires improvement",
        "Are services effective?": "good",
        "Are services caring?": "outstanding",
        "Are services responsive?": "good",
        "Are services well-led?": "good",
    }


def test_a_police_force_with_a_list_under_each_grade():
    assert grades(
        """
# Our judgments

Our inspection assessed how good Saltmere Police is in eight areas of policing.

# Outstanding

• Providing a service to the victims of crime

# Good

• Preventing crime

• Managing offenders

# Adequate

• Responding to the public

# Requires improvement

• Investigating crime

# Inadequate

There are no areas that we graded as inadequate.

# Important changes to PEEL

We have changed our approach. It is not possible to compare the grades with those of 2021.
""",
        "HMICFRS",
        "Saltmere Police",
    ) == {
        "Providing a service to the victims of crime": "outstanding",
        "Preventing crime": "good",
        "Managing offenders": "good",
        "Responding to the public": "adequate",
        "Investigating crime": "requires improvement",
    }


def test_a_fire_service_with_last_times_grade_beside():
    found = findings(
        """
# Saltmere Fire and Rescue Service

# Effectiveness

Good (2021/22: Requires improvement)

Saltmere Fire and Rescue Service’s overall effectiveness is good.

# Efficiency

Requires improvement (2021/22: Good)

# People

Inadequate
""",
        "HMICFRS",
        "Saltmere Fire and Rescue Service",
    ).judgements

    assert {one.name: one.value for one in found} == {
        "Effectiveness": "good",
        "Efficiency": "requires improvement",
        "People": "inadequate",
    }


def test_a_prison_with_scores_of_two_inspections():
    text = """
# HMP Saltmere

# Figure 1: HMP Saltmere healthy prison outcomes 2019 and 2023

Healthy prison area | 2019 | 2023
Safety | Reasonably good | Not sufficiently good
Respect | Good | Good
Purposeful activity | Poor | Not sufficiently good
Rehabilitation and release planning | Poor | Reasonably good
"""
    found = findings(text, "HM Inspectorate of Prisons", "HMP Saltmere").judgements

    assert {one.name: one.value for one in found} == {
        "Safety": "not sufficiently good",
        "Respect": "good",
        "Purposeful activity": "not sufficiently good",
        "Rehabilitation and release planning": "reasonably good",
    }
    assert {one.scale for one in found} == {"good / reasonably good / not sufficiently good / poor"}
    assert "Safety" in loaded(text).text[found[0].start : found[0].end]


def test_a_prison_in_words():
    assert grades(
        """
# HMP Saltmere

At our last inspection of HMP Saltmere in 2019, we found the following outcomes for prisoners:

• reasonably good for safety

• poor for respect

At this inspection, we found that outcomes for prisoners were:

• not sufficiently good for safety

• good for respect

• reasonably good for purposeful activity.
""",
        "HM Inspectorate of Prisons",
        "HMP Saltmere",
    ) == {
        "Safety": "not sufficiently good",
        "Respect": "good",
        "Purposeful activity": "reasonably good",
    }


@pytest.mark.parametrize(
    "opening",
    [
        "Outcomes for prisoners were",
        "Outcomes for boys are",
        "At this inspection we found that outcomes for prisoners were",
    ],
)
def test_a_healthy_prison_test(opening):
    assert grades(
        f"""
# Safety

At the last inspection of Saltmere in 2019, we found that outcomes for prisoners were poor against \
this healthy prison test.

{opening} not sufficiently good against this healthy prison test.
""",
        "HM Inspectorate of Prisons",
        "HMP Saltmere",
    ) == {"Safety": "not sufficiently good"}


def test_a_probation_unit():
    found = findings(
        """
# An inspection of probation services in Saltmere

# Ratings

Fieldwork started March 2023 | Score 5/27
Overall rating | Requires improvement
1. Organisational delivery |
1.1 Leadership | Requires improvement
1.2 Staff | Good
2. Court disposals |
2.1 Assessment | Inadequate
2.2 Planning | Requires improvement
""",
        "HM Inspectorate of Probation",
        "Saltmere",
    ).judgements

    assert {one.name: one.value for one in found} == {
        "Overall rating": "requires improvement",
        "Leadership": "requires improvement",
        "Staff": "good",
        "Assessment": "inadequate",
        "Planning": "requires improvement",
    }


def test_a_short_inspection_of_childrens_services():
    assert grades("""
# Inspection of Saltmere local authority children’s services

The experiences and progress of children who need help and protection | Good
The experiences and progress of children in care | Good
The experiences and progress of care leavers | Requires improvement to be good
The impact of leaders on social work practice with children and families | Outstanding
Overall effectiveness | Good

In 2019 the local authority was judged to be inadequate. Services for children are now good.
""") == {
        "The experiences and progress of children who need help and protection": "good",
        "The experiences and progress of children in care": "good",
        "The experiences and progress of care leavers": "requires improvement",
        "The impact of leaders on social work practice with children and families": "outstanding",
        "Overall effectiveness": "good",
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2019 we graded the force as inadequate at investigating crime.",
        "The force was good at preventing crime in our 2018 inspection.",
        "At our previous inspection the service was rated inadequate.",
        "The overall rating in 2019 was good.",
        "Our 2019 report judged that leadership is inadequate.",
        "The last rating for this service was requires improvement.",
        "Leadership, which is rated as inadequate in the 2019 report, has moved on.",
    ],
)
def test_what_an_earlier_report_said_is_history(sentence):
    assert grades(f"# Report on Saltmere\n\n{sentence}", "HMICFRS", "Saltmere Police") == {}
