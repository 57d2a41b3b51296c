"""What becomes of files at the command line: good and bad, changed, doubled and replaced."""

import json
import os
import pty
import select
import shutil
import sqlite3
import subprocess
import sys

import pytest
from cli_kit import ASTRAL, LETTERS, Desk, said
from desk import ROOT, SAMPLES

from bot.output import as_json

pytestmark = pytest.mark.xdist_group("files")


def test_a_file_that_may_not_be_read_fails_alone(tmp_path):
    desk = Desk(tmp_path)
    closed = tmp_path / "closed.txt"
    closed.write_text("Nobody may read this.")
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read every file")

    done = desk.run("ingest", closed, SAMPLES / "northmarch-press-release-2023.txt", "--json")

    assert done.code == 3
    assert "permission" in done.lines[0]["reason"]


def test_json_is_utf8_whatever_the_terminal_and_the_file_names_are(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("A short report on cafes.")
    (tmp_path / "kennels.txt").write_text(ASTRAL)

    done = Desk(tmp_path).run("ingest", tmp_path, "--json", PYTHONIOENCODING="latin-1:strict")

    failed, indexed, _ = done.lines
    assert done.code == 3
    assert os.fsencode(failed["path"]).endswith(b"caf\xe9.txt")
    assert "name" in failed["reason"]
    assert LETTERS in indexed["title"]


def test_no_text_breaks_a_line_of_json():
    odd = {"path": os.fsdecode(b"caf\xe9"), "title": "a\nb\x85c\u2028d\x1be"}

    line = as_json.line(odd)

    assert len(line.splitlines()) == 1
    assert json.loads(line.encode()) == odd


def test_a_report_lives_through_unchanged_duplicate_updated_and_superseded(tmp_path):
    desk = Desk(tmp_path)
    report = tmp_path / "in" / "kennels.txt"
    report.parent.mkdir()
    report.write_text(ASTRAL)
    first = desk.run("ingest", report, "--json").lines[0]
    shutil.copy(report, tmp_path / "in" / "twin.txt")

    again = desk.run("ingest", "in", "--json")
    report.write_text(ASTRAL.replace("14 police dogs", "15 police dogs"))
    said_so = ("--published", "2022-07-01", "--subject", "Saltmere Kennels")
    changed = desk.run("ingest", report, "--json", *said_so)
    (tmp_path / "new.txt").write_text(ASTRAL.replace("14 police dogs", "16 police dogs"))
    newer = desk.run("ingest", "new.txt", "--json", "--supersedes", first["report_id"])

    one, two, summary = again.lines
    assert (first["status"], first["published_on"]) == ("indexed", "2021-06-03")
    assert (one["status"], two["status"]) == ("unchanged", "duplicate")
    assert two["report_id"] == first["report_id"]
    assert first["report_id"] in two["reason"]
    assert (summary["unchanged"], summary["duplicate"], summary["passages"]) == (1, 1, 0)
    assert again.code == changed.code == newer.code == 0
    updated = changed.lines[0]
    assert (updated["status"], updated["revision"]) == ("updated", 2)
    assert (updated["published_on"], updated["published_on_from"]) == ("2022-07-01", "--published")
    assert newer.lines[0]["status"] == "indexed"
    listed = {line["report_id"]: line for line in desk.run("reports", "list", "--json").lines}
    assert listed[first["report_id"]]["status"] == "superseded"
    assert listed[first["report_id"]]["subject"] == "Saltmere Kennels"
    assert listed[newer.lines[0]["report_id"]]["status"] == "indexed"
    assert "14 police dogs" in desk.text(first["report_id"], 1)
    assert "15 police dogs" in desk.text(first["report_id"], 2)
    answer = desk.run("ask", "How many police dogs does Saltmere keep?", "--json").one
    desk.check_answer(answer)
    assert any("16 police dogs" in text for text in said(answer))
    assert "15 police dogs" not in str(answer)
    assert "14 police dogs" not in str(answer)


def test_doctor_says_what_was_damaged(tmp_path):
    desk = Desk(tmp_path)
    (tmp_path / "kennels.txt").write_text(ASTRAL)
    desk.run("ingest", "kennels.txt")
    well = desk.run("doctor")
    shutil.rmtree(tmp_path / "data" / "chroma")
    with sqlite3.connect(tmp_path / "data" / "catalog.sqlite") as database:
        database.execute("update audit set body = replace(body, 'kennels', 'kernels')")
    database.close()

    ill = desk.run("doctor")

    assert well.code == 0
    assert "WRONG" not in well.text
    assert ill.code == 1
    wrong = [line for line in ill.text.splitlines() if line.startswith("WRONG")]
    assert len(wrong) == 2
    assert wrong[0].startswith("WRONG vectors: disagree with the catalog on kennels")
    assert wrong[1].startswith("WRONG audit log")


def test_what_no_file_system_can_open_fails_alone(tmp_path):
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "kennels.txt").write_text(ASTRAL)

    done = Desk(tmp_path).run("ingest", "loop.txt", "n" * 300, "kennels.txt", "--json")

    assert done.code == 3
    assert [line["status"] for line in done.lines[:-1]] == ["failed", "failed", "indexed"]
    assert all(line["reason"] for line in done.lines[:2])


def read_all(terminal: int) -> bytes:
    """What a terminal has been sent; one read brings a part of it."""
    drawn = b""
    while select.select([terminal], [], [], 0.5)[0]:
        drawn += os.read(terminal, 100_000)
    return drawn


def test_on_a_terminal_a_bar_is_drawn_whatever_the_files_are_called(tmp_path):
    (tmp_path / "in" / "[").mkdir(parents=True)
    (tmp_path / "in" / "[" / "red] [bold].txt").write_text(ASTRAL)
    (tmp_path / "in" / "[" / "red] twin.txt").write_text(ASTRAL)
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "ingest", "in"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=theirs,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"},
            timeout=120,
            check=False,
        )
        drawn = read_all(ours).decode(errors="replace")
    finally:
        os.close(ours)
        os.close(theirs)

    assert done.returncode == 0, drawn
    assert "2 of 2 files" in drawn
    assert done.stdout.startswith(b"1 indexed, 1 duplicate")
