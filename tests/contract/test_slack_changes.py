"""A question that is edited or deleted while, before or after it is answered."""

import threading

import pytest
from slack_desk import an_answer, event

CHANNEL = {"type": "message", "channel": "C111", "channel_type": "channel", "ts": "90.1"}


def edited(text, number=2, ts="1.000100", **given):
    message = {"type": "message", "user": "U222", "text": f"<@W111> {text}", "ts": ts} | given
    body = {"type": "event_callback", "team_id": "T111", "event_id": f"Ev{number}"}
    return body | {"event": CHANNEL | {"subtype": "message_changed", "message": message}}


def deleted(number=2, ts="1.000100"):
    body = {"type": "event_callback", "team_id": "T111", "event_id": f"Ev{number}"}
    return body | {"event": CHANNEL | {"subtype": "message_deleted", "deleted_ts": ts}}


class Slowly:
    """Answers when it is told to."""

    def __init__(self):
        self.asked, self.go_on = threading.Event(), threading.Event()

    def __call__(self, question):
        self.asked.set()
        assert self.go_on.wait(10)
        return an_answer(question)


def test_an_edit_after_the_answer_changes_it_in_place(opened, api):
    desk = opened()
    desk.send(event(1))
    desk.wait_for_state("answered")
    desk.send(edited("What has improved?"))
    (update,) = api.wait_for("chat.update")
    desk.wait_for_state("answered")
    assert update["ts"] == "999.000001"
    assert [one.text for one in desk.asked] == ["What concerns remain?", "What has improved?"]
    assert len(api.posted()) == 1


@pytest.mark.parametrize("text", ["What concerns remain?", "What  concerns remain? "])
def test_what_slack_calls_a_change_without_one_is_left_alone(opened, api, text):
    desk = opened()
    desk.send(event(1))
    desk.wait_for_state("answered")
    desk.send(edited(text))
    desk.send(edited("Else?", number=3, ts="1.000200"))
    desk.send(edited("Else?", number=4, bot_id="B111"))
    desk.send(edited("Else?", number=5, user="W111"))
    assert desk.states() == ["answered"]
    assert len(desk.asked) == 1


def test_an_edit_while_it_is_answered_is_what_is_answered(opened, api):
    slowly = Slowly()
    desk = opened(slowly)
    desk.send(event(1))
    assert slowly.asked.wait(5)
    desk.send(edited("What has improved?"))
    slowly.go_on.set()
    desk.wait_for_state("answered")
    assert desk.asked[-1].text == "What has improved?"
    assert len(api.posted()) == 1
    assert "chat.update" not in [method for method, _ in api.calls]


class Posting:
    """A post that Slack takes its time over."""

    def __init__(self, api):
        self.begun, self.go_on = threading.Event(), threading.Event()
        api.script["chat.postMessage"] = [self]

    def __call__(self):
        self.begun.set()
        assert self.go_on.wait(10)
        return {"ok": True, "ts": "999.000001", "channel": "C111"}


def test_an_edit_while_the_answer_is_posted_changes_it_in_place(opened, api):
    posting = Posting(api)
    desk = opened()
    desk.send(event(1))
    assert posting.begun.wait(5)
    desk.send(edited("What has improved?"))
    posting.go_on.set()
    (update,) = api.wait_for("chat.update")
    desk.wait_for_state("answered")
    assert update["ts"] == "999.000001"
    assert desk.asked[-1].text == "What has improved?"
    assert len(api.posted()) == 1


def test_an_edit_before_a_restart_is_answered_after_it(opened, api):
    first = opened()
    first.send(event(1))
    first.wait_for_state("answered")
    first.app.desk.stop(5)
    first.send(edited("What has improved?"))
    first.app.desk.parts.lease.release()
    second = opened()
    api.wait_for("chat.update")
    second.wait_for_state("answered")
    assert [one.text for one in second.asked] == ["What has improved?"]


def test_a_crash_after_the_changed_answer_was_posted_does_not_post_it_again(opened, api):
    desk = opened()
    desk.send(event(1))
    desk.wait_for_state("answered")
    desk.app.desk.stop(5)
    desk.send(edited("What has improved?"))
    entry = desk.app.desk.parts.inbox.unfinished()[0]
    desk.app.desk.parts.inbox.begin(entry)
    desk.app.desk.parts.lease.release()
    marker = {"question_ts": "1.000100", "version": 1, "outcome": "answered"}
    metadata = {"event_type": "reportdesk_answer", "event_payload": marker}
    api.replies = [{"ts": "999.000001", "text": "Text", "metadata": metadata}]
    second = opened()
    second.wait_for_state("answered")
    assert second.asked == []


@pytest.mark.parametrize("body", [deleted(), edited("", subtype="tombstone")])
def test_a_deleted_question_takes_its_answer_along(opened, api, body):
    desk = opened()
    desk.send(event(1))
    desk.wait_for_state("answered")
    desk.send(body)
    (gone,) = api.wait_for("chat.delete")
    desk.wait_for_state("withdrawn", "withdrawn")
    assert (gone["channel"], gone["ts"]) == ("C111", "999.000001")
    desk.send(body | {"event_id": "Ev3"})
    assert len(desk.states()) == 2


def test_a_question_deleted_before_its_turn_is_not_answered(opened, api):
    desk = opened(start=False)
    desk.send(event(1))
    desk.send(deleted())
    desk.app.desk.start()
    desk.wait_for_state("withdrawn", "withdrawn")
    assert desk.asked == []
    assert api.posted() == []


def test_a_question_deleted_while_it_is_answered_gets_no_answer(opened, api):
    slowly = Slowly()
    desk = opened(slowly)
    desk.send(event(1))
    assert slowly.asked.wait(5)
    desk.send(deleted())
    slowly.go_on.set()
    desk.wait_for_state("withdrawn", "withdrawn")
    assert api.posted() == []


def test_what_is_posted_to_a_question_deleted_meanwhile_is_deleted_again(opened, api):
    posting = Posting(api)
    desk = opened()
    desk.send(event(1))
    assert posting.begun.wait(5)
    desk.send(deleted())
    posting.go_on.set()
    gone = api.wait_for("chat.delete")
    desk.wait_for_state("withdrawn", "withdrawn")
    assert gone[0]["ts"] == "999.000001"


def test_chatter_that_is_edited_or_deleted_is_nothing_to_us(opened, api):
    desk = opened()
    desk.send(edited("lunch?"))
    desk.send(deleted(number=3))
    assert desk.states() == []
