"""What the workspace holds: messages, modals, homes and files, in memory only."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.trial.cast import CHANNELS, PEOPLE, TEAM_ID, Channel, Person, Secrets
from bot.trial.changes import Changes, JsonDict

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 1_800.0
RESPONSE_USES = 5
# Ours, for the page; the bot never sees them.
PRIVATE = ("channel", "to", "is_ephemeral")


class RefusedError(Exception):
    """A call that Slack would refuse, with its code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class File:
    """An uploaded file: Slack's record of it, and its bytes."""

    facts: JsonDict
    content: bytes


@dataclass(slots=True)
class ResponseUrl:
    """Where a `response_url` writes to, and how often it still may."""

    channel: str
    user: str
    message_ts: str | None
    thread_ts: str | None
    until: float
    left: int = RESPONSE_USES


@dataclass(slots=True)
class Workspace:
    """The state, behind one lock. `clock` returns seconds since 1970."""

    secrets: Secrets = field(default_factory=Secrets.fresh)
    clock: Callable[[], float] = time.time
    base_url: str = ""
    changes: Changes = field(default_factory=Changes)
    lock: threading.RLock = field(default_factory=threading.RLock)
    messages: dict[str, list[JsonDict]] = field(default_factory=dict)
    statuses: dict[tuple[str, str], JsonDict] = field(default_factory=dict)
    prompts: dict[str, JsonDict] = field(default_factory=dict)
    homes: dict[str, JsonDict] = field(default_factory=dict)
    views: dict[str, list[JsonDict]] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    triggers: dict[str, tuple[str, float]] = field(default_factory=dict)
    responses: dict[str, ResponseUrl] = field(default_factory=dict)
    _last: int = 0

    # Who and where.

    def person(self, user: str) -> Person:
        """Return somebody of the workspace. Raises RefusedError."""
        for person in PEOPLE:
            if person.id == user:
                return person
        raise RefusedError("user_not_found")

    def channel(self, place: str) -> Channel:
        """Return a channel by its id, or the direct messages with a person by theirs."""
        for channel in CHANNELS:
            if place == channel.id or (channel.kind == "im" and place == channel.members[0]):
                return channel
        raise RefusedError("channel_not_found")

    # Messages.

    def ts(self) -> str:
        """Return a time that no message has yet, as Slack names messages."""
        with self.lock:
            self._last = max(self._last + 1, int(self.clock() * 1_000_000))
            return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"

    def post(self, place: str, facts: JsonDict, thread_ts: str | None = None) -> JsonDict:
        """Keep a new message and show it. Raises RefusedError for a thread that is not there."""
        with self.lock:
            channel = self.channel(place).id
            message: JsonDict = {"type": "message", "team": TEAM_ID, "ts": self.ts(), **facts}
            if thread_ts and thread_ts != message["ts"]:
                root = self.find(channel, thread_ts)
                message["thread_ts"] = root.get("thread_ts", thread_ts)
            name_parts(message)
            message["channel"] = channel
            self.messages.setdefault(channel, []).append(message)
            self.changes.tell("message", message=message)
            return message

    def find(self, place: str, ts: str | None) -> JsonDict:
        """Return a message of a channel. Raises RefusedError."""
        for message in self.messages.get(self.channel(place).id, ()):
            if message["ts"] == ts:
                return message
        raise RefusedError("message_not_found")

    def change(self, message: JsonDict, **facts: Any) -> JsonDict:
        """Change a message in place; a fact of None is taken away."""
        with self.lock:
            for name, value in facts.items():
                if value is None:
                    message.pop(name, None)
                else:
                    message[name] = value
            name_parts(message)
            self.changes.tell("message", message=message)
            return message

    def remove(self, message: JsonDict) -> None:
        """Take a message away."""
        with self.lock:
            self.messages[message["channel"]].remove(message)
            self.changes.tell("removed", channel=message["channel"], ts=message["ts"])

    def thread(self, place: str, ts: str) -> list[JsonDict]:
        """Return a thread as the bot may read it, its first message first."""
        with self.lock:
            every = self.messages.get(self.channel(place).id, ())
            found = [m for m in every if ts in (m["ts"], m.get("thread_ts")) and not hidden(m)]
            return [self.as_read(message) for message in found]

    def as_read(self, message: JsonDict) -> JsonDict:
        """Return a message as the Web API gives it."""
        kept = {key: value for key, value in message.items() if key not in PRIVATE}
        replies = [
            one
            for one in self.messages.get(message["channel"], ())
            if one.get("thread_ts") == message["ts"] and not hidden(one)
        ]
        if replies:
            kept |= {
                "thread_ts": message["ts"],
                "reply_count": len(replies),
                "latest_reply": replies[-1]["ts"],
            }
        return kept

    # What a click gives the bot to answer it with.

    def trigger(self, user: str) -> str:
        """Return a trigger id: for three seconds the bot may open a modal for this person."""
        name = f"{secrets.randbelow(10**12)}.{secrets.token_hex(8)}"
        with self.lock:
            self.triggers[name] = (user, self.clock() + TRIGGER_SECONDS)
        return name

    def spend(self, trigger: str) -> str:
        """Return whose trigger it is; it is good once. Raises RefusedError."""
        with self.lock:
            user, until = self.triggers.pop(trigger, ("", 0.0))
        if not user:
            raise RefusedError("invalid_trigger_id")
        if self.clock() > until:
            raise RefusedError("expired_trigger_id")
        return user

    def response_url(
        self, channel: str, user: str, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        """Return an address that the bot may answer to five times within half an hour."""
        name = secrets.token_hex(12)
        until = self.clock() + RESPONSE_SECONDS
        with self.lock:
            self.responses[name] = ResponseUrl(channel, user, message_ts, thread_ts, until)
        return f"{self.base_url}/response/{name}"

    def respond(self, name: str) -> ResponseUrl:
        """Use a `response_url` once. Raises RefusedError."""
        with self.lock:
            found = self.responses.get(name)
            if found is None or found.left < 1 or self.clock() > found.until:
                raise RefusedError("used_url")
            found.left -= 1
            return found


def hidden(message: JsonDict) -> bool:
    """Return whether only one person sees it."""
    return bool(message.get("is_ephemeral"))


def name_parts(holder: JsonDict) -> None:
    """Give blocks and their elements the names that Slack gives where the bot gave none."""
    for block in holder.get("blocks") or ():
        block.setdefault("block_id", secrets.token_hex(3))
        inner = [*(block.get("elements") or ()), block.get("accessory"), block.get("element")]
        for element in inner:
            if isinstance(element, dict) and block["type"] not in ("rich_text", "context"):
                element.setdefault("action_id", secrets.token_hex(3))
