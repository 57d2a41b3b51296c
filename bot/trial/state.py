"""All that a page needs to begin with."""

import json
from importlib.resources import files
from typing import Any

from bot.trial.cast import BOT_ID, BOT_NAME, BOT_USER, CHANNELS, PEOPLE, TEAM_NAME
from bot.trial.changes import JsonDict
from bot.trial.workspace import Workspace


def snapshot(workspace: Workspace) -> JsonDict:
    """Return the workspace as it is, and what the app's manifest offers to do."""
    features = _manifest().get("features", {})
    with workspace.lock:
        whole = {
            "team": {"name": TEAM_NAME},
            "bot": {"id": BOT_USER, "bot_id": BOT_ID, "name": BOT_NAME},
            "about": features.get("agent_view", {}).get("agent_description", ""),
            "people": [
                {
                    "id": one.id,
                    "name": one.name,
                    "real_name": one.real_name,
                    "title": one.title,
                    "is_admin": one.is_admin,
                }
                for one in PEOPLE
            ],
            "channels": [
                {
                    "id": one.id,
                    "name": one.name,
                    "kind": one.kind,
                    "members": one.members,
                    "topic": one.topic,
                }
                for one in CHANNELS
            ],
            "messages": [one for found in workspace.messages.values() for one in found],
            "statuses": list(workspace.statuses.values()),
            "prompts": workspace.prompts,
            "homes": workspace.homes,
            "views": workspace.views,
            "commands": features.get("slash_commands", []),
            "shortcuts": features.get("shortcuts", []),
            "home_tab": features.get("app_home", {}).get("home_tab_enabled", False),
        }
        # A copy, made while nothing moves.
        copied: JsonDict = json.loads(json.dumps(whole))
        return copied


def _manifest() -> Any:
    return json.loads((files("bot.slack") / "manifest.json").read_text(encoding="utf-8"))
