"""Somebody presses Stop in the agent pane."""

from typing import Any

from slack_bolt import App

from bot.slack.desk import Desk
from store.threads import ThreadKey

STOPPED = "agent_session_stopped"


def register(app: App) -> None:
    """Listen for the event."""
    app.event(STOPPED)(handle_stopped)


def handle_stopped(body: dict[str, Any], event: dict[str, Any], desk: Desk) -> None:
    """Have what is being answered in that thread dropped."""
    team = str(body.get("team_id") or "")
    desk.stop_thread(ThreadKey(team, str(event["channel"]), str(event["thread_ts"])))
