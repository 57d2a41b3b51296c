"""The stand-in's Web API answers as Slack's does, seen through slack_sdk."""

import threading
import time
from collections.abc import Iterator

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_standin import SlackStandIn


@pytest.fixture(scope="module")
def shared() -> Iterator[SlackStandIn]:
    with SlackStandIn(retry_delays=(0.0, 0.1, 0.1), ack_within=0.6) as running:
        yield running


@pytest.fixture
def slack(shared):
    yield shared
    shared.clear_faults()


@pytest.fixture
def client(slack) -> WebClient:
    return WebClient(token=slack.app.bot_token, base_url=slack.api_url)


def error_of(call, **arguments) -> str:
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)
    return refused.value.response["error"]


def test_faults_strike_the_named_method_for_so_many_calls(slack, client):
    channel = slack.channel("press")
    slack.fault("chat.postMessage", "429", seconds=7)
    with pytest.raises(SlackApiError) as limited:
        client.chat_postMessage(channel=channel, text="too fast")
    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "7"
    slack.fault("chat.postMessage", "500")
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=channel, text="broken")
    slack.fault("chat.postMessage", "slow", seconds=0.3)
    before = time.monotonic()
    assert client.chat_postMessage(channel=channel, text="slowly")["ok"]
    assert time.monotonic() - before >= 0.3
    assert client.chat_postMessage(channel=channel, text="fine")["ok"]


def test_a_status_is_kept_and_cleared_by_the_next_message(slack, client):
    said = slack.say("press", "maya", "status?", mention=False)
    place = {"channel_id": said.channel, "thread_ts": said.ts}
    client.assistant_threads_setStatus(**place, status="is reading", loading_messages=["One"])
    assert slack.status("press", said.ts) == "is reading"
    client.chat_postMessage(channel=said.channel, thread_ts=said.ts, text="done")
    assert slack.status("press", said.ts) == ""
    assert slack.statuses[-1].cleared_by == "message"
    client.agents_sessions_setStatus(**place, status="closed")
    assert slack.statuses[-1].method == "agents.sessions.setStatus"


def test_tokens_are_checked(slack):
    def with_token(token):
        return WebClient(token=token, base_url=slack.api_url)

    me = with_token(slack.app.bot_token).auth_test()
    assert (me["bot_id"], me["user_id"]) == (slack.app.bot_id, slack.app.bot_user)
    assert error_of(with_token("xoxb-wrong").auth_test) == "invalid_auth"
    assert error_of(with_token(None).auth_test) == "not_authed"
    connect = with_token(slack.app.bot_token).apps_connections_open
    assert error_of(connect, app_token=slack.app.bot_token) == "not_allowed_token_type"


def test_unknown_places_are_refused(slack, client):
    assert error_of(client.chat_postMessage, channel="C404", text="hi") == "channel_not_found"
    nowhere = {"channel": slack.channel("press"), "ts": "1.000001"}
    assert error_of(client.conversations_replies, **nowhere) == "thread_not_found"


def test_a_long_thread_comes_in_pages(slack, client):
    said = slack.say("newsroom", "maya", "many", mention=False)
    for number in range(5):
        slack.say("newsroom", "tom", f"reply {number}", thread_ts=said.ts, mention=False)
    pages = client.conversations_replies(channel=said.channel, ts=said.ts, limit=2)
    assert [len(page["messages"]) for page in pages] == [2, 2, 2]


def test_edits_and_deletions_are_told(slack):
    said = slack.say("press", "maya", "tpyo", mention=False)
    assert slack.edit(said, "typo").event["message"]["text"] == "typo"
    removed = slack.remove(said)
    assert removed.event["subtype"] == "message_deleted"
    assert removed.event["deleted_ts"] == said.ts


def test_what_slack_refuses_in_a_message_is_refused(slack, client):
    place = {"channel": slack.channel("press")}
    long_button = {"type": "button", "text": {"type": "plain_text", "text": "x" * 76}}
    blocks = [{"type": "actions", "elements": [long_button]}]
    post = client.chat_postMessage
    assert error_of(post, **place, text="x", blocks=blocks) == "invalid_blocks"
    assert error_of(post, **place, markdown_text="x" * 12_001) == "msg_too_long"
    ts = post(**place, text="short")["ts"]
    assert error_of(client.chat_update, **place, ts=ts, text="x" * 4_001) == "msg_too_long"
    many = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2_900}}] * 5
    assert error_of(post, **place, text="x", blocks=many) == "msg_blocks_too_long"
    assert "message_truncated" in str(post(**place, text="x" * 40_001).data)


def test_leaving_fails_when_the_contract_was_broken():
    own = SlackStandIn().start()
    client = WebClient(token=own.app.bot_token, base_url=own.api_url)
    assert error_of(client.api_call, api_method="chat.noSuchThing") == "unknown_method"
    with pytest.raises(AssertionError, match=r"chat\.noSuchThing: neither"):
        own.__exit__(None, None, None)


def test_nothing_is_left_behind():
    alone = SlackStandIn().start()
    process = alone._core._process
    assert process.poll() is None
    alone.stop()
    assert process.poll() == 0
    assert not [t for t in threading.enumerate() if t.name.startswith("slack-standin-deliv")]
