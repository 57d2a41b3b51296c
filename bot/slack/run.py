"""Runs the Slack app until it is told to stop: over Socket Mode, or as an HTTP endpoint."""

import asyncio
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

from bot.slack.identity import SlackUnreachableError, refusal
from bot.slack.register import ReportdeskApp
from bot.slack.settings import SlackSecrets, SlackSettings
from store.errors import SettingsError

_log = structlog.get_logger(__name__)

PATH = "/slack/events"
_REQUEST_THREADS = 16
_LONGEST_WAIT = 60.0
_CLOSE_SECONDS = 5


def run_socket(
    app: ReportdeskApp, secrets: SlackSecrets, settings: SlackSettings, stop: threading.Event
) -> None:
    """Answer over Socket Mode until `stop` is set.

    Raises SlackRefusedError if a token is not accepted. Slack being away is waited for.
    """
    app.identity.wait_until_known(stop)
    # The built-in client notices a connection that died without a word (it counts missing
    # pongs); the one on websocket-client does not.
    handler = SocketModeHandler(app, secrets.app_token)
    handler.client.proxy = app.client.proxy
    with _desk_open(app, settings):
        try:
            _connect(handler, stop)
            stop.wait()
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
        app.identity.wait_until_known(stop)
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
        bolt_request = BoltRequest(
            body=await request.get_raw_body(),
            query=request.query_string,
            headers=request.get_headers(),
        )
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self.app.dispatch, bolt_request)


@contextmanager
def _desk_open(app: ReportdeskApp, settings: SlackSettings) -> Iterator[None]:
    app.desk.start()
    try:
        yield
    finally:
        app.desk.stop(settings.stop_seconds)


def _connect(handler: SocketModeHandler, stop: threading.Event) -> None:
    wait = 1.0
    while not stop.is_set():
        try:
            handler.client.connect()
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
        handler.client.wss_uri = None
        stop.wait(wait)
        wait = min(wait * 2, _LONGEST_WAIT)


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
