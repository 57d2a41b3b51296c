"""Whether a sentence holds what a question wants: so many of something, a name, a person."""

import pytest

from bot.answering.exact import (
    asks_name,
    counts,
    names_person,
    names_something,
    post_asked,
)
from bot.answering.topic import stems, telling

DOGS = "How many dogs does Northmarch Police keep?"


@pytest.mark.parametrize(
    "sentence",
    ["It keeps 14 dogs.", "Fourteen of them, and a third of all handlers.", "All 1,200 dogs."],
)
def test_a_count_is_a_count(sentence):
    assert counts(DOGS, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Dogs are seen within 24 hours.",
        "Handlers wait for two years.",
        "It opens from 9:30am to 4pm on 5 May 2024.",
        "Dogs cost £3,000 in 2023, under section 47.",
        "Dogs for 11 to 15-year-olds are 4% of all.",
    ],
)
def test_a_time_an_age_a_sum_or_a_share_is_no_count(sentence):
    assert not counts(DOGS, sentence)


def test_days_are_counted_where_days_are_asked_for():
    assert counts("How many days did callers wait?", "Callers waited 12 days.")


def test_a_name_is_wanted_where_what_something_is_called_is_asked():
    assert asks_name("What is the app called that children use?")
    assert asks_name("Which university is Eastvale working with?")
    assert not asks_name("What is the app for?")


def test_a_name_from_the_question_is_no_answer_to_it():
    known = "Which university is Eastvale working with? Eastvale"

    assert not names_something("In Eastvale a local university takes part.", known)
    assert names_something("In Eastvale the University of Wexholme takes part.", known)
    assert names_something("The app is known as ‘Ring Once’.", "What is the app called?")


def test_who_is_in_a_post_is_answered_by_a_name_beside_the_post():
    question = "Who is the director of children’s services in Eastvale?"
    post = post_asked(question)

    assert post == "director"
    assert names_person("The director, Rosalind Teague, came in May.", post, question)
    assert not names_person("An interim Deputy Director came in May.", post, question)
    assert not names_person("Rosalind Teague came in May.", post, question)
    assert post_asked("What is the name of the lead inspector?") == "inspector"
    assert post_asked("Who asked for the inspection?") is None


def test_an_acronym_is_not_what_it_looks_like():
    assert not {*telling("What was the SEND outcome?")} & stems("They should send it in May.")
    assert "SEND" in telling("What was the SEND outcome?").keys() & stems("SEND services are good.")
