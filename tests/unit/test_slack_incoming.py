"""Which payloads are questions, and what text they ask."""

import pytest

from bot.slack.incoming import Me, read_question
from store.inbox import Surface

ME = Me(user_id="UBOT", bot_id="BBOT")


def body(**event):
    given = {"type": "message", "channel": "C1", "ts": "2.0", "user": "U1", "text": "Hello there"}
    return {"team_id": "T1", "event_id": "Ev1", "event": given | event}


def read(**event):
    return read_question(body(**event), ME)


def test_a_mention_is_a_question_without_the_mention():
    asked = read(type="app_mention", text="<@UBOT> What about <https://x.org|the Met> &amp; fire?")
    assert asked.surface is Surface.MENTION
    assert asked.text == "What about the Met & fire?"
    assert (asked.ts, asked.thread_ts) == ("2.0", "2.0")


def test_both_events_of_a_mention_are_the_same_question():
    text = "<@UBOT> Why?"
    assert read(type="app_mention", text=text) == read(text=text, channel_type="channel")


def test_an_empty_mention_has_no_text():
    assert read(type="app_mention", text=" <@UBOT|bot>\u200b ").text == ""


def test_a_direct_message_needs_no_mention_and_keeps_its_thread():
    assert read(channel_type="im").surface is Surface.DIRECT
    assert read(channel_type="im", thread_ts="1.0").thread_ts == "1.0"


def test_a_channel_message_is_only_a_question_in_a_thread():
    assert read(channel_type="channel") is None
    assert read(channel_type="channel", thread_ts="2.0") is None
    assert read(channel_type="channel", thread_ts="1.0").surface is Surface.FOLLOW_UP


def test_a_reply_to_a_colleague_is_not_for_us():
    assert read(channel_type="channel", thread_ts="1.0", text="<@U2> can you check?") is None


def test_an_attachment_is_noted():
    asked = read(channel_type="im", subtype="file_share", files=[{"id": "F1"}])
    assert asked.files


@pytest.mark.parametrize(
    "event",
    [
        {"user": "UBOT"},
        {"bot_id": "BBOT"},
        {"bot_id": "BOTHER"},
        {"bot_profile": {"id": "B9"}},
        {"user": "USLACKBOT"},
        {"user": None},
        {"hidden": True},
        *(
            {"subtype": kind}
            for kind in (
                "message_changed",
                "message_deleted",
                "bot_message",
                "channel_join",
                "thread_broadcast",
                "assistant_app_thread",
                "something_new",
            )
        ),
    ],
)
def test_bots_edits_and_the_like_are_never_questions(event):
    assert read(channel_type="im", **event) is None
    assert read(type="app_mention", text="<@UBOT> Why?", **event) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("in <#C9|press>?", "in #press?"),
        ("see <https://x.org/a?b=1&amp;c=2>", "see https://x.org/a?b=1&c=2"),
        ("<mailto:a@x.org|a@x.org>", "a@x.org"),
        ("<!subteam^S1|@press> why", "@press why"),
        ("<!here> why", "@here why"),
        ("a &lt;!channel&gt; b", "a ‹!channel› b"),
        ("what\nremains\u202e?", "what remains?"),
    ],
)
def test_slacks_notation_is_read_as_words(typed, meant):
    assert read(channel_type="im", text=typed).text == meant


def test_a_payload_without_an_event_is_no_question():
    assert read_question({}, ME) is None
    assert read_question({"event": {"user": "U1", "channel_type": "im"}}, ME) is None
