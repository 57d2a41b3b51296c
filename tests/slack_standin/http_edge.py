"""The HTTP door: the app's Web API calls and its posts to response URLs, on a loopback port."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from .faults import Answer
from .files import Download
from .records import JsonDict

JSON_FIELDS = {
    "attachments",
    "blocks",
    "chunks",
    "files",
    "loading_messages",
    "metadata",
    "prompts",
    "view",
}


class Routes(Protocol):
    """What stands behind the door."""

    def call(self, method: str, token: str | None, arguments: JsonDict) -> Answer: ...
    def respond(self, path: str, arguments: JsonDict) -> Answer: ...
    def download(self, path: str, token: str | None) -> Download: ...
    def upload(self, path: str, content: bytes) -> bool: ...


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # A handler slowed by a fault must not hold up the end of a test.

    request_queue_size = 128

    def __init__(self, routes: Routes) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.routes = routes

    def handle_error(self, request: object, client_address: object) -> None:
        """An app that was killed in the middle of a call is part of the tests, not an error."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        routes = self.server.routes
        if self.path.startswith("/upload/v1/"):
            known = routes.upload(urlsplit(self.path).path, self._body())
            self._send(200 if known else 404, "text/plain", b"OK" if known else b"not found")
            return
        path, arguments = self._request()
        if path.startswith("/api/"):
            token = self._token(arguments)
            self._answer(routes.call(path.removeprefix("/api/"), token, arguments))
        elif path.startswith(("/actions/", "/app/", "/commands/")):
            self._answer(routes.respond(path, arguments))
        else:
            self._answer(Answer({"ok": False, "error": "not_found"}, 404))

    def do_GET(self) -> None:
        """AsyncWebClient reads with GET; the sync client always posts. Files are fetched here."""
        if self.path.startswith("/files-pri/"):
            found = self.server.routes.download(urlsplit(self.path).path, self._token({}))
            self._send(found.status, found.content_type, found.content)
            return
        self.do_POST()

    def log_message(self, *_args: object) -> None:
        """The ledger is the log."""

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _request(self) -> tuple[str, JsonDict]:
        url = urlsplit(self.path)
        body = self._body().decode()
        arguments: JsonDict = dict(parse_qsl(url.query, keep_blank_values=True))
        if "application/json" in (self.headers.get("Content-Type") or ""):
            arguments |= json.loads(body or "{}")
        else:
            arguments |= dict(parse_qsl(body, keep_blank_values=True))
        for name in JSON_FIELDS & arguments.keys():
            arguments[name] = _decoded(arguments[name])
        return url.path, arguments

    def _token(self, arguments: JsonDict) -> str | None:
        named = arguments.pop("token", None)
        header = self.headers.get("Authorization") or ""
        return header.removeprefix("Bearer ").strip() or named

    def _answer(self, answer: Answer) -> None:
        content = json.dumps(answer.body).encode()
        self._send(answer.status, "application/json; charset=utf-8", content, answer.headers)

    def _send(
        self, status: int, kind: str, content: bytes, headers: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def _decoded(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


class HttpEdge:
    """The server with its thread."""

    def __init__(self, routes: Routes) -> None:
        self._server = _Server(routes)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="slack-standin-http", daemon=True
        )
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()
