"""What a test can see: the app's messages, calls, statuses and acknowledgements."""

import json
from collections.abc import Callable
from typing import Any

from .core import Core
from .messages import Messages
from .records import Call, Delivery, JsonDict, Ledger, Status, now
from .rules import walk
from .workspace import CONTROL_TOKEN, Workspace

WRITES = {"chat.postMessage", "chat.update", "chat.delete", "chat.postEphemeral", "response_url"}


STATUS_SECONDS = 120.0


def text_of(message: JsonDict) -> str:
    """Everything a reader sees in a message: its blocks' texts, or its text when it has none."""
    blocks = message.get("blocks")
    if not blocks:
        return str(message.get("text", ""))
    texts = (part.get("text") for part in walk(blocks))
    return "\n".join(text for text in texts if isinstance(text, str))


class Observed:
    """The reading half of the stand-in."""

    workspace: Workspace
    _core: Core
    _ledger: Ledger
    _messages: Messages

    @property
    def posted(self) -> list[Call]:
        """Every call the app made, oldest first."""
        return list(self._ledger.calls)

    def calls(self, method: str) -> list[Call]:
        return [call for call in self.posted if call.method == method]

    @property
    def deliveries(self) -> list[Delivery]:
        return list(self._ledger.deliveries)

    @property
    def acks(self) -> list[float | None]:
        """For each delivery, the seconds it took to be acknowledged; None when it never was."""
        return [delivery.ack_seconds for delivery in self.deliveries]

    @property
    def statuses(self) -> list[Status]:
        return list(self._ledger.statuses)

    def status(self, channel: str, thread_ts: str | None) -> str:
        """The status that a person sees in this thread now; Slack shows none for longer than so."""
        place = self._place(channel)
        found = [
            status
            for status in self.statuses
            if (status.channel, status.thread_ts) == (place, thread_ts)
            and status.method == "assistant.threads.setStatus"
        ]
        fresh = found and now() - found[-1].at <= STATUS_SECONDS
        return found[-1].status if fresh else ""

    @property
    def ephemerals(self) -> list[JsonDict]:
        """What only one person (`user`) was shown."""
        return list(self._ledger.ephemerals)

    def shown_to(self, user: str, channel: str | None = None) -> list[JsonDict]:
        """What only this person was shown (in this channel), oldest first."""
        person = self.workspace.user(user)
        place = None if channel is None else self._place(channel)
        return [
            seen
            for seen in self.ephemerals
            if seen["user"] == person and place in (None, seen["channel"])
        ]

    def wait_for_shown(
        self,
        user: str,
        *,
        count: int = 1,
        containing: str | None = None,
        timeout: float = 15.0,
    ) -> list[JsonDict]:
        """Wait until this person alone was shown `count` messages (with this text)."""

        def found() -> list[JsonDict]:
            return [
                seen
                for seen in self.shown_to(user)
                if containing is None or containing in text_of(seen)
            ]

        if not self._ledger.wait_for(lambda: len(found()) >= count, timeout):
            raise AssertionError(self._report(f"{len(found())} of {count} shown", timeout))
        return found()

    @property
    def violations(self) -> list[str]:
        """Where the app or the stand-in left Slack's contract."""
        return list(self._ledger.violations)

    def messages(self, channel: str, thread_ts: str | None = None) -> list[JsonDict]:
        """The messages of a thread, or all of a channel's with its threads, oldest first."""
        place = self._place(channel)
        if thread_ts is not None:
            return self._thread(place, thread_ts)
        whole = self._core.must("conversations.history", CONTROL_TOKEN, channel=place, limit=1_000)
        found: list[JsonDict] = []
        for message in whole["messages"]:
            replied = message.get("reply_count")
            found += (
                self._thread(place, message["ts"]) if replied else self._shown([message], place)
            )
        return sorted(found, key=lambda message: float(message["ts"]))

    def answers(self, channel: str, thread_ts: str | None = None) -> list[JsonDict]:
        """Those of them that the app wrote."""
        bot = self.workspace.app.bot_user
        return [m for m in self.messages(channel, thread_ts) if m.get("user") == bot]

    def wait_for_messages(
        self,
        channel: str,
        thread_ts: str | None = None,
        *,
        count: int = 1,
        containing: str | None = None,
        timeout: float = 15.0,
    ) -> list[JsonDict]:
        """Wait for `count` messages of the app there (showing this text); answer them."""
        found: list[JsonDict] = []
        written = -1

        def enough() -> bool:
            nonlocal found, written
            writes = sum(call.method in WRITES for call in self.posted)
            if writes != written:  # The core is asked again only when the app wrote something.
                written = writes
                found = [
                    message
                    for message in self.answers(channel, thread_ts)
                    if containing is None or containing in text_of(message)
                ]
            return len(found) >= count

        if not self._ledger.wait_for(enough, timeout):
            raise AssertionError(self._report(f"{len(found)} of {count} messages", timeout))
        return found

    def wait_for(self, condition: Callable[[], Any], timeout: float = 15.0) -> None:
        """Wait until `condition()` is true; it is asked whenever something happened."""
        if not self._ledger.wait_for(lambda: bool(condition()), timeout):
            raise AssertionError(self._report("the condition did not come true", timeout))

    def wait_for_deliveries(self, timeout: float = 15.0) -> None:
        """Wait until every delivery so far is acknowledged or given up."""
        self.wait_for(lambda: all(d.finished.is_set() for d in self.deliveries), timeout)

    def _place(self, channel: str) -> str:
        return channel if channel[:1] == "D" else self.workspace.channel(channel)

    def _thread(self, channel: str, ts: str) -> list[JsonDict]:
        found = self._core.must("conversations.replies", CONTROL_TOKEN, channel=channel, ts=ts)
        return self._shown(found["messages"], channel)

    def _shown(self, messages: list[JsonDict], channel: str) -> list[JsonDict]:
        return [m | {"channel": channel} for m in self._messages.thread(messages, channel)]

    def _report(self, what: str, timeout: float) -> str:
        """What happened instead, for the reader of a failed test."""
        calls = [
            f"  {call.method} {json.dumps(call.arguments)[:300]} -> {call.error or 'ok'}"
            for call in self.posted[-12:]
        ]
        told = [
            f"  {d.kind} {d.event.get('type', '')}: {[a.outcome for a in d.attempts]}"
            for d in self.deliveries[-12:]
        ]
        lines = [f"{what} after {timeout} s", "deliveries:", *told, "calls of the app:", *calls]
        return "\n".join([*lines, "violations:", *self.violations])
