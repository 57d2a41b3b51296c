"""A small Bolt app for the stand-in's own tests, and the two ways to connect it."""

import contextlib
import http.server
import threading
from collections.abc import Iterator
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.request import BoltRequest
from slack_sdk import WebClient

from .standin import SlackStandIn


def echo_app(slack: SlackStandIn) -> App:
    """Answers a mention or a direct message in its thread, with a button."""
    app = App(
        token=slack.app.bot_token,
        signing_secret=slack.app.signing_secret,
        client=WebClient(token=slack.app.bot_token, base_url=slack.api_url),
    )

    def answer(event, say):
        button = {
            "type": "button",
            "action_id": "again",
            "text": {"type": "plain_text", "text": "Again"},
            "value": event["ts"],
        }
        section = {"type": "section", "text": {"type": "mrkdwn", "text": f"echo {event['text']}"}}
        say(
            text=f"echo {event['text']}",
            blocks=[section, {"type": "actions", "elements": [button]}],
            thread_ts=event.get("thread_ts") or event["ts"],
        )

    app.event("app_mention")(answer)

    @app.event("message")
    def direct(event, say):
        if event.get("channel_type") == "im" and "subtype" not in event:
            answer(event, say)

    @app.action("again")
    def again(ack, body, respond, client):
        ack()
        respond(text=f"again for {body['user']['username']}", response_type="ephemeral")
        client.reactions_add(
            channel=body["channel"]["id"], timestamp=body["message"]["ts"], name="eyes"
        )

    return app


@contextlib.contextmanager
def in_socket_mode(
    slack: SlackStandIn, kind: type[Any] = SocketModeHandler, count: int = 1
) -> Iterator[list[Any]]:
    """So many echo apps, each with a socket of its own."""
    handlers = [kind(echo_app(slack), slack.app.app_token, ping_interval=1) for _ in range(count)]
    for handler in handlers:
        handler.connect()
    slack.wait_for_connections(count)
    try:
        yield handlers
    finally:
        for handler in handlers:
            handler.client.auto_reconnect_enabled = False
        slack.drop_connections()  # A reader notices at once; else it looks every three seconds.
        for handler in handlers:
            handler.close()
        slack.wait_for_connections(0)


@contextlib.contextmanager
def served_over_http(app: App) -> Iterator[str]:
    """Bolt behind a loopback server (its own one listens on every address)."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name: [value] for name, value in self.headers.items()}
            response = app.dispatch(BoltRequest(body=body, headers=headers))
            content = response.body.encode()
            self.send_response(response.status)
            for name, value in response.first_headers().items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args):
            pass

    with serving(Handler) as url:
        yield url


@contextlib.contextmanager
def serving(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server for this handler; the request URL for Slack."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/slack/events"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
