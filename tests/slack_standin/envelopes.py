"""The payloads that Slack sends to an app, in full."""

import time
import uuid

from .records import JsonDict
from .workspace import Workspace


def event_callback(workspace: Workspace, event: JsonDict) -> JsonDict:
    """The envelope of the Events API around an event."""
    app, team = workspace.app, workspace.team_id
    channel = event.get("channel") or event.get("item", {}).get("channel", "")
    return {
        "token": app.verification_token,
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": app.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{uuid.uuid4().hex[:10].upper()}",
        "event_time": int(time.time()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team,
                "user_id": app.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event['type']}-{team}-{channel}",
    }


def message_event(workspace: Workspace, message: JsonDict, channel: str) -> JsonDict:
    """The `message` event for a stored message."""
    left_out = {"reply_count", "reply_users", "reply_users_count", "latest_reply", "is_locked"}
    kept = {k: v for k, v in message.items() if k not in left_out | {"subscribed"}}
    shared = {"subtype": "file_share"} if message.get("files") else {}
    return {
        **kept,
        **shared,
        "type": "message",
        "channel": channel,
        "event_ts": message["ts"],
        "channel_type": workspace.kind(channel),
    }


def mention_event(workspace: Workspace, message: JsonDict, channel: str) -> JsonDict:
    """The `app_mention` event for the same message: no channel_type, no parent_user_id."""
    event = message_event(workspace, message, channel)
    del event["channel_type"]
    event.pop("parent_user_id", None)
    event.pop("subtype", None)
    return {**event, "type": "app_mention"}


def changed_event(
    workspace: Workspace, channel: str, message: JsonDict | None, previous: JsonDict
) -> JsonDict:
    """`message_changed`, or `message_deleted` when there is no message any more."""
    ts = f"{time.time():.6f}"
    event = {
        "type": "message",
        "channel": channel,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
        "channel_type": workspace.kind(channel),
        "previous_message": previous,
    }
    if message is None:
        return {**event, "subtype": "message_deleted", "deleted_ts": previous["ts"]}
    return {**event, "subtype": "message_changed", "message": message}


def file_shared_event(file: JsonDict, channel: str, message: JsonDict) -> JsonDict:
    """`file_shared`: only ids; the rest is asked for with files.info."""
    return {
        "type": "file_shared",
        "file_id": file["id"],
        "user_id": file["user"],
        "file": {"id": file["id"]},
        "channel_id": channel,
        "event_ts": message["ts"],
    }
