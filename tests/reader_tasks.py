"""What tests have a reader process do: it finds functions by the name of their module."""

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from ingest.errors import UnreadableError
from ingest.heartbeat import beat


def identity():
    return os.getpid()


def spin():
    # One call of C code that never comes back, with Python's own lock held.
    re.match(r"(a+)+$", "a" * 60 + "!")


def hoard():
    return len([bytearray(1024**2) for _ in range(10_000)])


def crash():
    ctypes.string_at(0)


def refuse():
    raise UnreadableError("This is no report.")


def fail():
    return {}["a bug"]


def nest():
    return nest()


def be_killed():
    os.kill(os.getpid(), signal.SIGKILL)


def leave():
    os._exit(7)


def work_in_steps(steps):
    for _ in range(steps):
        until = time.process_time() + 0.6
        while time.process_time() < until:
            pass
        beat()
    return steps


def start_another_and_spin(file):
    Path(file).write_text(str(subprocess.Popen(["sleep", "300"]).pid))
    spin()


def chatter():
    sys.stdout.write("a word on stdout\n")
    sys.stderr.write("a word on stderr\n")
    os.write(2, b"a word on stderr\n")
