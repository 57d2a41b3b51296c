"""The contract of the command line (DESIGN, section 7), through the real process."""

import json
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from cli_kit import HIT_KEYS, INGEST_KEYS, REPORT_KEYS, SUMMARY_KEYS, Desk, said
from desk import ROOT, SAMPLES

from bot.output import as_json

pytestmark = pytest.mark.xdist_group("cli")

# Two UTF-16 units and four bytes a letter: whoever counts in either is wrong from here on.
LETTERS = "𝔖𝔞𝔩𝔱𝔪𝔢𝔯𝔢 😀👩🏽‍🚒"
ASTRAL = f"""Saltmere Constabulary: the {LETTERS} kennels

Published 3 June 2021

The sign over the door reads {LETTERS}, which nobody at Saltmere Constabulary could explain.

Saltmere Constabulary keeps 14 police dogs at the kennels in Brackwater.
"""
ODD_NAME = "line\nbreak\x1b[31m\ttab\u2028sep\x85nel.txt"
COMMANDS = {"demo", "ingest", "search", "ask", "reports", "serve", "doctor"}
TEAGUE = "What did Rosalind Teague say about the control room at Northmarch Police?"
MONITORING = "Is Northmarch Police still in enhanced monitoring?"


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    """All sample reports, and files of every sort that a folder may hold."""
    folder = tmp_path_factory.mktemp("cli")
    inbox = shutil.copytree(SAMPLES, folder / "inbox")
    (inbox / "kennels.txt").write_text(ASTRAL)
    (inbox / ODD_NAME).write_text("Brackwater has 3 lifeboats, said the harbour master.\n")
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\nnot much of a PDF")
    (inbox / "notes.xyz").write_text("not a report")
    (inbox / "empty.md").write_text("")
    (inbox / "huge.txt").write_text("x" * 1_000_001)
    (folder / "config.yaml").write_text("ingest:\n  max_file_megabytes: 1\n")
    return Desk(folder)


@pytest.fixture(scope="module")
def ingested(desk):
    return desk.run("ingest", "inbox", "--json")


@pytest.fixture(scope="module")
def library(desk, ingested) -> Desk:
    return desk


@pytest.fixture(scope="module")
def listed(library):
    return library.run("reports", "list", "--json").lines


def test_ingest_prints_one_object_a_file_and_a_summary(desk, ingested):
    *files, summary = ingested.lines

    assert all(list(file) == INGEST_KEYS for file in files)
    assert list(summary) == SUMMARY_KEYS
    assert {file["event"] for file in files} == {"report"}
    assert {file["path"] for file in files} == {str(p) for p in (desk.folder / "inbox").iterdir()}
    good = [file for file in files if file["status"] == "indexed"]
    assert summary["event"] == "summary"
    assert summary["indexed"] == len(good) == 10
    assert summary["failed"] == 4
    assert summary["updated"] == summary["unchanged"] == summary["duplicate"] == 0
    assert summary["passages"] == sum(file["passages"] for file in good)
    assert all(file["revision"] == 1 and file["reason"] is None for file in good)
    assert all(file["published_on_from"] for file in good)


def test_files_that_cannot_be_read_fail_alone_each_with_a_reason_on_one_line(ingested):
    files = ingested.lines[:-1]
    failed = {Path(file["path"]).name: file for file in files if file["reason"]}

    assert ingested.code == 3
    assert set(failed) == {"broken.pdf", "notes.xyz", "empty.md", "huge.txt"}
    for name, words in (
        ("broken.pdf", "PDF"),
        ("notes.xyz", ".xyz"),
        ("empty.md", "empty"),
        ("huge.txt", "max_file_megabytes"),
    ):
        file = failed[name]
        assert file["status"] == "failed"
        assert words in file["reason"]
        assert "\n" not in file["reason"]
        assert file["report_id"] is file["revision"] is file["passages"] is None


def test_progress_goes_to_stderr_on_plain_lines(ingested):
    lines = ingested.err.splitlines()

    assert len(lines) == 14
    assert all(re.match(r"(indexed|failed) ", line) for line in lines)
    assert "\x1b" not in ingested.err


