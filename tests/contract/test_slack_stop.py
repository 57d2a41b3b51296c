"""Stop in the agent pane: the work is dropped, the asker is told once, and nothing comes after."""

import threading
import time

from slack_desk import an_answer, event

from store.inbox import Inbox
from store.threads import Threads


def direct(number, **given):
    return event(number, type="message", channel_type="im", channel="D1", text="Why?", **given)


def stop(number, channel="D1"):
    inner = {
        "type": "agent_session_stopped",
        "channel": channel,
        "user": "U222",
        "thread_ts": f"{number}.000100",
        "streaming_message_ts": [],
        "event_ts": "9.9",
    }
    return {
        "type": "event_callback",
        "team_id": "T111",
        "event_id": f"EvS{number}",
        "event": inner,
    }


class Slow:
    """Answers once it is released."""

    def __init__(self):
        self.release, self.begun, self.done = (threading.Event() for _ in range(3))

    def __call__(self, question):
        self.begun.set()
        self.release.wait(10)
        self.done.set()
        return an_answer(question)


def test_a_stopped_question_is_told_at_once_and_its_answer_is_dropped(opened, api):
    slow = Slow()
    desk = opened(slow, workers=1)
    desk.send(direct(1))
    assert slow.begun.wait(5)
    assert desk.send(stop(1))[0] == 200
    (post,) = api.wait_for("chat.postMessage")
    assert (post["text"], post["thread_ts"]) == ("Stopped.", "1.000100")
    desk.wait_for_state("stopped")
    slow.release.set()
    assert slow.done.wait(5)
    desk.send(direct(2))
    desk.wait_for_state("stopped", "answered")
    assert [one["thread_ts"] for one in api.posted()] == ["1.000100", "2.000100"]
    assert Threads(desk.engine).last(Inbox(desk.engine).get(1).asked.thread, 5) == ()


def test_a_waiting_question_of_the_thread_is_stopped_too_and_others_are_not(opened, api):
    slow = Slow()
    desk = opened(slow, workers=1)
    desk.send(direct(1))
    assert slow.begun.wait(5)
    desk.send(direct(2, thread_ts="1.000100"))
    desk.send(direct(3))
    desk.send(stop(1))
    desk.wait_for_state("stopped", "stopped", "received")
    slow.release.set()
    desk.wait_for_state("stopped", "stopped", "answered")
    assert [one["text"] for one in api.posted()].count("Stopped.") == 2
    assert len(api.posted()) == 3


def test_stopping_what_is_answered_or_never_was_changes_nothing(opened, api):
    desk = opened()
    desk.send(direct(1))
    desk.wait_for_state("answered")
    desk.send(stop(1))
    desk.send(stop(7))
    time.sleep(0.3)
    assert desk.states() == ["answered"]
    assert len(api.posted()) == 1


def test_a_stop_while_the_answer_is_being_posted_comes_too_late(opened, api):
    api.script["chat.postMessage"] = [(429, {"Retry-After": "1"}, {"ok": False})]
    desk = opened()
    desk.send(direct(1))
    api.wait_for("chat.postMessage")
    desk.send(stop(1))
    desk.wait_for_state("answered")
    assert "Stopped." not in [one["text"] for one in api.posted()]


def test_a_stop_that_could_not_be_told_is_told_after_a_restart(opened, api):
    dead = opened(start=False)
    dead.send(direct(1))
    dead.send(stop(1))
    assert dead.states() == ["stopping"]
    desk = opened()
    desk.wait_for_state("stopped")
    assert [one["text"] for one in api.posted()] == ["Stopped."]
    assert desk.asked == []


def test_a_stopped_question_may_be_edited_and_is_answered_then(opened, api):
    slow = Slow()
    desk = opened(slow, workers=1)
    desk.send(direct(1))
    assert slow.begun.wait(5)
    desk.send(stop(1))
    desk.wait_for_state("stopped")
    slow.release.set()
    changed = {
        "type": "message",
        "subtype": "message_changed",
        "channel": "D1",
        "channel_type": "im",
        "ts": "5.5",
        "message": {"type": "message", "user": "U222", "text": "Why not?", "ts": "1.000100"},
        "previous_message": {"type": "message", "user": "U222", "text": "Why?", "ts": "1.000100"},
    }
    desk.send(direct(1) | {"event_id": "EvE", "event": changed})
    desk.wait_for_state("answered")
    assert [one.text for one in desk.asked] == ["Why?", "Why not?"]


def test_the_session_is_processing_while_an_answer_is_made(opened, api):
    slow = Slow()
    desk = opened(slow)
    desk.send(direct(1))
    (first,) = api.wait_for("agents.sessions.setStatus")
    assert (first["channel_id"], first["thread_ts"], first["status"]) == (
        "D1",
        "1.000100",
        "processing",
    )
    slow.release.set()
    desk.wait_for_state("answered")
    assert api.wait_for("agents.sessions.setStatus", 2)[1]["status"] == "active"


def test_no_failure_of_a_status_or_session_harms_an_answer(opened, api):
    refused = {"ok": False, "error": "unknown_method"}
    api.script["agents.sessions.setStatus"] = [refused, (500, {}, "x"), "drop"] * 3
    api.script["assistant.threads.setStatus"] = [refused, (429, {"Retry-After": "60"}, "x"), "drop"]
    desk = opened()
    for number in range(1, 6):
        desk.send(direct(number))
    desk.wait_for_state(*["answered"] * 5)
    assert len(api.posted()) == 5


def test_whoever_waits_is_told_how_many_come_first(opened, api):
    slow = Slow()
    desk = opened(slow, workers=1)
    for number in range(1, 5):
        desk.send(event(number))
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline:
        told = {
            one["thread_ts"]: one["status"]
            for name, one in list(api.calls)
            if name == "assistant.threads.setStatus"
        }
        if told.get("4.000100") == "has you at number 3 in the queue…":
            break
        time.sleep(0.05)
    assert told["2.000100"] == "has you at number 1 in the queue…"
    assert told["4.000100"] == "has you at number 3 in the queue…"
    slow.release.set()
    desk.wait_for_state(*["answered"] * 4)
