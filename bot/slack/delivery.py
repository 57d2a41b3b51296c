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

from bot.slack.blocks.rich import Block
from bot.slack.identity import error_code, is_passing, name_of
from bot.slack.ways import Form, Way, hook_of, ways_to
from store.answers import Place
from store.errors import TransientError
from store.inbox import Asked, Entry, InboxState, Task

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
_LIMITED = frozenset({"ratelimited", "rate_limited"})


def _never() -> None:
    return None


class UndeliveredError(TransientError):
    """Slack does not take the message now; it stays in the inbox and is tried again later."""


@dataclass(frozen=True, slots=True)
class Message:
    """What to post, and the state that the question is in once it is posted.

    `plainer` are blocks that every workspace knows. `short` is the last resort where Slack finds
    `text` too long. A `private` one is for the asker's eyes alone; None leaves that to where the
    question was asked.
    """

    text: str
    outcome: InboxState
    blocks: tuple[Block, ...] = ()
    plainer: tuple[Block, ...] = ()
    short: str = ""
    private: bool | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of ours found in a thread."""

    text: str
    outcome: InboxState
    place: Place


@dataclass(frozen=True, slots=True)
class Outbox:
    """Posts messages. `status_client` gives up soon: a status must not delay an answer.

    While there is a reason to be `paused`, an answer that Slack did not take is not tried again.
    """

    client: WebClient
    status_client: WebClient
    longest_wait: float
    stopping: threading.Event
    paused: Callable[[], str | None] = _never

    def post(self, entry: Entry, message: Message, old: Place | None = None) -> Place | None:
        """Post one message, in the richest form that Slack takes; say where it stands.

        It takes the place of the message at `old`, where there is one. Returns None where it never
        can be posted (the channel is gone). Raises UndeliveredError where it cannot now.
        """
        for way in ways_to(self.client, entry.asked, old, private=bool(message.private)):
            try:
                return self._in_richest_form(way, entry, message)
            except SlackApiError as error:
                code = error_code(error)
                _log.error("slack.refused", inbox_id=entry.id, error=code, way=way.name)
                if code not in way.gone and not code.startswith("restricted_action"):
                    # A revoked token, say: a person can put it right, and the question is kept.
                    raise UndeliveredError("Slack refuses the message.") from error
        return None

    def delete(self, entry: Entry, place: Place) -> None:
        """Delete a message of ours; one that is gone already is fine. Raises UndeliveredError."""
        try:
            self.client.chat_delete(channel=place.channel, ts=place.ts)
        except SlackApiError as error:
            code = error_code(error)
            _log.warning("slack.not_deleted", inbox_id=entry.id, error=code)
            if wait_for(error, 1.0) is not None:
                raise UndeliveredError("Slack does not delete messages now.") from error
        except (OSError, HTTPException) as error:
            raise UndeliveredError("Slack does not delete messages now.") from error

    def remove_private(self, asked: Asked) -> None:
        """Take away what only the asker sees, after a click on it. Only a courtesy."""
        if not asked.reply_to:
            return
        try:
            hook_of(self.client, asked).send_dict({"delete_original": True})
        except (OSError, HTTPException) as error:
            _log.info("slack.not_removed", error=name_of(error))

    def permalink(self, channel: str, ts: str) -> str | None:
        """Return the address of a message, None where Slack does not tell."""
        try:
            found = self.client.chat_getPermalink(channel=channel, message_ts=ts)
        except (SlackApiError, OSError, HTTPException) as error:
            _log.info("slack.no_permalink", error=name_of(error))
            return None
        return str(found.get("permalink") or "") or None

    def already_posted(self, entry: Entry) -> Posted | None:
        """Return the message that the question has got already, None if it has not."""
        asked = entry.asked
        if not asked.channel or not asked.in_thread:
            return None
        try:
            found = self.client.conversations_replies(
                channel=asked.channel,
                ts=asked.thread_ts,
                oldest=asked.ts if asked.task is Task.ASK else asked.thread_ts,
                include_all_metadata=True,
                limit=200,
            )
        except (SlackApiError, OSError, HTTPException) as error:
            # Answering twice is better than not at all.
            _log.warning("slack.thread_unread", inbox_id=entry.id, error=name_of(error))
            return None
        for reply in found.get("messages") or []:
            if (outcome := _marked(reply, entry)) is not None:
                place = Place(asked.channel, str(reply.get("ts", "")))
                return Posted(str(reply.get("text", "")), outcome, place)
        return None

    def show_status(self, asked: Asked, status: str) -> bool:
        """Show that we are at work. Only a courtesy: failing is noted and forgotten."""
        set_status = self.status_client.assistant_threads_setStatus
        return self._tell(set_status, asked, status)

    def set_session(self, asked: Asked, status: str) -> bool:
        """Say how the agent session stands: "processing" offers a Stop button. As harmless."""
        return self._tell(self.status_client.agents_sessions_setStatus, asked, status)

    def _tell(self, call: Callable[..., SlackResponse], asked: Asked, status: str) -> bool:
        if not asked.channel or not asked.in_thread:
            return True
        try:
            call(channel_id=asked.channel, thread_ts=asked.thread_ts, status=status)
        except (SlackApiError, OSError, HTTPException) as error:
            _log.info("slack.no_status", error=name_of(error))
            return False
        return True

    def _in_richest_form(self, way: Way, entry: Entry, message: Message) -> Place:
        forms = _forms(entry, message, way)
        for number, form in enumerate(forms, start=1):
            try:
                return self._persist(way, entry, form, message.outcome)
            except SlackApiError as error:
                code = error_code(error)
                if code not in _FORM or number == len(forms):
                    raise
                _log.warning("slack.fell_back", inbox_id=entry.id, error=code, form=number)
        raise UndeliveredError("There is no form to post the message in.")

    def _persist(self, way: Way, entry: Entry, form: Form, outcome: InboxState) -> Place:
        pause = 1.0
        for attempt in range(1, TRIES + 1):
            try:
                # A copy, because the client fills in its arguments.
                return way.send(dict(form))
            except SlackApiError as error:
                wait = wait_for(error, pause)
                if wait is None:
                    raise
                reason = error_code(error)
            except (OSError, HTTPException) as error:
                wait, reason = pause, name_of(error)
            _log.warning("slack.post_delayed", inbox_id=entry.id, error=reason, seconds=wait)
            if attempt == TRIES or self.stopping.wait(min(wait, self.longest_wait)):
                break
            if outcome is InboxState.ANSWERED and self.paused() is not None:
                break
            # A post that failed half-way may have arrived all the same.
            if reason not in _LIMITED and way.may_repeat:
                posted = self.already_posted(entry)
                if posted is not None:
                    return posted.place
            pause *= 2
        raise UndeliveredError("Slack does not take messages at the moment.")


def _forms(entry: Entry, message: Message, way: Way) -> list[Form]:
    common: Form = {
        # Report texts are shown as they are, and a cited page needs no preview.
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    marker = {
        "event_type": MARKER,
        "event_payload": {
            "inbox_id": str(entry.id),
            "question_ts": entry.asked.ts,
            "version": entry.version,
            "outcome": message.outcome.value,
        },
    }
    marked: Form = {"metadata": marker} if way.takes_metadata else {}
    text = message.text if len(message.text) <= way.max_text else message.short or message.text
    rich = [{"blocks": [*blocks]} for blocks in (message.blocks, message.plainer) if blocks]
    forms = [common | {"text": text} | marked | blocks for blocks in rich]
    forms.append(common | {"text": text} | marked)
    if marked:
        forms.append(common | {"text": text})
    if message.short:
        forms.append(common | {"text": message.short})
    return forms


def _marked(reply: dict[str, Any], entry: Entry) -> InboxState | None:
    """Return how a message of ours closed this very question, None for any other message."""
    metadata = reply.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    ours = metadata.get("event_type") == MARKER
    asked = (payload.get("question_ts"), payload.get("version", 0))
    if not ours or asked != (entry.asked.ts, entry.version):
        return None
    try:
        return InboxState(str(payload.get("outcome")))
    except ValueError:
        return None


def wait_for(error: SlackApiError, pause: float) -> float | None:
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
