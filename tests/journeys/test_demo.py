"""`reportdesk demo` gives the true answers of bot/samples/README.md, also the second time."""

import pytest
from cli_kit import Desk, said

pytestmark = pytest.mark.xdist_group("demo")

QUESTIONS = (
    "Is Northmarch Police still in enhanced monitoring?",
    "And what about Saltmere Constabulary?",
    "What did Rosalind Teague say about the control room at Northmarch Police?",
    (
        "What share of home burglaries in Saltmere ended with a suspect being charged in the year "
        "to March 2020?"
    ),
    "Does Northmarch Police use facial recognition cameras?",
)
TEAGUE = (
    "The control room is a different story. The force moved its call handlers 40 miles and was "
    "surprised when so many of them left. Nobody should have to ring 999 twice, and in Northmarch "
    "last year some people had to."
)
CHARGED = (
    "In the year to 31 March 2020, 6.4% of home burglaries recorded by Saltmere Constabulary ended "
    "with a suspect being charged."
)
# The stale answers, the uncorrected figure, the withdrawn bulletin.
NEVER = (
    "is still in enhanced monitoring.",
    "The constabulary continues under routine monitoring.",
    "7.5%",
    "97.2",
    "northmarch-999-performance-bulletin",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    return Desk(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def shown(desk) -> list[list[str]]:
    """What the demo printed under each of its questions, the first time and the second."""
    return [demo(desk), demo(desk)]


def demo(desk: Desk) -> list[str]:
    done = desk.run("demo")
    assert done.code == 0, done.err
    assert done.err == ""
    ingest, *answers = done.text.split("─ Question ")
    assert len(answers) == 5
    assert ingest.count("northmarch-police-inspection-2023.pdf") == 1
    return answers


@pytest.mark.parametrize("time", [0, 1], ids=["first", "second"])
def test_the_demo_shows_the_true_answers(shown, time):
    for question, answer in zip(QUESTIONS, shown[time], strict=True):
        assert question in answer
    monitoring, follow_up, teague, charged, cameras = shown[time]
    assert (
        "Northmarch Police is no longer in enhanced monitoring." in monitoring
        or "under routine monitoring since 9 February 2022" in monitoring
    )
    assert "Saltmere Constabulary has been in enhanced monitoring since 15 July 2024." in follow_up
    assert "As of 24 September 2024." in follow_up
    assert f"“{TEAGUE}” — Rosalind Teague, His Majesty’s Inspector" in teague
    assert "As of 16 March 2023." in teague
    assert "Farrow" not in teague
    assert CHARGED in charged
    assert "The reports do not say. I searched 6 reports" in cameras


def test_the_demo_shows_nothing_stale_withdrawn_or_uncorrected(shown):
    for answer in shown[0] + shown[1]:
        assert [words for words in NEVER if words in answer] == []


def test_what_the_demo_leaves_behind_answers_the_same(desk, shown):
    first, second, third, fourth, fifth = QUESTIONS
    history = [{"question": first, "answer": ""}]
    answers = desk.batch(
        "ask",
        [
            {"question": first},
            {"question": second, "history": history},
            {"question": third},
            {"question": fourth},
            {"question": fifth},
            {"question": "How many 999 calls does Northmarch Police answer within ten seconds?"},
        ],
    )

    for answer in answers:
        desk.check_answer(answer)
        assert [words for words in NEVER if words in str(answer)] == []
    assert [one["status"] for one in answers[:5]] == [*["answered"] * 4, "not_in_reports"]
    assert " ".join(said(answers[2])) == TEAGUE
    assert {s["speaker"]["name"] for s in answers[2]["statements"]} == {"Rosalind Teague"}
    assert said(answers[3])[0] == CHARGED
    assert {c["revision"] for s in answers[3]["statements"] for c in s["citations"]} == {2}
    assert answers[4]["coverage"]["reports"] == 6
    assert "86%" in " ".join(said(answers[5]))
