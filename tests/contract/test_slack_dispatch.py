"""The real app, fed with Slack's recorded payloads, against a fake Web API."""

import json
import threading
import time
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from slack_bolt import BoltRequest
from slack_fake_api import FakeApi

from bot.answering.records import Answer, Citation, Question, Statement, StatementKind, Status
from bot.slack.register import SlackParts, build_app
from bot.slack.settings import SlackSecrets, SlackSettings
from store.database import open_database
from store.inbox import Asked, Inbox, InboxState, Surface
from store.records import Coverage
from store.tables import inbox as inbox_table
from store.threads import Threads

PAYLOADS = Path(__file__).parents[3] / "shared/reference/slack/payloads"
SECRETS = SlackSecrets(bot_token="xoxb-made-up", app_token="xapp-made-up", signing_secret="s")
DAY = date(2019, 3, 28)


def recorded(name):
    path = PAYLOADS / f"{name}.json"
    if not path.exists():
        pytest.skip("Slack's recorded payloads lie beside the repository, and are not there")
    return json.loads(path.read_text())


def event(number=1, **given):
    inner = {
        "type": "app_mention",
        "user": "U222",
        "text": "<@W111> What concerns remain?",
        "ts": f"{number}.000100",
        "channel": "C111",
    }
    body = {"type": "event_callback", "team_id": "T111", "event_id": f"Ev{number}"}
    return body | {"event": inner | given}


def an_answer(question):
    citation = Citation(
        "r1", 1, "Fire review", "r1.pdf", "https://x.example/r1.pdf", DAY, 4, "", 0, 1, ""
    )
    statement = Statement("Two concerns remain.", StatementKind.EXTRACT, None, (citation,))
    return Answer(question, Status.ANSWERED, DAY, (statement,), (), (), Coverage(3, DAY, DAY))


@dataclass
class Desk:
    app: object
    api: FakeApi
    engine: object
    asked: list

    def send(self, body, mode="socket_mode"):
        started = time.monotonic()
        response = self.app.dispatch(BoltRequest(body=body, mode=mode))
        return response.status, time.monotonic() - started

    def states(self):
        with self.engine.connect() as connection:
            rows = connection.execute(inbox_table.select().order_by(inbox_table.c.id)).all()
        return [row.state for row in rows]

    def wait_for_state(self, *states):
        deadline = time.monotonic() + 8
        while self.states() != list(states):
            assert time.monotonic() < deadline, self.states()
            time.sleep(0.02)


@pytest.fixture
def api():
    fake = FakeApi()
    yield fake
    fake.close()


@pytest.fixture
def opened(tmp_path, api):
    """Open a desk over the same data folder, as often as a test restarts it."""
    desks = []

    def open_desk(ask=an_answer, *, start=True, **given):
        asked = []

        def ask_and_note(question):
            asked.append(question)
            return ask(question)

        engine = open_database(tmp_path)
        parts = SlackParts(ask_and_note, Inbox(engine), Threads(engine))
        settings = SlackSettings(api_url=api.url, **given)
        desk = Desk(build_app(SECRETS, settings, parts), api, engine, asked)
        desks.append(desk)
        if start:
            desk.app.desk.start()
        return desk

    yield open_desk
    for desk in desks:
        desk.app.desk.stop(5)
        desk.engine.dispose()


def test_a_recorded_mention_is_answered_once_in_its_thread(opened, api):
    body = recorded("test_app.app_mention_event_body")
    desk = opened()
    assert desk.send(body)[0] == 200
    (post,) = api.wait_for("chat.postMessage")
    assert (post["channel"], post["thread_ts"]) == ("C111", "1595926230.009600")
    assert post["text"].startswith("Fire review, 28 March 2019\n• Two concerns remain. [1]")
    assert "As of 28 March 2019\n[1] Fire review, 28 March 2019, p. 4" in post["text"]
    assert post["blocks"][-1]["elements"][0]["text"] == "Searched 3 reports, 2019"
    assert desk.asked[0].text == "Hi there!"
    desk.wait_for_state("answered")
    status = api.wait_for("assistant.threads.setStatus")[0]
    assert (status["channel_id"], status["status"]) == ("C111", "Reading the reports…")


