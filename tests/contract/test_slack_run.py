"""The two ways to run: an HTTP endpoint against a fake Web API, and Socket Mode in the stand-in."""

import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date

import httpx
import pytest
from slack_desk import parts_over
from slack_fake_api import FakeApi
from slack_sdk.signature import SignatureVerifier
from slack_standin import SlackStandIn, text_of

from bot.answering.records import Answer, Citation, Speaker, Statement, StatementKind, Status
from bot.slack.identity import SlackRefusedError
from bot.slack.register import build_app
from bot.slack.run import is_cut, run_http, run_socket
from bot.slack.settings import SlackSecrets, SlackSettings
from store.database import open_database
from store.errors import SettingsError
from store.records import Coverage

SECRETS = SlackSecrets("xoxb-made-up", "xapp-made-up", "signing")
DAY = date(2019, 3, 28)
EVENT = {
    "type": "event_callback",
    "team_id": "T111",
    "event_id": "Ev1",
    "event": {
        "type": "message",
        "channel_type": "im",
        "user": "U1",
        "text": "Why?",
        "ts": "1.1",
        "channel": "D1",
    },
}


def an_answer(question, on_step):
    del on_step
    citation = Citation(
        "r1", 1, "Fire review", "r1.pdf", "https://x.example/r1.pdf", DAY, 4, "", 0, 1, ""
    )
    said = "We are not there yet"
    statements = (
        Statement("Two concerns remain.", StatementKind.EXTRACT, None, (citation,)),
        Statement(said, StatementKind.QUOTE, Speaker("Ann Day", "chief"), (citation,)),
    )
    return Answer(question, Status.ANSWERED, DAY, statements, (), (), Coverage(3, DAY, DAY))


@pytest.fixture
def parts(tmp_path):
    engine = open_database(tmp_path)
    yield parts_over(engine, an_answer, SlackSettings())
    engine.dispose()


@pytest.fixture
def api():
    fake = FakeApi()
    yield fake
    fake.close()


@contextmanager
def running(work):
    """Run `work(stop)` in a thread, and see that it stops when asked to."""
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work, stop)
        try:
            yield future
        finally:
            stop.set()
            future.result(timeout=20)


@contextmanager
def http_endpoint(parts, api):
    settings = SlackSettings(api_url=api.url)
    app = build_app(SECRETS, settings, parts)
    ready, ports = threading.Event(), []

    def on_ready(port):
        ports.append(port)
        ready.set()

    with running(lambda stop: run_http(app, settings, 0, stop, on_ready)):
        assert ready.wait(10)
        yield f"http://127.0.0.1:{ports[0]}/slack/events"


def signed(body, secret="signing"):
    content, now = json.dumps(body), str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=now, body=content)
    headers = {"x-slack-request-timestamp": now, "x-slack-signature": signature}
    return {"content": content, "headers": headers | {"content-type": "application/json"}}


def test_signed_events_over_http_are_answered(parts, api):
    with http_endpoint(parts, api) as url, httpx.Client() as client:
        challenge = {"type": "url_verification", "challenge": "abc", "token": "t"}
        assert client.post(url, **signed(challenge)).json() == {"challenge": "abc"}
        assert client.post(url, **signed(EVENT)).status_code == 200
        assert "Two concerns remain." in api.wait_for("chat.postMessage")[0]["text"]
        assert client.post(url, **signed(EVENT, "wrong")).status_code == 401
        assert client.get(url).status_code == 404
    assert len(api.posted()) == 1


def test_an_address_in_use_is_refused_with_the_remedy(parts, api):
    with http_endpoint(parts, api) as url:
        port = int(url.split(":")[2].split("/")[0])
        settings = SlackSettings(api_url=api.url)
        app = build_app(SECRETS, settings, parts)
        with pytest.raises(SettingsError, match="--port"):
            run_http(app, settings, port, threading.Event())


def test_a_refused_token_ends_the_run_and_names_it(parts, api):
    api.script["auth.test"] = [{"ok": False, "error": "invalid_auth"}]
    settings = SlackSettings(api_url=api.url)
    with pytest.raises(SlackRefusedError, match="SLACK_BOT_TOKEN"):
        run_http(build_app(SECRETS, settings, parts), settings, 0, threading.Event())
    api.script["apps.connections.open"] = [{"ok": False, "error": "not_allowed_token_type"}]
    with pytest.raises(SlackRefusedError, match="SLACK_APP_TOKEN"):
        run_socket(build_app(SECRETS, settings, parts), SECRETS, settings, threading.Event())


def test_slack_being_away_at_the_start_is_waited_for(parts, api):
    api.script["auth.test"] = [(503, {}, "Service Unavailable")]
    with http_endpoint(parts, api) as url:
        assert httpx.post(url, **signed(EVENT)).status_code == 200
        api.wait_for("chat.postMessage")


def test_a_connection_that_the_other_side_closed_is_told_from_an_open_one():
    here, there = socket.socketpair()
    with here:
        assert not is_cut(here)
        there.close()
        assert is_cut(here)


@pytest.fixture(scope="module")
def slack():
    # Slack sends again what it could not deliver while the app had no connection.
    with SlackStandIn(
        people=("maya",),
        channels=("press",),
        private_channels=(),
        retry_delays=(0.2, 1.0, 3.0),
    ) as standin:
        yield standin


@contextmanager
def in_socket_mode(parts, slack):
    settings = SlackSettings(api_url=slack.api_url)
    environment = slack.environment
    secrets = SlackSecrets(
        environment["SLACK_BOT_TOKEN"],
        environment["SLACK_APP_TOKEN"],
        environment["SLACK_SIGNING_SECRET"],
    )
    app = build_app(secrets, settings, parts)
    with running(lambda stop: run_socket(app, secrets, settings, stop)):
        slack.wait_for_connections()
        yield
    slack.wait_for_connections(0)


def test_socket_mode_answers_once_and_comes_back_after_losing_its_connection(parts, slack):
    with in_socket_mode(parts, slack):
        said = slack.say("press", "maya", "What concerns remain?")
        (answer,) = slack.wait_for_messages("press", said.thread)
        assert "Two concerns remain. [1]" in text_of(answer)
        slack.redeliver(said)
        slack.wait_for_deliveries()
        assert len(slack.answers("press", said.thread)) == 1
        assert all(one.ack_seconds < 1 for one in said.events)
        again = slack.say("press", "maya", "And in 2017?", thread_ts=said.ts, mention=False)
        slack.wait_for_messages("press", again.thread, count=2)

        opened = len(slack.calls("apps.connections.open"))
        slack.disconnect()
        slack.wait_for(lambda: len(slack.calls("apps.connections.open")) > opened)
        slack.wait_for_connections()
        direct = slack.say(slack.dm("maya"), "maya", "Still there?")
        slack.wait_for_messages(direct.channel, direct.thread)

        slack.drop_connections()
        slack.wait_for(lambda: len(slack.calls("apps.connections.open")) > opened + 1)
        slack.wait_for(lambda: slack.connections == 1)
        last = slack.say("press", "maya", "And now?")
        slack.wait_for_messages("press", last.thread)
