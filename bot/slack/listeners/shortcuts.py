"""Shortcuts: ask from anywhere, or about somebody's message; both in a modal, both privately."""

import json
import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack.blocks.modals import ASK_VIEW, QUESTION, ask_view
from bot.slack.desk import Desk
from bot.slack.listeners.replies import open_modal
from bot.slack.mrkdwn import plain
from store.inbox import Asked, Surface

_MENTIONED = re.compile(r"<@([A-Z0-9]+)[|>]")
ASK_REPORTS, ASK_ABOUT = "ask_reports", "ask_about"


def register(app: App) -> None:
    """Listen for the two shortcuts and for the modal that they open."""
    app.shortcut(ASK_REPORTS)(handle_shortcut)
    app.shortcut(ASK_ABOUT)(handle_shortcut)
    app.view(ASK_VIEW)(handle_question)


def handle_shortcut(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    """Open the modal; a message's words are the question to begin with."""
    ack()
    message = body.get("message") or {}
    place = {}
    if message:
        thread_ts = message.get("thread_ts") or message.get("ts") or ""
        place = {"channel": body["channel"]["id"], "thread_ts": thread_ts}
    # A mention is nobody's question: without the names, which Slack shows, it is only an id.
    words = message.get("text") or ""
    question = plain(words, frozenset(_MENTIONED.findall(words)))
    open_modal(client, body["trigger_id"], ask_view(question, json.dumps(place)))


def handle_question(ack: Ack, body: dict[str, Any], view: dict[str, Any], desk: Desk) -> None:
    """Hand the question over, to be answered to the asker alone."""
    typed = view["state"]["values"][QUESTION][QUESTION].get("value") or ""
    text = plain(typed, frozenset())
    if not text:
        ack(response_action="errors", errors={QUESTION: "Please write a question."})
        return
    place = json.loads(view.get("private_metadata") or "{}")
    desk.receive(
        Asked(
            event_id=view["id"],
            team=(body.get("team") or {}).get("id") or "",
            channel=place.get("channel", ""),
            ts=view["id"],
            thread_ts=place.get("thread_ts", ""),
            user=body["user"]["id"],
            text=text,
            surface=Surface.SHORTCUT,
        )
    )
    ack()
