"""The audit chain holds, and shows what was changed after it was written."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import text

from store.audit import AuditLog
from store.records import ReportStatus

ROOT = Path(__file__).resolve().parents[2]
WRITE_MANY = """
import sys
from pathlib import Path
from store.audit import AuditLog
from store.database import open_database
log = AuditLog(open_database(Path(sys.argv[1])))
print("ready", flush=True)
sys.stdin.read()
for number in range(100):
    log.record("asked", {"writer": sys.argv[2], "number": number})
"""

COPY_THE_LAST = """
INSERT INTO audit (number, at, event, body, previous, hash)
SELECT 6, at, event, body, previous, hash FROM audit WHERE number = 5
"""


@pytest.fixture
def log(shelf):
    log = AuditLog(shelf.engine)
    for number in range(5):
        log.record("asked", {"question": f"Ünïcode {number}?", "number": number})
    return log


def rows(shelf):
    with shelf.engine.connect() as connection:
        return connection.execute(text("SELECT * FROM audit ORDER BY number")).all()


def test_an_empty_log_holds(shelf):
    assert AuditLog(shelf.engine).broken_at() is None


def test_the_chain_holds(shelf, log):
    assert log.broken_at() is None
    assert all(after.previous == before.hash for before, after in pairwise(rows(shelf)))


@pytest.mark.parametrize(
    ("tampering", "found_at"),
    [
        ("UPDATE audit SET body = replace(body, '2', '7') WHERE number = 3", 3),
        ("UPDATE audit SET event = 'answered' WHERE number = 1", 1),
        ("UPDATE audit SET at = '2020-01-01T00:00:00.000+00:00' WHERE number = 5", 5),
        ("UPDATE audit SET hash = previous WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 1", 2),
        ("DELETE FROM audit WHERE number = 3", 4),
        ("UPDATE audit SET number = number + 10 WHERE number = 2", 3),
        (COPY_THE_LAST, 6),
    ],
)
def test_tampering_is_found_where_it_was_done(shelf, log, tampering, found_at):
    with shelf.engine.begin() as connection:
        connection.execute(text(tampering))

    assert log.broken_at() == found_at


def test_ingest_and_status_leave_one_event_each(shelf):
    shelf.add("/r/a.txt", "One.")
    shelf.add("/r/b.txt", "Two.", supersedes="a")
    shelf.index.set_status("b", ReportStatus.WITHDRAWN, reason="An error")

    assert [row.event for row in rows(shelf)] == ["ingested", "ingested", "status", "status"]
    assert AuditLog(shelf.engine).broken_at() is None


def test_an_ingest_that_fails_leaves_no_event(shelf, monkeypatch):
    def crash(*_, **__):
        raise OSError("no")

    monkeypatch.setattr(shelf.index._lexical, "add", crash)
    with pytest.raises(OSError, match="no"):
        shelf.add("/r/a.txt", "One.")

    assert rows(shelf) == []


def test_two_processes_do_not_fork_the_chain(shelf, tmp_path):
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE_MANY, str(tmp_path), str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        for number in range(2)
    ]
    for writer in writers:
        writer.stdout.readline()
    for writer in writers:
        writer.stdin.close()
    for writer in writers:
        assert writer.wait(60) == 0
        writer.stdout.close()

    assert len(rows(shelf)) == 200
    assert AuditLog(shelf.engine).broken_at() is None
