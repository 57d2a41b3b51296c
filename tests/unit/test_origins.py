"""Whose word, and which sort of document, a question asks for."""

from datetime import date

import pytest

from bot.answering.origins import kinds_in, publishers_in, without_kinds
from bot.answering.vocabulary import Vocabulary
from store.records import Description, ReportKind, ReportStatus, ReportSummary, Sourced


def report(publisher):
    nothing = Sourced(None, "test")
    description = Description(
        title=Sourced("A report", "test"),
        publisher=Sourced(publisher, "test"),
        subject=nothing,
        kind=Sourced(ReportKind.OTHER, "test"),
        published_on=Sourced(date(2024, 1, 1), "test"),
        inspected_from=nothing,
        inspected_to=nothing,
        url=nothing,
    )
    return ReportSummary(publisher, 1, "r.pdf", "0", ReportStatus.INDEXED, description, 1, 1)


IPS = ("Inspectorate of Public Safety",)
NORTHMARCH = ("Northmarch Police",)
WORDS = Vocabulary(
    {},
    ["Northmarch Police"],
    reports=[report("Inspectorate of Public Safety"), report("Northmarch Police")],
    publishers={
        "Inspectorate of Public Safety": ["IPS", "the inspectorate"],
        "Nobody Here": ["NH"],
    },
)


@pytest.mark.parametrize(
    ("question", "publishers"),
    [
        ("What did IPS say about 101 calls?", IPS),
        ("What did the inspectorate recently find at Northmarch Police?", IPS),
        ("According to the Inspectorate of Public Safety, what must improve?", IPS),
        ("What is in IPS’s latest report on Saltmere?", IPS),
        ("Which reports by IPS mention custody?", IPS),
        ("What did Northmarch Police say about its call handlers?", NORTHMARCH),
        ("What concerns remain for Northmarch Police?", ()),
        ("Does Northmarch Police use drones?", ()),
        ("Did Northmarch Police improve?", ()),
        ("When was IPS last at Northmarch Police?", ()),
        ("What did NH say?", ()),
    ],
)
def test_whose_word_is_asked_for(question, publishers):
    assert publishers_in(question, WORDS) == publishers


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("What does the press release say about rape investigations?", (ReportKind.PRESS_RELEASE,)),
        ("What is said in the 2024 letter?", (ReportKind.LETTER,)),
        ("According to the follow-up letter, what is done?", (ReportKind.LETTER,)),
        ("What does the latest inspection report find?", (ReportKind.INSPECTION_REPORT,)),
        ("How many letters were sent late?", ()),
        ("Who writes press releases for the force?", ()),
        ("When was the letter written?", ()),
    ],
)
def test_in_which_sort_of_document(question, kinds):
    assert kinds_in(question) == kinds


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("What does the press release say about rape?", "What do they say about rape?"),
        ("What is said on rape in the 2024 letter?", "What is said on rape ?"),
        ("According to the follow-up letter, what is done?", "what is done?"),
        ("Who writes press releases for the force?", "Who writes press releases for the force?"),
    ],
)
def test_where_an_answer_is_to_stand_is_not_searched_for(question, left):
    assert without_kinds(question) == left
