"""A reader: a process that reads one file after the other and may be killed at any moment.

`ingest/workers.py` starts it. Its standard input is a leash: a pipe that nobody writes to, whose
other end closes when the parent dies, however that dies. What it is to read comes through a
connection of its own, and so do the answers; it writes to no terminal.
"""

import fcntl
import math
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ingest import heartbeat
from ingest.errors import UnreadableError
from store.errors import ReportdeskError

# What a reader answers with: BEAT while it works, then one of the others.
BEAT, READ, REFUSED, BROKEN, NO_MEMORY = range(5)
Answer = tuple[int, Any]
_MEGABYTE = 1024**2
# A reader that still holds this share of its limit after a file makes room for a fresh one.
_WORN = 0.5


def main() -> None:
    """Answer tasks from the connection until it closes."""
    descriptor, megabytes, step_seconds, files = map(int, sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with_parent(sys.stdin.fileno())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes * _MEGABYTE, megabytes * _MEGABYTE))
    connection = Connection(descriptor)

    def beat() -> None:
        _allow(step_seconds)
        connection.send((BEAT, None))

    heartbeat.listen(beat)
    try:
        for left in range(files - 1, -1, -1):
            function, *given = connection.recv()
            _allow(step_seconds)
            kind, value = _answered(function, given)
            stays = left > 0 and _held() < _WORN * megabytes * _MEGABYTE
            connection.send((kind, (stays, value)))
            if not stays:
                break
    except EOFError:
        pass  # The parent needs it no more.
    except MemoryError:
        connection.send((NO_MEMORY, (False, None)))


def _answered(function: Callable[..., Any], given: list[Any]) -> Answer:
    try:
        return READ, function(*given)
    except ReportdeskError as error:
        return REFUSED, error
    except MemoryError:
        raise
    except RecursionError:
        return REFUSED, UnreadableError(
            "It is nested too deeply to be read; save or print it anew."
        )
    except Exception:  # noqa: BLE001 - the parent says which file it was and logs this
        return BROKEN, traceback.format_exc()


def _die_with_parent(leash: int) -> None:
    """Have the kernel end this process when the parent's end of the leash closes.

    SIGIO ends a process that does not handle it, be it in a loop of a C library or not.
    """
    fcntl.fcntl(leash, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(leash, fcntl.F_SETFL, fcntl.fcntl(leash, fcntl.F_GETFL) | os.O_ASYNC)


def _allow(seconds: int) -> None:
    """Let the kernel end this process (SIGXCPU) after so many more seconds on a processor."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, hard))


def _held() -> int:
    """Return how much memory this process holds, in bytes; 0 where the system does not say."""
    try:
        resident = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except FileNotFoundError:
        return 0
    return int(resident) * resource.getpagesize()


if __name__ == "__main__":
    main()
