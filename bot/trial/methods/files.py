"""files.*: what people attach, and what the bot sends."""

import secrets
from pathlib import PurePath

from bot.trial.cast import BOT_USER
from bot.trial.changes import JsonDict
from bot.trial.methods import chat
from bot.trial.workspace import File, RefusedError, Workspace

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "htm": "text/html",
    "md": "text/markdown",
    "txt": "text/plain",
    "csv": "text/csv",
    "eml": "message/rfc822",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}


def keep(workspace: Workspace, user: str, name: str, content: bytes) -> JsonDict:
    """Take a file in; return Slack's record of it."""
    number = f"F{secrets.token_hex(5).upper()}"
    ending = PurePath(name).suffix.lstrip(".").lower()
    address = f"{workspace.base_url}/files/{number}"
    facts: JsonDict = {
        "id": number,
        "created": int(workspace.clock()),
        "timestamp": int(workspace.clock()),
        "name": name,
        "title": name,
        "mimetype": _TYPES.get(ending, "application/octet-stream"),
        "filetype": ending or "binary",
        "pretty_type": ending.upper() or "File",
        "user": user,
        "size": len(content),
        "mode": "hosted",
        "is_external": False,
        "is_public": True,
        "url_private": address,
        "url_private_download": f"{address}/download",
        "permalink": address,
        "channels": [],
        "groups": [],
        "ims": [],
    }
    with workspace.lock:
        workspace.files[number] = File(facts, content)
    return facts


def info(workspace: Workspace, given: JsonDict) -> JsonDict:
    """files.info."""
    return {"file": _found(workspace, str(given.get("file"))).facts}


def upload_url(workspace: Workspace, given: JsonDict) -> JsonDict:
    """files.getUploadURLExternal."""
    facts = keep(workspace, BOT_USER, str(given.get("filename") or "file"), b"")
    return {"upload_url": f"{workspace.base_url}/upload/{facts['id']}", "file_id": facts["id"]}


def complete(workspace: Workspace, given: JsonDict) -> JsonDict:
    """files.completeUploadExternal."""
    found = [_found(workspace, str(one.get("id"))) for one in given.get("files") or ()]
    for file, one in zip(found, given.get("files") or (), strict=True):
        file.facts["title"] = one.get("title") or file.facts["name"]
        file.facts["size"] = len(file.content)
    facts = [file.facts for file in found]
    if given.get("channel_id"):
        place = chat.writable(workspace, {"channel": given["channel_id"]})
        text = str(given.get("initial_comment") or "")
        said = {"text": text, "files": facts, **chat.author()}
        workspace.post(place, said, given.get("thread_ts"))
    return {"files": facts}


def _found(workspace: Workspace, number: str) -> File:
    found = workspace.files.get(number)
    if found is None:
        raise RefusedError("file_not_found")
    return found


METHODS = {
    "files.info": info,
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete,
}
