"""A message arrives whatever Slack answers, or stays in the inbox."""

import json
import threading
import time

import pytest
from slack_fake_api import FakeApi
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.delivery import Message, Outbox, UndeliveredError
from store.inbox import Asked, Entry, InboxState, Surface

ASKED = Asked("Ev1", "T1", "C1", "5.1", "5.0", "U1", "Why?", Surface.MENTION)
ENTRY = Entry(7, ASKED, InboxState.WORKING, 1, 0.0)
BLOCKS = ({"type": "divider"},)
MESSAGE = Message("Text [1]\n[1] Source", InboxState.ANSWERED, BLOCKS, short="Short [1]")


def refused(code):
    return {"ok": False, "error": code}


def limited(seconds):
    return (429, {"Retry-After": str(seconds)}, refused("ratelimited"))


@pytest.fixture
def api():
    fake = FakeApi()
    yield fake
    fake.close()


@pytest.fixture
def outbox(api, monkeypatch):
    """An outbox whose waits are noted in `waits` and not waited for."""

    class Noted(threading.Event):
        def __init__(self):
            super().__init__()
            self.waits = []

        def wait(self, timeout=None):
            self.waits.append(timeout)
            return super().wait(0)

    client = WebClient(token="xoxb-made-up", base_url=api.url, retry_handlers=[])
    return Outbox(client, client, longest_wait=60.0, stopping=Noted())


def test_a_message_goes_into_the_thread_marked_and_without_previews(outbox, api):
    assert outbox.post(ENTRY, MESSAGE)
    (post,) = api.posted()
    assert (post["channel"], post["thread_ts"]) == ("C1", "5.0")
    assert post["metadata"]["event_payload"]["inbox_id"] == "7"
    assert (post["unfurl_links"], post["mrkdwn"]) == (False, False)
    assert post["blocks"] == list(BLOCKS)


def test_a_rate_limit_is_waited_for(outbox, api):
    api.script["chat.postMessage"] = [limited(3), limited(1_000)]
    assert outbox.post(ENTRY, MESSAGE)
    assert outbox.stopping.waits == [3.0, 60.0]
    assert len(api.posted()) == 3
    assert not any(method == "conversations.replies" for method, _ in api.calls)


@pytest.mark.parametrize("failure", [(503, {}, "Bad gateway"), refused("internal_error"), "drop"])
def test_a_passing_failure_is_tried_again_with_growing_waits(outbox, api, failure):
    api.script["chat.postMessage"] = [failure, failure]
    assert outbox.post(ENTRY, MESSAGE)
    assert outbox.stopping.waits == [1.0, 2.0]
    assert len(api.posted()) == 3


def test_what_arrived_although_the_connection_broke_is_not_posted_again(outbox, api):
    api.script["chat.postMessage"] = ["drop"]
    payload = {"question_ts": "5.1", "outcome": "answered"}
    marker = {"event_type": delivery.MARKER, "event_payload": payload}
    api.replies = [{"ts": "5.2", "text": "Text", "metadata": marker}]
    assert outbox.post(ENTRY, MESSAGE)
    assert len(api.posted()) == 1


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long", "msg_too_long"])
def test_refused_blocks_fall_back_to_text_with_the_sources(outbox, api, code):
    api.script["chat.postMessage"] = [refused(code)]
    assert outbox.post(ENTRY, MESSAGE)
    last = api.posted()[-1]
    assert "blocks" not in last
    assert last["text"] == MESSAGE.text
    assert last["metadata"]["event_payload"]["question_ts"] == "5.1"


def test_the_shortest_form_is_the_last_resort(outbox, api):
    api.script["chat.postMessage"] = [refused("msg_too_long")] * 3
    assert outbox.post(ENTRY, MESSAGE)
    assert [post["text"] for post in api.posted()][-1] == "Short [1]"


@pytest.mark.parametrize(
    "code", ["channel_not_found", "is_archived", "restricted_action_read_only_channel"]
)
def test_a_place_that_is_gone_is_not_insisted_on(outbox, api, code):
    api.script["chat.postMessage"] = [refused(code)]
    assert not outbox.post(ENTRY, MESSAGE)
    assert len(api.posted()) == 1


@pytest.mark.parametrize("code", ["token_revoked", "missing_scope", "something_new"])
def test_what_a_person_can_put_right_is_left_for_later(outbox, api, code):
    api.script["chat.postMessage"] = [refused(code)]
    with pytest.raises(UndeliveredError):
        outbox.post(ENTRY, MESSAGE)
    assert len(api.posted()) == 1


def test_a_message_that_slack_does_not_take_now_is_left(outbox, api):
    api.script["chat.postMessage"] = [limited(1)] * 9
    with pytest.raises(UndeliveredError):
        outbox.post(ENTRY, MESSAGE)
    assert len(api.posted()) == delivery.TRIES


def test_a_stop_ends_the_waiting(api):
    client = WebClient(token="xoxb-made-up", base_url=api.url, retry_handlers=[])
    stopping = threading.Event()
    outbox = Outbox(client, client, longest_wait=60.0, stopping=stopping)
    api.script["chat.postMessage"] = [limited(50)]
    threading.Timer(0.2, stopping.set).start()
    started = time.monotonic()
    with pytest.raises(UndeliveredError):
        outbox.post(ENTRY, MESSAGE)
    assert time.monotonic() - started < 5


def test_a_status_that_fails_is_forgotten(outbox, api):
    api.script["assistant.threads.setStatus"] = [refused("unknown_method"), "drop"]
    outbox.show_status(ASKED, "Reading")
    outbox.show_status(ASKED, "Reading")
    assert len(api.calls) == 2


def test_only_our_marker_on_this_question_counts_as_posted(outbox, api):
    def reply(**given):
        payload = {"question_ts": "5.1", "outcome": "apologised"}
        marker = {"event_type": delivery.MARKER, "event_payload": payload}
        return {"text": "Sorry.", "metadata": marker | given}

    api.replies = [
        {"text": "no metadata"},
        reply(event_type="somebody_else"),
        reply(event_payload={"question_ts": "4.9", "outcome": "answered"}),
        reply(event_payload={"question_ts": "5.1", "outcome": "nonsense"}),
    ]
    assert outbox.already_posted(ENTRY) is None
    api.replies.append(reply())
    posted = outbox.already_posted(ENTRY)
    assert (posted.text, posted.outcome) == ("Sorry.", InboxState.APOLOGISED)


def test_an_unreadable_thread_counts_as_not_posted(outbox, api):
    api.script["conversations.replies"] = [refused("missing_scope")]
    assert outbox.already_posted(ENTRY) is None
    assert json.dumps(api.calls[0][1])
