"""Questions: a mention, a direct message, or a reply in a thread of ours."""

from typing import Any

from slack_bolt import App, BoltContext

from bot.slack.desk import Desk
from bot.slack.incoming import Me, read_question


def register(app: App) -> None:
    """Listen for the two events that questions come in."""
    app.event("app_mention")(handle_question)
    app.event("message")(handle_question)


def handle_question(body: dict[str, Any], context: BoltContext, desk: Desk) -> None:
    """Read the question and hand it over."""
    asked = read_question(body, Me(context.bot_user_id, context.bot_id))
    if asked is not None:
        desk.receive(asked)
