"""Questions on grades, changes and recommendations are answered from what was recorded."""

from datetime import date

import pytest
from findings_shelf import FindingsShelf

from bot.answering.findings import compose_findings
from bot.answering.records import Draft, Question, Statement, StatementKind
from bot.answering.understand import Vocabulary, understand
from bot.answering.verify import verify


@pytest.fixture
def shelf(tmp_path):
    made = FindingsShelf(tmp_path)
    made.add_grades(2015, overall="Good", adoption="Good", leadership_and_governance="Good")
    made.add_grades(
        2018, overall="Inadequate", leaders="Inadequate", help="Good", care_and_leavers="Good"
    )
    made.add_grades(
        2022,
        overall="Requires improvement to be good",
        leaders="Good",
        help="Good",
        care="Outstanding",
    )
    made.add_grades(2021, subject="Brackwater", overall="Inadequate", leaders="Good", help="Good")
    made.add_grades(2023, subject="Brackwater", overall="Good", leaders="Good", help="Good")
    made.add_grades(2023, subject="Ellinghaven", overall="Inadequate", leaders="Good", help="Good")
    yield made
    made.close()


def drafted(shelf: FindingsShelf, question: str, as_of: date | None = None) -> Draft | None:
    vocabulary = Vocabulary({}, shelf.catalog.subjects())
    return compose_findings(understand(Question(question, as_of=as_of), vocabulary), shelf.catalog)


def told(shelf: FindingsShelf, question: str, as_of: date | None = None) -> list[Statement]:
    draft = drafted(shelf, question, as_of)
    assert draft is not None
    statements, withheld = verify(draft, shelf.catalog)
    assert withheld == ()
    return list(statements)


def said(shelf: FindingsShelf, question: str, as_of: date | None = None) -> list[str]:
    return [one.text for one in told(shelf, question, as_of)]


@pytest.mark.parametrize(
    "question",
    [
        "What is the current overall grade of Saltmere?",
        "What’s Saltmere’s overall rating?",
        "Is Saltmere still rated inadequate?",
    ],
)
def test_the_current_grade_is_the_newest_reports_then_the_one_before(shelf, question):
    statements = told(shelf, question)

    assert [one.text for one in statements] == [
        "Overall effectiveness | Requires improvement to be good",
        "Overall effectiveness | Inadequate",
    ]
    assert [one.citations[0].published_on for one in statements] == [
        date(2022, 6, 1),
        date(2018, 6, 1),
    ]
    assert {one.kind for one in statements} == {StatementKind.JUDGEMENT}


def test_as_of_an_earlier_day_the_grade_is_that_days(shelf):
    question = "What is the overall grade of Saltmere?"

    assert said(shelf, question, date(2019, 1, 1))[0] == "Overall effectiveness | Inadequate"
    assert said(shelf, question, date(2016, 1, 1)) == ["Overall effectiveness | Good"]


def test_a_season_dates_the_grade_and_names_nothing_graded(shelf):
    assert said(shelf, "As of the spring of 2019, what was the overall grade of Saltmere?")[0] == (
        "Overall effectiveness | Inadequate"
    )
    assert said(shelf, "As of summer 2017, what grade did Saltmere get for adoption?")[0] == (
        "Adoption performance | Good"
    )


def test_a_year_names_its_report(shelf):
    assert said(shelf, "How was Saltmere rated overall in 2018?") == [
        "Overall effectiveness | Inadequate"
    ]


def test_a_year_without_a_report_says_so(shelf):
    draft = drafted(shelf, "What was the overall grade of Saltmere in 2020?")

    assert draft is not None
    assert draft.claims[0].text == "Overall effectiveness | Inadequate"
    assert "in 2020" in draft.notices[0]


def test_a_topic_names_what_is_graded(shelf):
    assert said(shelf, "How is Saltmere rated for leadership?")[0] == "Impact of leaders | Good"
    assert said(shelf, "How was Saltmere graded for children in care?")[0] == (
        "Children in care | Outstanding"
    )


