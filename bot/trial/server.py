"""The one server of `reportdesk try`: the page, what the page does, and the Web API for the bot."""

import json
import queue
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import structlog

from bot.trial import web_api
from bot.trial.doings import Doings, respond
from bot.trial.methods import files as uploads
from bot.trial.state import snapshot
from bot.trial.workspace import RefusedError, Workspace
from store.errors import SettingsError

_log = structlog.get_logger(__name__)

HOST = "127.0.0.1"
MAX_BODY = 100 * 1024 * 1024
_HEARTBEAT_SECONDS = 10.0
_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
# Nothing comes from elsewhere, nothing runs but our own files, nobody frames the page.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class TrialServer(ThreadingHTTPServer):
    """Listens on loopback only. Raises SettingsError where the port is taken."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, workspace: Workspace, doings: Doings, port: int) -> None:
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            raise SettingsError(
                f"Cannot listen on {HOST}:{port} ({error.strerror}). Choose another with --port."
            ) from error
        self.workspace = workspace
        self.doings = doings
        self.origins = {f"http://{name}:{self.server_port}" for name in (HOST, "localhost")}
        workspace.base_url = f"http://{HOST}:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - theirs
        """Note that a page or the bot went away in mid-request; whatever else fails is logged."""
        error = sys.exception()
        log = _log.info if isinstance(error, OSError) else _log.error
        log("trial.request_failed", error=type(error).__name__, client=str(client_address))


class _Handler(BaseHTTPRequestHandler):
    server: TrialServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._route(
            {
                "": self._page,
                "archives": self._page,
                "page": self._file_of_page,
                "trial": self._read,
                "files": self._file,
                "api": self._web_api,
            }
        )

    def do_POST(self) -> None:
        self._route(
            {
                "trial": self._do,
                "api": self._web_api,
                "response": self._response,
                "upload": self._bot_upload,
            }
        )

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing: the structured log has what matters."""

    def _route(self, routes: dict[str, Callable[[list[str]], None]]) -> None:
        parts = [unquote(part) for part in urlsplit(self.path).path.strip("/").split("/")]
        origin = self.headers.get("Origin")
        # A page from elsewhere must neither reach us by a name of its own nor send us anything.
        if f"http://{self.headers.get('Host')}" not in self.server.origins:
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST)
        elif origin is not None and origin not in self.server.origins:
            self._refuse(HTTPStatus.FORBIDDEN)
        elif self._length is None:
            self._refuse(HTTPStatus.BAD_REQUEST)
        elif self._length > MAX_BODY:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        elif parts[0] in routes:
            routes[parts[0]](parts[1:])
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    # The page.

    def _page(self, _parts: list[str]) -> None:
        self._file_of_page(["index.html"])

    def _file_of_page(self, parts: list[str]) -> None:
        folder = files("bot.trial") / "page"
        known = {one.name: one for one in folder.iterdir() if one.is_file()}
        name = "/".join(parts)
        ending = name.rpartition(".")[2]
        if name not in known or ending not in _TYPES:
            self._refuse(HTTPStatus.NOT_FOUND)
        else:
            self._send(known[name].read_bytes(), _TYPES[ending])

    def _read(self, parts: list[str]) -> None:
        if parts == ["state"]:
            self._send_json(snapshot(self.server.workspace))
        elif parts == ["changes"]:
            self._follow()
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def _follow(self) -> None:
        with self.server.workspace.changes.followed() as changes:
            try:
                # Only now may the page ask for the state: nothing falls between the two.
                self._head(HTTPStatus.OK, "text/event-stream; charset=utf-8", None)
                self.wfile.write(b": following\n\n")
                while True:
                    try:
                        change = changes.get(timeout=_HEARTBEAT_SECONDS)
                    except queue.Empty:
                        self.wfile.write(b": still here\n\n")
                        continue
                    if change is None:
                        return
                    self.wfile.write(f"data: {json.dumps(change)}\n\n".encode())
            except OSError:
                # The page was closed.
                self.close_connection = True

    # What the page does.

    def _do(self, parts: list[str]) -> None:
        body = self._body()
        # Only a page of ours can send this header: others would have to ask first.
        if self.headers.get("X-Reportdesk-Page") != "1" or len(parts) < 1:
            self._refuse(HTTPStatus.FORBIDDEN)
            return
        try:
            if parts == ["upload"]:
                self._send_json(self._upload(body))
            else:
                self._send_json(self.server.doings.do(parts[-1], json.loads(body or b"{}")))
        except (RefusedError, KeyError, ValueError) as error:
            _log.warning("trial.refused", doing=parts[-1], error=str(error)[:80])
            self._send_json({"error": str(error)}, HTTPStatus.BAD_REQUEST)

    def _upload(self, body: bytes) -> dict[str, Any]:
        query = parse_qs(urlsplit(self.path).query)
        user = self.server.workspace.person(query.get("user", [""])[0]).id
        return uploads.keep(self.server.workspace, user, query.get("name", ["file"])[0], body)

    # What the bot does.

    def _web_api(self, parts: list[str]) -> None:
        body, kind = self._body(), self.headers.get("Content-Type") or ""
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ").strip()
        query = {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
        try:
            given = {**query, **web_api.read_arguments(body, kind)}
        except ValueError:
            self._send_json({"ok": False, "error": "invalid_json"})
            return
        self._send_json(web_api.call(self.server.workspace, "/".join(parts), token, given))

    def _response(self, parts: list[str]) -> None:
        try:
            respond(self.server.workspace, "/".join(parts), json.loads(self._body() or b"{}"))
        except (RefusedError, ValueError) as error:
            self._send(str(error).encode(), "text/plain", HTTPStatus.NOT_FOUND)
        else:
            self._send(b"ok", "text/plain")

    def _bot_upload(self, parts: list[str]) -> None:
        body = self._body()
        found = self.server.workspace.files.get("/".join(parts))
        if found is None:
            self._refuse(HTTPStatus.NOT_FOUND)
        else:
            found.content = body
            self._send(b"OK", "text/plain")

    def _file(self, parts: list[str]) -> None:
        found = self.server.workspace.files.get(parts[0] if parts else "")
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        ours = self.headers.get("Sec-Fetch-Site") in ("same-origin", "none")
        if found is None or not (ours or token == self.server.workspace.secrets.bot_token):
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        # Whatever it is, no browser shall run it under our address.
        self._send(found.content, "application/octet-stream", disposition="attachment")

    # How answers are written.

    @property
    def _length(self) -> int | None:
        """How long the body is said to be, None for what is no length."""
        said = self.headers.get("Content-Length") or "0"
        return int(said) if said.isascii() and said.isdigit() else None

    def _body(self) -> bytes:
        return self.rfile.read(self._length or 0)

    def _send_json(self, data: object, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(json.dumps(data).encode(), "application/json; charset=utf-8", status)

    def _refuse(self, status: HTTPStatus) -> None:
        # What was sent with it is not read, so nothing more can be read from this connection.
        self.close_connection = True
        self._send(status.phrase.encode(), "text/plain", status)

    def _send(
        self,
        content: bytes,
        kind: str,
        status: HTTPStatus = HTTPStatus.OK,
        disposition: str | None = None,
    ) -> None:
        self._head(status, kind, len(content), disposition)
        if self.command != "HEAD":
            self.wfile.write(content)

    def _head(
        self, status: HTTPStatus, kind: str, length: int | None, disposition: str | None = None
    ) -> None:
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        if disposition:
            self.send_header("Content-Disposition", disposition)
        if length is None or self.close_connection:
            self.send_header("Connection", "close")
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()