def test_a_name_with_control_characters_stays_on_its_line(library, listed):
    (odd,) = (report for report in listed if report["path"].endswith(ODD_NAME))

    shown = library.run("reports", "show", odd["report_id"])
    plain = library.run("search", "lifeboats in Brackwater", "-k", "1")

    assert shown.code == plain.code == 0
    assert "\x1b" not in shown.text + plain.text
    assert len([line for line in shown.text.split("\n") if line.startswith("file ")]) == 1


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


def test_search_prints_hits_that_stand_at_their_offsets(library):
    done = library.run("search", "police dogs at the kennels", "-k", "4", "--json")

    assert list(done.one) == ["query", "hits"]
    assert done.one["query"] == "police dogs at the kennels"
    hits = done.one["hits"]
    assert len(hits) == 4
    for hit in hits:
        library.check_hit(hit)
    assert hits[0]["report_id"] == "kennels"
    assert hits[0]["start"] + hits[0]["text"].index("14 police") == ASTRAL.index("14 police")
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_search_batch_prints_one_line_a_query_with_its_id(library):
    first, second, third = library.batch(
        "search",
        [
            {"id": "a", "query": "enhanced monitoring"},
            {"id": 7, "query": "a line\u2028of two"},
            {"query": "custody\nsuite"},
        ],
    )

    for line in (first, second, third):
        assert list(line) == ["id", "query", "hits"]
        assert len(line["hits"]) == 10
        assert all(list(hit) == HIT_KEYS for hit in line["hits"])
    assert [first["id"], second["id"], third["id"]] == ["a", 7, None]
    for hit in first["hits"]:
        library.check_hit(hit)


def test_ask_prints_an_answer_whose_citations_stand_at_their_offsets(library):
    done = library.run("ask", MONITORING, "--json", "--as-of", "2020-01-31")

    library.check_answer(done.one)
    assert (done.code, done.err) == (0, "")
    assert (done.one["id"], done.one["question"]) == (None, MONITORING)
    assert (done.one["status"], done.one["as_of"]) == ("answered", "2019-11-21")
    assert said(done.one)[0] == "Northmarch Police is still in enhanced monitoring."
    assert done.one["seconds"]
    assert done.one["nearest"] == []


def test_ask_batch_takes_history_and_as_of(library):
    history = [{"question": MONITORING, "answer": "No."}]
    lines = library.batch(
        "ask",
        [
            {"id": "now", "question": "And what about Saltmere Constabulary?", "history": history},
            {"id": "then", "question": MONITORING, "as_of": "2020-01-31"},
            {"id": "dogs", "question": "How many police dogs does Saltmere Constabulary keep?"},
            {"id": 4, "question": "Does Northmarch Police use facial recognition cameras?"},
            {"id": "teague", "question": TEAGUE},
            {"id": "bare", "question": "What of caf\udce9s?", "history": [], "as_of": None},
        ],
    )

    for line in lines:
        library.check_answer(line)
    now, then, dogs, absent, teague, bare = lines
    assert [line["id"] for line in lines] == ["now", "then", "dogs", 4, "teague", "bare"]
    assert "Saltmere Constabulary has been in enhanced monitoring since 15 July 2024." in said(now)
    assert said(then)[0] == "Northmarch Police is still in enhanced monitoring."
    assert (then["as_of"], then["coverage"]["to"]) == ("2019-11-21", "2019-11-21")
    assert said(dogs) == [
        "Saltmere Constabulary keeps 14 police dogs at the kennels in Brackwater."
    ]
    assert dogs["statements"][0]["citations"][0]["start"] == ASTRAL.index("Saltmere Constabulary k")
    assert (absent["status"], absent["statements"]) == ("not_in_reports", [])
    assert absent["nearest"]
    assert absent["coverage"]["reports"] == 10
    for hit in absent["nearest"]:
        library.check_hit(hit)
    assert teague["status"] == "answered"
    assert {one["kind"] for one in teague["statements"]} == {"quote"}
    assert {one["speaker"]["name"] for one in teague["statements"]} == {"Rosalind Teague"}
    assert bare["question"] == "What of caf?s?"