def test_asked_for_nothing_in_particular_all_grades_are_given_the_overall_one_first(shelf):
    statements = said(shelf, "How was Saltmere graded?")

    assert statements[:4] == [
        "Overall effectiveness | Requires improvement to be good",
        "Impact of leaders | Good",
        "Children who need help and protection | Good",
        "Children in care | Outstanding",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "How has Saltmere changed since 2018?",
        "Has Saltmere improved since 2018?",
        "Compare Saltmere in 2018 and 2022.",
        "What changed between 2018 and 2022 in Saltmere?",
        "How has Saltmere done since 2019?",
    ],
)
def test_a_change_gives_each_step_and_cites_each_report(shelf, question):
    statements = told(shelf, question)

    assert statements[0].text == (
        "Overall effectiveness: inadequate (1 June 2018) → requires improvement (1 June 2022)"
    )
    assert [one.published_on for one in statements[0].citations] == [
        date(2022, 6, 1),
        date(2018, 6, 1),
    ]
    assert statements[1].text == "Impact of leaders: inadequate (1 June 2018) → good (1 June 2022)"
    assert {one.kind for one in statements} == {StatementKind.CHANGE}
    assert not any("Children in care" in one.text for one in statements)


def test_what_has_a_grade_is_what_of_the_subject_has_it(shelf):
    assert said(shelf, "Which services in Saltmere are outstanding?")[0] == (
        "Children in care | Outstanding"
    )


def test_the_outcome_for_send_is_another_thing_than_the_grades(shelf):
    shelf.add_text(
        2023,
        "# Area SEND inspection of Saltmere\n\n# Inspection outcome\n\nThe arrangements lead to "
        "inconsistent experiences and outcomes for children with SEND.",
    )

    assert said(shelf, "What is the overall grade of Saltmere?")[0].startswith("Overall")
    assert "inconsistent" in said(shelf, "How was Saltmere rated for SEND?")[0]
    assert said(shelf, "How has Saltmere changed since 2018?")[0].count("→") == 1


def test_a_change_over_frameworks_says_that_it_is_not_like_for_like(shelf):
    draft = drafted(shelf, "How has Saltmere changed since 2015?")

    assert draft is not None
    assert draft.claims[0].text.startswith("Overall effectiveness: good (1 June 2015) → inadequate")
    assert "Overall effectiveness is not like for like" in draft.notices[0]
    assert "Adoption performance" in draft.notices[1]


def test_one_report_alone_is_no_change(shelf):
    draft = drafted(shelf, "How has Ellinghaven changed since 2020?")

    assert draft is not None
    assert [one.kind for one in draft.claims] == [StatementKind.JUDGEMENT]
    assert "no comparison" in draft.notices[0]


def test_a_list_goes_by_the_newest_report_of_each_subject(shelf):
    statements = told(shelf, "Which authorities are rated inadequate?")

    assert [one.citations[0].title for one in statements] == ["Inspection of Ellinghaven 2023"]
    draft = drafted(shelf, "How many authorities were rated inadequate in 2021?")
    assert draft is not None
    assert len(draft.claims) == 1
    assert "1 of 1. I searched 1 report in 2021" in draft.notices[0]


def test_demands_come_with_their_dates_and_what_became_of_them(tmp_path):
    shelf = FindingsShelf(tmp_path)
    shelf.add_text(
        2020,
        "# Recommendations\n\n1. By 31 January 2021, the council should buy boats.\n\n"
        "2. Within six months, the council should paint its huts.",
    )
    assert said(shelf, "What was Saltmere told to do, and by when?") == [
        "By 31 January 2021, the council should buy boats.",
        "Within six months, the council should paint its huts.",
    ]
    draft = drafted(shelf, "What recommendations were made to Saltmere?")
    assert draft is not None
    assert draft.notices == (
        "Due by 1 December 2020 (Within six months of publication on 2020-06-01).",
    )

    shelf.add_text(2022, "# Progress\n\nRecommendation 1 has been completed. The paint is dry.")
    assert said(shelf, "What recommendations on boats were made to Saltmere?") == [
        "Recommendation 1 has been completed.",
        "By 31 January 2021, the council should buy boats.",
    ]
    # Without two reports that grade it, that is what is known to have changed.
    for question in ("What has changed in Saltmere?", "What changed for Saltmere since 2020?"):
        assert said(shelf, question) == ["Recommendation 1 has been completed."]
    assert drafted(shelf, "What changed for Saltmere since 2023?") is None
    assert drafted(shelf, "What has changed about lifeboats in Saltmere?") is None
    shelf.close()


@pytest.mark.parametrize(
    "question",
    [
        "Why was Saltmere graded inadequate?",
        "What did Ann Lee say about the grade of Saltmere?",
        "What is the overall grade of Wexholme?",
        "How has Saltmere’s response to missing children improved since 2018?",
        "How was Saltmere graded for its lifeboats?",
        "What did inspectors think of Saltmere?",
        "How many children live in Saltmere?",
    ],
)
def test_other_questions_are_left_to_search(shelf, question):
    assert drafted(shelf, question) is None
