"""A passage is about what is named in it, at its report's head, or beside it."""

import pytest
from fakes import make_passage, make_report

from bot.answering.about import About
from bot.answering.records import Question
from bot.answering.understand import understand
from bot.answering.vocabulary import Vocabulary
from store.records import Hit

ALIASES = {"Northmarch Police": [], "Saltmere Police": []}
WORDS = Vocabulary(ALIASES, ["Eastvale", "Westvale"])
HEAD = "To Ann Lee, Northmarch Police. Dear partners. " + "All is well. " * 100
PASSAGE = "It helps children to be heard. Officers use it daily."
BESIDE = "Project Lantern began in spring, with Ruth Browne."


class Texts:
    def __init__(self, text: str) -> None:
        self._text = text

    def quotes(self, *_):
        return ()

    def lead(self, _report_id, _revision, characters):
        return self._text[:characters]

    def text(self, *_):
        return self._text


def is_about(question: str, far: str = "", **report) -> bool:
    text = f"{HEAD}{BESIDE}{far} {PASSAGE}"
    start = text.index(PASSAGE)
    given = {"title": "A letter", "subject": "Eastvale", **report}
    hit = Hit(make_report(**given), make_passage(PASSAGE, start=start), 1.0)
    return About(Texts(text), ALIASES).is_about(hit, understand(Question(question), WORDS))


def test_a_second_body_may_be_named_at_the_head_of_a_report():
    assert is_about("What is the daily tool (Northmarch Police, Eastvale)?")


@pytest.mark.parametrize(
    "question",
    [
        # Named nowhere, or of another place.
        "What is the daily tool (Saltmere Police, Eastvale)?",
        "What is the daily tool (Northmarch Police, Westvale)?",
        # What is found or said of one is not of the other.
        "What concerns are there at Northmarch Police in Eastvale?",
        "What did Northmarch Police say about Eastvale?",
    ],
)
def test_one_body_is_not_the_other(question):
    assert not is_about(question)


def test_a_name_may_stand_beside_a_passage():
    assert is_about("Does Project Lantern help children in Eastvale?")
    assert not is_about("Does Project Beacon help children in Eastvale?")


def test_a_name_far_from_a_passage_is_of_something_else():
    far = " Nothing to add." * 200

    assert not is_about("Does Project Lantern help children in Eastvale?", far=far)


def test_a_name_beside_alone_is_too_little():
    assert not is_about("Does Project Lantern help children?", subject=None)


def test_what_is_said_of_a_name_must_name_it():
    assert not is_about("What did they say about Project Lantern in Eastvale?")


def test_who_published_a_report_need_not_be_named_in_it():
    asked = "What does the Home Office do for children in Eastvale?"

    assert is_about(asked, publisher="Home Office")
    assert not is_about(asked, publisher="Ministry of Justice")
