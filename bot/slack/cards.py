"""Cards in threads: posted once, brought up to date in place, and small notes to one person."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.slack.blocks.rich import Block
from bot.slack.blocks.upload import Card, card_blocks, card_text
from bot.slack.delivery import TRIES, UndeliveredError, wait_for
from bot.slack.identity import error_code, name_of

_log = structlog.get_logger(__name__)

MARKER = "reportdesk_upload"
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
_FORM = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})


@dataclass(frozen=True, slots=True)
class Note:
    """A line for one person only; `reply_to` is the address that Slack gave for it, if any."""

    team: str
    channel: str
    user: str
    text: str
    thread_ts: str | None = None
    reply_to: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Cards:
    """Posts and changes cards. `client_of` gives a team's own client."""

    client_of: Callable[[str], WebClient]
    longest_wait: float
    stopping: threading.Event

    def show(self, card: Card, *, recovered: bool = False) -> str:
        """Show a card as it is now and return its message's ts.

        `recovered` says that an earlier run may have posted it. Raises UndeliveredError where Slack
        does not take it now, SlackApiError where it never will.
        """
        upload = card.upload
        ts = upload.card_ts or (self._posted(card) if recovered else None)
        blocks = card_blocks(card)
        try:
            return self._persist(card, ts, blocks)
        except SlackApiError as error:
            if error_code(error) in _GONE and ts is not None:
                return self._persist(card, None, blocks)
            if error_code(error) not in _FORM:
                raise
            _log.warning("slack.card_fell_back", upload=upload.id, error=error_code(error))
            buttons = [block for block in blocks if block["type"] == "actions"]
            words: Block = {"type": "section", "text": _words(card_text(card))}
            return self._persist(card, ts, [words, *buttons])

    def note(self, note: Note) -> None:
        """Tell one person something. Only a courtesy: failing is noted and forgotten."""
        client = self.client_of(note.team)
        try:
            if note.reply_to:
                # Bolt gives a shortcut's own address; it works where we are no member, too.
                hook = WebhookClient(note.reply_to, proxy=client.proxy)
                hook.send(text=note.text, response_type="ephemeral")
            else:
                client.chat_postEphemeral(
                    channel=note.channel,
                    user=note.user,
                    text=note.text,
                    thread_ts=note.thread_ts,
                )
        except (SlackApiError, OSError, HTTPException) as error:
            _log.info("slack.no_note", error=name_of(error))

    def _persist(self, card: Card, ts: str | None, blocks: list[Block]) -> str:
        pause = 1.0
        for attempt in range(1, TRIES + 1):
            try:
                return self._send(card, ts, blocks)
            except SlackApiError as error:
                wait = wait_for(error, pause)
                if wait is None:
                    raise
                reason = error_code(error)
            except (OSError, HTTPException) as error:
                wait, reason = pause, name_of(error)
            _log.warning("slack.card_delayed", upload=card.upload.id, error=reason, seconds=wait)
            if attempt == TRIES or self.stopping.wait(min(wait, self.longest_wait)):
                break
            # A post that failed half-way may have arrived all the same.
            ts = ts or self._posted(card)
            pause *= 2
        raise UndeliveredError("Slack does not take messages at the moment.")

    def _send(self, card: Card, ts: str | None, blocks: list[Block]) -> str:
        shared = card.upload.shared
        client = self.client_of(shared.team)
        what: dict[str, Any] = {"channel": shared.channel, "text": card_text(card)}
        if ts is not None:
            client.chat_update(ts=ts, blocks=blocks, **what)
            return ts
        marker = {"event_type": MARKER, "event_payload": {"upload": card.upload.id}}
        answer = client.chat_postMessage(
            thread_ts=shared.thread_ts,
            blocks=blocks,
            metadata=marker,
            unfurl_links=False,
            unfurl_media=False,
            **what,
        )
        return str(answer["ts"])

    def _posted(self, card: Card) -> str | None:
        """Return the card that an earlier try or run posted, None if there is none."""
        shared = card.upload.shared
        try:
            found = self.client_of(shared.team).conversations_replies(
                channel=shared.channel,
                ts=shared.thread_ts,
                oldest=shared.ts,
                include_all_metadata=True,
                limit=200,
            )
        except (SlackApiError, OSError, HTTPException) as error:
            _log.warning("slack.thread_unread", upload=card.upload.id, error=name_of(error))
            return None
        for one in found.get("messages") or []:
            metadata = one.get("metadata") or {}
            payload = metadata.get("event_payload") or {}
            if metadata.get("event_type") == MARKER and payload.get("upload") == card.upload.id:
                return str(one["ts"])
        return None


def _words(text: str) -> Block:
    return {"type": "plain_text", "text": text[:2_900], "emoji": False}