def test_both_events_of_a_mention_and_a_redelivery_are_answered_once(opened, api):
    desk = opened()
    desk.send(event(1))
    message = event(1, type="message", channel_type="channel")
    desk.send(message | {"event_id": "Ev9"})
    desk.send(event(1))
    desk.wait_for_state("answered")
    desk.app.desk.stop(5)
    assert len(api.posted()) == len(desk.asked) == 1
    again = opened()
    again.send(event(1))
    again.app.desk.stop(5)
    assert len(api.posted()) == 1


def test_recorded_direct_messages_are_answered_in_a_thread(opened, api):
    desk = opened()
    desk.send(recorded("test_events_set_status.threaded_user_message_event_body"))
    desk.send(event(2, type="message", channel_type="im", channel="D1", text="Why?"))
    threads = {post["thread_ts"] for post in api.wait_for("chat.postMessage", 2)}
    assert threads == {"1726133698.626339", "2.000100"}


@pytest.mark.parametrize(
    "name",
    [
        "test_message_bot.bot_message_event_payload",
        "test_message_bot.classic_bot_message_event_payload",
        "test_message_changed.event_payload",
        "test_message_deleted.event_payload",
        "test_message_thread_broadcast.event_payload",
        "test_events_assistant.message_changed_event_body",
        "test_events_assistant.thread_started_event_body",
        "test_events_ignore_self.event_body",
        "test_message_bot.user_message_event_payload",
        "test_message_file_share.event_payload",
    ],
)
def test_recorded_events_that_are_no_questions_are_acknowledged_and_dropped(opened, name):
    desk = opened(start=False)
    assert desk.send(recorded(name))[0] == 200
    assert desk.states() == []


@pytest.mark.parametrize(
    "name",
    [
        "test_block_actions.body",
        "test_attachment_actions.body",
        "test_shortcut.global_shortcut_body",
        "test_shortcut.message_shortcut_body",
        "test_view_submission.body",
        "test_view_closed.body",
        "test_block_suggestion.body",
    ],
)
def test_unknown_clicks_are_acknowledged(opened, name):
    assert opened(start=False).send(recorded(name))[0] == 200


def test_a_follow_up_is_answered_with_the_turns_before_it(opened, api):
    desk = opened()
    in_thread = {"type": "message", "channel_type": "channel", "thread_ts": "1.000100"}
    desk.send(event(8, **in_thread, text="not ours yet"))
    desk.send(event(1))
    desk.send(event(2, **in_thread, text="And in 2017?"))
    api.wait_for("chat.postMessage", 2)
    assert [one.text for one in desk.asked] == ["What concerns remain?", "And in 2017?"]
    (turn,) = desk.asked[1].history
    assert (turn.question, turn.answer) == ("What concerns remain?", "Two concerns remain.")


def test_follow_ups_can_be_switched_off(opened):
    desk = opened(start=False, follow_up_without_mention=False)
    desk.send(event(1))
    reply = event(2, type="message", channel_type="channel", thread_ts="1.000100", text="And?")
    desk.send(reply)
    assert len(desk.states()) == 1


def test_an_empty_mention_gets_help_and_attachments_are_mentioned(opened, api):
    desk = opened()
    desk.send(event(1, text="<@W111>"))
    assert "Ask me a question" in api.wait_for("chat.postMessage")[0]["text"]
    direct = {"type": "message", "subtype": "file_share", "channel_type": "im"}
    desk.send(event(2, **direct, files=[{"id": "F1"}]))
    assert "do not read attachments" in api.wait_for("chat.postMessage", 2)[1]["text"]
    assert len(desk.asked) == 1


def test_acknowledgements_and_clicks_are_quick_while_five_answers_run(opened, api):
    release = threading.Event()

    def slow(question):
        release.wait(20)
        return an_answer(question)

    desk = opened(slow, workers=5)
    for number in range(1, 6):
        desk.send(event(number, ts=f"{number}.1"))
    api.wait_for("assistant.threads.setStatus", 5)
    click = recorded("test_block_actions.body")
    seconds = [desk.send(event(number))[1] for number in range(6, 26)]
    clicks = [desk.send(click) for _ in range(5)]
    release.set()
    assert max(seconds) < 1.0
    assert all(status == 200 and took < 1.0 for status, took in clicks)
    assert len(api.wait_for("chat.postMessage", 25)) == 25


