"""Whose words are asked for, and whose a sentence is."""

import pytest
from fakes import make_passage, make_report

from bot.answering.lift import Candidate
from bot.answering.speakers import is_by, speaker_asked
from store.records import Hit, Quote


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("What did Rosalind Teague say about the control room?", "Rosalind Teague"),
        ("what did the mayor of saltmere say about it", "mayor of saltmere"),
        ("what did the home secretary tell parliament", "home secretary"),
        ("What did inspectors say about the control room?", None),
        ("What did the report say?", None),
        ("What does it say?", None),
        ("How many officers left?", None),
    ],
)
def test_who_is_asked_for(question, who):
    assert speaker_asked(question, ()) == who


def test_he_is_the_one_named_before():
    question = "Who is Matt Parr and what did he say about online abuse?"

    assert speaker_asked(question, ("Matt Parr",)) == "Matt Parr"


def candidate(text: str, speaker=None, role=None, publisher=None) -> Candidate:
    quote = Quote(0, len(text), 0, speaker, role, None, None) if speaker else None
    hit = Hit(make_report(publisher=publisher), make_passage(text), 0.0)
    return Candidate(hit, 0, len(text), text, 0.0, quote)


@pytest.mark.parametrize(
    ("one", "who"),
    [
        (candidate("It is slow.", "Rosalind Teague"), "rosalind teague"),
        (candidate("It is slow.", "Rosalind Teague"), "teague"),
        (candidate("It is slow.", "Rosalind Teague", "His Majesty’s Inspector"), "inspector"),
        (candidate("The High Court held that he was liable."), "high court"),
        (candidate("It is slow.", publisher="Ofsted and Care Quality Commission"), "ofsted"),
    ],
)
def test_what_is_theirs(one, who):
    assert is_by(one, who)


@pytest.mark.parametrize(
    ("one", "who"),
    [
        (candidate("It is slow.", "Rosalind Teague"), "Matt Parr"),
        (candidate("It is slow."), "Rosalind Teague"),
        (candidate("Rosalind Teague went home. Inspectors said it is slow."), "Rosalind Teague"),
        (candidate("The Supreme Court held that he was not liable."), "high court"),
        (candidate("It is slow.", publisher="Ofsted"), "ofcom"),
    ],
)
def test_what_is_not_theirs(one, who):
    assert not is_by(one, who)
