"""`reportdesk eval` as somebody would use it: ask, keep the run, compare the next with it."""

import json
import sqlite3
from contextlib import closing

import pytest
from desk import reportdesk

from bot.evaluation.gate import curve
from bot.evaluation.golden import read_golden
from bot.settings import Settings

GOLDEN = [
    {
        "id": "calls",
        "question": "How many 999 calls were answered within ten seconds?",
        "kind": "number",
        "expected": {
            "status": ["answered"],
            "reports": ["northmarch-police-follow-up-letter-2024"],
            "spans": [["86% of 999 calls"]],
        },
    },
    {
        "id": "faces",
        "split": "held_out",
        "question": "Does Northmarch Police use facial recognition?",
        "kind": "absent",
        "expected": {"status": ["not_in_reports"]},
    },
]


@pytest.fixture(scope="module")
def golden(library):
    file = library / "golden.jsonl"
    file.write_text("".join(f"{json.dumps(one)}\n" for one in GOLDEN))
    return file


def test_a_run_is_printed_kept_and_compared(library, golden):
    first = reportdesk("eval", golden, "--out", "runs", cwd=library)

    assert first.returncode == 0, first.stderr
    assert "| number" in first.stdout
    assert "| all" in first.stdout
    assert "2 of 2 asked" in first.stderr
    (kept,) = (library / "runs").glob("eval-*.json")
    run = json.loads(kept.read_text())
    assert {"when", "commit", "config", "models", "library", "summary", "questions"} <= set(run)
    assert run["models"]["embedder"].startswith("packaged:bge-small")
    assert run["library"]["reports"] == 3
    assert [one["right"] for one in run["questions"]] == [True, True]

    run["questions"][0]["right"] = False
    kept.write_text(json.dumps(run))
    second = reportdesk("eval", golden, "--compare", kept, cwd=library)
    assert "better (1): calls" in second.stdout


def test_one_split_and_json(library, golden):
    done = reportdesk("eval", golden, "--split", "held_out", "--json", cwd=library)

    assert [one["id"] for one in json.loads(done.stdout)["questions"]] == ["faces"]


def test_the_gate_is_drawn_as_a_curve(library, golden):
    done = reportdesk("eval", golden, "--gate", cwd=library)

    lines = done.stdout.splitlines()
    assert lines[0].startswith("| gate ")
    assert any(line.startswith("| **1.7** | 100% |") for line in lines)


def test_a_gate_that_nothing_passes_refuses_everything(library, golden):
    now, shut = curve(Settings(), library / "data", read_golden([golden]), (1.5, 10.0))

    assert (now.right, now.refusal_precision, now.refusal_recall) == (1, 1, 1)
    assert (shut.right, shut.refusal_precision, shut.refusal_recall) == (0.5, 0.5, 1)


def test_asking_leaves_no_audit_event(library, golden):
    def events() -> int:
        with closing(sqlite3.connect(library / "data" / "catalog.sqlite")) as catalog:
            return catalog.execute("select count(*) from audit").fetchone()[0]

    before = events()
    curve(Settings(), library / "data", read_golden([golden]), (1.5,))

    assert events() == before > 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nowhere.jsonl",), "nowhere.jsonl cannot be read"),
        (("golden.jsonl", "--split", "test"), "use dev or held_out"),
        (("golden.jsonl", "--compare", "golden.jsonl"), "golden.jsonl is not a saved run"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_line(library, golden, arguments, told):
    done = reportdesk("eval", *arguments, cwd=library)

    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
