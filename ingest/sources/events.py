"""What the system tells of changes in folders, as they happen."""

import os
import queue
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from watchdog.events import (
    EVENT_TYPE_CLOSED_NO_WRITE,
    EVENT_TYPE_OPENED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

log = structlog.get_logger(__name__)

_READING = (EVENT_TYPE_OPENED, EVENT_TYPE_CLOSED_NO_WRITE)


@dataclass(slots=True)
class Changes:
    """Paths in which something changed; `is_complete` unless the system cannot tell of all."""

    is_complete: bool = True
    _paths: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)

    def add(self, path: str | bytes) -> None:
        """Note a path."""
        self._paths.put(os.fsdecode(path))

    def take(self) -> set[str]:
        """Return what was noted since the last time."""
        return {self._paths.get_nowait() for _ in range(self._paths.qsize())}


class _Handler(FileSystemEventHandler):
    def __init__(self, changes: Changes) -> None:
        self._changes = changes

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _READING:
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._changes.add(path)


@contextmanager
def changes_in(folders: Sequence[Path]) -> Iterator[Changes]:
    """Yield what fills with the paths that change under the folders while the block runs."""
    changes = Changes()
    observer = Observer()
    try:
        for folder in folders:
            observer.schedule(_Handler(changes), str(folder), recursive=True)
        observer.start()
    except OSError as error:
        # Too many folders for the system, or a drive that tells nothing.
        log.warning("folders are gone through instead of watched", reason=str(error))
        changes.is_complete = False
    try:
        yield changes
    finally:
        if observer.is_alive():
            observer.stop()
            observer.join()
