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
    return {
        **kept,
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


def block_actions(
    workspace: Workspace, message: JsonDict, user: str, action: JsonDict, trigger_id: str, url: str
) -> JsonDict:
    """A person's click on an element of a message."""
    app, channel = workspace.app, message["channel"]
    ephemeral = bool(message.get("is_ephemeral"))
    container: JsonDict = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel,
        "is_ephemeral": ephemeral,
    }
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    name = workspace.user_name(user)
    shown = {k: v for k, v in message.items() if k not in {"channel", "is_ephemeral"}}
    return {
        "type": "block_actions",
        "user": {"id": user, "username": name, "name": name, "team_id": workspace.team_id},
        "api_app_id": app.app_id,
        "token": app.verification_token,
        "container": container,
        "trigger_id": trigger_id,
        "team": {"id": workspace.team_id, "domain": workspace.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel, "name": workspace.channel_name(channel)},
        # Slack does not send the message of an ephemeral one.
        **({} if ephemeral else {"message": shown}),
        "state": {"values": {}},
        "response_url": url,
        "actions": [{**action, "action_ts": f"{time.time():.6f}"}],
    }


def action_of(message: JsonDict, action_id: str, value: str | None) -> JsonDict:
    """The entry of `actions` for a click on the element with this `action_id`."""
    seen: list[str] = []
    for block in message.get("blocks") or ():
        for element in _elements(block):
            seen.append(element["action_id"])
            if element["action_id"] == action_id:
                return {"block_id": block["block_id"], **_clicked(element, value)}
    raise AssertionError(f"nothing to click is called {action_id!r} in that message, only {seen}")


def _elements(block: JsonDict) -> list[JsonDict]:
    found = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
    return [e for e in found if isinstance(e, dict) and "action_id" in e]


def _clicked(element: JsonDict, value: str | None) -> JsonDict:
    kind = element["type"]
    base = {"action_id": element["action_id"], "type": kind}
    if kind == "feedback_buttons":
        buttons = [element["positive_button"], element["negative_button"]]
        chosen = next((b for b in buttons if value in (None, b["value"])), None)
        if chosen is None:
            raise AssertionError(f"no feedback button has the value {value!r}")
        return {**base, "text": chosen["text"], "value": chosen["value"]}
    if "options" in element:
        options = [o for o in element["options"] if value in (None, o["value"])]
        if not options:
            raise AssertionError(f"no option of {element['action_id']} has the value {value!r}")
        return {**base, "selected_option": options[0]}
    return {**base, **{k: element[k] for k in ("text", "value", "url", "icon") if k in element}}
