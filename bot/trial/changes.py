"""Tells every open page what has changed, as it happens."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

JsonDict = dict[str, Any]

_BACKLOG = 1_000


class Changes:
    """Passes each change on to all who follow; who falls too far behind is let go."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._followers: list[queue.Queue[JsonDict | None]] = []

    def tell(self, kind: str, **facts: Any) -> None:
        """Pass on one change."""
        with self._lock:
            for follower in self._followers:
                try:
                    follower.put_nowait({"kind": kind, **facts})
                except queue.Full:
                    self._followers.remove(follower)

    def close(self) -> None:
        """Let all followers go."""
        with self._lock:
            for follower in self._followers:
                follower.put(None)
            self._followers.clear()

    @contextmanager
    def followed(self) -> Iterator[queue.Queue[JsonDict | None]]:
        """Give a queue of the changes from now on; None in it means that there will be no more."""
        follower: queue.Queue[JsonDict | None] = queue.Queue(_BACKLOG)
        with self._lock:
            self._followers.append(follower)
        try:
            yield follower
        finally:
            with self._lock:
                if follower in self._followers:
                    self._followers.remove(follower)
