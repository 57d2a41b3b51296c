"""Files: what people share, what the app uploads, and who may download it."""

import html
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath

from .records import JsonDict
from .workspace import Workspace

KINDS = {
    "pdf": ("application/pdf", "PDF"),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word Document",
    ),
    "html": ("text/html", "HTML"),
    "md": ("text/markdown", "Markdown"),
    "txt": ("text/plain", "Plain Text"),
    "png": ("image/png", "PNG"),
    "csv": ("text/csv", "CSV"),
    "zip": ("application/zip", "Zip"),
}
OTHER = ("application/octet-stream", "Binary")
LOGIN = "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>{0}</body></html>"


@dataclass(frozen=True)
class Download:
    """What the file server answers."""

    status: int
    content_type: str
    content: bytes


@dataclass
class StoredFile:
    shown: JsonDict
    content: bytes
    # Where it was shared; an app sees what is shared where it is.
    channels: set[str] = field(default_factory=set)
    deleted: bool = False
    uploaded: bool = True


class Files:
    """The files of one workspace."""

    def __init__(self, workspace: Workspace, edge_url: Callable[[], str]) -> None:
        self._workspace, self._edge_url = workspace, edge_url
        self._lock = threading.Lock()
        self._files: dict[str, StoredFile] = {}

    def add(self, name: str, content: bytes, user: str) -> JsonDict:
        """Keep a file of this person; its file object."""
        file_id = f"F{secrets.token_hex(5).upper()}"
        stored = StoredFile(self._object(file_id, name, len(content), user), content)
        with self._lock:
            self._files[file_id] = stored
        return stored.shown

    def share(self, file_id: str, channel: str) -> JsonDict:
        with self._lock:
            stored = self._files[file_id]
            stored.channels.add(channel)
            kind = self._workspace.kind(channel)
            place = {"im": "ims", "group": "groups"}.get(kind, "channels")
            stored.shown[place] = [*stored.shown[place], channel]
            stored.shown["is_public"] = stored.shown["is_public"] or kind == "channel"
            return dict(stored.shown)

    def delete(self, file_id: str) -> None:
        with self._lock:
            self._files[file_id].deleted = True

    def content(self, file_id: str) -> bytes:
        return self._files[file_id].content

    def download(self, path: str, token: str | None) -> Download:
        """Answer a GET. Without the app's token it is the login page, with status 200."""
        if not self.is_ours(token):
            return Download(200, "text/html; charset=utf-8", LOGIN.format("Sign in").encode())
        file_id = path.split("/")[2].rpartition("-")[2]
        stored = self._visible(file_id)
        if stored is None or stored.deleted:
            page = LOGIN.format("File not found").encode()
            return Download(404, "text/html; charset=utf-8", page)
        return Download(200, stored.shown["mimetype"], stored.content)

    def is_ours(self, token: str | None) -> bool:
        return token == self._workspace.app.bot_token

    def receive(self, path: str, content: bytes) -> bool:
        """Take an upload of the app; whether it was expected."""
        stored = self._files.get(path.rpartition("/")[2])
        if stored is None or stored.uploaded:
            return False
        stored.content, stored.uploaded = content, True
        stored.shown["size"] = len(content)
        return True

    # files.*

    def info(self, arguments: JsonDict) -> JsonDict:
        stored = self._visible(str(arguments.get("file")))
        if stored is None:
            return {"ok": False, "error": "file_not_found"}
        if stored.deleted:
            return {"ok": False, "error": "file_deleted"}
        paging = {"count": 100, "total": 0, "page": 1, "pages": 0}
        return {"ok": True, "file": dict(stored.shown), "comments": [], "paging": paging}

    def remove(self, arguments: JsonDict) -> JsonDict:
        stored = self._visible(str(arguments.get("file")))
        if stored is None or stored.deleted:
            return {"ok": False, "error": "file_not_found" if stored is None else "file_deleted"}
        if stored.shown["user"] != self._workspace.app.bot_user:
            return {"ok": False, "error": "cant_delete_file"}
        stored.deleted = True
        return {"ok": True}

    def new_upload(self, arguments: JsonDict) -> JsonDict:
        name = str(arguments.get("filename") or "")
        if not name or arguments.get("length") is None:
            return {"ok": False, "error": "missing_argument"}
        shown = self.add(name, b"", self._workspace.app.bot_user)
        stored = self._files[shown["id"]]
        stored.uploaded = False
        if arguments.get("alt_txt"):
            shown["alt_txt"] = arguments["alt_txt"]
        url = f"{self._edge_url()}/upload/v1/{shown['id']}"
        return {"ok": True, "upload_url": url, "file_id": shown["id"]}

    def completed(self, wanted: list[JsonDict]) -> list[JsonDict] | None:
        """The uploads that are there, with their titles; None when one is not."""
        found = []
        for one in wanted:
            stored = self._files.get(str(one.get("id")))
            if stored is None or not stored.uploaded:
                return None
            stored.shown["title"] = one.get("title") or stored.shown["name"]
            found.append(stored.shown)
        return found

    def _visible(self, file_id: str) -> StoredFile | None:
        stored = self._files.get(file_id)
        if stored is None:
            return None
        own = stored.shown["user"] == self._workspace.app.bot_user
        return stored if own or stored.channels - self._workspace.outside else None

    def _object(self, file_id: str, name: str, size: int, user: str) -> JsonDict:
        suffix = PurePath(name).suffix.removeprefix(".").lower()
        mimetype, pretty = KINDS.get(suffix, OTHER)
        team, base = self._workspace.team_id, self._edge_url()
        slug = html.escape("".join(c if c.isascii() and c.isalnum() else "_" for c in name))
        domain = f"https://{self._workspace.team_domain}.slack.com"
        return {
            "id": file_id,
            "created": int(time.time()),
            "timestamp": int(time.time()),
            "name": name,
            "title": name,
            "mimetype": mimetype,
            "filetype": suffix or "binary",
            "pretty_type": pretty,
            "user": user,
            "user_team": team,
            "editable": False,
            "size": size,
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{base}/files-pri/{team}-{file_id}/{slug}",
            "url_private_download": f"{base}/files-pri/{team}-{file_id}/download/{slug}",
            "media_display_type": "unknown",
            "permalink": f"{domain}/files/{user}/{file_id}/{slug}",
            "permalink_public": f"https://slack-files.com/{team}-{file_id}-{file_id.lower()}",
            "channels": [],
            "groups": [],
            "ims": [],
            "is_starred": False,
            "has_rich_preview": False,
            "file_access": "visible",
        }
