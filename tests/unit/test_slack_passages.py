"""What an answer cites, shown where it stands."""

from datetime import date

from bot.answering.records import Citation
from bot.slack.blocks.passages import MOST_CITED, in_context, passages_view

TEXT = "Before. One is cited. So is two. Not this one. And three is. After."
DAY = date(2024, 5, 9)


def cite(words, report="r1", page=1, whole=TEXT):
    start = whole.index(words)
    end = start + len(words)
    return Citation(report, 1, "A report", "r.pdf", None, DAY, page, "", start, end, words)


def shown(*citations, seen=("r1",), whole=TEXT):
    found = in_context(citations, set(seen), lambda _report, _revision: whole)
    return [(one.before, one.citation.quote, one.after) for one in found]


def test_sentences_in_a_row_are_one_passage():
    one, two, three = cite("One is cited."), cite("So is two."), cite("And three is.")

    assert shown(two, three, one, one) == [
        ("Before. ", "One is cited. So is two.", " Not this one. And three is. After."),
        ("Before. One is cited. So is two. Not this one. ", "And three is.", " After."),
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


def test_rows_and_paragraphs_keep_their_lines():
    whole = "Our judgements\n\nArea | Grade\nCalls | Good\nCustody | Adequate\n\n“It is.” he said."
    rows = in_context(
        [cite("Calls | Good\nCustody | Adequate", whole=whole)], {"r1"}, lambda *_: whole
    )
    said = in_context([cite("It is.", whole=whole)], {"r1"}, lambda *_: whole)

    (row_block,) = passages_view(rows)["blocks"][1]["elements"]
    assert [one["text"] for one in row_block["elements"]] == [
        "Our judgements\nArea | Grade\n",
        "Calls | Good\nCustody | Adequate",
        "\n“It is.” he said.",
    ]
    (said_block,) = passages_view(said)["blocks"][1]["elements"]
    assert [one["text"] for one in said_block["elements"]][-2:] == ["It is.", "” he said."]
