"""Locks between processes: one holder, named, and free again when it dies however it dies."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from store.locks import FileLock, exclusive

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from store.locks import FileLock
lock = FileLock(Path(sys.argv[1]))
print(lock.acquire(wait=False), flush=True)
sys.stdin.read()
"""
# The parent is killed; its child holds the inherited descriptor until its stdin ends.
HAND_DOWN = """
import subprocess, sys
from pathlib import Path
from store.locks import FileLock
lock = FileLock(Path(sys.argv[1]))
got = lock.acquire(wait=False)
keep = (lock.fileno,) if sys.argv[2] == "inherits" else ()
subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], pass_fds=keep)
print(got, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def hold(tmp_path):
    """Start a process that takes the lock, and return it with whether it got it."""
    started = []

    def start(script=HOLD, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(tmp_path / "a.lock"), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        started.append(process)
        return process, process.stdout.readline().strip() == "True"

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def test_another_process_does_not_get_it_and_reads_who_has(tmp_path, hold):
    process, got = hold()
    mine = FileLock(tmp_path / "a.lock")

    assert got
    assert mine.acquire(wait=False) is False
    assert mine.fileno is None
    assert f"(process {process.pid})" in mine.holder()


def test_two_locks_in_one_process_exclude_each_other(tmp_path):
    first, second = FileLock(tmp_path / "a.lock"), FileLock(tmp_path / "a.lock")

    assert first.acquire(wait=False)
    assert not second.acquire(wait=False)
    first.release()
    assert second.acquire(wait=False)
    second.release()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_is_free_again_when_the_holder_is_killed(tmp_path, hold, number):
    process, _ = hold()
    process.send_signal(number)
    process.wait(10)
    mine = FileLock(tmp_path / "a.lock")

    assert mine.acquire(wait=False)
    mine.release()


def test_a_child_that_inherits_it_keeps_it(tmp_path, hold):
    process, _ = hold(HAND_DOWN, "inherits")
    process.kill()
    process.wait(10)
    mine = FileLock(tmp_path / "a.lock")

    assert not mine.acquire(wait=False)
    process.stdin.close()
    assert mine.acquire(wait=True)
    mine.release()


def test_a_child_that_does_not_inherit_it_does_not_keep_it(tmp_path, hold):
    process, _ = hold(HAND_DOWN, "not")
    process.kill()
    process.wait(10)
    mine = FileLock(tmp_path / "a.lock")

    assert mine.acquire(wait=False)
    mine.release()


def test_waiting_gets_it_when_it_is_let_go(tmp_path, hold):
    process, _ = hold()
    threading.Timer(0.2, process.kill).start()

    with exclusive(tmp_path / "a.lock"):
        assert process.wait(10) == -signal.SIGKILL


def test_it_is_let_go_when_the_block_fails(tmp_path):
    with pytest.raises(ValueError, match="no"), exclusive(tmp_path / "a.lock"):
        raise ValueError("no")

    again = FileLock(tmp_path / "a.lock")
    assert again.acquire(wait=False)
    again.release()


def test_the_folder_is_made(tmp_path):
    with exclusive(tmp_path / "new" / "folder" / "a.lock"):
        assert (tmp_path / "new" / "folder" / "a.lock").exists()


def test_without_a_file_the_holder_is_another_process(tmp_path):
    assert FileLock(tmp_path / "none.lock").holder() == "another process"


def test_letting_go_twice_is_harmless(tmp_path):
    lock = FileLock(tmp_path / "a.lock")
    lock.acquire(wait=False)
    lock.release()
    lock.release()
