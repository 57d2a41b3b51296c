"""assistant.threads.* and agents.sessions.*: what shows that the bot is at work."""

from bot.trial.changes import JsonDict
from bot.trial.workspace import RefusedError, Workspace

_SESSION = ("active", "processing", "suspended", "closed")


def set_status(workspace: Workspace, given: JsonDict) -> JsonDict:
    """assistant.threads.setStatus."""
    return _keep(
        workspace,
        given,
        {
            "status": str(given.get("status") or ""),
            "loading_messages": list(given.get("loading_messages") or ()),
        },
    )


def set_title(workspace: Workspace, given: JsonDict) -> JsonDict:
    """assistant.threads.setTitle."""
    return _keep(workspace, given, {"title": str(given.get("title") or "")})


def set_prompts(workspace: Workspace, given: JsonDict) -> JsonDict:
    """assistant.threads.setSuggestedPrompts."""
    channel = workspace.channel(str(given.get("channel_id"))).id
    facts = {"title": given.get("title") or "", "prompts": list(given.get("prompts") or ())}
    with workspace.lock:
        workspace.prompts[channel] = facts
        workspace.changes.tell("prompts", channel=channel, **facts)
    return {}


def set_session(workspace: Workspace, given: JsonDict) -> JsonDict:
    """agents.sessions.setStatus."""
    if given.get("status") not in _SESSION:
        raise RefusedError("invalid_arguments")
    return _keep(workspace, given, {"session": given["status"]})


def rename(workspace: Workspace, given: JsonDict) -> JsonDict:
    """agents.sessions.rename."""
    return _keep(workspace, given, {"title": str(given.get("title") or given.get("name") or "")})


def _keep(workspace: Workspace, given: JsonDict, facts: JsonDict) -> JsonDict:
    channel = workspace.channel(str(given.get("channel_id") or given.get("channel"))).id
    thread = str(given.get("thread_ts") or "")
    with workspace.lock:
        key = (channel, thread)
        whole = workspace.statuses.setdefault(key, {"channel": channel, "thread_ts": thread})
        whole |= {**facts, "at": workspace.clock()}
        workspace.changes.tell("status", **whole)
    return {}


METHODS = {
    "assistant.threads.setStatus": set_status,
    "assistant.threads.setTitle": set_title,
    "assistant.threads.setSuggestedPrompts": set_prompts,
    "agents.sessions.setStatus": set_session,
    "agents.sessions.rename": rename,
}
