"""chat.*: messages of the bot."""

import time

from bot.trial.cast import APP_ID, BOT_ID, BOT_NAME, BOT_USER, TEAM_ID
from bot.trial.changes import JsonDict
from bot.trial.workspace import RefusedError, Workspace, hidden

_KEPT = ("text", "blocks", "attachments", "metadata", "mrkdwn")
MAX_BLOCKS = 50
MAX_TEXT = 40_000


def post(workspace: Workspace, given: JsonDict) -> JsonDict:
    """chat.postMessage."""
    channel = writable(workspace, given)
    facts = {**said(given), **author()}
    try:
        thread = str(given["thread_ts"]) if given.get("thread_ts") else None
        message = workspace.post(channel, facts, thread)
    except RefusedError as error:
        raise RefusedError("thread_not_found") from error
    clear_status(workspace, channel, message.get("thread_ts"))
    return _posted(workspace, message)


def update(workspace: Workspace, given: JsonDict) -> JsonDict:
    """chat.update."""
    message = _own(workspace, given, "cant_update_message")
    edited = {"user": BOT_USER, "ts": workspace.ts()}
    # Blocks that a call does not name stay, as in Slack.
    workspace.change(message, **said(given), edited=edited)
    return _posted(workspace, message)


def delete(workspace: Workspace, given: JsonDict) -> JsonDict:
    """chat.delete."""
    message = _own(workspace, given, "cant_delete_message")
    workspace.remove(message)
    return {"channel": message["channel"], "ts": message["ts"]}


def post_ephemeral(workspace: Workspace, given: JsonDict) -> JsonDict:
    """chat.postEphemeral."""
    channel = writable(workspace, given)
    user = str(given.get("user") or "")
    if user not in workspace.channel(channel).members:
        raise RefusedError("user_not_in_channel")
    message = whisper(workspace, channel, user, given)
    clear_status(workspace, channel, message.get("thread_ts"))
    return {"message_ts": message["ts"]}


def whisper(workspace: Workspace, channel: str, user: str, given: JsonDict) -> JsonDict:
    """Show a message of the bot to one person only."""
    facts = {**said(given), **author(), "is_ephemeral": True, "to": user}
    return workspace.post(channel, facts, given.get("thread_ts"))


def permalink(workspace: Workspace, given: JsonDict) -> JsonDict:
    """chat.getPermalink."""
    message = workspace.find(str(given.get("channel")), given.get("message_ts"))
    place = f"{message['channel']}/p{message['ts'].replace('.', '')}"
    thread = message.get("thread_ts")
    query = f"?thread_ts={thread}&cid={message['channel']}" if thread else ""
    link = f"{workspace.base_url}/archives/{place}{query}"
    return {"channel": message["channel"], "permalink": link}


def start_stream(workspace: Workspace, given: JsonDict) -> JsonDict:
    """chat.startStream."""
    channel = writable(workspace, given)
    facts = {**author(), "text": "", "streaming_state": "in_progress"}
    message = workspace.post(channel, facts, given.get("thread_ts"))
    _append(workspace, message, given)
    clear_status(workspace, channel, message.get("thread_ts"))
    return {"channel": channel, "ts": message["ts"]}


def append_stream(workspace: Workspace, given: JsonDict) -> JsonDict:
    """chat.appendStream."""
    message = _streaming(workspace, given)
    _append(workspace, message, given)
    return {"channel": message["channel"], "ts": message["ts"]}


def stop_stream(workspace: Workspace, given: JsonDict) -> JsonDict:
    """chat.stopStream."""
    message = _streaming(workspace, given)
    _append(workspace, message, given)
    blocks = [*(message.get("blocks") or ()), *(given.get("blocks") or ())]
    workspace.change(message, streaming_state=None, blocks=blocks or None)
    return _posted(workspace, message)


def writable(workspace: Workspace, given: JsonDict) -> str:
    """Return the channel that a call wants to write in. Raises RefusedError."""
    channel = workspace.channel(str(given.get("channel") or ""))
    if BOT_USER not in channel.members:
        raise RefusedError("not_in_channel")
    return channel.id


def said(given: JsonDict) -> JsonDict:
    """Return what a call says. Raises RefusedError."""
    facts = {name: given[name] for name in _KEPT if given.get(name) not in (None, "")}
    facts.setdefault("text", "")
    blocks = facts.get("blocks", [])
    if not isinstance(blocks, list) or not all(isinstance(one, dict) for one in blocks):
        raise RefusedError("invalid_blocks_format")
    if len(blocks) > MAX_BLOCKS:
        raise RefusedError("invalid_blocks")
    if not blocks and not facts["text"] and not facts.get("attachments"):
        raise RefusedError("no_text")
    facts["text"] = str(facts["text"])[:MAX_TEXT]
    return facts


def clear_status(workspace: Workspace, channel: str, thread: str | None) -> None:
    """Slack clears the status line at the bot's next message in that thread."""
    key = (channel, thread or "")
    with workspace.lock:
        found = workspace.statuses.get(key, {})
        if found.get("status"):
            found["status"] = ""
            workspace.changes.tell("status", **found)


def author() -> JsonDict:
    """Return what every message of the bot says of who wrote it."""
    profile = {
        "id": BOT_ID,
        "app_id": APP_ID,
        "user_id": BOT_USER,
        "name": BOT_NAME,
        "team_id": TEAM_ID,
        "deleted": False,
        "updated": int(time.time()),
    }
    return {"user": BOT_USER, "bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": profile}


def _posted(workspace: Workspace, message: JsonDict) -> JsonDict:
    shown = workspace.as_read(message)
    return {"channel": message["channel"], "ts": message["ts"], "message": shown, "text": ""}


def _own(workspace: Workspace, given: JsonDict, otherwise: str) -> JsonDict:
    message = workspace.find(writable(workspace, given), given.get("ts"))
    if hidden(message):
        raise RefusedError("message_not_found")
    if message.get("user") != BOT_USER:
        raise RefusedError(otherwise)
    return message


def _streaming(workspace: Workspace, given: JsonDict) -> JsonDict:
    message = _own(workspace, given, "cant_update_message")
    if message.get("streaming_state") != "in_progress":
        raise RefusedError("message_not_in_streaming_state")
    return message


def _append(workspace: Workspace, message: JsonDict, given: JsonDict) -> None:
    text = message.get("text", "") + str(given.get("markdown_text") or "")
    blocks: list[JsonDict] = []
    for chunk in given.get("chunks") or ():
        if chunk.get("type") == "markdown_text":
            text += chunk.get("text", "")
        elif chunk.get("type") == "blocks":
            blocks += chunk.get("blocks", [])
        else:
            blocks.append(chunk)
    written = [{"type": "markdown", "text": text}] if text else []
    workspace.change(message, text=text, blocks=[*written, *blocks])


METHODS = {
    "chat.postMessage": post,
    "chat.update": update,
    "chat.delete": delete,
    "chat.postEphemeral": post_ephemeral,
    "chat.getPermalink": permalink,
    "chat.startStream": start_stream,
    "chat.appendStream": append_stream,
    "chat.stopStream": stop_stream,
}
