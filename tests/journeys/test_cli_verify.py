"""`reportdesk verify`: one object for each quotation and claim, exit 1 when any does not hold."""

import json
import subprocess
import sys

import pytest
from cli_kit import CITATION_KEYS
from desk import ROOT, reportdesk
from docx import Document

from store.audit import AuditLog
from store.database import open_database

TRUE = "The control room is a different story."
DRAFTS = {
    "draft.txt": f"“{TRUE}” said Rosalind Teague.\n\nWe thank her for it.\n",
    "draft.md": f"# Lines\n\n> “{TRUE}” said Rosalind Teague.\n\n- We **thank** her for it.\n",
    "draft.docx": None,
}


@pytest.fixture(scope="module")
def drafts(library):
    for name, text in DRAFTS.items():
        if text is not None:
            (library / name).write_text(text)
    document = Document()
    document.add_heading("Lines", 1)
    document.add_paragraph(f"“{TRUE}” said Rosalind Teague.")
    document.add_paragraph("We thank her for it.")
    document.save(str(library / "draft.docx"))
    return library


@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_that_holds_ends_with_0_in_every_format(drafts, name):
    done = reportdesk("verify", name, "--json", cwd=drafts)
    assert done.returncode == 0, done.stderr
    (found,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert list(found) == ["text", "verdict", "why", "citation"]
    assert (found["text"], found["verdict"]) == (TRUE, "verbatim")
    citation = found["citation"]
    assert list(citation) == CITATION_KEYS
    text = reportdesk("reports", "text", citation["report_id"], cwd=drafts).stdout
    assert text[citation["start"] : citation["end"]] == citation["quote"] == TRUE[:-1]


def test_a_draft_that_does_not_hold_ends_with_1_and_says_what_is_wrong(drafts):
    (drafts / "bad.txt").write_text(
        "“The control room is not a different story,” said Rosalind Teague.\n\n"
        f"“{TRUE}” said Matt Parr.\n\nThe force moved its call handlers 41 miles.\n"
    )
    done = reportdesk("verify", "bad.txt", "--json", cwd=drafts)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [one["verdict"] for one in found] == ["edited", "misattributed", "unsupported"]
    assert all(one["why"] and one["citation"] for one in found)
    assert "Rosalind Teague" in found[1]["why"]
    shown = reportdesk("verify", "bad.txt", cwd=drafts)
    assert shown.returncode == 1
    assert "EDITED" in shown.stdout
    assert "3 of 3 do not hold" in shown.stdout


def test_a_draft_may_come_from_stdin(drafts):
    done = subprocess.run(
        [sys.executable, "-m", "bot", "verify", "-", "--json"],
        cwd=drafts,
        input=f"“{TRUE}”".encode(),
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == "verbatim"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.txt", None, "cannot be read"),
        ("empty.txt", b" ", "is empty"),
        ("fake.docx", b"no zip", "fake.docx"),
        ("draft.xyz", b"text", "cannot be read"),
    ],
)
def test_what_cannot_be_read_gets_one_line(drafts, name, content, said):
    if content is not None:
        (drafts / name).write_bytes(content)
    done = reportdesk("verify", name, cwd=drafts)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert said in done.stderr


def test_a_check_leaves_one_audit_event(drafts):
    engine = open_database(drafts / "data")
    with engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM audit").scalar_one()
    reportdesk("verify", "draft.txt", cwd=drafts)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT event, body FROM audit ORDER BY number").all()
    assert len(rows) == before + 1
    event, body = rows[-1]
    assert event == "checked"
    assert TRUE not in body
    assert json.loads(body)["checked"][0]["verdict"] == "verbatim"
    assert AuditLog(engine).broken_at() is None
    engine.dispose()
