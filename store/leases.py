"""Who has work in hand: a name in the job table that is good for as long as its process lives.

A process holds a lock on a file of its own in `leases/`; the kernel lets go of it whichever way
the process ends, so what it had in hand can be taken over at once. Another machine cannot see
that lock: there a name is good until the time it was last renewed for.
"""

import os
import socket
import uuid
from pathlib import Path

from store.locks import FileLock

RENEWED_FOR_SECONDS = 120.0


class Lease:
    """The name of one worker, taken on first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "leases"
        self._name: str | None = None
        self._lock: FileLock | None = None

    @property
    def name(self) -> str:
        """The name to put on work, `machine/process/token`; the lock on it is held."""
        if self._name is None:
            token = uuid.uuid4().hex
            self._lock = FileLock(self._folder / token)
            self._lock.acquire(wait=True)
            self._name = f"{_machine()}/{os.getpid()}/{token}"
        return self._name

    def release(self) -> None:
        """Let the name go."""
        if self._name is not None and self._lock is not None:
            self._file(self._name).unlink(missing_ok=True)
            self._lock.release()
            self._name = self._lock = None

    def is_dead(self, name: str, until: float, now: float) -> bool:
        """Whether whoever goes by `name`, renewed `until` then, is gone."""
        if name == self._name:
            return False
        if name.split("/", 1)[0] != _machine():
            return until < now
        file = self._file(name)
        if not file.exists():
            return True
        lock = FileLock(file)
        if not lock.acquire(wait=False):
            return False
        file.unlink(missing_ok=True)
        lock.release()
        return True

    def _file(self, name: str) -> Path:
        return self._folder / name.rsplit("/", 1)[-1]


def _machine() -> str:
    return socket.gethostname().replace("/", "-")
