"""Two bodies at once, the grade in front, facts of the report itself."""

from datetime import date

import pytest
from findings_shelf import FindingsShelf

from bot.answering.compare import compose_side_by_side
from bot.answering.facts import compose_facts
from bot.answering.findings import compose_lead
from bot.answering.records import Question, Understood
from bot.answering.understand import understand
from bot.answering.vocabulary import Vocabulary


@pytest.fixture
def shelf(tmp_path):
    made = FindingsShelf(tmp_path)
    made.add_grades(2018, overall="Inadequate", leaders="Inadequate", care="Good")
    made.add_grades(2022, overall="Good", leaders="Good", care="Outstanding")
    made.add_grades(2023, subject="Brackwater", overall="Inadequate", leaders="Good")
    yield made
    made.close()


def asked(shelf: FindingsShelf, question: str) -> Understood:
    return understand(Question(question), Vocabulary({}, shelf.catalog.subjects()))


def texts(draft) -> list[str]:
    return [claim.text for claim in draft.claims] if draft else []


def test_two_bodies_are_answered_side_by_side(shelf):
    draft = compose_side_by_side(
        asked(shelf, "Who does better, Saltmere or Brackwater?"), shelf.catalog
    )

    subjects = [claim.evidence[0].hit.report.description.subject.value for claim in draft.claims]
    assert subjects == ["Saltmere", "Brackwater"]
    assert all("Overall effectiveness" in text for text in texts(draft))


def test_one_body_is_not_compared(shelf):
    assert compose_side_by_side(asked(shelf, "Is Saltmere good or bad?"), shelf.catalog) is None


def test_the_newest_grade_goes_in_front_of_what_is_found(shelf):
    lead = compose_lead(asked(shelf, "What are the concerns for Saltmere?"), shelf.catalog)

    assert lead.text == "Overall effectiveness | Good"
    assert lead.evidence[0].hit.report.published_on.year == 2022


def test_a_topic_that_is_graded_has_its_own_grade_in_front(shelf):
    lead = compose_lead(
        asked(shelf, "What problems are there with leaders at Saltmere?"), shelf.catalog
    )

    assert "leaders" in lead.text


@pytest.mark.parametrize(
    "question",
    [
        "What were the concerns for Saltmere in 2018?",
        "What problems are there with burglary at Saltmere?",
        "When was Saltmere inspected?",
        "What are the concerns?",
    ],
)
def test_other_questions_have_no_grade_in_front(shelf, question):
    assert compose_lead(asked(shelf, question), shelf.catalog) is None


def test_the_day_of_publication_is_lifted_from_the_text(tmp_path):
    shelf = FindingsShelf(tmp_path)
    shelf.add(
        "letter.txt",
        "Published: 9 May 2024",
        "We visited Saltmere Constabulary. Waits grew.",
        subject="Saltmere Constabulary",
        published_on=date(2024, 5, 9),
    )

    draft = compose_facts(
        asked(shelf, "When was the Saltmere Constabulary letter published?"), shelf.catalog
    )

    assert texts(draft) == ["Published: 9 May 2024"]
    assert compose_facts(asked(shelf, "Why did waits grow at Saltmere?"), shelf.catalog) is None
    shelf.close()
