"""Somebody opens the bot's Home or Messages tab."""

import json
from typing import Any, Protocol

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack.blocks.home import ASK
from bot.slack.blocks.modals import ask_view
from bot.slack.home import Opened


class Home(Protocol):
    """What brings tabs up to date: see `HomeDesk`."""

    def opened(self, opened: Opened) -> None:
        """Have a tab brought up to date. Quick."""
        ...


class HomeListeners:
    """Reads the event and hands it to `desk`."""

    def __init__(self, desk: Home) -> None:
        self._desk = desk

    def register(self, app: App) -> None:
        """Listen for the event."""
        app.event("app_home_opened")(self.handle_opened)
        app.action(ASK)(self.handle_ask)

    def handle_opened(self, body: dict[str, Any]) -> None:
        """Have the tab brought up to date."""
        event = body["event"]
        team = str(body.get("team_id") or "")
        # A missing tab is the Home of older clients.
        tab = str(event.get("tab") or "home")
        self._desk.opened(Opened(team, event["user"], str(event.get("channel") or ""), tab))

    def handle_ask(self, ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        """Open the modal in which a question is asked."""
        client.views_open(trigger_id=body["trigger_id"], view=ask_view("", json.dumps({})))
        ack()
