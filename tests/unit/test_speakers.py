"""Whose words are asked for, and whose a sentence is."""

import pytest
from fakes import make_passage, make_report

from bot.answering.lift import Candidate
from bot.answering.records import Sought
from bot.answering.speakers import (
    as_we,
    is_by,
    is_in_own,
    is_own_words,
    is_theirs,
    sought,
    speaker_of,
)
from store.records import Hit, Quote, ReportKind


@pytest.mark.parametrize(
    ("question", "who", "matter"),
    [
        ("What did Rosalind Teague say about waits?", "Rosalind Teague", "waits"),
        ("what did the mayor of saltmere say about it", "mayor of saltmere", "it"),
        ("what did the home secretary tell parliament", "home secretary", "parliament"),
        ("What did Rosalind Teague promise on waits?", "Rosalind Teague", "waits"),
        ("How did Rosalind Teague describe the waits?", "Rosalind Teague", "the waits"),
        ("Why does Rosalind Teague reckon waits will grow?", "Rosalind Teague", "waits will grow"),
        ("Have we got anything from Rosalind Teague on waits?", "Rosalind Teague", "waits"),
        ("What was Rosalind Teague’s view on waits?", "Rosalind Teague", "waits"),
        ("quote from Rosalind Teague about waits", "Rosalind Teague", "waits"),
        ("According to Rosalind Teague, have waits grown?", "Rosalind Teague", "have waits grown"),
        ("What’s the home secretary’s line on waits?", "home secretary", "waits"),
        ("Did Rosalind Teague thank the team?", "Rosalind Teague", "thank the team"),
        ("What did Rosalind Teague find?", "Rosalind Teague", ""),
        ("What has Rosalind Teague got to say on waits?", "Rosalind Teague", "waits"),
    ],
)
def test_who_is_asked_for_and_on_what(question, who, matter):
    found = sought(question, ("Rosalind Teague",))

    assert found == Sought(who, matter)


@pytest.mark.parametrize(
    "question",
    [
        "What did inspectors say about the control room?",
        "What did the report say?",
        "What does it say?",
        "How many officers left?",
        "What did Eastvale Council promise?",
        "How did Project Lantern find children at risk?",
        "How did the council describe the waits?",
        "What are children’s views on the service?",
    ],
)
def test_what_is_a_reports_own_to_tell(question):
    assert sought(question, ("Eastvale Council", "Project Lantern")) is None


def test_praise_is_not_all_that_was_said():
    found = sought("Did Rosalind Teague give the force any credit at all?", ("Rosalind Teague",))

    assert found == Sought("Rosalind Teague", "the force", judging=True)


def test_who_was_told_may_be_the_one_who_recounts_it():
    found = sought("What did Pike tell Ida Crane about his post?", ("Pike", "Ida Crane"))

    assert found == Sought("Pike", "his post", "Ida Crane")
    assert is_theirs(candidate("He told me that he left.", "Ida Crane"), found)
    assert not is_theirs(candidate("He told me that he left.", "Rosalind Teague"), found)


def test_he_is_the_one_named_before():
    found = sought("Who is Matt Parr and what did he say about waits?", ("Matt Parr",))

    assert found is not None
    assert found.who == "Matt Parr"


@pytest.mark.parametrize(
    ("title", "lead", "kind", "own"),
    [
        ("Closing remarks", "Rowan Pike closed the day.\n\nToday we met.", ReportKind.OTHER, True),
        ("Closing remarks", "Ida Crane closed the day.\n\nToday we met.", ReportKind.OTHER, False),
        ("Waits in Eastvale", "Rowan Pike said: we met.", ReportKind.OTHER, False),
        ("Pike v Crane", "Before:\nMr JUSTICE PIKE\n\n1. Judge Crane", ReportKind.JUDGMENT, True),
        ("Pike v Crane", "Before Lord Pike, Lady Crane\n\n1. I find", ReportKind.JUDGMENT, False),
    ],
)
def test_a_whole_text_may_be_ones_own(title, lead, kind, own):
    assert is_own_words(make_report(title=title, kind=kind), lead, "Rowan Pike") is own


@pytest.mark.parametrize(
    ("title", "lead", "who", "name"),
    [
        ("Speech on crime", "Minister Rowan Pike: I am glad.", "pike", "Rowan Pike"),
        ("Speech on crime", "Pike spoke in Saltmere. I am glad.", "Rowan Pike", "Pike"),
        ("Speech on crime", "Prime Minister Pike: I am glad.", "pike", "Pike"),
        ("Speech on crime", "May addresses us. I am glad.", "Theresa May", "May"),
        # The month is nobody.
        ("Speech on crime", "Held on 5 May. In May, I am glad.", "Theresa May", None),
        ("News of crime", "Rowan Pike: I am glad.", "Rowan Pike", None),
        ("Speech on crime", "Ann Lee: I am glad.", "Rowan Pike", None),
    ],
)
def test_whose_a_speech_is_as_it_writes_the_name(title, lead, who, name):
    assert speaker_of(make_report(title=title), lead, who) == name


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How would Pike’s wardens work?", "How would our wardens work?"),
        ("Did Ms Pike promise wardens?", "Did we promise wardens?"),
        ("According to Pike, who pays?", "According to we, who pays?"),
        ("What is the Pikeham plan?", "What is the Pikeham plan?"),
    ],
)
def test_of_a_speaker_a_speech_speaks_as_we(question, said):
    assert as_we(question, "Pike") == said


def test_a_judge_also_tells_what_others_said():
    held = candidate("I find that she knew.", kind=ReportKind.JUDGMENT)
    told = candidate("She said that she knew.", kind=ReportKind.JUDGMENT)
    urged = candidate("His case is that the court should find it.", kind=ReportKind.JUDGMENT)

    assert is_in_own(held, {"report"})
    assert not is_in_own(told, {"report"})
    assert not is_in_own(urged, {"report"})
    assert not is_in_own(held, {"another"})


def candidate(text: str, speaker=None, role=None, **facts) -> Candidate:
    quote = Quote(0, len(text), 0, speaker, role, None, None) if speaker else None
    hit = Hit(make_report(**facts), make_passage(text), 0.0)
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
