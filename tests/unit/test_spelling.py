"""A misspelt word is read as the one known word that it can be, and the answer says so."""

from dataclasses import replace

import pytest
from fakes import make_report

from bot.answering.spelling import notice
from bot.answering.vocabulary import Vocabulary

WORDS = replace(
    Vocabulary.of(
        {"Northmarch Police": ["the Northmarch"]},
        {"Supreme Court": []},
        [
            make_report("one", title="Eastvale Commonwealth Games", subject="Eastvale"),
            make_report("two", title="Inspection of Darlingworth", subject="Darlingworth"),
            make_report("three", title="Harrowby", subject="Harrowby"),
            make_report("five", title="Merton", subject="Merton"),
            make_report("four", title="Peterborough", subject="Peterborough"),
        ],
        ["Ruth Browne"],
    ),
    stands=lambda word: word in ("browned", "conservation", "suprem"),
)


def read(question: str) -> str:
    return WORDS.respelled(question)[0]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("how is peterbrough graded?", "how is Peterborough graded?"),
        ("How is Harrrowby?", "How is Harrowby?"),
        ("How is Harrobwy?", "How is Harrowby?"),
        ("the Eastvale comonwealth games", "the Eastvale commonwealth games"),
        ("the Eastvale Comonwealth Games", "the Eastvale Commonwealth Games"),
        ("Did Mazer win in the Suprem Court?", "Did Mazer win in the Supreme Court?"),
        ("What did Ruth Brown say?", "What did Ruth Browne say?"),
    ],
)
def test_a_misspelt_word_is_the_only_known_word_near(asked, meant):
    assert read(asked) == meant


@pytest.mark.parametrize(
    "asked",
    [
        # Another place, or name, by one letter: known or not.
        "How is Westvale graded?",
        "How is Darlincworth graded?",
        "How is Herefordshire?",
        "How is Morton?",
        "What did Supremo say?",
        "Was it browned?",
        # Forms of a word are no mistakes, short words may be anything, and two may be meant.
        "The Harrowbys of Eastvales",
        "What about Kemt?",
        "How is Herfordshire?",
        # An ordinary word that stands somewhere.
        "the conservation of Eastvale",
    ],
)
def test_no_name_or_word_is_read_as_another(asked):
    assert read(asked) == asked


def test_what_is_known_is_not_looked_up():
    asked: list[str] = []
    words = replace(WORDS, stands=lambda word: bool(asked.append(word)))

    words.respelled("How is Peterborough doing after the inspection of Darlingworth?")

    assert asked == []


def test_it_is_said_how_a_word_was_read():
    _, found = WORDS.respelled("peterbrough and Comonwealth")

    assert notice(found) == (
        "I read “peterbrough” as Peterborough and “Comonwealth” as Commonwealth.",
    )
    assert notice(()) == ()


def test_without_the_reports_words_nothing_is_read_otherwise():
    assert replace(WORDS, stands=None).respelled("peterbrough") == ("peterbrough", ())
