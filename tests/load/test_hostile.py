"""300 hostile texts in questions, titles, names and report text, through the real listeners.

Whatever comes out must be valid for Slack (the stand-in sees to that), ping nobody, link nowhere
but to the report's own address, and hide nothing. Run by `make load`.
"""

import sys
import time
from collections import Counter

import pytest
from hostile_desk import ADDRESS, hostile_desk
from hostile_texts import decoded, hostile_texts
from looked_at import problems_in
from slack_standin import SlackStandIn

from bot.answering.records import Status

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_800)]

TEXTS = hostile_texts()
STATUSES = (Status.ANSWERED, Status.PARTLY_ANSWERED, Status.NOT_IN_REPORTS, Status.UNCLEAR)
SENDS = ("chat.", "views.", "response_url", "assistant.threads.", "agents.", "reactions.")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with (
        SlackStandIn(
            channels=("press", "uploads", "help"), trigger_seconds=30.0, check=False
        ) as slack,
        hostile_desk(tmp_path_factory.mktemp("hostile"), slack) as running,
    ):
        yield running


@pytest.fixture
def slack(desk):
    yield desk.slack
    for user in ("maya", "tom", "priya", "omar"):
        if desk.slack.view(user):
            desk.slack.close(user, everything=True)


def check(slack, since: int) -> None:
    """Nothing that was sent since that call is broken, pings, forges or hides."""
    actors = set(slack.workspace.users.values()) | {slack.app.bot_user}
    found = [
        f"{call.method}: {problem}"
        for call in slack.posted[since:]
        if call.method.startswith(SENDS)
        for problem in problems_in(call.arguments, actors, {ADDRESS, f"{ADDRESS}#page=4"})
    ]
    refused = [
        f"{call.method}: {call.error} {call.answer.get('response_metadata', '')}"
        for call in slack.posted[since:]
        if call.method.startswith(SENDS) and not call.ok
    ]
    unacked = [
        d.event.get("type", d.kind) for d in slack.deliveries if d.finished.is_set() and not d.acked
    ]
    problems = [*found, *refused, *slack.violations, *unacked]
    assert not problems, Counter(problem[:300] for problem in problems).most_common(12)


def settle(slack, count: int, method: str = "chat.postMessage", timeout: float = 300.0) -> None:
    """Wait until the app has made so many of these calls, and everything is acknowledged."""
    slack.wait_for(lambda: len(slack.calls(method)) >= count, timeout)
    slack.wait_for_deliveries(60)


def test_there_are_300_of_them():
    assert len(set(TEXTS)) == 300
    sys.stdout.write(f"\n{len(TEXTS)} texts, the longest of {max(map(len, TEXTS)):,} characters\n")


@pytest.mark.parametrize("literal", [True, False], ids=["typed", "picked"])
def test_questions(slack, desk, literal):
    """As a mention, literally and as what the composer makes of it, and in a direct message."""
    desk.library.bring("Two concerns remain.", 0)
    since, before = len(slack.posted), len(slack.calls("chat.postMessage"))
    for number, text in enumerate(TEXTS):
        desk.library.status = STATUSES[number % len(STATUSES)]
        place = slack.dm("tom") if number % 5 == 0 else "press"
        slack.say(place, "tom", text, literal=literal)
        if number % 10 == 9:
            slack.wait_for_deliveries(60)
    settle(slack, before + len(TEXTS))
    check(slack, since)


def test_commands(slack, desk):
    desk.library.bring("Two concerns remain.", 0)
    desk.library.status = Status.ANSWERED
    since, shown = len(slack.posted), len(slack.shown_to("priya"))
    for number, text in enumerate(TEXTS):
        words = decoded(text)  # A form cannot carry half a character.
        slack.command("/reports", f"ask {words}", "priya", "press")
        slack.command("/reports", f"search {words}", "priya", "press")
        if number % 5 == 4:
            slack.wait_for_deliveries(60)
    slack.wait_for_deliveries(120)
    slack.wait_for(lambda: len(slack.shown_to("priya")) - shown >= 2 * len(TEXTS), 300)
    check(slack, since)