def test_reports_list_show_and_text_agree(library, listed):
    shown = library.run("reports", "show", "kennels", "--json").one
    text = library.run("reports", "text", "kennels")
    paged = library.run("reports", "text", "northmarch-police-inspection-2023")

    assert all(list(report) == REPORT_KEYS for report in listed)
    assert len(listed) == 10
    days = [report["published_on"] or "" for report in listed]
    assert days == sorted(days, reverse=True)
    assert shown in listed
    assert shown["subject"] == "Saltmere Constabulary"
    assert shown["published_on"] == "2021-06-03"
    assert text.out == ASTRAL.strip().encode()
    assert paged.out.decode() == library.text("northmarch-police-inspection-2023", 1)
    assert text.err == paged.err == ""


@pytest.mark.parametrize(
    ("code", "says", "arguments"),
    [
        (2, "one of the two", ["ask"]),
        (2, "No such command", ["nonsense"]),
        (2, "2019-13-01", ["ingest", "inbox", "--published", "2019-13-01"]),
        (2, "address", ["ingest", "https://example.org/report.pdf"]),
        (2, "line 2 is not JSON", ["ask", "--batch", "wrong.jsonl"]),
        (2, "as_of", ["ask", "--batch", "undated.jsonl"]),
        (2, "UTF-8", ["ask", "--batch", "latin.jsonl"]),
        (2, "store.nope: unknown key", ["doctor", "--config", "unknown.yaml"]),
        (2, "YAML", ["doctor", "--config", "latin.yaml"]),
        (2, "data folder", ["doctor", "--data", "unknown.yaml"]),
        (1, "no report 'nope'", ["reports", "show", "nope"]),
        (1, "no report", ["reports", "text", b"nope\xff"]),
        (1, "no revision 9", ["reports", "text", "kennels", "--revision", "9"]),
        (1, "no such file", ["ingest", "nowhere.pdf"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_said_on_stderr_with_its_exit_code(library, code, says, arguments):
    folder = library.folder
    (folder / "wrong.jsonl").write_text('{"question": "Fine?"}\nnot json\n')
    (folder / "undated.jsonl").write_text(
        '{"question": "Fine?"}\n{"question": "When?", "as_of": "May"}\n'
    )
    (folder / "latin.jsonl").write_bytes(b'{"question": "caf\xe9?"}\n')
    (folder / "latin.yaml").write_bytes(b"# caf\xe9\n")
    (folder / "unknown.yaml").write_text("store:\n  nope: 1\n")
    run = library.bare if "--data" in arguments or "nonsense" in arguments else library.run

    done = run(*arguments)

    assert done.code == code
    assert re.search(says, done.err)
    assert "{" not in done.text


def test_what_no_file_system_can_open_fails_alone(tmp_path):
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "kennels.txt").write_text(ASTRAL)

    done = Desk(tmp_path).run("ingest", "loop.txt", "n" * 300, "kennels.txt", "--json")

    assert done.code == 3
    assert [line["status"] for line in done.lines[:-1]] == ["failed", "failed", "indexed"]
    assert all(line["reason"] for line in done.lines[:2])


def test_help_names_the_commands_that_exist_each_with_a_sentence(library):
    done = library.bare("--help")

    listed = dict(re.findall(r"^│ (\w+) +(\S.*?) *│$", done.text, re.MULTILINE))
    assert set(listed) == COMMANDS
    assert all(re.fullmatch(r"[A-Z].* .*\.", told) for told in listed.values())
    shown = library.bare("ask", "--help").text
    assert all(option in shown for option in ("--config", "--data", "--json", "--batch", "--as-of"))


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
        drawn = os.read(ours, 100_000).decode(errors="replace")
    finally:
        os.close(ours)
        os.close(theirs)

    assert done.returncode == 0, drawn
    assert "2/2" in drawn
    assert done.stdout.startswith(b"1 indexed, 1 duplicate")
