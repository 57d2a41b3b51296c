"""How an answer reads in Slack."""

from datetime import date

import pytest
from answer_kit import answer_blocks

from bot.answering.records import (
    Answer,
    Citation,
    Question,
    Speaker,
    Statement,
    StatementKind,
    Status,
    Withheld,
)
from bot.slack.blocks.actions import Controls
from bot.slack.blocks.answer import show_answer
from bot.slack.blocks.plain import answer_text, remembered
from bot.slack.mrkdwn import clean, clip, safe_url
from store.records import Coverage

NEW, OLD = date(2019, 3, 28), date(2017, 6, 1)


def cite(report="new", day=NEW, page=4, url="https://x.example/new.pdf"):
    return Citation(
        report, 1, f"The {report} report", f"{report}.pdf", url, day, page, "", 0, 1, ""
    )


def say(text, kind=StatementKind.EXTRACT, *citations, speaker=None):
    return Statement(text, kind, speaker, citations or (cite(),))


def answer(*statements, status=Status.ANSWERED, **given):
    facts = {"as_of": NEW, "withheld": (), "nearest": (), "coverage": Coverage(182, OLD, NEW)}
    return Answer(Question("q"), status, statements=statements, **(facts | given))


FULL = answer(
    say("Two concerns remain.", StatementKind.LEAD),
    say("Staffing was below establishment.", StatementKind.EXTRACT, cite("old", OLD, 9, None)),
    say("Progress & pace have slowed.", StatementKind.EXTRACT, cite(page=5)),
    say("We are *not* there yet", StatementKind.QUOTE, speaker=Speaker("Ann Day", "chief")),
)


def test_the_plain_text_is_complete():
    assert answer_text(FULL) == (
        "Two concerns remain. [1]\n"
        "\n"
        "The new report, 28 March 2019\n"
        "• Progress &amp; pace have slowed. [2]\n"
        "“We are *not* there yet” — Ann Day, chief, 28 March 2019 [1]\n"
        "\n"
        "Earlier, 1 June 2017: The old report\n"
        "• Staffing was below establishment. [3]\n"
        "\n"
        "As of 28 March 2019\n"
        "[1] The new report, 28 March 2019, p. 4 https://x.example/new.pdf#page=4\n"
        "[2] The new report, 28 March 2019, p. 5 https://x.example/new.pdf#page=5\n"
        "[3] The old report, 1 June 2017, p. 9\n"
        "\n"
        "Searched 182 reports, 2017–2019"
    )


def test_the_blocks_have_lead_groups_and_footer_in_order():
    kinds = [block["type"] for block in answer_blocks(FULL)]
    assert kinds == ["rich_text", "rich_text", "rich_text", "divider", "rich_text", "context"]


def test_a_quotation_is_a_quote_with_marks_speaker_and_date():
    group = answer_blocks(FULL)[1]["elements"]
    assert [element["type"] for element in group] == [
        "rich_text_section",
        "rich_text_list",
        "rich_text_quote",
    ]
    assert "".join(one["text"] for one in group[2]["elements"]) == (
        "“We are *not* there yet”\n— Ann Day, chief, 28 March 2019 [1]"
    )


def test_sources_link_to_the_page():
    links = [
        one for one in answer_blocks(FULL)[4]["elements"][0]["elements"] if one["type"] == "link"
    ]
    assert [one["url"] for one in links] == [
        "https://x.example/new.pdf#page=4",
        "https://x.example/new.pdf#page=5",
    ]


def test_each_report_stands_once_in_the_footer_with_the_pages_that_are_cited():
    footer = answer_blocks(FULL)[4]["elements"][0]["elements"]
    told = "".join(element["text"] for element in footer)
    assert told == (
        "As of 28 March 2019\n[1] The new report, 28 March 2019, p. 4; [2] p. 5"
        "\n[3] The old report, 1 June 2017, p. 9"
    )
    links = {element["text"]: element["url"] for element in footer if element["type"] == "link"}
    assert links["p. 5"] == "https://x.example/new.pdf#page=5"


