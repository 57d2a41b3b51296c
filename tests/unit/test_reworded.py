"""A question that nothing answers is asked again in official words, and never in a name."""

import pytest

from bot.answering.records import Question
from bot.answering.reworded import reworded
from bot.answering.understand import understand
from bot.answering.vocabulary import Vocabulary

WORDS = Vocabulary({}, ["Saltmere Council"])


def again(question: str):
    return reworded(understand(Question(question), WORDS))


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("What is the headcount of the council?", "What is the number of staff of the council?"),
        ("Was anybody sacked over it?", "Was anybody dismissed over it?"),
        ("Why were hospital meals told off?", "Why were hospital food criticised?"),
        ("Did the judge cut the minimum term?", "Did the judge reduce the minimum term?"),
        ("What is the cap on tuition fees?", "What is the maximum tuition fees?"),
        ("Is it illegal to sell essays?", "Is it an offence to sell essays?"),
    ],
)
def test_everyday_words_become_those_of_reports(question, whole):
    understood, _ = again(question)

    assert understood.query == whole


def test_what_was_read_is_said():
    _, notices = again("Was the boss sacked?")

    assert notices == ("I read “boss” as “leader” and “sacked” as “dismissed”.",)


@pytest.mark.parametrize(
    "question",
    [
        "How many officers were dismissed?",
        "What does Shut Down Skid Row say about funding?",
    ],
)
def test_official_words_and_names_stay(question):
    assert again(question) is None


def test_what_a_speaker_is_asked_about_is_reworded_too():
    understood, _ = again("What did Ann Lee say about the row?")

    assert understood.sought.matter == "the dispute"
