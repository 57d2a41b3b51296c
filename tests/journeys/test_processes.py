"""Several processes on one data folder: beside the vector server, and without it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
import yaml
from desk import ROOT, reportdesk

# One worker runs them all: they share a folder with its server, and the last kills that.
pytestmark = pytest.mark.xdist_group("processes")

WAIT_SECONDS = 0.5
MET = """Metropolitan Police: inspection report

Published on 9 May 2024

Victims of burglary in London waited nine days for an officer to visit them.

The control room answered 71 percent of emergency calls within ten seconds.
"""
CITY = """City of London Police: inspection report

Published on 1 March 2023

Fraud investigators in the City closed half of their cases without a suspect.

Neighbourhood officers know the places where bicycles are stolen.
"""
# What `reportdesk serve` does with the vectors, without Slack.
SERVE = """
import sys
from pathlib import Path
from store.vectors import VectorAccess
access = VectorAccess(Path("data"), "passages", 10)
access.serve()
print("serving", flush=True)
sys.stdin.read()
access.close()
"""


def prepared(folder):
    (folder / "met.txt").write_text(MET)
    (folder / "city.txt").write_text(CITY)
    # So many that the ingest can be stopped in the middle.
    (folder / "many").mkdir()
    for number in range(10):
        (folder / "many" / f"bulletin-{number:02}.txt").write_text(f"{MET}\n\nBulletin {number}.")
    config = {"store": {"lock_wait_seconds": WAIT_SECONDS}}
    (folder / "config.yaml").write_text(yaml.safe_dump(config))
    return folder


@contextmanager
def started(folder, *command) -> Iterator[subprocess.Popen]:
    """Run a command beside the test, and end it however the test ends."""
    process = subprocess.Popen(
        [sys.executable, *map(str, command)],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=30)


@contextmanager
def serving_vectors(folder) -> Iterator[subprocess.Popen]:
    with started(folder, "-c", SERVE) as process:
        assert process.stdout.readline() == "serving\n", process.stderr.read()
        yield process


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def first_of(found):
    return json.loads(found.stdout)["hits"][0]


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator:
    """A folder on which two ingests, of partly the same files, ran at once beside the server."""
    folder = prepared(tmp_path_factory.mktemp("served"))
    with serving_vectors(folder) as server:
        ingest = ("-m", "bot", "ingest", "--json", "met.txt")
        with started(folder, *ingest, "city.txt") as one, started(folder, *ingest) as two:
            results = [process.communicate(timeout=60) for process in (one, two)]
            codes = [process.returncode for process in (one, two)]
        yield folder, codes, results, server


def test_two_ingests_at_once_both_succeed(served):
    _, codes, results, _ = served

    assert codes == [0, 0], results
    (one, _), (two, _) = results
    assert [line["revision"] for line in lines(one)[:-1]] == [1, 1]
    assert [line["revision"] for line in lines(two)[:-1]] == [1]


def test_search_finds_what_was_ingested_beside_the_server(served):
    folder, *_ = served

    hit = first_of(reportdesk("search", "--json", "burglary victims waited", cwd=folder))

    assert hit["report_id"] == "met"
    assert MET[hit["start"] : hit["end"]] == hit["text"]


def test_ask_answers_from_what_was_ingested_beside_the_server(served):
    folder, *_ = served

    asked = reportdesk("ask", "--json", "How long did burglary victims wait?", cwd=folder)

    assert asked.returncode == 0, asked.stderr
    assert "nine days" in json.loads(asked.stdout)["statements"][0]["text"]


def test_doctor_finds_everything_well_beside_the_server(served):
    folder, *_ = served

    done = reportdesk("doctor", cwd=folder)

    assert done.returncode == 0, done.stdout


def test_a_backup_is_made_beside_the_server_and_answers_the_same_elsewhere(served):
    folder, *_ = served
    asked = ("ask", "--json", "How long did burglary victims wait?")
    here = json.loads(reportdesk(*asked, cwd=folder).stdout)

    made = reportdesk("backup", "backup.zip", cwd=folder)
    refused = reportdesk("restore", "backup.zip", "--replace", cwd=folder)
    restored = reportdesk("restore", "backup.zip", "--data", "elsewhere", cwd=folder)
    there = json.loads(reportdesk(*asked, "--data", "elsewhere", cwd=folder).stdout)

    assert made.returncode == 0, made.stderr
    assert "2 reports" in made.stdout
    assert refused.returncode == 1
    assert "stop `serve`" in refused.stderr
    assert restored.returncode == 0, restored.stderr
    for answer in (here, there):
        answer.pop("seconds")
        answer.pop("id")
    assert here["statements"]
    assert here == there


def test_a_backup_of_a_database_elsewhere_is_refused_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("REPORTDESK_DATABASE_URL", "postgresql://somebody:word@db.example/catalog")

    for command in ("backup", "restore"):
        done = reportdesk(command, "backup.zip", cwd=tmp_path)

        assert done.returncode == 2
        assert "pg_dump" in done.stderr
        assert "word" not in done.stderr


def test_killing_what_runs_the_server_ends_chroma_and_frees_the_folder(served):
    folder, _, _, server = served
    (chroma,) = psutil.Process(server.pid).children()
    server.kill()
    gone, _ = psutil.wait_procs([chroma], timeout=10)

    found = reportdesk("search", "--json", "burglary", cwd=folder)

    assert gone == [chroma]
    assert first_of(found)["report_id"] == "met"
    assert not (folder / "data" / "chroma-server.json").exists()


def test_a_held_folder_is_refused_in_time_and_free_after_a_kill(tmp_path):
    folder = prepared(tmp_path)
    with started(folder, "-m", "bot", "ingest", "--json", "many") as holder:
        first = json.loads(holder.stdout.readline())
        holder.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        search, ingest = ("search", "burglary"), ("ingest", "met.txt", "city.txt")
        with (
            started(folder, "-m", "bot", *search) as one,
            started(folder, "-m", "bot", *ingest) as two,
        ):
            refused = [(p.communicate(timeout=60), p.returncode) for p in (one, two)]
        refused_after = time.monotonic() - began
        holder.kill()
        holder.wait(10)
    freed = reportdesk("ingest", "--json", "many/bulletin-00.txt", "city.txt", cwd=folder)

    for (out, err), code in refused:
        assert (code, out) == (1, "")
        assert f"ingest (process {holder.pid})" in err
        assert "reportdesk serve" in err
        assert "Traceback" not in err
    assert refused_after >= WAIT_SECONDS
    assert first["status"] == "indexed"
    assert freed.returncode == 0, freed.stderr
    assert [line.get("status") for line in lines(freed.stdout)[:-1]] == ["unchanged", "indexed"]
