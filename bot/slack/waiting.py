"""The questions that wait for a worker: bounded, and one at a time of each thread."""

import threading
from collections import deque

from store.inbox import Entry
from store.threads import ThreadKey


class WaitingRoom:
    """A queue that skips threads which are being answered, so that follow-ups keep their order."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._waiting: deque[Entry] = deque()
        self._busy: dict[ThreadKey, tuple[int, int]] = {}
        self._changed = threading.Condition()
        self._closed = False

    def put(self, entry: Entry, *, even_if_full: bool = False) -> bool:
        """Let a question in; return False if there is no room. One that is in already is fine."""
        with self._changed:
            if self._holds(entry):
                return True
            if len(self._waiting) >= self._size and not even_if_full:
                return False
            self._waiting.append(entry)
            self._changed.notify()
            return True

    def take(self) -> Entry | None:
        """Wait for a question whose thread is free; return None once the room is closed."""
        with self._changed:
            while not self._closed:
                for entry in self._waiting:
                    if entry.asked.thread not in self._busy:
                        self._waiting.remove(entry)
                        self._busy[entry.asked.thread] = (entry.id, entry.version)
                        return entry
                self._changed.wait()
        return None

    def done(self, entry: Entry) -> None:
        """Say that a taken question needs its worker no more."""
        with self._changed:
            self._busy.pop(entry.asked.thread, None)
            self._changed.notify_all()

    def waiting(self) -> list[Entry]:
        """Return who waits, in order."""
        with self._changed:
            return list(self._waiting)

    def remove(self, entry: Entry) -> bool:
        """Let a question out; return False where it does not wait (any more)."""
        with self._changed:
            found = [one for one in self._waiting if one.id == entry.id]
            for one in found:
                self._waiting.remove(one)
            return bool(found)

    def is_empty(self) -> bool:
        """Return whether nobody waits or is being answered."""
        with self._changed:
            return not self._waiting and not self._busy

    def close(self) -> None:
        """Send the workers home. What still waits is in the inbox."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _holds(self, entry: Entry) -> bool:
        # An edited question is another one: what is being answered is the text before.
        key = (entry.id, entry.version)
        return key in self._busy.values() or any(
            (one.id, one.version) == key for one in self._waiting
        )
