"""What an answer cites, shown where it stands."""

from datetime import date

import pytest

from bot.answering.records import Citation
from bot.slack.blocks.passages import MOST_CITED, in_context, in_lines

TEXT = "Before. One is cited. So is two. Not this one. And three is. After."
DAY = date(2024, 5, 9)


def cite(words, report="r1", page=1, whole=TEXT):
    start = whole.index(words)
    end = start + len(words)
    return Citation(report, 1, "A report", "r.pdf", None, DAY, page, "", start, end, words)


def shown(*citations, seen=("r1",), whole=TEXT):
    found = in_context(citations, set(seen), lambda _report, _revision: whole)
    return [(one.before.strip(), one.citation.quote, one.after.strip()) for one in found]


def test_sentences_in_a_row_are_one_passage():
    one, two, three = cite("One is cited."), cite("So is two."), cite("And three is.")

    assert shown(two, three, one, one) == [
        ("Before.", "One is cited. So is two.", "Not this one. And three is. After."),
        ("Before. One is cited. So is two. Not this one.", "And three is.", "After."),
    ]


def test_sentences_of_two_pages_or_reports_are_not():
    assert len(shown(cite("One is cited."), cite("So is two.", page=2))) == 2
    assert len(shown(cite("One is cited."), cite("So is two.", "r2"), seen=("r1", "r2"))) == 2


def test_no_more_is_joined_than_is_shown_whole():
    long = "a" * (MOST_CITED - 10)
    whole = f"{long}. And this too."

    found = shown(cite(f"{long}.", whole=whole), cite("And this too.", whole=whole), whole=whole)
    assert [quote for _, quote, _ in found] == [f"{long}.", "And this too."]


def test_what_may_not_be_seen_says_nothing():
    assert shown(cite("One is cited."), cite("So is two."), seen=()) == [("", "One is cited.", "")]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("  a b\n\n c ", " a b\nc "),
        ("\nabc\n", "\nabc\n"),
        ("one\x00\u202e <!channel>\ntwo", "one ‹!channel›\ntwo"),
        ("   ", " "),
        ("", ""),
    ],
)
def test_lines_stay_lines_and_nothing_hides_in_them(raw, told):
    assert in_lines(raw) == told
