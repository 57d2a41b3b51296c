"""Runs a call that may hang: whoever waits is free again at the deadline, come what may."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class DeadlineError(Exception):
    """The call did not come back in time."""


class BusyError(Exception):
    """Too many earlier calls still hang."""


class Outcome(Generic[T]):
    """What a call came to: its value, or the error that it raised.

    As a context manager it keeps any error raised inside. An outside library raises errors of
    its own that no list here could name in full; whoever asked decides what they mean.
    """

    def __init__(self) -> None:
        self.value: T | None = None
        self.error: BaseException | None = None
        self.done = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        self.error = error
        self.done.set()
        return True


class Deadline(Generic[T]):
    """Starts calls on threads of their own, which never hold up the end of the process.

    A thread cannot be stopped from outside, so a call that hangs keeps its thread until it
    fails by itself; `most` bounds how many may do so.
    """

    def __init__(self, most: int) -> None:
        self._free = threading.BoundedSemaphore(most)

    def run(self, call: Callable[[], T], seconds: float) -> Outcome[T]:
        """Return what `call` came to. Raises DeadlineError or BusyError."""
        if not self._free.acquire(blocking=False):
            raise BusyError
        outcome: Outcome[T] = Outcome()

        def work() -> None:
            try:
                with outcome:
                    outcome.value = call()
            finally:
                self._free.release()

        threading.Thread(target=work, name="chat-model", daemon=True).start()
        if not outcome.done.wait(seconds):
            raise DeadlineError
        return outcome
