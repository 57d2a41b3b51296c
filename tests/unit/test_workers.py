"""A file that a reader cannot get through costs its reader, and nobody anything else."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import psutil
import pytest
from reader_tasks import (
    be_killed,
    chatter,
    crash,
    fail,
    hoard,
    identity,
    leave,
    nest,
    refuse,
    spin,
    start_another_and_spin,
    work_in_steps,
)

from ingest.errors import UnreadableError
from ingest.workers import FILES_PER_READER, ReaderLimits, Readers, ReadingFailedError
from store.errors import TransientError

LIMITS = ReaderLimits(step_seconds=1, file_seconds=20, megabytes=300)


@contextmanager
def opened(limits=LIMITS):
    readers = Readers(limits)
    try:
        yield readers
    finally:
        readers.close()


@pytest.fixture(scope="module")
def readers():
    with opened() as given:
        yield given


def gone(pid: int, seconds: float = 5) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                time.sleep(0.02)
                continue
        return True
    return False


def test_a_reader_is_kept_for_the_next_file(readers):
    assert readers.run("a.txt", identity) == readers.run("b.txt", identity) != os.getpid()


@pytest.mark.parametrize(
    ("function", "error", "said"),
    [
        (spin, UnreadableError, "got no further for 1 seconds"),
        (hoard, UnreadableError, "more than 300 MB of memory"),
        (crash, UnreadableError, "crashed the reader (SIGSEGV)"),
        (leave, UnreadableError, "crashed the reader (exit code 7)"),
        (refuse, UnreadableError, "This is no report."),
        (nest, UnreadableError, "nested too deeply"),
        (be_killed, TransientError, "ended from outside"),
        (fail, ReadingFailedError, "KeyError: 'a bug'"),
    ],
)
def test_each_way_to_fail_is_told_and_the_next_file_is_read(readers, function, error, said):
    began = time.monotonic()

    with pytest.raises(error, match=re.escape(said)) as caught:
        readers.run("made.pdf", function)

    assert time.monotonic() - began < 10
    assert function in (refuse, nest) or str(caught.value).startswith("made.pdf: ")
    assert readers.run("next.txt", identity) > 0


def test_one_that_gets_further_may_take_longer(readers):
    assert readers.run("long.pdf", work_in_steps, 3) == 3


def test_but_not_for_ever(readers):
    with (
        opened(ReaderLimits(step_seconds=1, file_seconds=2, megabytes=300)) as hasty,
        pytest.raises(UnreadableError, match=r"after 2 seconds \(ingest.file_seconds\)"),
    ):
        hasty.run("long.pdf", work_in_steps, 100)


def test_one_that_waits_for_nothing_is_stopped_too(readers):
    with pytest.raises(UnreadableError, match="got no further"):
        readers.run("asleep.pdf", time.sleep, 60)


def test_what_a_reader_started_ends_with_it(readers, tmp_path):
    with pytest.raises(UnreadableError, match="got no further"):
        readers.run("made.pdf", start_another_and_spin, str(tmp_path / "pid"))

    assert gone(int((tmp_path / "pid").read_text()))


def test_an_idle_reader_that_was_killed_is_not_missed(readers):
    reader = readers.run("a.txt", identity)
    os.kill(reader, signal.SIGKILL)
    assert gone(reader)

    assert readers.run("b.txt", identity) > 0


def test_several_threads_read_at_once_and_one_death_is_nobody_elses(readers):
    def read(number):
        if number % 4 == 1:
            with pytest.raises(UnreadableError):
                readers.run("made.pdf", crash)
            return None
        return readers.run("a.txt", work_in_steps, 1)

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(read, range(6))) == [1, None, 1, 1, 1, None]


def test_readers_are_worn_out_after_so_many_files(readers):
    with opened() as fresh:
        seen = [fresh.run("a.txt", identity) for _ in range(FILES_PER_READER + 1)]

    assert len(set(seen)) == 2
    assert all(map(gone, set(seen)))


def test_a_large_file_may_come_and_go(readers):
    content = os.urandom(30_000_000)

    assert readers.run("large.pdf", bytes, content) == content
    with pytest.raises(UnreadableError, match="more than 300 MB of memory"):
        readers.run("larger.pdf", bytes, bytes(400_000_000))


def test_a_reader_says_nothing_on_the_terminal(readers, capfd):
    readers.run("a.txt", chatter)

    assert capfd.readouterr() == ("", "")


PARENT = """
import sys, threading
from ingest.workers import ReaderLimits, Readers
import reader_tasks
readers = Readers(ReaderLimits(step_seconds=60, file_seconds=60, megabytes=300))
print(readers.run("a.txt", reader_tasks.identity), flush=True)
readers.run("a.txt", getattr(reader_tasks, sys.argv[1]), *sys.argv[2:])
input()
"""


@pytest.mark.parametrize("busy", ["identity", "spin"])
def test_a_reader_dies_with_a_parent_that_is_killed(busy):
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT, busy],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with process:
        reader = int(process.stdout.readline())
        time.sleep(0.3)
        assert not gone(reader, 0.1)
        process.kill()

    assert gone(reader)


def test_a_thread_that_ends_takes_no_reader_with_it(readers):
    with opened() as given:
        pids = []
        thread = threading.Thread(target=lambda: pids.append(given.run("a.txt", identity)))
        thread.start()
        thread.join()

        assert given.run("b.txt", identity) == pids[0]
