"""Whole speeches, statements and posts are their speaker's words, where the page says whose."""

import pytest

from ingest.delivered import find_delivered_by
from ingest.records import Loaded
from ingest.spoken import quotes_in
from store.records import Heading

BODY = """I am glad to be here with all of you.

• We will open two new offices this year.

As Bob Lowe said: “It is a start.”

We will report to you again next year."""


def page(opening: str) -> Loaded:
    title = opening.split("\n\n", maxsplit=1)[0]
    return Loaded(f"{opening}\n\n{BODY}", headings=(Heading(1, 0, len(title)),))


@pytest.mark.parametrize(
    ("opening", "who"),
    [
        (
            "The offices\n\nStatement by Ann Hill MP, Minister for Sheds, on it.",
            "Ann Hill, Minister for Sheds",
        ),
        ("The offices\n\nMinisterial statement by the Rt Hon Ann Hill about sheds.", "Ann Hill"),
        ("The offices\n\nSpeech delivered by Ann Hill at the Sheds Forum.", "Ann Hill"),
        ("The offices\n\nDelivered by: Ann Hill", "Ann Hill"),
        ("The offices\n\nWritten by Chief Inspector Ann Hill", "Ann Hill, Chief Inspector"),
        ("The offices\n\nA message from Ann Hill, Chief Executive", "Ann Hill, Chief Executive"),
        ("The offices\n\nBy Ann Hill", "Ann Hill"),
        ("Ann Hill’s speech to the Sheds Forum\n\nIt was given on Monday.", "Ann Hill"),
    ],
)
def test_the_page_says_whose_words_it_is(opening, who):
    loaded = page(opening)
    assert find_delivered_by(loaded).value == who
    said = [
        loaded.text[one.start : one.end]
        for one in quotes_in(loaded)
        if one.speaker == who.split(", ", maxsplit=1)[0]
    ]
    assert said == [
        "I am glad to be here with all of you.",
        "We will open two new offices this year.",
        "We will report to you again next year.",
    ]
    (other,) = (one for one in quotes_in(loaded) if one.speaker == "Bob Lowe")
    assert loaded.text[other.start : other.end] == "It is a start."


@pytest.mark.parametrize(
    "opening",
    [
        "The offices\n\nThe minister spoke to the Sheds Forum.",
        "The offices\n\nBy working together we can do more.",
        "The offices\n\nThe statement by the council was late.",
        "The offices\n\nA report by inspectors at Low Fell.",
    ],
)
def test_a_page_that_does_not_say_is_nobodys(opening):
    loaded = page(opening)
    assert find_delivered_by(loaded).value is None
    assert {one.speaker for one in quotes_in(loaded)} == {"Bob Lowe"}


def test_what_is_not_in_the_first_person_is_no_speech():
    text = "Sheds\n\nStatement by Ann Hill about sheds.\n\nThe sheds were “I think fine” and so on."
    assert find_delivered_by(Loaded(text, headings=(Heading(1, 0, 5),))).value is None


def test_notes_after_a_speech_are_not_spoken():
    spoken = "Sheds\n\nSpeech by Ann Hill.\n\nI am glad of sheds."
    text = f"{spoken}\n\nNotes to editors\n\nThe office has four sheds."
    at = text.index("Notes")
    loaded = Loaded(text, headings=(Heading(1, 0, 5), Heading(2, at, at + 16)))
    assert [text[one.start : one.end] for one in quotes_in(loaded)] == ["I am glad of sheds."]
