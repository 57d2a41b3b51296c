"""Every surface in Slack, through the real process: what Slack got is what is looked at."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import ROOT, SAMPLES, in_slack, reportdesk
from slack_standin import SlackStandIn, text_of

pytestmark = pytest.mark.slow

CONCERNS = "What concerns remain for Northmarch Police?"
GRADE = "Is Northmarch Police still in enhanced monitoring?"
GRADES = "How was Northmarch Police graded?"
TOLD = "What was Northmarch Police told to do, and by when?"
LETTER = "Northmarch Police: what has become of our 2023 recommendations"


@pytest.fixture(params=["socket", "http"], scope="module")
def mode(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def folder(library, mode, tmp_path_factory) -> Path:
    """A library of its own for each mode: a test adds to it."""
    return shutil.copytree(library, tmp_path_factory.mktemp(mode) / "desk")


@pytest.fixture(scope="module")
def slack(mode) -> Iterator[SlackStandIn]:
    """A workspace of its own for each mode: what was shown in one is not in the other."""
    with SlackStandIn(
        channels=("newsroom", "press", "quiet", "help", "edits"),
        retry_delays=(0.0, 0.2, 0.2),
        # What the manifest does not ask for, Slack neither sends nor allows.
        manifest=ROOT / "bot" / "slack" / "manifest.json",
    ) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def bot(folder, slack, mode):
    admins = {"admins": [slack.workspace.user("maya")], "ask_person": slack.channel("help")}
    with in_slack(folder, slack, mode, slack=admins) as running:
        yield running


def asked_and_answered(slack, place, user, question):
    said = slack.say(place, user, question)
    (answer,) = slack.wait_for_messages(place, said.thread, timeout=60)
    return said, answer


def buttons(message):
    return [
        element["action_id"]
        for block in message["blocks"]
        for element in block.get("elements", ())
        if isinstance(element, dict) and "action_id" in element
    ]


def set_channel(slack, channel, **values):
    """Maya, an admin, sets a channel; what a channel is set to is left as it was at the end."""
    slack.command("/reports", "settings", "maya", channel)
    slack.wait_for_view("maya")
    delivery = slack.submit("maya", values)
    assert not delivery.body, delivery.body


# Commands and shortcuts: private, with a way to share.


def test_a_command_is_answered_to_the_asker_alone_and_can_be_shared(slack):
    before = len(slack.answers("press"))
    slack.command("/reports", f"ask {GRADE}", "tom", "press")
    seen = slack.wait_for_shown("tom", containing="no longer in enhanced monitoring", timeout=60)

    assert len(slack.answers("press")) == before
    assert any("Asking the reports" in text_of(one) for one in slack.shown_to("tom"))

    slack.click(seen[-1], "share", "tom")
    (shared,) = slack.wait_for_messages("press", containing=f"asked: “{GRADE}”")
    assert "no longer in enhanced monitoring" in text_of(shared)
    assert "share" not in buttons(shared)


def test_a_search_command_shows_passages_with_their_pages(slack):
    slack.command("/reports", "search answering 101 calls", "omar", "press")
    (found,) = slack.wait_for_shown("omar", containing="Passages on", timeout=60)

    assert re.search(r"p\. \d", text_of(found))
    assert "Found by search, not an answer" in text_of(found)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("", "/reports ask QUESTION"),
        ("help", "/reports search WORDS"),
        ("ask", "/reports ask QUESTION"),
        ("status", "I answer from 3 reports"),
    ],
)
def test_a_command_about_the_bot_is_answered_at_once(slack, words, shown):
    delivery = slack.command("/reports", words, "priya", "press")
    assert slack.wait_for_shown("priya", containing=shown)
    slack.wait_for_deliveries()
    assert delivery.ack_seconds < 1


def test_a_global_shortcut_asks_in_a_modal_and_answers_in_a_direct_message(slack):
    slack.shortcut("ask_reports", "priya")
    slack.wait_for_view("priya", containing="Ask the reports")
    slack.submit("priya", {"question": GRADE})

    (answer,) = slack.wait_for_messages(
        slack.dm("priya"), containing="no longer in enhanced monitoring", timeout=60
    )
    assert "share" not in buttons(answer)


def test_a_message_shortcut_asks_about_the_message_in_its_thread(slack):
    said = slack.say("newsroom", "omar", GRADE, mention=False)
    slack.message_shortcut("ask_about", said, "tom")
    view = slack.wait_for_view("tom")
    assert view["state"]["values"]["question"]["question"]["value"] == GRADE
    slack.submit("tom")

    seen = slack.wait_for_shown("tom", containing="no longer in enhanced monitoring", timeout=60)
    assert seen[-1]["thread_ts"] == said.ts
    assert slack.answers("newsroom", said.ts) == []


def test_a_question_of_nothing_is_not_taken(slack):
    slack.shortcut("ask_reports", "priya")
    slack.wait_for_view("priya")
    slack.submit("priya", {"question": "   "})
    assert slack.view_errors("priya") == {"question": "Please write a question."}
    slack.close("priya")


# What is under an answer.


def test_show_passages_shows_what_is_cited_where_it_stands(slack):
    _, answer = asked_and_answered(slack, "press", "maya", CONCERNS)
    slack.click(answer, "passages", "omar")
    shown = text_of(slack.wait_for_view("omar", containing="Passages"))
    slack.close("omar")

    assert "Callers to 101 still wait too long" in shown
    assert LETTER in shown
    assert "9 May 2024" in shown


def test_more_goes_on_where_the_answer_stopped(slack):
    said, answer = asked_and_answered(slack, "press", "maya", TOLD)
    more = [one for one in buttons(answer) if one == "more"]
    assert more == ["more"]
    slack.click(answer, "more", "omar")
    _, rest = slack.wait_for_messages("press", said.ts, count=2, timeout=60)

    assert not set(lines_of(answer)) & set(lines_of(rest))
    assert "31 March 2024" in text_of(rest)


def lines_of(message):
    """The statements: what stands in a list."""
    texts = [
        part["text"]
        for block in message["blocks"]
        if block["type"] == "rich_text"
        for element in block["elements"]
        if element["type"] == "rich_text_list"
        for item in element["elements"]
        for part in item["elements"]
    ]
    assert texts
    return texts


def test_grades_are_a_table_with_their_source(slack):
    _, answer = asked_and_answered(slack, "press", "maya", GRADES)
    (table,) = [block for block in answer["blocks"] if block["type"] == "table"]
    rows = [[cell["text"] for cell in row] for row in table["rows"]]

    assert rows[0] == ["Judgement", "Grade", "Source"]
    assert ["Investigating crime", "Adequate", "[1]"] in rows
    assert "Investigating crime: Adequate" in answer["text"]


def test_feedback_is_kept_with_its_reason_and_exported_with_the_answer(slack, folder):
    said, answer = asked_and_answered(slack, "press", "maya", GRADE)
    slack.click(answer, "feedback", "tom", value=feedback(answer, "not_helpful"))
    slack.wait_for_view("tom", containing="Not helpful")
    slack.submit("tom", {"reason": "old", "comment": "There is a newer letter."})
    slack.click(answer, "feedback", "omar", value=feedback(answer, "helpful"))
    slack.wait_for_deliveries()

    done = reportdesk("feedback", "export", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert GRADE in done.stdout
    assert "There is a newer letter." in done.stdout
    assert '"reason": "old"' in done.stdout
    assert said.ts


def feedback(message, verdict):
    (buttons,) = [
        element
        for block in message["blocks"]
        if block["type"] == "context_actions"
        for element in block["elements"]
    ]
    both = (buttons["positive_button"]["value"], buttons["negative_button"]["value"])
    return next(value for value in both if value.startswith(f"{verdict}:"))


def test_a_person_is_called_and_closes_the_question(slack):
    said, answer = asked_and_answered(slack, "newsroom", "tom", GRADE)
    slack.click(answer, "ask_person", "tom")
    (card,) = slack.wait_for_messages("help", containing=GRADE, timeout=30)
    slack.wait_for_shown("tom", containing="I have asked a person")
    assert "Open the thread" in text_of(card)

    slack.click(card, "resolve", "priya")
    slack.wait_for_messages("newsroom", said.ts, count=2, timeout=30)
    slack.wait_for(lambda: "Resolved" in text_of(slack.answers("help")[-1]))
    (card,) = slack.answers("help")
    assert "resolve" not in buttons(card)


# Edits and deletions.


def test_an_edited_question_is_answered_anew_in_place(slack):
    said, first = asked_and_answered(slack, "edits", "maya", GRADE)
    slack.edit(said, f"<@{slack.app.bot_user}> What did Rosalind Teague say about 101 calls?")
    slack.wait_for(lambda: "Rosalind Teague" in text_of(slack.answers("edits", said.ts)[0]), 60)

    (answer,) = slack.answers("edits", said.ts)
    assert answer["ts"] == first["ts"]
    assert "no longer in enhanced monitoring" not in text_of(answer)


def test_a_deleted_question_takes_its_answer_along(slack):
    said, _ = asked_and_answered(slack, "edits", "maya", GRADE)
    slack.remove(said)
    slack.wait_for(lambda: slack.answers("edits", said.ts) == [], 30)


# Settings of a channel.


def test_only_allowed_people_set_a_channel(slack):
    slack.command("/reports", "settings", "omar", "quiet")
    assert slack.wait_for_shown("omar", containing="Only admins of this workspace")
    assert slack.view("omar") is None


def test_a_channel_can_be_set_to_answer_the_asker_alone(slack):
    set_channel(slack, "quiet", answer_in="asker")
    said = slack.say("quiet", "tom", GRADE)
    slack.wait_for(lambda: slack.shown_to("tom", "quiet"), 60)
    set_channel(slack, "quiet", answer_in="public")

    (seen,) = slack.shown_to("tom", "quiet")
    assert "no longer in enhanced monitoring" in text_of(seen)
    assert seen["thread_ts"] == said.ts
    assert slack.answers("quiet", said.ts) == []


def test_a_channel_can_be_limited_to_people(slack):
    set_channel(slack, "quiet", people=["maya"])
    slack.say("quiet", "tom", GRADE)
    assert slack.wait_for_shown("tom", containing="only some people may ask me", timeout=60)
    asked_and_answered(slack, "quiet", "maya", GRADE)
    set_channel(slack, "quiet", people=[])


def test_a_channel_can_be_limited_to_subjects(slack, folder):
    done = reportdesk("ingest", SAMPLES / "saltmere-constabulary-inspection-2024.md", cwd=folder)
    assert done.returncode == 0, done.stderr
    slack.command("/reports", "settings", "maya", "quiet")
    slack.wait_for_view("maya")
    offered = slack.suggest("maya", "subjects", "salt")
    assert [option["value"] for option in offered] == ["Saltmere Constabulary"]
    slack.submit("maya", {"subjects": offered})

    _, answer = asked_and_answered(slack, "quiet", "maya", GRADE)
    assert "no longer in enhanced monitoring" not in text_of(answer)
    assert "I searched 1 report" in text_of(answer)


def test_follow_ups_without_a_mention_can_be_switched_off(slack):
    set_channel(slack, "newsroom", follow_up=[])
    said, _ = asked_and_answered(slack, "newsroom", "tom", GRADE)
    slack.say("newsroom", "tom", "and what about 101 calls?", said.ts, mention=False)
    slack.wait_for_deliveries()
    asked_and_answered(slack, "newsroom", "tom", GRADE)

    assert len(slack.answers("newsroom", said.ts)) == 1
    set_channel(slack, "newsroom", follow_up=["on"])
