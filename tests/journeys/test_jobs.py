"""The commands round the job table: dry runs, retries, what is left over and what is gone."""

import hashlib
import os
import signal
import subprocess
import sys
import time

import pytest
from cli_kit import ASTRAL, INGEST_KEYS, Desk
from desk import ROOT
from web import Page, serving

pytestmark = pytest.mark.xdist_group("jobs")

PREVIEW_KEYS = [
    "event", "path", "change", "report_id", "title", "published_on", "subject", "reason",
]  # fmt: skip
OTHER = "The harbour\n\nPublished 4 May 2020\n\nSeven boats lie in the harbour of Brackwater.\n"
WEB = "ingest:\n  fetch: {allow_private: true, delay_seconds: 0}\n"


def contents(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith((".lock", "-shm", "-wal"))
    }


def test_a_dry_run_shows_what_would_change_and_changes_nothing(tmp_path):
    desk, reports = Desk(tmp_path), tmp_path / "in"
    reports.mkdir()
    (reports / "same.txt").write_text(OTHER)
    (reports / "changed.txt").write_text(ASTRAL)
    (reports / "gone.txt").write_text("The mill\n\nNobody mills at Brackwater any more.\n")
    desk.run("ingest", "in")
    (reports / "gone.txt").unlink()
    (reports / "changed.txt").write_text(ASTRAL.replace("14", "15"))
    (reports / "copy.txt").write_text(OTHER)
    (reports / "new.txt").write_text("The weir\n\nPublished 2 June 2022\n\nThe weir holds.\n")
    (reports / "odd.xyz").write_text("?")
    before = contents(tmp_path / "data")

    done = desk.run("ingest", "--dry-run", "--json", "in")

    assert contents(tmp_path / "data") == before
    assert all(list(line) == PREVIEW_KEYS for line in done.lines)
    assert {line["path"].rsplit("/")[-1]: line["change"] for line in done.lines} == {
        "changed.txt": "changed",
        "copy.txt": "duplicate",
        "gone.txt": "gone",
        "new.txt": "new",
        "odd.xyz": "would fail",
        "same.txt": "unchanged",
    }
    new = next(line for line in done.lines if line["change"] == "new")
    assert (new["title"], new["published_on"]) == ("The weir", "2022-06-02")


@pytest.mark.slow
def test_what_failed_is_listed_and_tried_again_as_it_was_said_then(tmp_path):
    desk = Desk(tmp_path)
    (tmp_path / "late.txt").write_text("")
    failed = desk.run("ingest", "late.txt", "--subject", "Saltmere", "--json")
    (dead,) = desk.run("jobs", "list", "--state", "dead", "--json").lines
    (tmp_path / "late.txt").write_text(OTHER)

    again = desk.run("jobs", "retry", dead["id"], "--json")

    assert failed.code == 1
    assert (dead["state"], dead["said"]) == ("dead", {"subject": "Saltmere"})
    assert dead["reason"] == failed.lines[0]["reason"]
    assert again.code == 0
    assert list(again.lines[0]) == INGEST_KEYS
    assert again.lines[0]["status"] == "indexed"
    assert desk.run("reports", "list", "--json").one["subject"] == "Saltmere"
    assert desk.run("jobs", "show", "99").code == 1
    assert desk.run("jobs", "retry").code == 2


@pytest.mark.slow
def test_what_is_gone_is_named_and_not_withdrawn(tmp_path):
    desk, reports = Desk(tmp_path), tmp_path / "in"
    reports.mkdir()
    (reports / "harbour.txt").write_text(OTHER)
    desk.run("ingest", "in")
    (reports / "harbour.txt").unlink()

    done = desk.run("ingest", "in", "--json")
    doctor = desk.run("doctor")

    assert done.one["event"] == "summary"
    assert "reports withdraw harbour" in done.err
    assert "1 reports are gone" in doctor.text
    assert doctor.code == 0
    assert desk.run("jobs", "gone", "--json").one["report_id"] == "harbour"
    assert desk.run("reports", "list", "--json").one["status"] == "indexed"


@pytest.mark.slow
def test_an_address_is_ingested_asked_about_and_cited(tmp_path):
    (tmp_path / "config.yaml").write_text(WEB)
    page = f"<html><body><main><h1>The harbour</h1><p>{OTHER}</p></main></body></html>"
    with serving() as web:
        web.pages["/harbour"] = Page(page.encode())
        done = Desk(tmp_path).run("ingest", web.url("/harbour"), web.url("/none"), "--json")
        refused = Desk(tmp_path).bare(
            "ingest", web.url("/harbour"), "--data", "other", "--config", os.devnull, "--json"
        )

    indexed, missing, _ = done.lines
    assert done.code == 3
    assert (indexed["status"], indexed["path"]) == ("indexed", web.url("/harbour"))
    assert missing["status"] == "failed"
    assert "404" in missing["reason"]
    assert "allow_private" in refused.lines[0]["reason"]


def test_watch_ingests_what_is_dropped_in_and_stops_when_told(tmp_path):
    reports = tmp_path / "in"
    reports.mkdir()
    (tmp_path / "config.yaml").write_text("ingest:\n  watch: {settle_seconds: 0.5}\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "watch", "in", "--json"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert process.stderr.readline().startswith("Watching")
        with (reports / "slow.txt").open("w") as writing:
            for part in OTHER.split("\n"):
                writing.write(f"{part}\n")
                writing.flush()
                time.sleep(0.2)
        told = process.stdout.readline()
        asked = Desk(tmp_path).run("search", "boats", "--json")
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()

    assert '"status": "indexed"' in told
    assert '"title": "The harbour"' in told
    assert "Seven boats" in asked.one["hits"][0]["text"]
    assert process.returncode == 0
    assert "Traceback" not in err
