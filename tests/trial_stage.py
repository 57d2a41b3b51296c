"""The page of `reportdesk try` with a bot that does what a test tells it to."""

import json
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

import httpx
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.trial.cast import BOT_ID, BOT_USER
from bot.trial.delivery import Delivery, UnansweredError
from bot.trial.doings import Doings
from bot.trial.server import TrialServer
from bot.trial.workspace import Workspace

# 5 October 2026, 09:41 in London.
MORNING = 1_791_189_660.0


def _payload(body: str, content_type: str) -> dict[str, Any]:
    if content_type == "application/json":
        return json.loads(body)
    fields = dict(parse_qsl(body, keep_blank_values=True))
    return json.loads(fields["payload"]) if "payload" in fields else fields


class StageDelivery(Delivery):
    """Hands signed payloads to a Bolt app in this process, and keeps them."""

    def __init__(self, workspace: Workspace, app: App | None) -> None:
        super().__init__(workspace)
        self.app = app
        self.seen: list[dict[str, Any]] = []

    def _send(self, body: str, content_type: str, headers: dict[str, str]) -> httpx.Response:
        self.seen.append(_payload(body, content_type))
        if self.app is None:
            return httpx.Response(200)
        given = {"Content-Type": content_type, **headers}
        answer = self.app.dispatch(BoltRequest(body=body, headers=given))
        if answer.status != 200:
            raise UnansweredError(str(answer.status))
        kind = answer.headers.get("content-type", ["text/plain"])[0]
        return httpx.Response(200, text=answer.body or "", headers={"Content-Type": kind})


class Stage:
    """A workspace on loopback; `say` what the bot says with `bot`, a client for its Web API."""

    def __init__(self, listen: Callable[[App], None] | None = None, *, still: bool = False) -> None:
        self.workspace = Workspace(clock=lambda: MORNING) if still else Workspace()
        self.delivery = StageDelivery(self.workspace, None)
        self.server = TrialServer(self.workspace, Doings(self.workspace, self.delivery), 0)
        token = self.workspace.secrets.bot_token
        self.url = self.workspace.base_url
        self.bot = WebClient(token=token, base_url=f"{self.url}/api/")
        self.bot.proxy = None
        if listen is not None:
            identity = AuthorizeResult(
                enterprise_id=None, team_id="T0TRIAL", bot_token=token, bot_id=BOT_ID,
                bot_user_id=BOT_USER,
            )  # fmt: skip
            app = App(
                client=self.bot, authorize=lambda: identity, request_verification_enabled=False,
                process_before_response=True,
            )  # fmt: skip
            listen(app)
            self.delivery.app = app

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self.workspace.changes.close()
        self.delivery.close()
        self.server.shutdown()
        self.server.server_close()
