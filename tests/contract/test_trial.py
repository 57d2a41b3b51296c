"""The small Slack of `reportdesk try`: its doors, its refusals, and what it tells the bot."""

import socket

import httpx
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_standin.contract import Contract
from trial_stage import Stage

from bot.trial import delivery as carrying
from bot.trial.delivery import Delivery
from bot.trial.workspace import Workspace

ROOM, MAYA = "C0NEWSROOM", "U0MAYA"
VIEW = {
    "type": "modal",
    "callback_id": "v",
    "title": {"type": "plain_text", "text": "A modal"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "b",
            "label": {"type": "plain_text", "text": "A field"},
            "element": {"type": "plain_text_input", "action_id": "a"},
        }
    ],
}
BUTTON = {
    "type": "actions",
    "block_id": "row",
    "elements": [
        {
            "type": "button",
            "action_id": "go",
            "value": "1",
            "text": {"type": "plain_text", "text": "Go"},
        }
    ],
}


@pytest.fixture
def stage():
    with Stage() as running:
        yield running


@pytest.fixture
def http(stage):
    with httpx.Client(base_url=stage.url, trust_env=False) as client:
        yield client


def do(http, what, **given):
    headers = {"X-Reportdesk-Page": "1"}
    return http.post(f"/trial/do/{what}", json={"user": MAYA, **given}, headers=headers)


def refused(call, *arguments, **given) -> str:
    with pytest.raises(SlackApiError) as error:
        call(*arguments, **given)
    return error.value.response["error"]


def test_it_listens_on_loopback_only(stage):
    assert stage.server.server_address[0] == "127.0.0.1"
    others = {found[4][0] for found in socket.getaddrinfo(socket.gethostname(), 0, socket.AF_INET)}
    for address in others - {"127.0.0.1"}:
        with socket.socket() as attempt:
            attempt.settimeout(2)
            assert attempt.connect_ex((address, stage.server.server_port)) != 0 or (
                address.startswith("127.")
            )


@pytest.mark.parametrize("path", ["/", "/trial/state", "/page/app.js", "/api/auth.test"])
def test_another_name_for_this_machine_is_refused(http, path):
    answer = http.get(path, headers={"Host": "rebound.example"})

    assert answer.status_code == 421
    assert "Reportdesk" not in answer.text


def test_a_page_from_elsewhere_may_do_nothing(http):
    foreign = {"Origin": "https://evil.example", "X-Reportdesk-Page": "1"}
    said = {"user": MAYA, "channel": ROOM, "text": "x"}

    assert http.post("/trial/do/say", json=said, headers=foreign).status_code == 403
    # A form needs no leave to be sent, but cannot bring our header.
    assert http.post("/trial/do/say", data=said).status_code == 403
    assert http.get("/trial/state").json()["messages"] == []


def test_the_page_may_load_nothing_from_elsewhere(http):
    headers = http.get("/").headers
    policy = headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", ["../cast.py", "..%2fcast.py", "%2e%2e/cast.py", "", "app.py"])
