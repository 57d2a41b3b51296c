"""Hands payloads to the bot as Slack does: signed, over HTTP, events again where they failed."""

import hashlib
import hmac
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import httpx
import structlog

from bot.trial.changes import JsonDict
from bot.trial.workspace import Workspace

_log = structlog.get_logger(__name__)

ACK_SECONDS = 3.0
# Slack waits longer; here somebody is looking.
RETRIES = (1.0, 5.0, 30.0)
_THREADS = 8
_OK = 200


class UnansweredError(Exception):
    """The bot did not acknowledge in time, or with a failure."""


class Delivery:
    """What carries payloads to the bot's endpoint, once `url` is known."""

    def __init__(self, workspace: Workspace) -> None:
        self.url = ""
        self._secret = workspace.secrets.signing_secret
        self._client = httpx.Client(trust_env=False, timeout=ACK_SECONDS)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="trial-events")
        self._stop = threading.Event()

    def event(self, body: JsonDict) -> None:
        """Deliver an event in the background, again where the bot does not take it."""
        self._pool.submit(self._event, body)

    def interact(self, payload: JsonDict) -> JsonDict:
        """Deliver a click, a submission or a shortcut; return the bot's answer to it.

        Raises UnansweredError.
        """
        return self._form({"payload": json.dumps(payload)})

    def command(self, fields: dict[str, str]) -> JsonDict:
        """Deliver a slash command; return the bot's answer. Raises UnansweredError."""
        return self._form(fields)

    def close(self) -> None:
        """Deliver nothing more."""
        self._stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._client.close()

    def _event(self, body: JsonDict) -> None:
        headers: dict[str, str] = {}
        for number, pause in enumerate((*RETRIES, 0.0), start=1):
            try:
                self._send(json.dumps(body), "application/json", headers)
            except UnansweredError as error:
                _log.warning("trial.event_failed", event_id=body["event_id"], reason=str(error))
                headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_error"}
            else:
                return
            if self._stop.wait(pause):
                return

    def _form(self, fields: dict[str, str]) -> JsonDict:
        answer = self._send(urlencode(fields), "application/x-www-form-urlencoded", {})
        try:
            told: Any = answer.json() if answer.content else {}
        except ValueError:
            told = {"text": answer.text}
        return told if isinstance(told, dict) else {}

    def _send(self, body: str, content_type: str, headers: dict[str, str]) -> httpx.Response:
        stamp = str(int(time.time()))
        signed = f"v0:{stamp}:{body}".encode()
        signature = hmac.new(self._secret.encode(), signed, hashlib.sha256).hexdigest()
        whole = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
            **headers,
        }
        try:
            answer = self._client.post(self.url, content=body.encode(), headers=whole)
        except httpx.HTTPError as error:
            raise UnansweredError(type(error).__name__) from error
        if answer.status_code != _OK:
            raise UnansweredError(f"HTTP {answer.status_code}")
        return answer
