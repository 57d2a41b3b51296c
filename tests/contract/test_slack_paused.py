"""While answering is paused every surface says so, politely and once, and gives nothing out."""

import threading
import time

from slack_desk import an_answer, event, recorded

from store.inbox import Inbox
from store.switch import Switch
from store.threads import Threads

WHY = "we are checking a figure <!channel>"
TOLD = "Reportdesk is paused: we are checking a figure ‹!channel›"


def test_a_question_is_told_the_pause_once_and_the_next_is_answered_after_it(opened, api):
    desk = opened()
    Switch(desk.engine).pause(WHY, "ana")
    desk.send(event(1))
    assert api.wait_for("chat.postMessage")[0]["text"] == TOLD
    desk.wait_for_state("refused")
    desk.send(event(1))
    Switch(desk.engine).resume("ana")
    desk.send(event(2))
    desk.wait_for_state("refused", "answered")
    assert len(api.posted()) == 2
    assert [one.text for one in desk.asked] == ["What concerns remain?"]


def test_what_waits_or_is_being_answered_when_the_pause_begins_is_told_too(opened, api):
    release = threading.Event()

    def slow(question):
        release.wait(10)
        return an_answer(question)

    desk = opened(slow, workers=1)
    desk.send(event(1))
    api.wait_for("assistant.threads.setStatus")
    desk.send(event(2))
    Switch(desk.engine).pause(WHY, "ana")
    release.set()
    desk.wait_for_state("answered", "refused")
    assert [post["text"] == TOLD for post in api.posted()] == [False, True]
    second = Inbox(desk.engine).get(2).asked
    assert Threads(desk.engine).last(second.thread, 5) == ()


def test_a_question_that_had_its_answer_before_a_crash_is_not_told_a_second_thing(opened, api):
    dead = opened(start=False)
    dead.send(event(1))
    inbox = Inbox(dead.engine)
    inbox.begin(inbox.unfinished()[0])
    payload = {"question_ts": "1.000100", "inbox_id": "1", "outcome": "answered"}
    marker = {"event_type": "reportdesk_answer", "event_payload": payload}
    api.replies = [{"ts": "1.2", "text": "So.", "metadata": marker}]
    Switch(dead.engine).pause(WHY, "ana")
    opened().wait_for_state("answered")
    assert api.posted() == []


def test_an_answer_that_slack_did_not_take_before_the_pause_is_not_given_out_after_it(opened, api):
    api.script["chat.postMessage"] = [(429, {"Retry-After": "1"}, {"ok": False})]
    desk = opened(start=False)
    desk.app.desk._sweep_seconds = 0.3
    desk.app.desk.start()
    desk.send(event(1))
    api.wait_for("chat.postMessage")
    Switch(desk.engine).pause(WHY, "ana")
    desk.wait_for_state("refused")
    assert [post["text"] for post in api.posted()][1:] == [TOLD]


def test_commands_and_modals_are_refused_in_the_acknowledgement_itself(opened, api):
    desk = opened(start=False)
    Switch(desk.engine).pause(WHY, "ana")
    command = {
        "command": "/reports",
        "text": "ask Why?",
        "team_id": "T111",
        "user_id": "U1",
        "channel_id": "C111",
        "response_url": f"{api.url}respond",
        "trigger_id": "1.2",
    }
    told = desk.reply(command)
    assert told["response_type"] == "ephemeral"
    assert told["text"] == TOLD
    assert told["blocks"][0]["text"] == {"type": "plain_text", "text": TOLD, "emoji": False}
    view = desk.reply(recorded("test_view_submission.body"))
    assert view["response_action"] == "update"
    assert view["view"]["blocks"][0]["text"]["text"] == TOLD
    assert [name for name, _ in api.calls if name != "auth.test"] == []


def test_clicks_and_shortcuts_are_refused_to_the_one_who_clicked(opened, api):
    desk = opened(start=False)
    Switch(desk.engine).pause(WHY, "ana")
    clicked = recorded("test_block_actions.body") | {"response_url": f"{api.url}respond"}
    assert desk.send(clicked)[0] == 200
    (told,) = api.wait_for("respond")
    assert (told["text"], told["response_type"]) == (TOLD, "ephemeral")
    assert told["replace_original"] is False
    assert desk.send(recorded("test_shortcut.global_shortcut_body"))[0] == 200
    view = api.wait_for("views.open")[0]["view"]
    assert view["blocks"][0]["text"]["text"] == TOLD


def test_a_refusal_that_cannot_be_shown_is_acknowledged_all_the_same(opened, api):
    desk = opened(start=False)
    Switch(desk.engine).pause(WHY, "ana")
    api.script["respond"] = ["drop"]
    clicked = recorded("test_block_actions.body") | {"response_url": f"{api.url}respond"}
    began = time.monotonic()
    assert desk.send(clicked)[0] == 200
    api.script["views.open"] = [{"ok": False, "error": "expired_trigger_id"}]
    assert desk.send(recorded("test_shortcut.global_shortcut_body"))[0] == 200
    assert time.monotonic() - began < 3


def test_events_that_are_no_questions_go_on(opened, api):
    desk = opened(start=False)
    Switch(desk.engine).pause(WHY, "ana")
    assert desk.send(recorded("test_message_deleted.event_payload"))[0] == 200
    assert desk.states() == []
