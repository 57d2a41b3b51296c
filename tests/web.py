"""A real web server on loopback whose pages a test writes."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What one path answers; an ETag makes it answer 304 to whoever has it."""

    content: bytes = b""
    media_type: str | None = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    etag: str | None = None
    # Sent in parts with a pause after each.
    parts: list[bytes] = field(default_factory=list)
    pause: float = 0.0


@dataclass
class Web:
    """The server: its pages by path, and what it was asked, with when."""

    port: int = 0
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], float]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, without robots.txt."""
        return [path for path, _, _ in self.asked if path != "/robots.txt"]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            headers = {name.lower(): value for name, value in handler.headers.items()}
            self.asked.append((handler.path, headers, time.monotonic()))
            page = self.pages.get(handler.path, Page(b"nothing here", "text/plain", 404))
            if page.etag and headers.get("if-none-match") == page.etag:
                page = Page(status=304, media_type=None)
            self.send(handler, page)
        finally:
            self.at_once -= 1

    def send(self, handler: BaseHTTPRequestHandler, page: Page) -> None:
        handler.send_response(page.status)
        told = {**page.headers, **({"ETag": page.etag} if page.etag else {})}
        if page.media_type:
            told["Content-Type"] = page.media_type
        if not page.parts and page.status != 304:
            told.setdefault("Content-Length", str(len(page.content)))
        for name, value in told.items():
            handler.send_header(name, value)
        handler.end_headers()
        for part in page.parts or [page.content]:
            handler.wfile.write(part)
            handler.wfile.flush()
            time.sleep(page.pause)


@contextmanager
def serving() -> Iterator[Web]:
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            # Whoever asked may have had enough.
            with suppress(BrokenPipeError, ConnectionResetError):
                web.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        web.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield web
        finally:
            server.shutdown()
            thread.join()
