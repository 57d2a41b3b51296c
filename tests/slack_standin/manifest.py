"""What the app's manifest asks for: only those events come, and only those scopes are granted."""

import functools
import json
from dataclasses import dataclass
from pathlib import Path

from .contract import folder
from .records import JsonDict

KINDS = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}
# Slack sends these whatever an app has subscribed to.
ALWAYS = {"app_uninstalled", "tokens_revoked"}
# Not in the catalogue, or without scopes there.
MORE_SCOPES = {
    "agents.sessions.setStatus": ("chat:write",),
    "agents.sessions.rename": ("assistant:write",),
    "conversations.replies": ("channels:history", "groups:history", "im:history", "mpim:history"),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "reactions.add": ("reactions:write",),
    "team.info": ("team:read",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
}


@dataclass(frozen=True)
class Manifest:
    """The parts of a manifest that decide what comes and what is allowed."""

    events: frozenset[str]
    scopes: frozenset[str]
    commands: frozenset[str]
    shortcuts: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        whole = json.loads(path.read_text("utf-8"))
        features = whole.get("features") or {}
        subscriptions = whole.get("settings", {}).get("event_subscriptions") or {}
        return cls(
            frozenset(subscriptions.get("bot_events") or ()),
            frozenset(whole["oauth_config"]["scopes"]["bot"]),
            frozenset(one["command"] for one in features.get("slash_commands") or ()),
            frozenset(one["callback_id"] for one in features.get("shortcuts") or ()),
        )

    def wants(self, event: JsonDict) -> bool:
        """Whether the app is told of this event."""
        kind = event["type"]
        if kind == "message":
            place = KINDS.get(event.get("channel_type", "channel"), "channels")
            return f"message.{place}" in self.events
        return kind in self.events or kind in ALWAYS

    def lacks(self, method: str, kind: str | None) -> str | None:
        """The scope that a method needs (in a channel of this kind) and the app has not."""
        needed = scopes_of(method)
        if kind is not None and any(scope.startswith(f"{KINDS[kind]}:") for scope in needed):
            needed = tuple(scope for scope in needed if scope.startswith(f"{KINDS[kind]}:"))
        if not needed or self.scopes & set(needed):
            return None
        return ",".join(needed)


@functools.cache
def scopes_of(method: str) -> tuple[str, ...]:
    """The scopes of which a bot needs one to call this method."""
    place = folder()
    path = place / "methods" / f"{method}.json" if place else None
    if path is None or not path.is_file():
        return MORE_SCOPES.get(method, ())
    scopes = json.loads(path.read_text("utf-8")).get("scopes") or {}
    listed = tuple(scope["name"] for scope in scopes.get("bot") or ())
    return listed or MORE_SCOPES.get(method, ())
