"""Adding reports from Slack in this process: real listeners, threads and ingest, a fake Web API."""

import http.server
import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from fakes import HashEmbedder, Shelf
from ingest_kit import make_desk
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_fake_api import FakeApi
from slack_sdk import WebClient

from bot.slack.adding import UploadParts
from bot.slack.home import HomeParts
from bot.slack.library import LibraryDesk, LibraryParts, Workspaces
from bot.slack.listeners import others
from bot.slack.permissions import Permissions
from bot.slack.settings import SlackSettings
from store.audit import AuditLog
from store.channels import Channels, ChannelSettings
from store.lately import Lately
from store.uploads import Uploads

TOKEN = "xoxb-made-up"
TEAM, CHANNEL, OTHER = "T111", "C111", "C999"
PRIYA, MAYA, OMAR = "U222", "U333", "U444"
LETTER = """# Northmarch Police: letter to the Chief Constable

Published on 16 March 2023

Northmarch Police answers 999 calls too slowly. In 2022 it took 14 seconds on average.

We recommend that Northmarch Police should hire more call handlers by 31 March 2024.
"""


class FileHost:
    """Slack's host of files: gives them to who has the token, a login page to anybody else."""

    def __init__(self):
        self.held = {}
        self.asked = []
        self.login_page = False
        host = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                host.asked.append((self.path, self.headers.get("Authorization")))
                body, kind = b"<html>Sign in to Slack</html>", "text/html; charset=utf-8"
                entitled = self.headers.get("Authorization") == f"Bearer {TOKEN}"
                if entitled and not host.login_page:
                    body, kind = host.held[self.path], "application/octet-stream"
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def put(self, file_id, name, content, **given):
        """Hold a file; return what `files.info` says of it."""
        path = f"/files-pri/{file_id}/download"
        self.held[path] = content
        url = f"http://127.0.0.1:{self._server.server_address[1]}{path}"
        file = {"id": file_id, "name": name, "size": len(content), "mode": "hosted"}
        return file | {"url_private_download": url, "mimetype": "application/octet-stream"} | given

    def close(self):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class UploadApi(FakeApi):
    """The Web API with files, and cards whose last state a test can read."""

    def __init__(self):
        super().__init__()
        self.files = {}
        self.cards = {}

    def answer_to(self, method, arguments):
        answer = super().answer_to(method, arguments)
        if not isinstance(answer, dict) or not answer.get("ok"):
            return answer
        if method == "files.info":
            file = self.files.get(arguments["file"])
            return {"ok": True, "file": file} if file else {"ok": False, "error": "file_not_found"}
        if method == "chat.postMessage":
            ts = f"{len(self.cards) + 1}.999"
            self.cards[ts] = arguments
            return answer | {"ts": ts}
        if method == "chat.update":
            self.cards[arguments["ts"]] = arguments
        return answer