def test_only_the_files_of_the_page_are_served(stage, path):
    with socket.create_connection(("127.0.0.1", stage.server.server_port)) as line:
        host = f"127.0.0.1:{stage.server.server_port}"
        line.sendall(f"GET /page/{path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert b"404" in line.recv(100)


@pytest.mark.parametrize("length", ["-5", "many", "99999999999", "1e3"])
def test_a_body_of_no_length_or_too_long_is_not_read(stage, length):
    with socket.create_connection(("127.0.0.1", stage.server.server_port), timeout=5) as line:
        host = f"127.0.0.1:{stage.server.server_port}"
        head = f"POST /api/auth.test HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n"
        line.sendall(head.encode())
        assert line.recv(12).decode() in ("HTTP/1.1 400", "HTTP/1.1 413")


def test_the_bot_needs_its_token(stage, http):
    for method in ("auth.test", "chat.postMessage"):
        assert http.post(f"/api/{method}").json() == {"ok": False, "error": "not_authed"}
        bad = {"Authorization": "Bearer xoxb-other"}
        assert http.post(f"/api/{method}", headers=bad).json()["error"] == "invalid_auth"
    token = stage.workspace.secrets.bot_token
    assert token not in repr(stage.workspace.secrets)
    assert token not in http.get("/trial/state").text
    assert stage.bot.auth_test()["user_id"] == "U0REPORTDESK"


def test_refusals_have_slacks_names(stage):
    bot = stage.bot
    post = bot.chat_postMessage
    assert refused(bot.api_call, "chat.scheduleMessage") == "unknown_method"
    assert refused(post, channel="C0NOWHERE", text="x") == "channel_not_found"
    assert refused(bot.api_call, "chat.postMessage", json={"channel": ROOM}) == "no_text"
    assert refused(post, channel=ROOM, text="x", thread_ts="1.000000") == "thread_not_found"
    assert refused(bot.chat_update, channel=ROOM, ts="1.000000", text="x") == "message_not_found"
    stranger = {"channel": "C0PRESSOFFICE", "user": "U0OMAR", "text": "x"}
    assert refused(bot.chat_postEphemeral, **stranger) == "user_not_in_channel"
    assert refused(bot.views_open, trigger_id="no", view=VIEW) == "invalid_trigger_id"
    assert refused(bot.conversations_replies, channel=ROOM, ts="1.0") == "thread_not_found"
    assert refused(bot.users_info, user="U0NOBODY") == "user_not_found"


def test_a_trigger_is_good_once_and_for_three_seconds():
    now = [1_000.0]
    workspace = Workspace(clock=lambda: now[0])
    once, late = workspace.trigger(MAYA), workspace.trigger(MAYA)

    assert workspace.spend(once) == MAYA
    with pytest.raises(Exception, match="invalid_trigger_id"):
        workspace.spend(once)
    now[0] += 3.1
    with pytest.raises(Exception, match="expired_trigger_id"):
        workspace.spend(late)


def test_a_response_url_is_good_five_times(stage):
    address = stage.workspace.response_url(ROOM, MAYA)
    codes = [httpx.post(address, json={"text": "x"}, trust_env=False).status_code for _ in range(6)]

    assert codes == [200] * 5 + [404]


def test_the_bot_reads_no_message_that_only_one_person_sees(stage):
    root = stage.bot.chat_postMessage(channel=ROOM, text="root")["ts"]
    stage.bot.chat_postEphemeral(channel=ROOM, user=MAYA, text="secret", thread_ts=root)
    stage.bot.chat_postMessage(channel=ROOM, text="reply", thread_ts=root)

    replies = stage.bot.conversations_replies(channel=ROOM, ts=root)["messages"]
    history = stage.bot.conversations_history(channel=ROOM)["messages"]

    assert [one["text"] for one in replies] == ["root", "reply"]
    assert replies[0]["reply_count"] == 1
    assert [one["text"] for one in history] == ["root"]


def test_nobody_does_what_is_not_theirs_to_do(stage, http):
    said = do(http, "say", channel=ROOM, text="mine").json()
    private = stage.bot.chat_postEphemeral(
        channel=ROOM, user="U0TOM", text="for Tom", blocks=[BUTTON]
    )["message_ts"]

    edited = do(http, "edit", user="U0TOM", channel=ROOM, ts=said["ts"], text="yours")
    assert edited.json() == {"error": "cant_update_message"}
    click = {"channel": ROOM, "ts": private, "block_id": "row", "action_id": "go"}
    assert do(http, "click", **click).json() == {"error": "message_not_found"}
    outside = do(http, "say", user="U0OMAR", channel="C0PRESSOFFICE", text="x")
    assert outside.json() == {"error": "not_in_channel"}
    assert do(http, "fly").json() == {"error": "unknown_action"}


def test_what_is_told_to_the_bot_has_the_shape_that_slacks_has(stage, http):
    """Against the types that Slack publishes; one of each kind."""
    said = do(http, "say", channel=ROOM, text="<@x> @Reportdesk hi #newsroom https://x.example")
    do(http, "say", channel="D0MAYA", text="hello")
    do(http, "open_home", tab="home")
    ts = stage.bot.chat_postMessage(channel=ROOM, text="x", blocks=[BUTTON])["ts"]
    do(http, "click", channel=ROOM, ts=ts, block_id="row", action_id="go")
    do(http, "command", channel=ROOM, text="/reports ask @tom a <question>")
    do(http, "shortcut", channel=ROOM, ts=ts, callback_id="ask_about")
    do(http, "shortcut", callback_id="ask_reports")
    shown = stage.bot.views_open(trigger_id=stage.workspace.trigger(MAYA), view=VIEW)["view"]
    do(http, "submit", view_id=shown["id"], values={"b": {"a": {"type": "plain_text_input"}}})
    stage.delivery.close()

    contract, seen = Contract(), stage.delivery.seen
    assert [problem for one in seen for problem in contract.to_app(one)] == []
    kinds = {one.get("type") or "command" for one in seen}
    assert kinds == {
        "event_callback", "block_actions", "command", "message_action", "shortcut",
        "view_submission",
    }  # fmt: skip
    events = [one["event"] for one in seen if "event" in one]
    assert sorted(one["type"] for one in events) == [
        "app_home_opened", "app_mention", "message", "message",
    ]  # fmt: skip
    (mention,) = (one for one in events if one["type"] == "app_mention")
    assert mention["text"] == (
        "&lt;@x&gt; <@U0REPORTDESK> hi <#C0NEWSROOM|newsroom> <https://x.example>"
    )
    assert mention["ts"] == said.json()["ts"]
    (command,) = (one for one in seen if "command" in one)
    assert (command["command"], command["text"]) == ("/reports", "ask <@U0TOM> a &lt;question&gt;")


def test_events_are_signed_and_sent_again_when_refused(monkeypatch):
    monkeypatch.setattr(carrying, "RETRIES", (0.0, 0.0, 0.0))
    workspace = Workspace()
    verifier = SignatureVerifier(workspace.secrets.signing_secret)
    taken: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        taken.append(request)
        return httpx.Response(500 if len(taken) < 3 else 200)

    carrier = Delivery(workspace)
    carrier.url = "http://127.0.0.1:9/slack/events"
    carrier._client = httpx.Client(transport=httpx.MockTransport(answer))
    carrier.event({"event_id": "Ev1"})
    carrier._pool.shutdown(wait=True)
    carrier.close()

    assert all(verifier.is_valid_request(one.content, dict(one.headers)) for one in taken)
    numbers = [one.headers.get("X-Slack-Retry-Num") for one in taken]
    assert numbers == [None, "1", "2"]
