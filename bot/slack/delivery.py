"""Posting a message so that it arrives: waits, retries, and falls back without losing sources."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack.blocks.answer import Block
from bot.slack.identity import error_code, is_passing
from store.errors import TransientError
from store.inbox import Asked, Entry, InboxState

_log = structlog.get_logger(__name__)

MARKER = "reportdesk_answer"
TRIES = 5
TOO_MANY = 429
# What Slack refuses in the form of a message, not in the place it is for.
_FORM = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "msg_too_long",
        "invalid_arguments",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
    }
)
# The place to answer in is no more, or not ours to write in.
_GONE = frozenset(
    {
        "cannot_reply_to_message",
        "channel_not_found",
        "invalid_thread_ts",
        "is_archived",
        "message_not_found",
        "messages_tab_disabled",
        "not_in_channel",
        "thread_not_found",
    }
)
_LIMITED = frozenset({"ratelimited", "rate_limited"})


class UndeliveredError(TransientError):
    """Slack does not take the message now; it stays in the inbox and is tried again later."""


@dataclass(frozen=True, slots=True)
class Message:
    """What to post, and the state that the question is in once it is posted.

    `short` is the last resort where Slack finds `text` too long.
    """

    text: str
    outcome: InboxState
    blocks: tuple[Block, ...] = ()
    short: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of ours found in a thread."""

    text: str
    outcome: InboxState


@dataclass(frozen=True, slots=True)
class Outbox:
    """Posts messages. `status_client` gives up soon: a status must not delay an answer."""

    client: WebClient
    status_client: WebClient
    longest_wait: float
    stopping: threading.Event

    def post(self, entry: Entry, message: Message) -> bool:
        """Post one message into the question's thread, in the richest form that Slack takes.

        Returns False where it never can (the channel is gone). Raises UndeliveredError where
        it cannot now.
        """
        forms = _forms(entry, message)
        for number, form in enumerate(forms, start=1):
            try:
                self._persist(entry, form)
            except SlackApiError as error:
                code = error_code(error)
                if code in _FORM and number < len(forms):
                    _log.warning("slack.fell_back", inbox_id=entry.id, error=code, form=number)
                    continue
                _log.error("slack.refused", inbox_id=entry.id, error=code)
                if code in _GONE or code.startswith("restricted_action"):
                    return False
                # A revoked token, say: a person can put it right, and the question is kept.
                raise UndeliveredError("Slack refuses the message.") from error
            return True
        return False

    def already_posted(self, entry: Entry) -> Posted | None:
        """Return the message that the question has got already, None if it has not."""
        asked = entry.asked
        try:
            found = self.client.conversations_replies(
                channel=asked.channel,
                ts=asked.thread_ts,
                oldest=asked.ts,
                include_all_metadata=True,
                limit=200,
            )
        except (SlackApiError, OSError, HTTPException) as error:
            # Answering twice is better than not at all.
            _log.warning("slack.thread_unread", inbox_id=entry.id, error=_name(error))
            return None
        for reply in found.get("messages") or []:
            if (outcome := _marked(reply, asked)) is not None:
                return Posted(str(reply.get("text", "")), outcome)
        return None

    def show_status(self, asked: Asked, status: str) -> None:
        """Show that we are at work. Only a courtesy: failing is noted and forgotten."""
        try:
            self.status_client.assistant_threads_setStatus(
                channel_id=asked.channel, thread_ts=asked.thread_ts, status=status
            )
        except (SlackApiError, OSError, HTTPException) as error:
            _log.info("slack.no_status", error=_name(error))

    def _persist(self, entry: Entry, form: Callable[[], dict[str, Any]]) -> None:
        pause = 1.0
        for attempt in range(1, TRIES + 1):
            try:
                self._send(form())
            except SlackApiError as error:
                wait = _wait_for(error, pause)
                if wait is None:
                    raise
                reason = error_code(error)
            except (OSError, HTTPException) as error:
                wait, reason = pause, _name(error)
            else:
                return
            _log.warning("slack.post_delayed", inbox_id=entry.id, error=reason, seconds=wait)
            if attempt == TRIES or self.stopping.wait(min(wait, self.longest_wait)):
                break
            # A post that failed half-way may have arrived all the same.
            if reason not in _LIMITED and self.already_posted(entry) is not None:
                return
            pause *= 2
        raise UndeliveredError("Slack does not take messages at the moment.")

    def _send(self, arguments: dict[str, Any]) -> SlackResponse:
        return self.client.chat_postMessage(**arguments)


def _forms(entry: Entry, message: Message) -> list[Callable[[], dict[str, Any]]]:
    asked = entry.asked
    common: dict[str, Any] = {
        "channel": asked.channel,
        "thread_ts": asked.thread_ts,
        # Report texts are shown as they are, and a cited page needs no preview.
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    marker = {
        "event_type": MARKER,
        "event_payload": {
            "inbox_id": str(entry.id),
            "question_ts": asked.ts,
            "outcome": message.outcome.value,
        },
    }
    forms = [common | {"text": message.text, "metadata": marker}, common | {"text": message.text}]
    if message.blocks:
        rich = common | {"text": message.text, "metadata": marker, "blocks": [*message.blocks]}
        forms.insert(0, rich)
    if message.short:
        forms.append(common | {"text": message.short})
    # A copy each time, because the client fills in its arguments.
    return [lambda form=form: dict(form) for form in forms]  # type: ignore[misc]


def _marked(reply: dict[str, Any], asked: Asked) -> InboxState | None:
    """Return how a message of ours closed this very question, None for any other message."""
    metadata = reply.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    if metadata.get("event_type") != MARKER or payload.get("question_ts") != asked.ts:
        return None
    try:
        return InboxState(str(payload.get("outcome")))
    except ValueError:
        return None


def _wait_for(error: SlackApiError, pause: float) -> float | None:
    """Return how long to wait before trying again, None if that would not help."""
    if error.response.status_code == TOO_MANY or error_code(error) in _LIMITED:
        return _seconds(error.response.headers, pause)
    return pause if is_passing(error) else None


def _seconds(headers: dict[str, Any], otherwise: float) -> float:
    given = {name.lower(): value for name, value in headers.items()}.get("retry-after")
    try:
        return max(float(str(given)), 0.0)
    except ValueError:
        return otherwise


def _name(error: Exception) -> str:
    return error_code(error) if isinstance(error, SlackApiError) else type(error).__name__