def test_when_the_queue_is_full_the_asker_is_told(opened, api):
    release = threading.Event()

    def slow(question):
        release.wait(20)
        return an_answer(question)

    desk = opened(slow, workers=1, queue_size=1)
    desk.send(event(1))
    api.wait_for("assistant.threads.setStatus")
    desk.send(event(2))
    desk.send(event(3))
    (post,) = api.wait_for("chat.postMessage")
    assert post["thread_ts"] == "3.000100"
    assert "more questions waiting" in post["text"]
    release.set()
    desk.wait_for_state("answered", "answered", "refused")


def test_the_question_is_kept_before_the_acknowledgement(opened, api):
    dead = opened(start=False)
    assert dead.send(event(1))[0] == 200
    assert dead.states() == ["received"]
    opened()
    api.wait_for("chat.postMessage")
    dead.wait_for_state("answered")


def test_if_it_cannot_be_kept_slack_is_not_told_that_it_was(opened, monkeypatch):
    desk = opened(start=False)
    monkeypatch.setattr(Inbox, "add", lambda *_: 1 / 0)
    assert desk.send(event(1))[0] == 500


def test_a_failed_identity_check_makes_slack_send_the_event_again(opened, api):
    api.script["auth.test"] = [(503, {}, "Service Unavailable")]
    desk = opened(start=False)
    assert desk.send(event(1))[0] == 500
    assert desk.send(event(1))[0] == 200
    assert desk.states() == ["received"]


def test_an_error_becomes_an_apology_with_a_reference_and_no_details(opened, api, capsys):
    def broken(question):
        raise RuntimeError(f"xoxb-123-secret {question.text} " + "z" * 200)

    desk = opened(broken)
    desk.send(event(1))
    (post,) = api.wait_for("chat.postMessage")
    assert "quote the reference Q1" in post["text"]
    assert "RuntimeError" not in json.dumps(post)
    desk.wait_for_state("apologised")
    logged = "".join(capsys.readouterr())
    assert "RuntimeError" in logged
    assert "xoxb-123" not in logged
    assert "z" * 80 not in logged


def kept(desk, number=1, text="Why?"):
    return Inbox(desk.engine).add(
        Asked(f"Ev{number}", "T111", "C111", f"{number}.1", f"{number}.1", "U1", text,
              Surface.MENTION)
    )  # fmt: skip


def test_a_restart_does_not_post_an_answer_twice(opened, api):
    dead = opened(start=False)
    Inbox(dead.engine).begin(kept(dead))
    payload = {"question_ts": "1.1", "inbox_id": "1", "outcome": "answered"}
    api.replies = [
        {"ts": "1.1", "text": "Why?"},
        {"ts": "1.2", "text": "So.",
         "metadata": {"event_type": "reportdesk_answer", "event_payload": payload}},
    ]  # fmt: skip
    desk = opened()
    desk.wait_for_state("answered")
    assert api.posted() == desk.asked == []
    (turn,) = Threads(desk.engine).last(replace(kept(desk, 2), id=1).asked.thread, 5) or [None]
    assert turn is None


def test_a_restart_answers_what_was_begun_but_not_posted(opened, api):
    dead = opened(start=False)
    Inbox(dead.engine).begin(kept(dead))
    desk = opened()
    desk.wait_for_state("answered")
    assert len(api.posted()) == 1


def test_attempts_are_bounded(opened, api):
    dead = opened(start=False)
    entry = kept(dead)
    for _ in range(3):
        entry = Inbox(dead.engine).begin(entry)
    desk = opened()
    desk.wait_for_state("apologised")
    assert "something went wrong" in api.posted()[0]["text"]
    assert desk.asked == []


def test_a_question_that_waited_too_long_gets_an_apology(opened, api):
    dead = opened(start=False)
    kept(dead)
    with dead.engine.begin() as connection:
        connection.execute(inbox_table.update().values(received_at=time.time() - 3_700))
    opened().wait_for_state("apologised")
    assert "in time" in api.posted()[0]["text"]


def test_a_stop_finishes_the_answer_in_progress_and_keeps_the_rest(opened, api):
    begun = threading.Event()

    def slow(question):
        begun.set()
        time.sleep(0.3)
        return an_answer(question)

    desk = opened(slow, workers=1)
    desk.send(event(1))
    desk.send(event(2))
    assert begun.wait(5)
    desk.app.desk.stop(5)
    assert desk.states() == ["answered", "received"]
    assert len(api.posted()) == 1


def test_the_state_enum_is_what_the_table_holds():
    assert [state.value for state in InboxState][:3] == ["received", "working", "answered"]
    assert Question("q").history == ()
