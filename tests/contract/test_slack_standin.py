"""The stand-in brings events and clicks to an app as Slack does, over both ways in."""

import http.server
from collections.abc import Iterator

import pytest
from slack_bolt.adapter.socket_mode.websocket_client import (
    SocketModeHandler as WebSocketClientHandler,
)
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_standin import SlackStandIn, text_of
from slack_standin.echo import echo_app, in_socket_mode, served_over_http, serving


@pytest.fixture(scope="module")
def shared() -> Iterator[SlackStandIn]:
    with SlackStandIn(retry_delays=(0.0, 0.1, 0.1), ack_within=0.6) as running:
        yield running


@pytest.fixture
def slack(shared):
    yield shared
    shared.clear_faults()


@pytest.fixture(scope="module")
def bot(shared):
    """The echo app, connected to the shared stand-in."""
    with in_socket_mode(shared) as (handler,):
        yield handler


@pytest.fixture
def alone() -> Iterator[SlackStandIn]:
    """A stand-in with no app connected."""
    with SlackStandIn(retry_delays=(0.0, 0.1, 0.1), ack_within=0.6) as running:
        yield running


@pytest.fixture
def client(slack) -> WebClient:
    return WebClient(token=slack.app.bot_token, base_url=slack.api_url)


def test_a_mention_is_told_twice_and_answered_in_its_thread(slack, bot):
    said = slack.say("press", "maya", "which reports?")
    (answer,) = slack.wait_for_messages("press", said.thread)
    slack.wait_for_deliveries()
    kinds = [d.event["type"] for d in said.events]
    assert kinds == ["app_mention", "message"]
    mention, message = (d.event for d in said.events)
    assert (mention["channel"], mention["ts"]) == (message["channel"], message["ts"])
    assert "channel_type" not in mention
    assert message["channel_type"] == "channel"
    assert answer["thread_ts"] == said.ts
    assert text_of(answer).startswith(f"echo <@{slack.app.bot_user}> which reports?")
    assert all(d.ack_seconds < 1 for d in said.events)


def test_a_direct_message_is_told_once_and_the_app_answers_there(slack, bot):
    said = slack.say(slack.dm("tom"), "tom", "hello")
    slack.wait_for_messages(said.channel, said.thread, containing="echo hello")
    (event,) = (d.event for d in said.events)
    assert (event["type"], event["channel_type"]) == ("message", "im")


def test_a_reply_in_a_thread_says_whose_thread_it_is(slack, bot, client):
    first = slack.say("newsroom", "maya", "a question")
    slack.wait_for_messages("newsroom", first.thread)
    second = slack.say("newsroom", "priya", "and since?", thread_ts=first.ts)
    slack.wait_for_messages("newsroom", first.thread, count=2)
    event = second.events[1].event
    assert event["thread_ts"] == first.ts
    assert event["parent_user_id"] == slack.workspace.user("maya")
    parent, own, *_ = client.conversations_replies(channel=first.channel, ts=first.ts)["messages"]
    assert parent["thread_ts"] == first.ts
    assert parent["reply_count"] == 3
    assert own["bot_id"] == slack.app.bot_id
    assert own["app_id"] == slack.app.app_id
    assert own["team"] == slack.workspace.team_id


def test_without_a_mention_only_the_message_event_goes_out(slack, bot):
    said = slack.say("embargo", "omar", "just talking", mention=False)
    slack.wait_for_deliveries()
    (event,) = (d.event for d in said.events)
    assert (event["type"], event["channel_type"]) == ("message", "group")


def test_an_app_is_told_of_its_own_messages_and_bolt_ignores_them(slack, bot):
    said = slack.say(slack.dm("omar"), "omar", "once")

    def own() -> list[dict]:
        return [d.event for d in slack.deliveries if d.event.get("text") == "echo once"]

    slack.wait_for(own)
    slack.wait_for_deliveries()
    (event,) = own()
    assert (event["user"], event["bot_id"]) == (slack.app.bot_user, slack.app.bot_id)
    assert len(slack.answers(said.channel)) == 1


def test_a_redelivered_event_is_the_same_event_marked_as_a_retry(slack, bot):
    said = slack.say("press", "maya", "twice?")
    slack.wait_for_messages("press", said.thread)
    again = slack.redeliver(said)
    # The echo app does not remember events, so it answers twice: Bolt does not either.
    slack.wait_for_messages("press", said.thread, count=2)
    assert again.payload["event_id"] == said.events[0].payload["event_id"]
    assert again.attempts[0].number == 1


