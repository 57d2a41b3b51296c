"""A message finds its way to whoever asked, whatever Slack refuses."""

import threading

import pytest
from slack_fake_api import FakeApi
from slack_sdk import WebClient

from bot.slack.delivery import Message, Outbox, UndeliveredError
from store.answers import Place
from store.inbox import Asked, Entry, InboxState, Surface

MENTION = Asked("Ev1", "T1", "C1", "5.1", "5.0", "U1", "Why?", Surface.MENTION)
PRIVATE = Message("Text", InboxState.ANSWERED, ({"type": "divider"},), private=True)
PUBLIC = Message("Text", InboxState.ANSWERED, ({"type": "divider"},), private=False)


def entry(asked=MENTION):
    return Entry(7, asked, InboxState.WORKING, 1, 0.0)


def command(api):
    address = f"{api.url}hook"
    return Asked("1.2.x", "T1", "C1", "1.2.x", "", "U1", "Why?", Surface.COMMAND, reply_to=address)


def refused(code):
    return {"ok": False, "error": code}


@pytest.fixture
def api():
    fake = FakeApi()
    yield fake
    fake.close()


@pytest.fixture
def outbox(api):
    client = WebClient(token="xoxb-made-up", base_url=api.url, retry_handlers=[], timeout=5)
    return Outbox(client, client, longest_wait=0.01, stopping=threading.Event())


def methods(api):
    return [method for method, _ in api.calls]


def test_a_private_message_is_whispered_in_the_thread(outbox, api):
    place = outbox.post(entry(), PRIVATE)
    assert place.private
    (sent,) = [arguments for method, arguments in api.calls if method == "chat.postEphemeral"]
    assert (sent["channel"], sent["user"], sent["thread_ts"]) == ("C1", "U1", "5.0")
    assert sent["blocks"] == [{"type": "divider"}]


@pytest.mark.parametrize("code", ["not_in_channel", "user_not_in_channel", "channel_not_found"])
def test_where_nothing_can_be_whispered_the_asker_is_told_directly(outbox, api, code):
    api.script["chat.postEphemeral"] = [refused(code)]
    api.script["conversations.open"] = [{"ok": True, "channel": {"id": "D9"}}]
    place = outbox.post(entry(), PRIVATE)
    assert place == Place("D9", "999.000001")
    assert methods(api)[-2:] == ["conversations.open", "chat.postMessage"]


def test_a_command_is_answered_at_its_address(outbox, api):
    api.script["hook"] = ["ok"]
    assert outbox.post(entry(command(api)), PRIVATE).private
    (sent,) = [arguments for method, arguments in api.calls if method == "hook"]
    assert sent["response_type"] == "ephemeral"
    assert methods(api) == ["hook"]


@pytest.mark.parametrize("body", ["expired_url", "used_url", "<html>gone</html>"])
def test_when_the_address_is_too_old_it_is_whispered(outbox, api, body):
    api.script["hook"] = [(404, {}, body)]
    outbox.post(entry(command(api)), PRIVATE)
    assert methods(api) == ["hook", "chat.postEphemeral"]


def test_an_address_that_is_overrun_is_tried_again(outbox, api):
    api.script["hook"] = [(429, {"Retry-After": "0"}, "rate_limited"), (503, {}, "busy"), "ok"]
    outbox.post(entry(command(api)), PRIVATE)
    assert methods(api) == ["hook"] * 3


def test_a_new_answer_takes_the_place_of_the_old(outbox, api):
    old = Place("C1", "5.2")
    assert outbox.post(entry(), PUBLIC, old) == old
    (sent,) = [arguments for method, arguments in api.calls if method == "chat.update"]
    assert (sent["channel"], sent["ts"]) == ("C1", "5.2")
    assert methods(api) == ["chat.update"]


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message"])
def test_what_cannot_be_changed_is_posted_anew(outbox, api, code):
    api.script["chat.update"] = [refused(code)]
    assert outbox.post(entry(), PUBLIC, Place("C1", "5.2")) == Place("C1", "999.000001")
    assert methods(api) == ["chat.update", "chat.postMessage"]


def test_a_long_text_is_cut_to_what_an_update_takes_not_lost(outbox, api):
    long = Message("x" * 5_000, InboxState.ANSWERED, short="Short.", private=False)
    outbox.post(entry(), long, Place("C1", "5.2"))
    (sent,) = [arguments for method, arguments in api.calls if method == "chat.update"]
    assert sent["text"] == "Short."


def test_a_private_answer_is_not_changed_but_whispered_anew(outbox, api):
    outbox.post(entry(), PRIVATE, Place("C1", "5.2", private=True))
    assert methods(api) == ["chat.postEphemeral"]


def test_blocks_that_a_workspace_does_not_know_are_left_out(outbox, api):
    api.script["chat.postMessage"] = [refused("invalid_blocks")]
    table = ({"type": "table", "rows": []},)
    plainer = ({"type": "divider"},)
    outbox.post(entry(), Message("Text", InboxState.ANSWERED, table, plainer, private=False))
    first, second = api.posted()
    assert first["blocks"] == [*table]
    assert second["blocks"] == [*plainer]


def test_deleting_what_is_gone_is_fine_and_what_cannot_be_now_is_left_for_later(outbox, api):
    api.script["chat.delete"] = [refused("message_not_found"), (503, {}, "busy"), "drop"]
    outbox.delete(entry(), Place("C1", "5.2"))
    for _ in range(2):
        with pytest.raises(UndeliveredError):
            outbox.delete(entry(), Place("C1", "5.2"))
