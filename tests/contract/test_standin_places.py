"""Files, channels, people, agents and limits are in the stand-in as they are in Slack."""

import json
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_standin import SlackStandIn, text_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(
        channels_without_app=("leads",),
        admins=("maya",),
        owners=("tom",),
        retry_delays=(),
        stream_seconds=1.0,
    ) as running:
        yield running


@pytest.fixture
def client(slack) -> WebClient:
    return WebClient(token=slack.app.bot_token, base_url=slack.api_url)


def error_of(call, **arguments) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return caught.value.response["error"]


def fetch(url: str, token: str | None) -> tuple[int, str, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        return answer.status, answer.headers["Content-Type"], answer.read()


# Files.


def test_a_shared_file_is_told_of_and_only_the_app_may_fetch_it(slack, client):
    said = slack.say("press", "maya", "new one", files=[("report.pdf", b"%PDF-1.7")])
    mention, message = (d.event for d in said.events)
    assert message["subtype"] == "file_share"
    assert "subtype" not in mention
    (file,) = message["files"]
    assert (file["name"], file["mimetype"], file["size"]) == ("report.pdf", "application/pdf", 8)
    assert slack.deliveries[-1].event["file_id"] == file["id"]
    assert client.files_info(file=file["id"])["file"]["channels"] == [said.channel]
    url = file["url_private_download"]
    assert fetch(url, slack.app.bot_token) == (200, "application/pdf", b"%PDF-1.7")
    status, kind, page = fetch(url, None)
    assert (status, kind.partition(";")[0]) == (200, "text/html")
    assert b"Sign in" in page
    (kept,) = slack.messages("press", said.ts)
    assert kept["files"][0]["id"] == file["id"]


def test_a_file_without_a_word_has_an_empty_text(slack):
    said = slack.say(slack.dm("tom"), "tom", "", files=[("a.txt", b"x"), ("b.txt", b"y")])
    (event,) = (d.event for d in said.events)
    assert event["text"] == ""
    assert [file["name"] for file in event["files"]] == ["a.txt", "b.txt"]


def test_files_that_are_gone_or_elsewhere_are_not_found(slack, client):
    (file,) = slack.say("press", "maya", "soon gone", files=[("a.txt", b"x")]).files
    slack.delete_file(file["id"])
    assert error_of(client.files_info, file=file["id"]) == "file_deleted"
    (elsewhere,) = slack.say("leads", "maya", "hidden", files=[("a.txt", b"x")]).files
    assert error_of(client.files_info, file=elsewhere["id"]) == "file_not_found"
    assert error_of(client.files_info, file="F404") == "file_not_found"
    assert error_of(client.files_delete, file=file["id"]) == "file_deleted"


def test_the_app_uploads_a_file(slack, client):
    done = client.files_upload_v2(
        channel=slack.channel("press"),
        filename="answer.md",
        content="# Answer",
        initial_comment="the whole of it",
    )
    assert slack._files.content(done["file"]["id"]) == b"# Answer"
    answer = slack.answers("press")[-1]
    assert answer["files"][0]["name"] == "answer.md"
    assert answer["text"] == "the whole of it"


def test_text_is_in_slacks_notation(slack):
    said = slack.say("press", "tom", "see https://x.example/a?b=1&c=2. R&D <now>", mention=False)
    event = said.events[0].event
    assert event["text"] == "see <https://x.example/a?b=1&amp;c=2>. R&amp;D &lt;now&gt;"
    elements = event["blocks"][0]["elements"][0]["elements"]
    assert [e["type"] for e in elements] == ["text", "link", "text"]
    assert elements[1]["url"] == "https://x.example/a?b=1&c=2"
    assert elements[2]["text"] == ". R&D <now>"
    bare = slack.say("press", "tom", "x.example/report or a@b.example", mention=False)
    assert bare.text == (
        "<http://x.example/report|x.example/report> or <mailto:a@b.example|a@b.example>"
    )
    picked = slack.say("press", "tom", "ask <@U000000001> or <!here>", mention=False)
    assert picked.text == "ask <@U000000001> or <!here>"
    spelled = slack.say("press", "tom", "<!here>", mention=False, literal=True)
    assert spelled.text == "&lt;!here&gt;"


# Channels and people.


def test_a_channel_that_the_app_has_not_joined_is_closed_to_it(slack, client):
    leads = slack.channel("leads")
    assert slack.say("leads", "maya", "anyone?").events == ()
    assert error_of(client.chat_postMessage, channel=leads, text="x") == "not_in_channel"
    assert error_of(client.conversations_history, channel=leads) == "not_in_channel"
    whisper = {"channel": leads, "user": slack.workspace.user("tom"), "text": "x"}
    assert error_of(client.chat_postEphemeral, **whisper) == "not_in_channel"
    assert client.conversations_info(channel=leads)["channel"]["is_member"] is False
    slack.invite("leads", "maya")
    assert client.chat_postMessage(channel=leads, text="here")["ok"]
    slack.expel("leads")
    assert error_of(client.chat_postMessage, channel=leads, text="x") == "not_in_channel"


def test_a_private_channel_without_the_app_does_not_exist_for_it(slack, client):
    embargo = slack.channel("embargo")
    slack.expel("embargo")
    assert error_of(client.conversations_info, channel=embargo) == "channel_not_found"
    assert error_of(client.chat_postMessage, channel=embargo, text="x") == "channel_not_found"
    slack.invite("embargo", "tom")
    assert client.conversations_info(channel=embargo)["channel"]["is_private"]


def test_members_and_people(slack, client):
    members = client.conversations_members(channel=slack.channel("press"))["members"]
    assert {slack.workspace.user("maya"), slack.app.bot_user} <= set(members)
    maya, tom, omar = (
        client.users_info(user=slack.workspace.user(name))["user"]
        for name in ("maya", "tom", "omar")
    )
    assert (maya["is_admin"], maya["is_owner"]) == (True, False)
    assert (tom["is_admin"], tom["is_owner"], tom["is_primary_owner"]) == (True, True, True)
    assert (omar["is_admin"], omar["tz"]) == (False, "Europe/London")
    assert error_of(client.users_info, user="U404") == "user_not_found"


def test_what_only_one_person_sees(slack, client):
    place = {"channel": slack.channel("press"), "user": slack.workspace.user("omar")}
    ts = client.chat_postEphemeral(**place, text="for you")["message_ts"]
    assert [text_of(seen) for seen in slack.shown_to("omar")] == ["for you"]
    assert slack.shown_to("maya") == []
    change = {"channel": place["channel"], "ts": ts, "text": "x"}
    assert error_of(client.chat_update, **change) == "message_not_found"


def test_only_own_messages_of_known_channels_are_changed(slack, client):
    said = slack.say("press", "tom", "mine", mention=False)
    place = {"channel": said.channel, "ts": said.ts}
    assert error_of(client.chat_update, **place, text="x") == "cant_update_message"
    assert error_of(client.chat_delete, **place) == "cant_delete_message"
    nowhere = {"channel": said.channel, "ts": "1.000001"}
    assert error_of(client.chat_update, **nowhere, text="x") == "message_not_found"
    assert error_of(client.chat_delete, channel="C404", ts="1.1") == "channel_not_found"


def test_permalinks_are_slacks(slack, client):
    said = slack.say("press", "tom", "linked", mention=False)
    reply = slack.say("press", "tom", "reply", said.ts, mention=False)
    place = {"channel": said.channel, "message_ts": reply.ts}
    link = client.chat_getPermalink(**place)["permalink"]
    assert link.startswith(f"https://newsdesk.slack.com/archives/{said.channel}/p")
    assert link.endswith(f"?thread_ts={said.ts}&cid={said.channel}")
    nowhere = {"channel": said.channel, "message_ts": "1.000001"}
    assert error_of(client.chat_getPermalink, **nowhere) == "message_not_found"


def test_reactions_of_people_and_of_the_app_are_told(slack, client):
    said = slack.say("press", "tom", "good", mention=False)
    event = slack.react(said, "thumbsup", "maya").event
    assert event["item_user"] == slack.workspace.user("tom")
    assert slack.unreact(said, "thumbsup", "maya").event["type"] == "reaction_removed"
    client.reactions_add(channel=said.channel, timestamp=said.ts, name="eyes")
    assert slack.deliveries[-1].event["user"] == slack.app.bot_user
    again = {"channel": said.channel, "timestamp": said.ts, "name": "eyes"}
    assert error_of(client.reactions_add, **again) == "already_reacted"


def test_a_preview_and_a_growing_thread_change_a_message_but_not_its_text(slack):
    said = slack.say("press", "tom", "see https://x.example/", mention=False)
    reply = slack.say("press", "maya", "and https://y.example/", said.ts, mention=False)
    for told in (slack.unfurl(said), slack.thread_grows(said), slack.unfurl(reply)):
        event = told.event
        assert event["subtype"] == "message_changed"
        assert event["message"]["text"] == event["previous_message"]["text"]
        assert "edited" not in event["message"]
    assert slack.deliveries[-1].event["message"]["thread_ts"] == said.ts
    edited = slack.edit(reply, "changed").event["message"]
    assert (edited["thread_ts"], edited["text"]) == (said.ts, "changed")
    assert "edited" in edited


# The agent pane.


def test_prompts_titles_and_sessions_are_kept(slack, client):
    dm = slack.dm("maya")
    prompts = [{"title": "Met", "message": "What remains for the Met?"}]
    client.assistant_threads_setSuggestedPrompts(channel_id=dm, prompts=prompts, title="Try")
    assert slack.prompts("maya") == prompts
    assert slack.prompts("tom") == []
    said = slack.say(dm, "maya", "hello")
    client.assistant_threads_setTitle(channel_id=dm, thread_ts=said.ts, title="Greeting")
    assert slack.title(dm, said.ts) == "Greeting"
    client.agents_sessions_setStatus(channel_id=dm, thread_ts=said.ts, status="processing")
    client.agents_sessions_rename(channel_id=dm, thread_ts=said.ts, title="Hello")
    assert (slack.session(dm, said.ts), slack.title(dm, said.ts)) == ("processing", "Hello")
    too_many = {"channel_id": dm, "prompts": prompts * 5}
    assert error_of(client.assistant_threads_setSuggestedPrompts, **too_many) == "invalid_arguments"
    status = {"channel_id": dm, "thread_ts": said.ts, "status": "Reading"}
    client.assistant_threads_setStatus(**status, loading_messages=["Reading", "Checking"])
    assert slack.statuses[-1].arguments["loading_messages"] == ["Reading", "Checking"]
    assert slack.status(dm, said.ts) == "Reading"
    eleven = ["x"] * 11
    refused = error_of(client.assistant_threads_setStatus, **status, loading_messages=eleven)
    assert refused == "invalid_arguments"


def test_opening_stopping_and_changing_context_are_told(slack):
    assert slack.open_home("maya", "home").event["tab"] == "home"
    assert slack.open_home("maya").event["tab"] == "messages"
    context = slack.change_context("maya", "press").event["context"]
    assert context["entities"][0]["value"] == slack.channel("press")
    said = slack.say(slack.dm("maya"), "maya", "long question")
    assert slack.stop_session(said, "maya").event["thread_ts"] == said.ts


def test_a_stream_ends_by_the_app_by_the_person_and_by_time(slack, client):
    said = slack.say(slack.dm("maya"), "maya", "stream")
    place = {"channel": said.channel, "thread_ts": said.ts}

    def start() -> dict:
        ts = client.chat_startStream(**place, markdown_text="a ")["ts"]
        return {"channel": said.channel, "ts": ts}

    whole = start()
    client.chat_appendStream(**whole, markdown_text="b")
    busy = error_of(client.chat_update, **whole, text="x")
    client.chat_stopStream(**whole)
    assert busy == "streaming_state_conflict"
    assert text_of(slack.messages(said.channel, said.ts)[-1]) == "a b"
    stopped = start()
    told = slack.stop_session(said, "maya").event
    assert told["streaming_message_ts"] == [stopped["ts"]]
    old = start()
    time.sleep(1.1)  # This stand-in's streams live a second.
    for over in (whole, stopped, old):
        refused = error_of(client.chat_appendStream, **over, markdown_text="c")
        assert refused == "message_not_in_streaming_state"
    missing = {"channel": slack.channel("press"), "thread_ts": "1.1", "markdown_text": "x"}
    assert error_of(client.chat_startStream, **missing) == "missing_recipient_user_id"


# Limits.


def test_rate_limits_are_slacks_when_they_are_on():
    with SlackStandIn(rate_limits=True) as slack:
        client = WebClient(token=slack.app.bot_token, base_url=slack.api_url)
        post = {"channel": slack.channel("press"), "text": "x"}
        for _ in range(3):
            client.chat_postMessage(**post)
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(**post)
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "1"
        client.chat_postMessage(channel=slack.channel("newsroom"), text="elsewhere")
        reads = {"channel": slack.channel("press")}
        for _ in range(50):
            client.conversations_info(**reads)
        assert error_of(client.conversations_info, **reads) == "ratelimited"


def test_the_core_takes_more_than_5000_calls(slack):
    # emulate counts per token: the app's is spread over 40.
    core = slack._core
    assert core.must("auth.test", slack.app.bot_token)["user_id"] == slack.app.bot_user
    used = {core._of(slack.app.bot_token) for _ in range(80)}
    assert len(used) == 40


# The manifest.


def manifest_of(folder: Path, scopes: list[str], events: list[str]) -> Path:
    path = folder / "manifest.json"
    command = {"command": "/reports", "description": "Ask"}
    whole = {
        "features": {"slash_commands": [command]},
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {"event_subscriptions": {"bot_events": events}},
    }
    path.write_text(json.dumps(whole))
    return path


def test_with_a_manifest_only_what_it_asks_for_comes_and_is_granted(tmp_path):
    path = manifest_of(tmp_path, ["chat:write", "im:history"], ["app_mention", "message.im"])
    with SlackStandIn(manifest=path, retry_delays=(), check=False) as slack:
        client = WebClient(token=slack.app.bot_token, base_url=slack.api_url)
        said = slack.say("press", "maya", "hello")
        assert [bool(d.attempts or not d.finished.is_set()) for d in said.events] == [True, False]
        assert len(slack.deliveries) == 1
        slack.say(slack.dm("tom"), "tom", "hello")
        assert len(slack.deliveries) == 2
        client.conversations_history(channel=slack.dm("tom"))
        history = {"channel": slack.channel("press")}
        assert error_of(client.conversations_history, **history) == "missing_scope"
        assert error_of(client.users_info, user="U000000001") == "missing_scope"
        assert slack.violations == [
            "conversations.history: the manifest does not ask for channels:history",
            "users.info: the manifest does not ask for users:read",
        ]
        with pytest.raises(AssertionError, match="no command /other"):
            slack.command("/other", "", "maya", "press")
