"""The end of an installation: its tokens are forgotten."""

from typing import Any

from slack_bolt import App, BoltContext

from bot.slack.installations import Installations

UNINSTALLED, REVOKED = "app_uninstalled", "tokens_revoked"
# Their tokens are good for nothing any more: Bolt lets them through without one.
EVENTS = (UNINSTALLED, REVOKED, "team_access_revoked")


def register(app: App, installations: Installations) -> None:
    """Listen for workspaces that remove the app or its token."""

    def handle_uninstalled(context: BoltContext) -> None:
        if context.team_id:
            installations.remove(context.team_id)

    def handle_revoked(context: BoltContext, event: dict[str, Any]) -> None:
        # A person's own token may be revoked too, which is none that we use.
        if context.team_id and (event.get("tokens") or {}).get("bot"):
            installations.remove(context.team_id)

    app.event(UNINSTALLED)(handle_uninstalled)
    app.event(REVOKED)(handle_revoked)
