"""The press release that this project began with: the measured questions and their one answer."""

import pytest
from cli_kit import Desk, said
from desk import ROOT

SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
pytestmark = [
    pytest.mark.xdist_group("seed"),
    pytest.mark.skipif(not SEEDS, reason="../shared/seeds, which lies beside the repository"),
]

PUBLISHED = "2019-03-28"
CONCERNS = "What concerns remain for the Met?"
ONE_ANSWER = {
    "When will inspectors revisit?": (
        "We will revisit the Metropolitan Police Service within a year to assess progress."
    ),
    "What did the fourth quarterly report conclude?": (
        "In the fourth of these reports (published February 2018), we concluded that progress had "
        "been made in some important areas – but this had not translated into consistently good "
        "outcomes for children in London."
    ),
    "Who asked for the quarterly reports?": (
        "Because of the severity of the failings we found in 2016, the Home Secretary commissioned "
        "us to publish quarterly reports over the course of 2017, setting out the progress made by "
        "the MPS in improving its practices."
    ),
}
NOT_THERE = ("How many officers were dismissed?", "What was said about Greater Manchester Police?")
OF_CONCERN = ("concern", "not been enough", "overwhelmed", "not consistently")


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("seed"))
    done = desk.run("ingest", *SEEDS, "--published", PUBLISHED, "--json")
    assert done.code == 0, done.err
    assert done.lines[0]["published_on"] == PUBLISHED
    return desk


@pytest.fixture(scope="module")
def answers(desk) -> dict:
    follow_up = {
        "id": "follow-up",
        "question": "and what about online abuse?",
        "history": [{"question": CONCERNS, "answer": "There has not been enough improvement."}],
    }
    asked = [{"id": text, "question": text} for text in (CONCERNS, *ONE_ANSWER, *NOT_THERE)]
    given = desk.batch("ask", [*asked, follow_up])
    for answer in given:
        desk.check_answer(answer)
    return {answer["id"]: answer for answer in given}


def test_the_concerns_are_the_inspectors_own_words(desk, answers):
    answer = answers[CONCERNS]

    assert answer["status"] == "answered"
    assert answer["as_of"] == PUBLISHED
    concerns = [text for text in said(answer) if any(words in text for words in OF_CONCERN)]
    assert len(concerns) >= 3
    assert concerns == said(answer)
    quotes = [one for one in answer["statements"] if one["kind"] == "quote"]
    assert len(quotes) >= 3
    parr = {"name": "Matt Parr", "role": "HM Inspector of Constabulary"}
    assert all(one["speaker"] == parr for one in quotes)
    (report,) = {c["report_id"] for one in answer["statements"] for c in one["citations"]}
    notes = desk.text(report, 1).index("\nNotes\n")
    assert all(c["end"] < notes for one in answer["statements"] for c in one["citations"])


@pytest.mark.parametrize("question", ONE_ANSWER)
def test_one_sentence_answers_and_stands_alone(answers, question):
    assert answers[question]["status"] == "answered"
    assert said(answers[question]) == [ONE_ANSWER[question]]


@pytest.mark.parametrize("question", NOT_THERE)
def test_what_is_not_there_is_said_not_to_be_there(answers, question):
    assert answers[question]["status"] == "not_in_reports"
    assert answers[question]["statements"] == []
    assert answers[question]["coverage"] == {"reports": 1, "from": PUBLISHED, "to": PUBLISHED}


def test_a_follow_up_is_read_with_the_question_before_it(answers):
    follow_up = answers["follow-up"]

    assert follow_up["status"] == "answered"
    assert any("online child abuse" in text for text in said(follow_up))


def test_a_follow_up_says_nothing_off_its_topic(answers):
    follow_up = answers["follow-up"]

    about = ("online", "overwhelmed by cases")
    assert [text for text in said(follow_up) if not any(words in text for words in about)] == []
