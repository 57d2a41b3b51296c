"""Socket Mode: hello, envelopes, acknowledgements, disconnect, several sockets at a time."""

import contextlib
import itertools
import json
import logging
import secrets
import threading
import uuid
from http import HTTPStatus
from socket import SHUT_RDWR

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import Server, ServerConnection, serve

from .records import Attempt, Delivery, JsonDict, Ledger, now

QUIET = logging.getLogger("slack_standin.sockets")
QUIET.setLevel(logging.CRITICAL)  # A killed app's broken socket is part of the tests.


class _Waiting:
    """An envelope that a socket has carried and the app has not acknowledged yet."""

    def __init__(self, socket: ServerConnection) -> None:
        self.socket = socket
        self.settled = threading.Event()
        self.acked_at: float | None = None
        self.response: JsonDict | None = None
        self.lost = False


class SocketMode:
    """The WebSocket side. `send` is one attempt; who repeats it is the dispatcher."""

    def __init__(self, app_id: str, ledger: Ledger) -> None:
        self._app_id, self._ledger = app_id, ledger
        self._lock = threading.Lock()
        self._tickets: set[str] = set()
        self._sockets: list[ServerConnection] = []
        self._waiting: dict[str, _Waiting] = {}
        self._turn = itertools.count()
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._server = serve(
            self._serve_socket,
            "127.0.0.1",
            0,
            process_request=self._check_ticket,
            compression=None,
            close_timeout=0.3,  # An app that was killed does not finish its closing handshake.
            logger=QUIET,
        )
        self._thread = threading.Thread(
            target=self._server.serve_forever, name="slack-standin-sockets", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        if self._server is None or self._thread is None:
            return
        for socket in self.sockets:
            socket.close()
        self._server.shutdown()
        self._thread.join()
        self._server = None

    @property
    def sockets(self) -> tuple[ServerConnection, ...]:
        with self._lock:
            return tuple(self._sockets)

    def new_url(self) -> str:
        """A WebSocket URL with a ticket that opens one connection."""
        if self._server is None:
            raise RuntimeError("Socket Mode is not running")
        ticket = secrets.token_hex(8)
        with self._lock:
            self._tickets.add(ticket)
        port = self._server.socket.getsockname()[1]
        return f"ws://127.0.0.1:{port}/link/?ticket={ticket}&app_id={self._app_id}"

    def send(self, delivery: Delivery, attempt: Attempt, reason: str, ack_within: float) -> None:
        """Send once to one of the sockets and wait for its acknowledgement."""
        sockets = self.sockets
        if not sockets:
            attempt.outcome = "connection_failed"
            return
        socket = sockets[next(self._turn) % len(sockets)]
        envelope = _envelope(delivery, attempt.number, reason)
        waiting = _Waiting(socket)
        with self._lock:
            self._waiting[envelope["envelope_id"]] = waiting
        try:
            socket.send(json.dumps(envelope))
        except ConnectionClosed:
            attempt.outcome = "connection_failed"
            return
        waiting.settled.wait(ack_within)
        attempt.acked_at = waiting.acked_at
        delivery.response = waiting.response
        if waiting.acked_at is not None:
            attempt.outcome = "acked"
        else:
            attempt.outcome = "connection_failed" if waiting.lost else "timeout"

    def disconnect(self, reason: str) -> int:
        """Ask every socket to be replaced, then close it as Slack does; how many there were."""
        sockets = self.sockets
        with self._lock:
            self._sockets = [s for s in self._sockets if s not in sockets]
        debug = {"host": "applink-standin", "build_number": 1, "approximate_connection_time": 3600}
        for socket in sockets:
            try:
                message = {"type": "disconnect", "reason": reason, "debug_info": debug}
                socket.send(json.dumps(message))
            except ConnectionClosed:
                continue
            # Acknowledgements still come in on the old socket for a moment.
            closing = threading.Timer(0.5, socket.close)
            closing.daemon = True
            closing.start()
        return len(sockets)

    def drop(self) -> None:
        """Cut every connection without a word, as a network does."""
        for socket in self.sockets:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(SHUT_RDWR)

    def _check_ticket(self, _socket: ServerConnection, request: Request) -> Response | None:
        ticket = request.path.partition("ticket=")[2].partition("&")[0]
        with self._lock:
            if ticket in self._tickets:
                self._tickets.remove(ticket)
                return None
        return _socket.respond(HTTPStatus.NOT_FOUND, "unknown ticket\n")

    def _serve_socket(self, socket: ServerConnection) -> None:
        with self._lock:
            count = len(self._sockets) + 1
        socket.send(json.dumps(self._hello(count)))
        with self._lock:
            self._sockets.append(socket)
        self._ledger.notify()
        try:
            for message in socket:
                self._take(message)
        except ConnectionClosed:
            pass  # The app went away; what it left unacknowledged settles below.
        finally:
            self._forget(socket)

    def _hello(self, count: int) -> JsonDict:
        return {
            "type": "hello",
            "num_connections": count,
            "debug_info": {
                "host": "applink-standin",
                "build_number": 1,
                "approximate_connection_time": 3600,
            },
            "connection_info": {"app_id": self._app_id},
        }

    def _take(self, message: str | bytes) -> None:
        acknowledgement = json.loads(message)
        envelope_id = acknowledgement.get("envelope_id")
        with self._lock:
            waiting = self._waiting.pop(envelope_id, None)
        if waiting is None:
            text = f"the app acknowledged an envelope that it was not sent: {envelope_id}"
            self._ledger.add(self._ledger.violations, text)
            return
        waiting.acked_at, waiting.response = now(), acknowledgement.get("payload")
        waiting.settled.set()

    def _forget(self, socket: ServerConnection) -> None:
        with self._lock:
            if socket in self._sockets:
                self._sockets.remove(socket)
            lost = [w for w in self._waiting.values() if w.socket is socket]
        for waiting in lost:
            waiting.lost = True
            waiting.settled.set()
        self._ledger.notify()


def _envelope(delivery: Delivery, attempt: int, reason: str) -> JsonDict:
    envelope: JsonDict = {
        "envelope_id": str(uuid.uuid4()),
        "payload": delivery.payload,
        "type": delivery.kind,
        "accepts_response_payload": _answerable(delivery),
    }
    if delivery.kind == "events_api":
        envelope |= {"retry_attempt": attempt, "retry_reason": reason}
    return envelope


def _answerable(delivery: Delivery) -> bool:
    """Whether the acknowledgement may carry an answer: of a command, a submission, options."""
    answered = {"view_submission", "block_suggestion"}
    return delivery.kind == "slash_commands" or delivery.payload.get("type") in answered
