"""A full disk, and a vector server that dies: said in one line, and nothing is lost or doubled."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from desk import ROOT, SAMPLES, reportdesk
from test_kill import write_texts
from test_processes import SERVE

PYTHON = sys.executable
FULL = re.compile(
    r"reportdesk: (The disk that holds the data folder is full\.|The vector store failed while "
    r"this command was using it; its disk may be full\.) Free some space( if so)? and run "
    r"the command again; what was reported done is kept\.[^\n]*\n\Z"
)
# Where each of these is full, another step of the first ingest is under way.
KILOBYTES = (60, 150, 250, 330, 420, 500, 600, 700)
# A file system of its own, that only this process sees; it grows when the first ingest has failed.
ON_A_SMALL_DISK = """
mount -t tmpfs -o size="$SIZE"k tmpfs disk || exit 90
"$PYTHON" -m bot ingest --json --data disk/data reports >first.out 2>first.err; echo $? >first.rc
"$PYTHON" -m bot ask --data disk/data "Who was late?" >ask.out 2>ask.err; echo $? >ask.rc
mount -o remount,size=500m disk || exit 91
"$PYTHON" -m bot ingest --json --data disk/data reports >second.out; echo $? >second.rc
"$PYTHON" -m bot doctor --data disk/data >doctor.out; echo $? >doctor.rc
"""


def on_a_small_disk(folder: Path, kilobytes: int) -> subprocess.CompletedProcess:
    (folder / "disk").mkdir()
    return subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", ON_A_SMALL_DISK],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHON": PYTHON, "SIZE": str(kilobytes)},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )


def statuses(printed: str) -> dict[str, str]:
    """The status of each file that an ingest has printed."""
    said = [json.loads(line) for line in printed.splitlines()]
    return {one["path"]: one["status"] for one in said if one["event"] == "report"}


@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", KILOBYTES)
def test_a_full_disk_is_said_and_what_was_done_is_kept(tmp_path, kilobytes):
    if shutil.which("unshare") is None:
        pytest.skip("unshare, which mounts a small disk for one process, is not installed")
    shutil.copytree(SAMPLES, tmp_path / "reports")
    done = on_a_small_disk(tmp_path, kilobytes)
    if done.returncode == 90 or "unshare:" in done.stderr:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")
    found = {path.name: path.read_text() for path in tmp_path.iterdir() if path.is_file()}

    assert (found["first.rc"], found["ask.rc"]) == ("1\n", "1\n")
    assert FULL.search(found["first.err"])
    assert FULL.match(found["ask.err"])
    assert "Traceback" not in found["first.err"]
    first, second = statuses(found["first.out"]), statuses(found["second.out"])
    assert all(second[path] == "unchanged" for path, said in first.items() if said == "indexed")
    assert set(second.values()) <= {"indexed", "unchanged"}
    assert len(second) == len(list(SAMPLES.iterdir()))
    assert (found["second.rc"], found["doctor.rc"]) == ("0\n", "0\n"), found["doctor.out"]


def test_a_vector_server_that_dies_midway_loses_nothing(tmp_path):
    write_texts(tmp_path / "reports", 6, "first")
    command = [PYTHON, "-m", "bot", "ingest", "--json", "reports"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [PYTHON, "-c", SERVE],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    ) as server:
        try:
            assert server.stdout.readline() == b"serving\n"
            chroma = json.loads((tmp_path / "data" / "chroma-server.json").read_text())["process"]
            with subprocess.Popen(
                command,
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env=environment,
            ) as ingest:
                first = ingest.stdout.readline()
                os.kill(chroma, signal.SIGKILL)
                printed, complaints = ingest.communicate(timeout=120)
        finally:
            server.kill()

    before = statuses(first + printed)
    again = reportdesk("ingest", "--json", "reports", cwd=tmp_path)
    after = statuses(again.stdout)

    assert "indexed" in before.values()
    assert ingest.returncode != 0
    assert "the vector server stopped" in (complaints + printed).lower()
    assert "run the command again" in complaints + printed
    assert again.returncode == 0, again.stderr
    assert all(after[path] == "unchanged" for path, said in before.items() if said == "indexed")
    assert len(after) == 6
    assert reportdesk("doctor", cwd=tmp_path).returncode == 0
