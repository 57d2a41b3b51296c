"""The status lines under threads: what is being done, or how many questions come first.

They are a courtesy. A thread of their own sends them, so that a slow one delays no answer; Slack
forgets one after two minutes, so it is sent again; and every failure is harmless.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from bot.slack.failures import survives
from bot.slack.wording import queued
from store.inbox import Asked, Entry, Surface
from store.threads import ThreadKey

_log = structlog.get_logger(__name__)

RENEW_SECONDS = 90.0
# Who is answered in less than this needs no number.
WAIT_SECONDS = 2.0
LOOK_SECONDS = 1.0
# Slack says no more of how many statuses it takes than "special"; tier 3, 50 a minute, has room.
QUEUED_A_MINUTE = 30
# After a refusal, for so long no numbers: what is being done comes first.
PAUSE_SECONDS = 30.0
NO_SESSIONS_SECONDS = 300.0


class Line(Protocol):
    """Where statuses are sent; each returns whether Slack took it."""

    def show_status(self, asked: Asked, status: str) -> bool:
        """Show a status under a thread; "" takes it away."""
        ...

    def set_session(self, asked: Asked, status: str) -> bool:
        """Say how an agent session stands."""
        ...


@dataclass
class _Shown:
    """A question in work; `sent` is what was shown last, "" for nothing, and `at` when."""

    asked: Asked
    text: str
    sent: str = ""
    at: float = 0.0
    in_session: bool = False


class Statuses:
    """Shows statuses. `waiting` returns who waits, in order; `clock` returns seconds."""

    def __init__(
        self,
        line: Line,
        waiting: Callable[[], Sequence[Entry]],
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._line = line
        self._waiting = waiting
        self._clock = clock
        self._now = now
        self._changed = threading.Condition()
        self._working: dict[ThreadKey, _Shown] = {}
        self._ended: deque[Asked] = deque()
        self._numbers: dict[int, str] = {}
        self._budget = float(QUEUED_A_MINUTE)
        self._refilled_at = clock()
        self._quiet_until = 0.0
        self._no_sessions_until = 0.0
        self._closed = False
        self._thread: threading.Thread | None = None

    def show(self, asked: Asked, text: str) -> None:
        """Show what is being done for a question."""
        with self._changed:
            shown = self._working.setdefault(asked.thread, _Shown(asked, text))
            shown.asked, shown.text = asked, text
            self._changed.notify()

    def done(self, asked: Asked) -> None:
        """Show nothing more for a question: it has its answer, which takes the status away."""
        with self._changed:
            shown = self._working.pop(asked.thread, None)
            if shown is not None and shown.in_session:
                self._ended.append(asked)
                self._changed.notify()

    def start(self) -> None:
        """Start the thread."""
        self._thread = threading.Thread(target=self._run, name="slack-status", daemon=True)
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        while not self._closed:
            if not survives(self._step, during="status"):
                time.sleep(LOOK_SECONDS)

    def _step(self) -> None:
        """Send what is most urgent, or wait a moment for something to send."""
        if (shown := self._next()) is not None:
            self._send(shown)
        elif self._ended:
            self._set_session(self._ended.popleft(), "active")
        else:
            self._tell_numbers()
            with self._changed:
                if not self._closed and self._due() is None and not self._ended:
                    self._changed.wait(LOOK_SECONDS)

    def _next(self) -> _Shown | None:
        with self._changed:
            return self._due()

    def _due(self) -> _Shown | None:
        """Return whose status is not shown yet, or was shown too long ago."""
        horizon = self._clock() - RENEW_SECONDS
        return next(
            (s for s in self._working.values() if s.text != s.sent or s.at <= horizon), None
        )

    def _send(self, shown: _Shown) -> None:
        with self._changed:
            if self._working.get(shown.asked.thread) is not shown:
                return
            asked, text = shown.asked, shown.text
            begins = _has_session(asked) and not shown.in_session
            shown.in_session = shown.in_session or begins
            shown.sent, shown.at = text, self._clock()
        if begins:
            # What offers a Stop button in the agent pane.
            self._set_session(asked, "processing")
        self._line.show_status(asked, text)
        with self._changed:
            late = self._working.get(asked.thread) is not shown
        if late:
            # The answer was posted meanwhile: what came after it would stay for two minutes.
            self._line.show_status(asked, "")

    def _set_session(self, asked: Asked, status: str) -> None:
        # A workspace that does not know sessions need not be asked for each question.
        if self._clock() < self._no_sessions_until:
            return
        if not self._line.set_session(asked, status):
            self._no_sessions_until = self._clock() + NO_SESSIONS_SECONDS

    def _tell_numbers(self) -> None:
        """Show their number to those who wait; those that have none yet, and the first, first."""
        waiting = {entry.id: (number, entry) for number, entry in enumerate(self._waiting(), 1)}
        self._numbers = {one: text for one, text in self._numbers.items() if one in waiting}
        wanted = [
            (entry, queued(number))
            for number, entry in waiting.values()
            if self._now() - entry.received_at >= WAIT_SECONDS
            and self._numbers.get(entry.id) != queued(number)
        ]
        wanted.sort(key=lambda one: one[0].id in self._numbers)
        for entry, text in wanted:
            urgent = self._closed or self._next() is not None
            if urgent or self._clock() < self._quiet_until or not self._may_spend():
                return
            self._tell_number(entry, text)

    def _tell_number(self, entry: Entry, text: str) -> None:
        self._numbers[entry.id] = text
        if not self._line.show_status(entry.asked, text):
            self._quiet_until = self._clock() + PAUSE_SECONDS
        if all(one.id != entry.id for one in self._waiting()):
            # Its turn came meanwhile: show that again, or nothing.
            with self._changed:
                shown = self._working.get(entry.asked.thread)
                if shown is not None:
                    shown.sent = ""
                    return
            self._line.show_status(entry.asked, "")

    def _may_spend(self) -> bool:
        now = self._clock()
        earned = (now - self._refilled_at) * QUEUED_A_MINUTE / 60
        self._budget = min(self._budget + earned, float(QUEUED_A_MINUTE))
        self._refilled_at = now
        if self._budget < 1:
            return False
        self._budget -= 1
        return True


def _has_session(asked: Asked) -> bool:
    return asked.surface is Surface.DIRECT and asked.in_thread
