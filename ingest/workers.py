"""Readers: processes in which files are read, each of which can be killed and costs one file.

A parser that loops, eats memory or crashes takes its process with it and nothing else. Each reader
has a connection of its own, so that one that dies leaves no lock or half a message to others.
"""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from typing import Any, ParamSpec, TypeVar

from ingest.errors import UnreadableError
from ingest.reader_process import BEAT, BROKEN, NO_MEMORY, REFUSED
from store.errors import ReportdeskError, TransientError

P = ParamSpec("P")
T = TypeVar("T")
# A reader's memory does not all come back after a file; a fresh one starts in half a second.
FILES_PER_READER = 100
# On a busy machine a second on a processor may take several.
_WALL_SHARE = 4
# From this share of its limit on, a crash is taken for one from want of memory.
_NEARLY = 0.6
_MEGABYTE = 1024**2
_DYING_SECONDS = 5.0
_FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """What reading one file may take.

    `step_seconds` of processor time from one sign of progress to the next, `file_seconds` in all,
    `megabytes` of memory.
    """

    step_seconds: int
    file_seconds: int
    megabytes: int


class ReadingFailedError(RuntimeError):
    """Our own code failed in a reader; the message is its traceback."""


class Readers:
    """Reader processes, started when needed and kept for the next file; safe for threads."""

    def __init__(self, limits: ReaderLimits) -> None:
        self._limits = limits
        self._idle: list[_Reader] = []
        self._lock = threading.Lock()

    def run(self, name: str, function: Callable[P, T], *given: P.args, **no: P.kwargs) -> T:
        """Return what a module's function returns in a reader; `name` is the file in messages.

        Raises what the function raises on purpose; UnreadableError where it took too long, too
        much memory, or crashed; TransientError where the reader was killed from outside.
        """
        assert not no
        with self._borrowed() as reader:
            kind, value = reader.ask((function, *given), name)
        if kind == NO_MEMORY:
            raise _greedy(name, self._limits)
        if kind == REFUSED:
            assert isinstance(value, ReportdeskError)
            raise value
        if kind == BROKEN:
            raise ReadingFailedError(f"{name}: {value}")
        return value  # type: ignore[no-any-return]

    def close(self) -> None:
        """End all idle readers."""
        with self._lock:
            idle, self._idle = self._idle, []
        for reader in idle:
            reader.end()

    @contextmanager
    def _borrowed(self) -> Iterator["_Reader"]:
        reader = self._idle_one() or _Reader(self._limits)
        try:
            yield reader
        finally:
            if reader.free:
                with self._lock:
                    self._idle.append(reader)
            else:
                reader.end()

    def _idle_one(self) -> "_Reader | None":
        with self._lock:
            while self._idle:
                reader = self._idle.pop()
                if reader.lives():
                    return reader
                reader.end()
        return None


class _Reader:
    """One process and the connection to it; `free` once it has answered and takes a next task."""

    def __init__(self, limits: ReaderLimits) -> None:
        self.free = True
        self._limits = limits
        self._connection, theirs = Pipe()
        numbers = (theirs.fileno(), limits.megabytes, limits.step_seconds, FILES_PER_READER)
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            # -P: what lies in the folder that a command is run in is not imported.
            [sys.executable, "-P", "-m", "ingest.reader_process", *map(str, numbers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            # Several writers garble a terminal; whoever looks for a fault may want it.
            stderr=None if "REPORTDESK_LOG" in os.environ else subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            # What it may start itself is killed with it; Ctrl-C is the parent's business.
            start_new_session=True,
        )
        theirs.close()

    def lives(self) -> bool:
        """Whether the process is there still."""
        return self._process.poll() is None

    def ask(self, task: tuple[Any, ...], name: str) -> tuple[int, Any]:
        """Return what kind of answer a task has, and the answer."""
        self.free = False
        try:
            # It may end before it has heard all, and have said why: it has no memory for it.
            with suppress(ConnectionError):
                self._connection.send(task)
            kind, (self.free, value) = self._answer(name)
        except (EOFError, ConnectionError) as error:
            self._wait_for_end()
            raise _dead(name, *self.end(), self._limits) from error
        return kind, value

    def _answer(self, name: str) -> tuple[int, Any]:
        patience = _WALL_SHARE * self._limits.step_seconds
        until = time.monotonic() + self._limits.file_seconds
        while True:
            left = until - time.monotonic()
            if not self._connection.poll(max(0.0, min(left, patience))):
                raise _slow(name, self._limits, whole=left < patience)
            kind, value = self._connection.recv()
            if kind != BEAT:
                return kind, value

    def _wait_for_end(self) -> None:
        """Let a process that is dying come to its own end, which says why."""
        how = os.WEXITED | os.WNOHANG | os.WNOWAIT
        until = time.monotonic() + _DYING_SECONDS
        while time.monotonic() < until and not os.waitid(os.P_PID, self._process.pid, how):
            time.sleep(0.01)

    def end(self) -> tuple[int, int]:
        """End the process and what it started; return its exit code and peak memory in bytes."""
        peak = 0
        if self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            _, status, used = os.wait4(self._process.pid, 0)
            self._process.returncode = os.waitstatus_to_exitcode(status)
            peak = _in_bytes(used.ru_maxrss)
        self._connection.close()
        if self._process.stdin:
            self._process.stdin.close()
        return self._process.returncode, peak


def _own_peak() -> int:
    return _in_bytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _in_bytes(peak: int) -> int:
    return peak if sys.platform == "darwin" else peak * 1024


def _slow(name: str, limits: ReaderLimits, *, whole: bool) -> UnreadableError:
    if whole:
        return UnreadableError(
            f"{name}: reading it was stopped after {limits.file_seconds} seconds "
            "(ingest.file_seconds); split the file."
        )
    return UnreadableError(
        f"{name}: reading it was stopped, since it got no further for {limits.step_seconds} "
        "seconds (ingest.step_seconds); the file is damaged or made to do that: save or print it "
        "anew."
    )


def _greedy(name: str, limits: ReaderLimits) -> UnreadableError:
    return UnreadableError(
        f"{name}: reading it takes more than {limits.megabytes} MB of memory "
        "(ingest.reader_megabytes); split the file, or save or print it anew."
    )


def _dead(name: str, code: int, peak: int, limits: ReaderLimits) -> ReportdeskError:
    """Return what to say of a reader that died over a file."""
    if code == -signal.SIGXCPU:
        return _slow(name, limits, whole=False)
    if -code in _FROM_OUTSIDE:
        return TransientError(
            f"{name}: its reader was ended from outside, most likely for want of memory on this "
            "machine; ingest the file again."
        )
    # Libraries that get no memory crash. A new process is charged with what its parent held then.
    if peak > max(_NEARLY * limits.megabytes * _MEGABYTE, _own_peak()):
        return _greedy(name, limits)
    how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return UnreadableError(
        f"{name}: reading it crashed the reader ({how}); the file is damaged or made to do that: "
        "fetch it again, or save or print it anew."
    )
