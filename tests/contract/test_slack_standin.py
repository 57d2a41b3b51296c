"""The stand-in for Slack behaves as Slack does, seen through slack_sdk and a small Bolt app."""

import contextlib
import http.server
import threading
import time
from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler as BuiltinHandler
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_bolt.request import BoltRequest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_standin import SlackStandIn, text_of


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


def echo_app(slack: SlackStandIn) -> App:
    """Answers a mention or a direct message in its thread, with a button."""
    app = App(
        token=slack.app.bot_token,
        signing_secret=slack.app.signing_secret,
        client=WebClient(token=slack.app.bot_token, base_url=slack.api_url),
    )

    def answer(event, say):
        button = {
            "type": "button",
            "action_id": "again",
            "text": {"type": "plain_text", "text": "Again"},
            "value": event["ts"],
        }
        section = {"type": "section", "text": {"type": "mrkdwn", "text": f"echo {event['text']}"}}
        say(
            text=f"echo {event['text']}",
            blocks=[section, {"type": "actions", "elements": [button]}],
            thread_ts=event.get("thread_ts") or event["ts"],
        )

    app.event("app_mention")(answer)

    @app.event("message")
    def direct(event, say):
        if event.get("channel_type") == "im" and "subtype" not in event:
            answer(event, say)

    @app.action("again")
    def again(ack, body, respond, client):
        ack()
        respond(text=f"again for {body['user']['username']}", response_type="ephemeral")
        client.reactions_add(
            channel=body["channel"]["id"], timestamp=body["message"]["ts"], name="eyes"
        )

    return app


@contextlib.contextmanager
def in_socket_mode(slack: SlackStandIn, kind=SocketModeHandler) -> Iterator[SocketModeHandler]:
    handler = kind(echo_app(slack), slack.app.app_token, ping_interval=1)
    before = slack.connections
    handler.connect()
    slack.wait_for_connections(before + 1)
    try:
        yield handler
    finally:
        handler.close()
        slack.wait_for_connections(before)


