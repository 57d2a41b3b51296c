"""A small Slack Web API on loopback that records requests and fails on demand."""

import json
import threading
import time
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


class FakeApi:
    """Answers `ok` to everything; `script[method]` holds answers to give first.

    A scripted answer is a dict (the body), (status, headers, body), or "drop", which records
    the request and closes the connection without an answer; or a function that returns one of
    these when it is time.
    """

    def __init__(self):
        self.calls = []
        self.script = defaultdict(list)
        self.replies = []
        self._changed = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}/api/"

    def close(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def posted(self):
        return [arguments for method, arguments in self.calls if method == "chat.postMessage"]

    def wait_for(self, method, count=1, seconds=8.0):
        """Wait until a method was called so often; return the arguments of those calls."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                found = [arguments for name, arguments in self.calls if name == method]
                if len(found) >= count:
                    return found
                left = deadline - time.monotonic()
                assert left > 0, f"{method} was called {len(found)} times, not {count}"
                self._changed.wait(left)

    def answer_to(self, method, arguments):
        with self._changed:
            self.calls.append((method, arguments))
            self._changed.notify_all()
            scripted = self.script[method].pop(0) if self.script[method] else None
        if scripted is not None:
            return scripted() if callable(scripted) else scripted
        if method == "auth.test":
            ids = {"user_id": "W111", "bot_id": "B111", "team_id": "T111", "user": "reportdesk"}
            return {"ok": True, "url": "https://x.slack.com/", "team": "x", **ids}
        if method == "conversations.replies":
            return {"ok": True, "messages": self.replies}
        return {"ok": True, "ts": "999.000001", "channel": arguments.get("channel", "")}

    def _handler(self):
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                length = int(self.headers.get("content-length", 0))
                body = self.rfile.read(length).decode()
                answer = api.answer_to(self.path.removeprefix("/api/"), _arguments(body))
                if answer == "drop":
                    self.close_connection = True
                    return
                status, headers, data = answer if isinstance(answer, tuple) else (200, {}, answer)
                payload = data if isinstance(data, str) else json.dumps(data)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json; charset=utf-8")
                self.send_header("Content-Length", str(len(payload.encode())))
                self.end_headers()
                self.wfile.write(payload.encode())

            def log_message(self, *arguments):
                pass

        return Handler


def _arguments(body):
    if body.startswith("{"):
        return json.loads(body)
    fields = {name: values[0] for name, values in parse_qs(body).items()}
    for name in ("blocks", "metadata"):
        if name in fields:
            fields[name] = json.loads(fields[name])
    return fields
