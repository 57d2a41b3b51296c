"""Crashes, restarts and failures: nothing is lost, nothing said twice, nobody left waiting."""

import json
import threading
import time

from slack_desk import an_answer, event

from store.inbox import Asked, Inbox, Surface
from store.slack_tables import inbox as inbox_table
from store.threads import Threads


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
    entry = Inbox(dead.engine).begin(kept(dead))
    payload = {"question_ts": "1.1", "inbox_id": "1", "outcome": "answered"}
    api.replies = [
        {"ts": "1.1", "text": "Why?"},
        {"ts": "1.2", "text": "So.",
         "metadata": {"event_type": "reportdesk_answer", "event_payload": payload}},
    ]  # fmt: skip
    desk = opened()
    desk.wait_for_state("answered")
    assert api.posted() == desk.asked == []
    (turn,) = Threads(desk.engine).last(entry.asked.thread, 5)
    assert (turn.question, turn.answer) == ("Why?", "So.")


def test_a_restart_answers_what_was_begun_but_not_posted(opened, api):
    dead = opened(start=False)
    Inbox(dead.engine).begin(kept(dead))
    desk = opened()
    desk.wait_for_state("answered")
    assert len(api.posted()) == 1


def test_what_could_not_be_posted_is_taken_up_again(opened, api):
    api.script["chat.postMessage"] = [(503, {}, "Service Unavailable")] * 5
    desk = opened(start=False, longest_wait_seconds=0.01)
    desk.app.desk._sweep_seconds = 0.3
    desk.app.desk.start()
    desk.send(event(1))
    desk.wait_for_state("answered")
    assert len(api.posted()) == 6


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


def test_what_is_older_than_the_retention_is_erased_by_itself(opened, api):
    first = opened()
    first.send(event(1))
    first.wait_for_state("answered")
    first.app.desk.stop(5)
    with first.engine.begin() as connection:
        connection.execute(inbox_table.update().values(received_at=time.time() - 200_000))
    assert opened(retention_days=3).states() == ["answered"]
    desk = opened(retention_days=2)
    desk.wait_for_state("erased")
    desk.send(event(1))
    time.sleep(0.2)
    assert len(api.posted()) == 1


def test_what_a_stop_leaves_is_answered_by_another_process_within_seconds(opened, api, monkeypatch):
    monkeypatch.setattr("bot.slack.desk.LOOK_SECONDS", 0.2)
    begun, release = threading.Event(), threading.Event()

    def slow(question):
        begun.set()
        release.wait(10)
        return an_answer(question)

    first, second = opened(slow, workers=1), opened()
    for number in (1, 2, 3):
        first.send(event(number))
    assert begun.wait(5)
    time.sleep(0.6)
    # The other one leaves alone what the first has in hand.
    assert second.asked == []
    release.set()
    first.app.desk.stop(5)
    second.wait_for_state("answered", "answered", "answered")
    assert len(first.asked) + len(second.asked) == 3
    assert second.asked
    assert len(api.posted()) == 3


def test_what_a_killed_process_had_in_hand_is_taken_up_by_another(opened, api, monkeypatch):
    monkeypatch.setattr("bot.slack.desk.LOOK_SECONDS", 0.2)
    release = threading.Event()
    first = opened(lambda question: release.wait(20) and an_answer(question), workers=1)
    second = opened()
    first.send(event(1))
    first.send(event(2))
    api.wait_for("assistant.threads.setStatus")
    # What the kernel does for a process that was killed.
    first.app.desk.parts.lease._lock.release()
    second.wait_for_state("answered", "answered")
    release.set()
    first.app.desk.stop(5)
    assert len(second.asked) == 2
    # The first one woke up again, and had nothing more to say.
    assert len(api.posted()) == 2