def test_grades_are_a_table_and_a_list_where_tables_are_unknown():
    grades = [say(f"Topic {one} | Good", StatementKind.JUDGEMENT) for one in "abc"]
    shown = show_answer(answer(*grades))
    (table,) = [block for block in shown.blocks if block["type"] == "table"]
    cells = [[cell["text"] for cell in row] for row in table["rows"]]
    assert cells[:2] == [["Judgement", "Grade", "Source"], ["Topic a", "Good", "[1]"]]
    assert "table" not in [block["type"] for block in shown.without_table]
    assert "'text': 'Topic a: '" in str(shown.without_table)


def test_what_has_no_room_is_offered_with_its_number():
    long = [say(f"{number} " + "word " * 80) for number in range(4)]
    shown = show_answer(answer(*long, further=(say("One more."),)), Controls(7))
    labels = [element["text"]["text"] for element in shown.blocks[-2]["elements"]]
    assert len(shown.left) == 3
    assert labels == ["More (4)"]


def test_a_quote_without_a_speaker_says_so():
    text = answer_text(answer(say("Quite so", StatementKind.QUOTE)))
    assert "“Quite so” — speaker not named, 28 March 2019 [1]" in text


def test_a_sentence_without_a_source_is_withheld_and_counted():
    bare = Statement("Trust me.", StatementKind.EXTRACT, None, ())
    text = answer_text(answer(say("Fine."), bare, withheld=(Withheld("x", "y"),)))
    assert "Trust me" not in text
    assert "2 sentences were withheld" in text


def test_what_does_not_fit_is_counted_and_never_cut():
    long = [say(f"{number} " + "word " * 300, StatementKind.QUOTE) for number in range(20)]
    text = answer_text(answer(*long), limit=4_000)
    assert len(text) <= 4_000
    assert "19 more sentences did not fit" in text
    assert "…" not in text
    assert "[1] The new report" in text


def test_a_statement_longer_than_a_message_is_left_out_not_cut():
    text = str(answer_blocks(answer(say("Short."), say("word " * 900))))
    assert "word" not in text
    assert "One passage is too long to be shown whole" in text


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.ANSWERED])
def test_every_other_status_speaks(status):
    assert len(answer_text(answer(status=status))) > 20
    assert answer_blocks(answer(status=status))[0]["type"] == "rich_text"


def test_nothing_found_says_what_was_searched():
    text = answer_text(answer(status=Status.NOT_IN_REPORTS, as_of=None))
    assert "182 reports" in text
    assert "As of" not in text


def test_notes_of_the_message_stand_in_the_footer():
    assert answer_blocks(FULL, "A note.")[-1]["elements"][-1]["text"] == "A note."


def test_what_is_remembered_are_the_sentences():
    assert remembered(FULL).splitlines()[0] == "Two concerns remain."
    assert remembered(answer(status=Status.NOT_IN_REPORTS)).startswith("The reports do not say.")


@pytest.mark.parametrize(
    ("url", "page", "safe"),
    [
        ("https://x.org/a.pdf", 4, "https://x.org/a.pdf#page=4"),
        ("https://x.org/A.PDF?v=1", 4, "https://x.org/A.PDF?v=1#page=4"),
        ("https://x.org/a.pdf#toc", 4, "https://x.org/a.pdf#toc"),
        ("https://x.org/a.html", 4, "https://x.org/a.html"),
        ("https://x.org/a b%20c|<d>", None, "https://x.org/a%20b%20c%7C%3Cd%3E"),
        ("file:///etc/passwd", 1, None),
        ("javascript:alert(1)", 1, None),
        ("https://", 1, None),
        ("http://[", 1, None),
        (None, 1, None),
        ("https://x.org/" + "a" * 2_000, 1, None),
    ],
)
def test_only_web_addresses_become_links(url, page, safe):
    assert safe_url(url, page) == safe


def test_clean_and_clip():
    assert clean("a\u200bb\u202e <!channel>\n<@U1> c") == "ab ‹!channel› ‹@U1› c"
    assert clip("one two three", 9) == "one two…"
    assert clip("x" * 20, 5) == "xxxx…"
