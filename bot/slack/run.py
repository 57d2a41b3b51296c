"""Runs the Slack app until it is told to stop: over Socket Mode, or as an HTTP endpoint."""

import asyncio
import select
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException

import structlog
import uvicorn
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.asgi.builtin import SlackRequestHandler
from slack_bolt.adapter.asgi.http_request import AsgiHttpRequest
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot.slack.identity import SlackUnreachableError, refusal
from bot.slack.register import ReportdeskApp
from bot.slack.settings import SlackSecrets, SlackSettings
from store.errors import SettingsError

_log = structlog.get_logger(__name__)

PATH = "/slack/events"
_REQUEST_THREADS = 16
_LONGEST_WAIT = 60.0
_CLOSE_SECONDS = 5
_PING_SECONDS = 5
_WATCH_SECONDS = 0.5
# Not every system can tell a connection that the other side closed in good order.
_HUNG_UP = select.POLLHUP | select.POLLERR | getattr(select, "POLLRDHUP", 0)


def run_socket(
    app: ReportdeskApp, secrets: SlackSecrets, settings: SlackSettings, stop: threading.Event
) -> None:
    """Answer over Socket Mode until `stop` is set.

    Raises SlackRefusedError if a token is not accepted. Slack being away is waited for.
    """
    app.wait_until_ready(stop)
    # Of Bolt's clients this one opens the new connection before it leaves the old, when Slack
    # asks for that every hour; with the one on websocket-client 11 s without any were measured.
    # What it sees late, and burns a core meanwhile, is a cut connection: that is ours to watch.
    handler = SocketModeHandler(app, secrets.app_token, ping_interval=_PING_SECONDS)
    handler.client.proxy = app.client.proxy
    with _desk_open(app, settings):
        try:
            _connect(handler.client, stop)
            while not stop.wait(_WATCH_SECONDS):
                _reconnect_if_cut(handler.client)
        finally:
            handler.client.close()


def run_http(
    app: ReportdeskApp,
    settings: SlackSettings,
    port: int,
    stop: threading.Event,
    on_ready: Callable[[int], None] | None = None,
) -> None:
    """Answer at `/slack/events` until `stop` is set; `on_ready` is told the port in use.

    Raises SettingsError if the address cannot be listened on, SlackRefusedError if the token is
    not accepted.
    """
    listener = _listen(settings.http_host, port)
    with listener:
        app.wait_until_ready(stop)
        with _desk_open(app, settings), ThreadPoolExecutor(_REQUEST_THREADS) as pool:
            config = uvicorn.Config(
                _ThreadedHandler(app, pool),
                lifespan="off",
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=_CLOSE_SECONDS,
            )
            server = uvicorn.Server(config)
            # Outside the main thread uvicorn leaves the signals to whoever called us.
            thread = threading.Thread(target=server.run, args=([listener],), name="slack-http")
            thread.start()
            bound = int(listener.getsockname()[1])
            _log.info("slack.listening", host=settings.http_host, port=bound, path=PATH)
            if on_ready is not None:
                on_ready(bound)
            stop.wait()
            server.should_exit = True
            thread.join()


class _ThreadedHandler(SlackRequestHandler):
    """Bolt's own handler runs listeners on the event loop, where one would hold up all others."""

    def __init__(self, app: App, pool: ThreadPoolExecutor) -> None:
        super().__init__(app, path=PATH)
        self._pool = pool

    async def dispatch(self, request: AsgiHttpRequest) -> BoltResponse:
        return await self._in_thread(self.app.dispatch, request)

    async def handle_installation(self, request: AsgiHttpRequest) -> BoltResponse:
        assert self.app.oauth_flow is not None, "without a flow there is no such path"
        return await self._in_thread(self.app.oauth_flow.handle_installation, request)

    async def handle_callback(self, request: AsgiHttpRequest) -> BoltResponse:
        assert self.app.oauth_flow is not None, "without a flow there is no such path"
        return await self._in_thread(self.app.oauth_flow.handle_callback, request)

    async def _in_thread(
        self, work: Callable[[BoltRequest], BoltResponse], request: AsgiHttpRequest
    ) -> BoltResponse:
        bolt_request = BoltRequest(
            body=await request.get_raw_body(),
            query=request.query_string,
            headers=request.get_headers(),
        )
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, work, bolt_request)


@contextmanager
def _desk_open(app: ReportdeskApp, settings: SlackSettings) -> Iterator[None]:
    app.desks.start()
    try:
        yield
    finally:
        app.desks.stop(settings.stop_seconds)


def _connect(client: SocketModeClient, stop: threading.Event) -> None:
    wait = 1.0
    while not stop.is_set():
        try:
            client.connect()
        except SlackApiError as error:
            meaning = refusal(error, "SLACK_APP_TOKEN")
            if not isinstance(meaning, SlackUnreachableError):
                raise meaning from error
            _log.warning("slack.unreachable", reason=str(meaning), next_try_seconds=wait)
        except (OSError, HTTPException) as error:
            _log.warning("slack.unreachable", reason=type(error).__name__, next_try_seconds=wait)
        else:
            _log.info("slack.connected")
            return
        # What Slack handed out is good for one connection.
        client.wss_uri = None
        stop.wait(wait)
        wait = min(wait * 2, _LONGEST_WAIT)


def _reconnect_if_cut(client: SocketModeClient) -> None:
    session = client.current_session
    if session is None or session.sock is None or not is_cut(session.sock):
        return
    _log.warning("slack.connection_cut")
    session.disconnect()
    try:
        client.connect_to_new_endpoint()
    except (SlackApiError, OSError, HTTPException) as error:
        # The client's own monitor tries again.
        _log.warning("slack.unreachable", reason=type(error).__name__)


def is_cut(connection: socket.socket) -> bool:
    """Return whether the other side has closed a connection, as far as the system can tell."""
    poll = select.poll()
    poll.register(connection, _HUNG_UP)
    return bool(poll.poll(0))


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=_family(host))
    except OSError as error:
        raise SettingsError(
            f"Cannot listen on {host}:{port} ({error.strerror}). Choose another port with --port, "
            "or another address with slack.http_host."
        ) from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
