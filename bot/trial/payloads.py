"""The payloads that Slack sends to an app."""

import secrets

from bot.trial.cast import APP_ID, BOT_USER, TEAM_ID, Channel
from bot.trial.changes import JsonDict
from bot.trial.workspace import PRIVATE, Workspace, hidden

_TEAM = {"id": TEAM_ID, "domain": "brackwater-press"}


def event(workspace: Workspace, inner: JsonDict) -> JsonDict:
    """Return the envelope of the Events API around an event."""
    authorization = {
        "enterprise_id": None,
        "team_id": TEAM_ID,
        "user_id": BOT_USER,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": "trial",
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": inner,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(6).upper()}",
        "event_time": int(workspace.clock()),
        "authorizations": [authorization],
        "is_ext_shared_channel": False,
    }


def message(said: JsonDict, channel: Channel) -> JsonDict:
    """Return the `message` event of a message."""
    kept = {key: value for key, value in said.items() if key not in PRIVATE}
    facts = {"channel": channel.id, "channel_type": channel.kind, "event_ts": said["ts"]}
    return {**kept, **facts}


def mention(said: JsonDict, channel: Channel) -> JsonDict:
    """Return the `app_mention` event of a message that names the bot."""
    facts = message(said, channel)
    del facts["channel_type"]
    return {**facts, "type": "app_mention"}


def changed(workspace: Workspace, old: JsonDict, new: JsonDict | None, place: Channel) -> JsonDict:
    """Return the event of an edit, or of a deletion where there is no new message."""
    ts = workspace.ts()
    facts = {
        "type": "message",
        "subtype": "message_changed" if new else "message_deleted",
        "hidden": True,
        "channel": place.id,
        "channel_type": place.kind,
        "ts": ts,
        "event_ts": ts,
        "previous_message": _as_shown(old),
    }
    return {**facts, "message": _as_shown(new)} if new else {**facts, "deleted_ts": old["ts"]}


def interaction(workspace: Workspace, kind: str, user: str) -> JsonDict:
    """Return what every payload of a click has."""
    person = workspace.person(user)
    return {
        "type": kind,
        "token": "trial",
        "api_app_id": APP_ID,
        "team": _TEAM,
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": user, "username": person.name, "name": person.name, "team_id": TEAM_ID},
    }


def on_message(workspace: Workspace, said: JsonDict, user: str) -> JsonDict:
    """Return what the payload of a click in a message adds."""
    channel = workspace.channel(said["channel"])
    container = {
        "type": "message",
        "message_ts": said["ts"],
        "channel_id": channel.id,
        "is_ephemeral": hidden(said),
    }
    facts: JsonDict = {
        "container": container,
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "response_url": workspace.response_url(channel.id, user, said["ts"], said.get("thread_ts")),
        "trigger_id": workspace.trigger(user),
    }
    if said.get("thread_ts"):
        container["thread_ts"] = said["thread_ts"]
    # Slack does not send the message of an ephemeral one.
    return facts if hidden(said) else {**facts, "message": _as_shown(said)}


def in_view(workspace: Workspace, view: JsonDict, user: str, values: JsonDict) -> JsonDict:
    """Return what the payload of a click in a modal or the App Home adds."""
    return {
        "container": {"type": "view", "view_id": view["id"]},
        "view": {**view, "state": {"values": values}},
        "trigger_id": workspace.trigger(user),
    }


def action_of(workspace: Workspace, holder: JsonDict, given: JsonDict) -> JsonDict | None:
    """Return the entry of `actions` for what was clicked, None where there is no such element.

    Of what the page says, only what a person may choose is taken; the rest is the element's own.
    """
    for block in holder.get("blocks") or ():
        if block.get("block_id") != given.get("block_id"):
            continue
        inner = [*(block.get("elements") or ()), block.get("accessory"), block.get("element")]
        for element in inner:
            if isinstance(element, dict) and element.get("action_id") == given.get("action_id"):
                facts = {"block_id": block["block_id"], "action_ts": workspace.ts()}
                return {**facts, **_chosen(element, given)}
    return None


def _chosen(element: JsonDict, given: JsonDict) -> JsonDict:
    base = {"action_id": element["action_id"], "type": element["type"]}
    if element["type"] == "feedback_buttons":
        half = "positive_button" if given.get("value") == "positive" else "negative_button"
        return {**base, "text": element[half]["text"], "value": element[half]["value"]}
    if element["type"] in ("button", "icon_button"):
        return {**base, **{k: element[k] for k in ("text", "value", "icon") if k in element}}
    return {**base, **(given.get("chosen") or {})}


def _as_shown(said: JsonDict) -> JsonDict:
    return {key: value for key, value in said.items() if key not in PRIVATE}