def serve_bolt(app: App) -> http.server.ThreadingHTTPServer:
    """Bolt behind a loopback server (its own one listens on every address)."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name: [value] for name, value in self.headers.items()}
            response = app.dispatch(BoltRequest(body=body, headers=headers))
            content = response.body.encode()
            self.send_response(response.status)
            for name, value in response.first_headers().items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


def error_of(call) -> str:
    with pytest.raises(SlackApiError) as refused:
        call()
    return refused.value.response["error"]


def test_a_mention_is_told_twice_and_answered_in_its_thread(slack):
    with in_socket_mode(slack):
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


def test_a_direct_message_is_told_once_and_the_app_answers_there(slack):
    with in_socket_mode(slack):
        said = slack.say(slack.dm("tom"), "tom", "hello")
        slack.wait_for_messages(said.channel, said.thread, containing="echo hello")
    (event,) = (d.event for d in said.events)
    assert (event["type"], event["channel_type"]) == ("message", "im")


def test_a_reply_in_a_thread_says_whose_thread_it_is(slack, client):
    with in_socket_mode(slack):
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


def test_without_a_mention_only_the_message_event_goes_out(slack):
    with in_socket_mode(slack):
        said = slack.say("embargo", "omar", "just talking", mention=False)
        slack.wait_for_deliveries()
    (event,) = (d.event for d in said.events)
    assert (event["type"], event["channel_type"]) == ("message", "group")


def test_an_app_is_told_of_its_own_messages_and_bolt_ignores_them(slack):
    with in_socket_mode(slack):
        said = slack.say(slack.dm("omar"), "omar", "once")
        slack.wait_for_messages(said.channel, said.thread)
        slack.wait_for_deliveries()
        own = [d.event for d in slack.deliveries if d.event.get("bot_id")]
        assert own[-1]["text"] == "echo once"
        assert own[-1]["user"] == slack.app.bot_user
        assert len(slack.answers(said.channel)) == 1


def test_a_redelivered_event_is_the_same_event_marked_as_a_retry(slack):
    with in_socket_mode(slack):
        said = slack.say("press", "maya", "twice?")
        slack.wait_for_messages("press", said.thread)
        again = slack.redeliver(said)
        # The echo app does not remember events, so it answers twice: Bolt does not either.
        slack.wait_for_messages("press", said.thread, count=2)
    assert again.payload["event_id"] == said.events[0].payload["event_id"]
    assert again.attempts[0].number == 1


def test_an_envelope_that_nobody_acknowledges_comes_again_with_its_reason(slack):
    with in_socket_mode(slack) as handler:
        answer = handler.client.send_message
        handler.client.send_message = lambda _message: None
        said = slack.say("press", "maya", "anyone?", mention=False)
        slack.wait_for(lambda: len(said.events[0].attempts) > 1)
        handler.client.send_message = answer
        slack.wait_for_deliveries()
    first, *_, last = said.events[0].attempts
    assert (first.number, first.outcome) == (0, "timeout")
    assert last.outcome == "acked"
    assert last.number >= 1


def test_nothing_waits_for_an_app_that_is_not_connected(slack):
    said = slack.say("press", "maya", "hello?", mention=False)
    slack.wait_for_deliveries()
    assert [a.outcome for a in said.events[0].attempts] == ["connection_failed"]


def test_asked_to_disconnect_the_app_comes_back_and_loses_nothing(slack):
    with in_socket_mode(slack) as handler:
        old = handler.client.current_session
        assert slack.disconnect() == 1
        slack.wait_for_connections(1)
        slack.wait_for(lambda: handler.client.current_session is not old)
        said = slack.say("press", "maya", "still there?")
        slack.wait_for_messages("press", said.thread)


def test_the_other_socket_client_works_too(slack):
    with in_socket_mode(slack, BuiltinHandler):
        said = slack.say("press", "maya", "builtin")
        slack.wait_for_messages("press", said.thread)


def test_several_sockets_share_the_events(slack):
    with in_socket_mode(slack), in_socket_mode(slack):
        assert slack.connections == 2
        said = [slack.say("press", "maya", f"number {n}") for n in range(4)]
        for one in said:
            slack.wait_for_messages("press", one.thread)
        slack.wait_for_deliveries()
        assert all(len(slack.answers("press", one.thread)) == 1 for one in said)


def test_a_click_reaches_the_action_and_its_response_url_works(slack):
    with in_socket_mode(slack):
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
    app = echo_app(slack)
    server = serve_bolt(app)
    try:
        slack.subscribe(f"http://127.0.0.1:{server.server_address[1]}/slack/events")
        said = slack.say("newsroom", "priya", "over http")
        (answer,) = slack.wait_for_messages("newsroom", said.thread)
        click = slack.click(answer, "again", "priya")
        slack.wait_for(lambda: slack.ephemerals[-1]["text"] == "again for priya")
        slack.wait_for_deliveries()
        assert click.acked
    finally:
        slack.unsubscribe()
        server.shutdown()
        server.server_close()


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

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Failing)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        slack.subscribe(f"http://127.0.0.1:{server.server_address[1]}/")
        said = slack.say("press", "maya", "fail first", mention=False)
        slack.wait_for_deliveries()
    finally:
        slack.unsubscribe()
        server.shutdown()
        server.server_close()
    assert [a.outcome for a in said.events[0].attempts] == ["http_error", "http_error", "acked"]
    assert "x-slack-retry-num" not in seen[1]
    assert (seen[2]["x-slack-retry-num"], seen[2]["x-slack-retry-reason"]) == ("1", "http_error")


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
    wrong = with_token(slack.app.bot_token)
    connect = lambda: wrong.apps_connections_open(app_token=slack.app.bot_token)  # noqa: E731
    assert error_of(connect) == "not_allowed_token_type"


def test_unknown_places_are_refused(slack, client):
    post = lambda: client.chat_postMessage(channel="C404", text="hi")  # noqa: E731
    assert error_of(post) == "channel_not_found"
    press = slack.channel("press")
    read = lambda: client.conversations_replies(channel=press, ts="1.000001")  # noqa: E731
    assert error_of(read) == "thread_not_found"


def test_a_long_thread_comes_in_pages(slack, client):
    said = slack.say("newsroom", "maya", "many", mention=False)
    for number in range(5):
        slack.say("newsroom", "tom", f"reply {number}", thread_ts=said.ts, mention=False)
    pages = client.conversations_replies(channel=said.channel, ts=said.ts, limit=2)
    assert [len(page["messages"]) for page in pages] == [2, 2, 2]


def test_a_modal_opens_with_the_trigger_of_a_click(slack, client):
    with in_socket_mode(slack):
        said = slack.say("press", "maya", "open")
        (answer,) = slack.wait_for_messages("press", said.thread)
        click = slack.click(answer, "again", "maya")
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Why?"}, "blocks": []}
    opened = client.views_open(trigger_id=click.payload["trigger_id"], view=view)
    assert opened["view"]["type"] == "modal"
    again = lambda: client.views_open(trigger_id=click.payload["trigger_id"], view=view)  # noqa: E731
    assert error_of(again) == "exchanged_trigger_id"


def test_edits_and_deletions_are_told(slack):
    said = slack.say("press", "maya", "tpyo", mention=False)
    assert slack.edit(said, "typo").event["message"]["text"] == "typo"
    removed = slack.remove(said)
    assert removed.event["subtype"] == "message_deleted"
    assert removed.event["deleted_ts"] == said.ts
