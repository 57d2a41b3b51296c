"""The slash command `/reports ask|search|status|help|settings`."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack.desk import Desk
from bot.slack.listeners.channel_settings import open_settings
from bot.slack.listeners.replies import said
from bot.slack.mrkdwn import clean, clip, plain
from bot.slack.status import status_text
from bot.slack.wording import COMMANDS, looking_for
from store.inbox import Asked, Surface, Task
from store.records import Viewer

COMMAND = "/reports"
MAX_SHOWN = 300


def register(app: App) -> None:
    """Listen for the command."""
    app.command(COMMAND)(handle_command)


def handle_command(ack: Ack, command: dict[str, Any], desk: Desk, client: WebClient) -> None:
    """Do what the command says; a question may stand there without a verb."""
    words = plain(command.get("text") or "", frozenset())
    verb, _, rest = words.partition(" ")
    match verb.casefold():
        case "" | "help":
            ack(**said(COMMANDS))
        case "status":
            viewer = Viewer(person=command["user_id"])
            ack(**said(status_text(desk.parts.catalog, viewer)))
        case "settings":
            open_settings(ack, command, desk, client)
        case "search" if rest:
            _hand_over(ack, command, desk, Task.SEARCH, rest)
        case "ask" if rest:
            _hand_over(ack, command, desk, Task.ASK, rest)
        case "ask" | "search":
            ack(**said(COMMANDS))
        case _:
            _hand_over(ack, command, desk, Task.ASK, words)


def _hand_over(ack: Ack, command: dict[str, Any], desk: Desk, task: Task, text: str) -> None:
    once = command["trigger_id"]
    asked = Asked(
        event_id=once,
        team=command.get("team_id") or "",
        channel=command["channel_id"],
        ts=once,
        thread_ts="",
        user=command["user_id"],
        text=text,
        surface=Surface.COMMAND,
        task=task,
        reply_to=command.get("response_url"),
    )
    desk.receive(asked)
    # Slack does not show what was typed after a command.
    ack(**said(looking_for(clip(clean(text), MAX_SHOWN))))
