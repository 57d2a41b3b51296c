"""The Events API over HTTP: signed posts to the app's request URL."""

import hashlib
import hmac
import http.client
import json
import secrets
import time
from urllib.parse import urlencode, urlsplit

from .records import Attempt, Delivery, JsonDict, now
from .workspace import AppIdentity

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class RequestUrlError(AssertionError):
    """The app's request URL did not pass Slack's verification."""


def signed_headers(secret: str, body: str, content_type: str) -> dict[str, str]:
    """Slack's v0 signature over timestamp and body."""
    timestamp = str(int(time.time()))
    base = f"v0:{timestamp}:{body}".encode()
    signature = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (stand-in)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={signature}",
    }


class EventsApi:
    """Posts to one request URL. `send` is one attempt; who repeats it is the dispatcher."""

    def __init__(self, app: AppIdentity, request_url: str) -> None:
        self._app, self._url = app, urlsplit(request_url)

    def verify(self, timeout: float) -> None:
        """Slack's `url_verification` handshake."""
        challenge = secrets.token_hex(16)
        payload = {
            "token": self._app.verification_token,
            "challenge": challenge,
            "type": "url_verification",
        }
        body = json.dumps(payload)
        headers = signed_headers(self._app.signing_secret, body, JSON)
        status, content, _ = self._post(body, headers, timeout)
        if status != 200 or challenge not in content:
            message = f"the request URL answered {status} {content[:200]!r} to url_verification"
            raise RequestUrlError(message)

    def send(self, delivery: Delivery, attempt: Attempt, reason: str, ack_within: float) -> bool:
        """Post once; whether Slack would try again after a failure."""
        body, content_type = _encoded(delivery)
        headers = signed_headers(self._app.signing_secret, body, content_type)
        if attempt.number:
            headers["X-Slack-Retry-Num"] = str(attempt.number)
            headers["X-Slack-Retry-Reason"] = reason
        try:
            status, content, no_retry = self._post(body, headers, ack_within)
        except TimeoutError:
            attempt.outcome = "http_timeout"
            return True
        except (OSError, http.client.HTTPException):
            attempt.outcome = "connection_failed"
            return True
        if 200 <= status < 300:
            attempt.outcome, attempt.acked_at = "acked", now()
            delivery.response = content
        else:
            attempt.outcome = "http_error"
        return not no_retry

    def _post(self, body: str, headers: dict[str, str], timeout: float) -> tuple[int, str, bool]:
        host, port = self._url.hostname or "127.0.0.1", self._url.port or 80
        connection = http.client.HTTPConnection(host, port, timeout=timeout)
        try:
            connection.request("POST", self._url.path or "/", body.encode(), headers)
            response = connection.getresponse()
            no_retry = response.headers.get("X-Slack-No-Retry") == "1"
            return response.status, response.read().decode(), no_retry
        finally:
            connection.close()


def _encoded(delivery: Delivery) -> tuple[str, str]:
    payload: JsonDict = delivery.payload
    if delivery.kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}), FORM
    if delivery.kind == "slash_commands":
        return urlencode(payload), FORM
    return json.dumps(payload), JSON
