"""What the stand-in remembers: calls of the app, deliveries to it, statuses it set."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

JsonDict = dict[str, Any]


def now() -> float:
    """Seconds on the one clock that every record here uses."""
    return time.monotonic()


@dataclass(frozen=True)
class Call:
    """One call of the app to the Web API, with the answer it got."""

    method: str
    arguments: JsonDict
    at: float
    answer: JsonDict
    http_status: int

    @property
    def ok(self) -> bool:
        return self.http_status == 200 and bool(self.answer.get("ok"))

    @property
    def error(self) -> str | None:
        return self.answer.get("error")


@dataclass
class Attempt:
    """One try to deliver: `outcome` is `acked`, or the reason it failed in Slack's words."""

    number: int
    sent_at: float
    outcome: str = "pending"
    acked_at: float | None = None

    @property
    def ack_seconds(self) -> float | None:
        return None if self.acked_at is None else self.acked_at - self.sent_at


@dataclass
class Delivery:
    """One payload on its way to the app. `kind` is the Socket Mode envelope type."""

    kind: str
    payload: JsonDict
    attempts: list[Attempt] = field(default_factory=list)
    response: Any = None
    finished: threading.Event = field(default_factory=threading.Event)

    @property
    def acked(self) -> bool:
        return any(attempt.outcome == "acked" for attempt in self.attempts)

    @property
    def ack_seconds(self) -> float | None:
        """Seconds from sending to the acknowledgement, for the first attempt that got one."""
        times = [a.ack_seconds for a in self.attempts if a.ack_seconds is not None]
        return times[0] if times else None

    @property
    def event(self) -> JsonDict:
        return self.payload.get("event", {})

    @property
    def body(self) -> JsonDict:
        """What the app acknowledged with; a plain text over HTTP is the text of a message."""
        if not self.response:
            return {}
        if isinstance(self.response, dict):
            return self.response
        try:
            found = json.loads(self.response)
        except ValueError:
            return {"text": str(self.response)}
        return found if isinstance(found, dict) else {"text": str(self.response)}


@dataclass(frozen=True)
class Said:
    """What a user said, as Slack stored it, and the events that told the app."""

    channel: str
    ts: str
    thread_ts: str | None
    user: str
    text: str
    events: tuple[Delivery, ...]
    files: tuple[JsonDict, ...] = ()

    @property
    def thread(self) -> str:
        """The thread that an answer belongs to."""
        return self.thread_ts or self.ts


@dataclass(frozen=True)
class Status:
    """A status the app set. An empty one with `cleared_by` was cleared by Slack."""

    method: str
    channel: str
    thread_ts: str | None
    status: str
    arguments: JsonDict
    at: float
    cleared_by: str | None = None


class Ledger:
    """Everything that happened, in order; waiters wake on every change."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.calls: list[Call] = []
        self.deliveries: list[Delivery] = []
        self.statuses: list[Status] = []
        self.ephemerals: list[JsonDict] = []
        self.violations: list[str] = []

    def add(self, place: list[Any], entry: object) -> None:
        with self.changed:
            place.append(entry)
            self.changed.notify_all()

    def notify(self) -> None:
        with self.changed:
            self.changed.notify_all()

    def wait_for(self, condition: Callable[[], bool], timeout: float) -> bool:
        """Wait until `condition` holds; it is asked outside the lock, as it may call the core."""
        deadline = now() + timeout
        while not condition():
            left = deadline - now()
            if left <= 0:
                return False
            with self.changed:
                self.changed.wait(min(left, 0.1))
        return True
