"""Everything else that Slack may send: acknowledged, because Slack repeats or shows a failure."""

import re

from slack_bolt import Ack, App

_ANY = re.compile("")


def register(app: App) -> None:
    """Acknowledge what no other listener has taken. Register this one last."""
    app.event(_ANY)(handle_event)
    for kind in (app.action, app.shortcut, app.command, app.view, app.view_closed, app.options):
        kind(_ANY)(handle_interaction)


def handle_event() -> None:
    """Let Bolt acknowledge an event that means nothing to us."""


def handle_interaction(ack: Ack) -> None:
    """Acknowledge a click or command that means nothing to us, such as one of an old message."""
    ack()
