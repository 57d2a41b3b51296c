"""The real app, fed with Slack's recorded payloads, against a fake Web API."""

import threading

import pytest
from slack_desk import an_answer, event, recorded

from store.slack_tables import inbox as inbox_table


def test_a_recorded_mention_is_answered_once_in_its_thread(opened, api):
    def answered_once_shown(question):
        # An answer that is there at once has no status to show.
        api.wait_for("assistant.threads.setStatus")
        return an_answer(question)

    body = recorded("test_app.app_mention_event_body")
    desk = opened(answered_once_shown)
    assert desk.send(body)[0] == 200
    (post,) = api.wait_for("chat.postMessage")
    assert (post["channel"], post["thread_ts"]) == ("C111", "1595926230.009600")
    assert post["text"].startswith("Fire review, 28 March 2019\n• Two concerns remain. [1]")
    assert "As of 28 March 2019\n[1] Fire review, 28 March 2019, p. 4" in post["text"]
    (note,) = [block for block in post["blocks"] if block["type"] == "context"]
    assert note["elements"][0]["text"] == "Searched 3 reports, 2019"
    assert desk.asked[0].text == "Hi there!"
    desk.wait_for_state("answered")
    status = api.wait_for("assistant.threads.setStatus")[0]
    assert (status["channel_id"], status["status"]) == ("C111", "is reading your question…")


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


def test_in_a_channel_that_two_workspaces_share_it_is_ours_that_counts(opened):
    desk = opened(start=False)
    shared = {"authorizations": [{"team_id": "T111", "enterprise_id": None}], "team_id": "T999"}
    desk.send(event(1) | shared)
    with desk.engine.connect() as connection:
        (row,) = connection.execute(inbox_table.select()).all()
    assert row.team == "T111"


def test_over_the_limit_the_asker_is_told_when_to_ask_again(opened, api):
    desk = opened(limits={"person": 2, "channel": 3})
    for number in (1, 2, 3):
        desk.send(event(number))
    told = [post["text"] for post in api.wait_for("chat.postMessage", 3)]
    assert sum(text.startswith("You have asked 2 questions") for text in told) == 1
    desk.send(event(4, user="U333"))
    desk.send(event(5, user="U444"))
    told = [post["text"] for post in api.wait_for("chat.postMessage", 5)]
    assert sum(text.startswith("This channel has asked 3 questions") for text in told) == 1
    desk.wait_for_state("answered", "answered", "refused", "answered", "refused")
    assert len(desk.asked) == 3
