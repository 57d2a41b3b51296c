"""Questions: a mention, a direct message, a reply in a thread of ours; and changes to them."""

from typing import Any

from slack_bolt import App, BoltContext

from bot.slack.desk import Desk
from bot.slack.incoming import Me, read_change, read_question


def register(app: App) -> None:
    """Listen for the two events that questions come in."""
    app.event("app_mention")(handle_question)
    app.event("message")(handle_question)


def handle_question(body: dict[str, Any], context: BoltContext, desk: Desk) -> None:
    """Read the question, or what was done to one, and hand it over."""
    me = Me(context.bot_user_id, context.bot_id)
    asked = read_question(body, me)
    if asked is not None:
        desk.receive(asked)
    elif (changed := read_change(body, me)) is not None:
        desk.change(changed)
