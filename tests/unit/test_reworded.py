"""A question that nothing answers is asked again in official words, and never in a name."""

import pytest
from fakes import make_passage, make_report

from bot.answering.records import Claim, Evidence, Question, StatementKind
from bot.answering.reworded import reworded
from bot.answering.understand import understand
from bot.answering.vocabulary import Vocabulary
from store.records import Hit

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
    assert again(question).understood.query == whole


def test_what_was_read_is_said():
    notices = again("Was the boss sacked?").notices

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
    understood = again("What did Ann Lee say about the row?").understood

    assert understood.sought.matter == "the dispute"


@pytest.mark.parametrize(
    ("passage", "answers"),
    [
        ("The leaders were dismissed.", True),
        # Leaders alone are not what was asked for.
        ("Leaders had expected one in ten to do so.", False),
    ],
)
def test_an_answer_rests_on_all_the_words_that_were_put_in(passage, answers):
    hit = Hit(make_report(), make_passage(passage), 1.0)
    claim = Claim(passage, StatementKind.EXTRACT, None, (Evidence(hit, 0, len(passage)),))

    assert again("Were the bosses sacked?").answered_by(claim) is answers
