"""Locks between processes: `flock` on a file, released by the kernel when the holder dies."""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FileLock:
    """An advisory lock on a file. The file keeps its holder's name for error messages.

    The lock belongs to the open file, so a child process that inherits `fileno` holds it too.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def fileno(self) -> int | None:
        """The descriptor that carries the lock while it is held."""
        return self._descriptor

    def acquire(self, *, wait: bool) -> bool:
        """Take the lock; without `wait`, return False at once if another process has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(descriptor)
            return False
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, _this_process().encode(), 0)
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Give the lock back; a child that inherited it keeps it until it ends."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def holder(self) -> str:
        """Who has, or last had, the lock."""
        try:
            return self._path.read_text() or "another process"
        except OSError:
            return "another process"


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock on `path`, waiting for it, while the block runs."""
    lock = FileLock(path)
    lock.acquire(wait=True)
    try:
        yield
    finally:
        lock.release()


def _this_process() -> str:
    words = [Path(sys.argv[0]).name, *sys.argv[1:2]]
    return f"{' '.join(words)} (process {os.getpid()})"
