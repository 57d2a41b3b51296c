"""The payloads of what people do with an app: commands, shortcuts, clicks and modals."""

import time

from .records import JsonDict
from .workspace import Workspace


def slash_command(
    workspace: Workspace, said: tuple[str, str], place: tuple[str, str], trigger_id: str, url: str
) -> JsonDict:
    """`said` is the command with its text, `place` the channel with the person."""
    app, (command, text), (channel, user) = workspace.app, said, place
    return {
        "token": app.verification_token,
        "team_id": workspace.team_id,
        "team_domain": workspace.team_domain,
        "channel_id": channel,
        "channel_name": workspace.channel_name(channel),
        "user_id": user,
        "user_name": workspace.user_name(user),
        "command": command,
        "text": text,
        "api_app_id": app.app_id,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger_id,
    }


def shortcut(workspace: Workspace, callback_id: str, user: str, trigger_id: str) -> JsonDict:
    """A global shortcut: it knows the person, and no place."""
    name = workspace.user_name(user)
    return {
        **_common(workspace, "shortcut"),
        "user": {"id": user, "username": name, "team_id": workspace.team_id},
        "action_ts": _ts(),
        "callback_id": callback_id,
        "trigger_id": trigger_id,
    }


def message_shortcut(
    workspace: Workspace, callback_id: str, message: JsonDict, user: str, made: tuple[str, str]
) -> JsonDict:
    """A shortcut on a message; `made` are its trigger id and response URL."""
    channel, (trigger_id, url) = message["channel"], made
    return {
        **_common(workspace, "message_action"),
        "user": {
            "id": user,
            "username": workspace.user_name(user),
            "name": workspace.user_name(user),
            "team_id": workspace.team_id,
        },
        "channel": {"id": channel, "name": workspace.channel_name(channel)},
        "action_ts": _ts(),
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "response_url": url,
        "message_ts": message["ts"],
        "message": _shown(message),
    }


def message_click(
    workspace: Workspace, message: JsonDict, user: str, action: JsonDict, state: JsonDict
) -> JsonDict:
    """A person's click on an element of a message."""
    channel = message["channel"]
    ephemeral = bool(message.get("is_ephemeral"))
    container: JsonDict = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel,
        "is_ephemeral": ephemeral,
    }
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    return {
        **_common(workspace, "block_actions"),
        "user": _person(workspace, user),
        "container": container,
        "channel": {"id": channel, "name": workspace.channel_name(channel)},
        # Slack does not send the message of an ephemeral one.
        **({} if ephemeral else {"message": _shown(message)}),
        "state": state,
        "actions": [{**action, "action_ts": _ts()}],
    }


def view_click(workspace: Workspace, view: JsonDict, user: str, action: JsonDict) -> JsonDict:
    """A person's click on an element of a modal or of App Home: no channel, no response URL."""
    return {
        **_common(workspace, "block_actions"),
        "user": _person(workspace, user),
        "container": {"type": "view", "view_id": view["id"]},
        "view": view,
        "actions": [{**action, "action_ts": _ts()}],
    }


def suggestion(
    workspace: Workspace, view: JsonDict, user: str, place: tuple[str, str], typed: str
) -> JsonDict:
    """A person types into an external select; `place` is its block id and action id."""
    return {
        **_common(workspace, "block_suggestion"),
        "user": _person(workspace, user),
        "container": {"type": "view", "view_id": view["id"]},
        "view": view,
        "block_id": place[0],
        "action_id": place[1],
        "value": typed,
    }


def submission(
    workspace: Workspace, view: JsonDict, user: str, trigger_id: str, urls: list[JsonDict]
) -> JsonDict:
    """A modal is submitted."""
    return {
        **_common(workspace, "view_submission"),
        "user": _person(workspace, user),
        "trigger_id": trigger_id,
        "view": view,
        "response_urls": urls,
    }


def closing(workspace: Workspace, view: JsonDict, user: str, *, everything: bool) -> JsonDict:
    """A modal is closed without being submitted."""
    return {
        **_common(workspace, "view_closed"),
        "user": _person(workspace, user),
        "view": view,
        "is_cleared": everything,
    }


def _common(workspace: Workspace, kind: str) -> JsonDict:
    app = workspace.app
    return {
        "type": kind,
        "token": app.verification_token,
        "team": {"id": workspace.team_id, "domain": workspace.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "api_app_id": app.app_id,
    }


def _person(workspace: Workspace, user: str) -> JsonDict:
    name = workspace.user_name(user)
    return {"id": user, "username": name, "name": name, "team_id": workspace.team_id}


def _shown(message: JsonDict) -> JsonDict:
    return {k: v for k, v in message.items() if k not in {"channel", "is_ephemeral"}}


def _ts() -> str:
    return f"{time.time():.6f}"
