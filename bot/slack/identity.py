"""Who we are in Slack: asked once, because an event that waits for it would be lost."""

import threading
from http.client import HTTPException

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from store.errors import PermanentError, TransientError

_log = structlog.get_logger(__name__)

SERVER_ERROR = 500
_LONGEST_WAIT = 60.0
_PASSING = frozenset(
    {"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)


class SlackRefusedError(PermanentError):
    """Slack does not accept our token."""


class SlackUnreachableError(TransientError):
    """Slack does not answer at the moment."""


class Identity:
    """Our own user and bot ids, by `auth.test`, remembered once known."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._known: AuthorizeResult | None = None

    def get(self) -> AuthorizeResult:
        """Return who we are.

        Raises SlackRefusedError or SlackUnreachableError; Bolt then answers with a failure, and
        Slack delivers the event again.
        """
        with self._lock:
            if self._known is None:
                self._known = self._ask()
            return self._known

    def wait_until_known(self, stop: threading.Event) -> None:
        """Ask until Slack answers or `stop` is set. Raises SlackRefusedError."""
        wait = 1.0
        while not stop.is_set():
            try:
                self.get()
            except SlackUnreachableError as error:
                _log.warning("slack.unreachable", reason=str(error), next_try_seconds=wait)
                stop.wait(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
            else:
                return

    def _ask(self) -> AuthorizeResult:
        try:
            answer = self._client.auth_test()
        except SlackApiError as error:
            raise refusal(error, "SLACK_BOT_TOKEN") from error
        except (OSError, HTTPException) as error:
            raise SlackUnreachableError(f"no connection ({type(error).__name__})") from error
        return AuthorizeResult.from_auth_test_response(
            bot_token=self._client.token, auth_test_response=answer
        )


def error_code(error: SlackApiError) -> str:
    """Return Slack's own code for an error, "" where the body was not Slack's."""
    data = error.response.data
    code = data.get("error", "") if isinstance(data, dict) else ""
    return str(code)[:80]


def name_of(error: Exception) -> str:
    """Return what a failed call to Slack is called in a log: Slack's code, or the kind of error."""
    return error_code(error) if isinstance(error, SlackApiError) else type(error).__name__


def is_passing(error: SlackApiError) -> bool:
    """Return whether the same call may succeed later."""
    return error.response.status_code >= SERVER_ERROR or error_code(error) in _PASSING


def refusal(error: SlackApiError, secret: str) -> SlackRefusedError | SlackUnreachableError:
    """Return what a failed call at the start means; `secret` names the token it used."""
    code = error_code(error)
    if is_passing(error):
        return SlackUnreachableError(f"Slack answers {code or error.response.status_code}")
    return SlackRefusedError(
        f"Slack refuses {secret} ({code}). Copy it again from your app's pages at "
        "api.slack.com/apps, and reinstall the app if its permissions changed."
    )