def test_an_envelope_that_nobody_acknowledges_comes_again_with_its_reason(alone):
    with in_socket_mode(alone) as (handler,):
        answer = handler.client.send_message
        handler.client.send_message = lambda _message: None
        said = alone.say("press", "maya", "anyone?", mention=False)
        alone.wait_for(lambda: len(said.events[0].attempts) > 1)
        handler.client.send_message = answer
        alone.wait_for_deliveries()
    first, *_, last = said.events[0].attempts
    assert (first.number, first.outcome) == (0, "timeout")
    assert last.outcome == "acked"
    assert last.number >= 1


def test_nothing_waits_for_an_app_that_is_not_connected(alone):
    said = alone.say("press", "maya", "hello?", mention=False)
    alone.wait_for_deliveries()
    assert [a.outcome for a in said.events[0].attempts] == ["connection_failed"]


def test_asked_to_disconnect_the_app_comes_back_and_loses_nothing(alone):
    with in_socket_mode(alone) as (handler,):
        old = handler.client.current_session
        assert alone.disconnect() == 1
        alone.wait_for_connections(1)
        alone.wait_for(lambda: handler.client.current_session is not old)
        said = alone.say("press", "maya", "still there?")
        alone.wait_for_messages("press", said.thread)


def test_the_other_socket_client_works_too(alone):
    with in_socket_mode(alone, WebSocketClientHandler):
        said = alone.say("press", "maya", "which client?")
        alone.wait_for_messages("press", said.thread)


def test_several_sockets_share_the_events(alone):
    with in_socket_mode(alone, count=2):
        assert alone.connections == 2
        said = [alone.say("press", "maya", f"number {n}") for n in range(4)]
        for one in said:
            alone.wait_for_messages("press", one.thread)
        alone.wait_for_deliveries()
        assert all(len(alone.answers("press", one.thread)) == 1 for one in said)


def test_a_click_reaches_the_action_and_its_response_url_works(slack, bot):
    said = slack.say("press", "maya", "button please")
    (answer,) = slack.wait_for_messages("press", said.thread)
    click = slack.click(answer, "again", "tom")
    slack.wait_for(lambda: slack.ephemerals and slack.calls("reactions.add"))
    slack.wait_for_deliveries()
    (reacted,) = slack.answers("press", said.thread)
    assert click.acked
    assert slack.ephemerals[-1]["text"] == "again for tom"
    assert slack.ephemerals[-1]["user"] == slack.workspace.user("tom")
    assert reacted["reactions"][0]["name"] == "eyes"


def test_events_and_clicks_come_signed_over_http(slack):
    with served_over_http(echo_app(slack)) as request_url:
        slack.subscribe(request_url)
        said = slack.say("newsroom", "priya", "over http")
        (answer,) = slack.wait_for_messages("newsroom", said.thread)
        click = slack.click(answer, "again", "priya")
        slack.wait_for(lambda: "again for priya" in [e["text"] for e in slack.ephemerals])
        slack.wait_for_deliveries()
        slack.unsubscribe()
    assert click.acked


def test_over_http_a_failed_event_is_posted_again_with_number_and_reason(slack):
    seen = []

    class Failing(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append({k.lower(): v for k, v in self.headers.items()})
            verification = b"url_verification" in body
            self.send_response(200 if verification or len(seen) > 3 else 500)
            self.end_headers()
            self.wfile.write(body if verification else b"")

        def log_message(self, *_args):
            pass

    with serving(Failing) as request_url:
        slack.subscribe(request_url)
        said = slack.say("press", "maya", "fail first", mention=False)
        slack.wait_for_deliveries()
        slack.unsubscribe()
    assert [a.outcome for a in said.events[0].attempts] == ["http_error", "http_error", "acked"]
    assert "x-slack-retry-num" not in seen[1]
    assert (seen[2]["x-slack-retry-num"], seen[2]["x-slack-retry-reason"]) == ("1", "http_error")


def test_a_modal_opens_with_the_trigger_of_a_click(slack, bot, client):
    said = slack.say("press", "maya", "open")
    (answer,) = slack.wait_for_messages("press", said.thread)
    click = slack.click(answer, "again", "maya")
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Why?"}, "blocks": []}
    opened = client.views_open(trigger_id=click.payload["trigger_id"], view=view)
    assert opened["view"]["type"] == "modal"
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client.views_open(trigger_id=click.payload["trigger_id"], view=view)