def test_shortcuts_on_messages(slack, desk):
    """The words of somebody's message are what the modal begins with."""
    desk.library.bring("Two concerns remain.", 0)
    since, before = len(slack.posted), len(slack.calls("views.open"))
    for number, text in enumerate(TEXTS):
        said = slack.say("press", "omar", text, mention=False, literal=number % 2 == 0)
        slack.message_shortcut("ask_about", said, "tom")
        settle(slack, before + number + 1, "views.open", 30)
        view = slack.view("tom")
        if view["state"]["values"]["question"]["question"]["value"]:
            slack.submit("tom")
        else:
            slack.close("tom")
    slack.wait_for_deliveries(60)
    check(slack, since)


def test_reports(slack, desk):
    """In the title, text, quotation, speaker, file name, section and notices of an answer."""
    since = len(slack.posted)
    for number, text in enumerate(TEXTS):
        desk.library.status = STATUSES[number % len(STATUSES)]
        before = len(slack.calls("chat.postMessage"))
        desk.library.bring(decoded(text), number)
        slack.say("press", "tom", "What concerns remain?")
        settle(slack, before + 1, timeout=30)
    check(slack, since)


def test_buttons_under_answers(slack, desk):
    """Passages, more, sharing, a person and feedback, for an answer made of each text."""
    desk.library.status = Status.ANSWERED
    since = len(slack.posted)
    for number, text in enumerate(TEXTS):
        desk.library.bring(decoded(text), number)
        said = slack.say("press", "tom", decoded(text)[:500] or "What?", literal=True)
        (answer,) = slack.wait_for_messages("press", said.ts)
        names = [
            part["action_id"]
            for block in answer.get("blocks", ())
            for part in block.get("elements", ())
            if isinstance(part, dict) and "action_id" in part
        ]
        for name in names:
            value = next(
                (
                    p["negative_button"]["value"]
                    for b in answer["blocks"]
                    for p in b.get("elements", ())
                    if isinstance(p, dict) and p.get("action_id") == name and "negative_button" in p
                ),
                None,
            )
            slack.click(answer, name, "tom", value)
            slack.wait_for_deliveries(30)
    time.sleep(2)
    check(slack, since)


def test_shared_files_and_home(slack, desk):
    """As the name, title and text of a file: the card, its modal, what comes of it, and Home."""
    since = len(slack.posted)
    for number, text in enumerate(TEXTS):
        words = decoded(text)[:20_000]
        content = f"# {words}\n\nPublished on 16 March 2023\n\n{words}\n\nNumber {number}.\n"
        name = f"{text[:120]}.md"
        before = len(slack.calls("chat.postMessage"))
        slack.say("uploads", "maya", "", mention=False, files=[(name, content.encode())])
        settle(slack, before + 1, timeout=60)
        if number % 10 == 0:
            slack.open_home("maya", "home")
            slack.open_home("maya")
    slack.wait_for_deliveries(60)
    time.sleep(5)
    check(slack, since)


def test_cards_are_clicked(slack, desk):
    """Correct opens a modal with what was found; Add makes a report of it."""
    since = len(slack.posted)
    cards = [m for m in slack.answers("uploads") if _has(m, "upload_correct")][::6]
    assert len(cards) >= 20
    for card in cards:
        slack.click(card, "upload_correct", "maya")
        slack.wait_for_deliveries(30)
        if slack.view("maya"):
            slack.submit("maya")
        slack.click(card, "upload_add", "maya")
        slack.wait_for_deliveries(30)
    time.sleep(10)
    slack.open_home("maya", "home")
    slack.wait_for_deliveries(30)
    check(slack, since)


def _has(message: dict, action_id: str) -> bool:
    return any(
        isinstance(part, dict) and part.get("action_id") == action_id
        for block in message.get("blocks", ())
        for part in block.get("elements", ())
    )