@dataclass
class Adding:
    """A running desk, and what a person in Slack would see and do."""

    app: App
    desk: LibraryDesk
    api: UploadApi
    host: FileHost
    shelf: Shelf
    ingest: object
    uploads: Uploads
    threads: threading.Event = field(default_factory=threading.Event)
    asked: list = field(default_factory=list)
    numbers: int = 0

    def send(self, body):
        started = time.monotonic()
        response = self.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        assert time.monotonic() - started < 2
        return response

    def share(self, name, content, user=PRIYA, channel=CHANNEL, **given):
        """Share a file in a channel; return its id."""
        file_id = given.pop("file_id", f"F{len(self.api.files) + 1:04}")
        self.api.files[file_id] = self.host.put(file_id, name, content, **given.pop("file", {}))
        self.say(user, channel, files=[{"id": file_id, "name": name}], **given)
        return file_id

    def say(self, user, channel=CHANNEL, text="", **given):
        self.numbers += 1
        ts = f"{self.numbers}.000100"
        event = {"type": "message", "channel_type": "channel", "user": user, "text": text}
        event |= {"channel": channel, "ts": ts, "event_ts": ts} | given
        if event.get("files"):
            event["subtype"] = "file_share"
        body = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{ts}", "event": event}
        self.send(body)
        return body

    def act(self, action_id, user=PRIYA, number=1):
        action = {"type": "button", "action_id": action_id, "value": str(number)}
        action |= {"block_id": "b", "action_ts": "1"}
        body = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": user}}
        body |= {"channel": {"id": CHANNEL}, "trigger_id": "1.2.3", "actions": [action]}
        return self.send(body)

    def submit(self, user=PRIYA, number=1, name="priya", **values):
        kinds = {"published_on": "selected_date", "embargo_day": "selected_date"}
        kinds |= {"embargo_time": "selected_time", "embargo_channels": "selected_conversations"}
        kinds |= {"embargo_people": "selected_users"}
        state = {
            block: {"upload_replaces": {"selected_option": value}}
            if block == "supersedes"
            else {"value": {kinds.get(block, "value"): value}}
            for block, value in values.items()
        }
        view = {"type": "modal", "callback_id": "upload_corrections"}
        view |= {"private_metadata": str(number), "state": {"values": state}}
        person = {"id": user, "username": name, "name": name}
        body = {"type": "view_submission", "team": {"id": TEAM}, "user": person, "view": view}
        return self.send(body)

    def card(self, number=1):
        """What the card shows now, as JSON without escapes."""
        ts = self.uploads.get(number).card_ts
        return json.dumps(self.api.cards.get(ts, {}), ensure_ascii=False)

    def wait_for_card(self, words, number=1, seconds=8.0):
        deadline = time.monotonic() + seconds
        while words not in (seen := self.card(number)):
            assert time.monotonic() < deadline, seen
            time.sleep(0.02)
        return seen

    def events(self, what=None):
        found = [
            json.loads(one.body)
            for one in AuditLog(self.shelf.engine).events()
            if one.event == "upload"
        ]
        return [one for one in found if what in (None, one["what"])]


def open_adding(shelf, api, host, **settings):
    """Wire everything over a shelf, as a process that starts does."""
    client = WebClient(token=TOKEN, base_url=api.url, timeout=5, retry_handlers=[])
    client.proxy = None
    ingest = make_desk(shelf, HashEmbedder, **settings)
    channels = Channels(shelf.engine, ChannelSettings())
    uploads = Uploads(shelf.engine)
    rights = Permissions(channels, client)
    parts = LibraryParts(
        UploadParts(uploads, lambda: ingest, lambda: shelf.now),
        HomeParts(lambda: ingest, uploads, Lately(shelf.engine, lambda: shelf.now), NoPrompts()),
    )
    places = Workspaces(lambda _: client, lambda _: client, lambda _: "https://x.slack.com/")
    desk = LibraryDesk(parts, rights, places, SlackSettings(api_url=api.url), threading.Event())
    known = AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_user_id="W111", bot_token=TOKEN)
    app = App(
        client=WebClient(token=None, base_url=api.url, retry_handlers=[]),
        signing_secret="s",
        authorize=lambda: known,
        process_before_response=True,
    )
    desk.register(app)
    others.register(app)
    return Adding(app, desk, api, host, shelf, ingest, uploads)


class NoPrompts:
    """Nothing to suggest."""

    def known(self, viewer):
        return ()

    def find(self, viewer):
        return ()


@contextmanager
def adding(folder, **settings):
    """A desk that runs, in a channel where Priya may add reports."""
    api, host, shelf = UploadApi(), FileHost(), Shelf(folder)
    Channels(shelf.engine, ChannelSettings()).set(
        TEAM, CHANNEL, ChannelSettings(ingest_by=(PRIYA,)), "test"
    )
    opened = open_adding(shelf, api, host, **settings)
    opened.desk.start()
    try:
        yield opened
    finally:
        opened.desk.stop(5)
        api.close()
        host.close()
        shelf.engine.dispose()
