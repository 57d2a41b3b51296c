"""Moving a report through its life, killed at any moment: the old state or the new one."""

import os
import random
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from desk import ROOT, reportdesk
from test_kill import opened, tell

UNTIL = "2999-12-01T00:01:00+00:00"
MOVES = (
    ("withdraw", "a", "--reason", "An error"),
    ("restore", "a"),
    ("embargo", "a", "--until", UNTIL, "--channel", "C1"),
    ("embargo", "a", "--lift"),
    ("supersede", "a", "--by", "b"),
    ("restore", "a"),
    ("set", "a", "title=Another title"),
    ("set", "a", "title="),
)
ROUNDS = 4


def reports(*arguments: str, cwd, kill_after: float | None = None) -> int:
    """Run `reportdesk reports ...`; return its exit code, negative when it was killed."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "reports", *arguments],
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(kill_after or 120)
        process.kill()
    return process.returncode


def state(folder) -> tuple:
    """What stands of both reports, and the words that are searched."""
    with opened(folder / "data") as library:
        library.index.clean()
        assert library.audit.broken_at() is None
        found = [
            (one.report_id, one.status, one.superseded_by, one.embargo_until, one.title)
            for one in library.catalog.reports()
        ]
        assert library.access.vectors().owners() == library.catalog.owners()
    return tuple(found)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_killed_move_is_done_or_not_begun(tmp_path, capsys):
    for name in ("a", "b"):
        text = f"Report {name}\n\nPublished 3 June 2021\n\nForce {name} kept 14 dogs.\n"
        (tmp_path / f"{name}.txt").write_text(text)
    assert reportdesk("ingest", "a.txt", "b.txt", cwd=tmp_path).returncode == 0
    moments, struck, before = random.Random(8), 0, state(tmp_path)
    # Most of a command's time is its start; what changes anything comes at the end.
    began = time.monotonic()
    assert reports("list", cwd=tmp_path) == 0
    usual = time.monotonic() - began

    for move in MOVES * ROUNDS:
        code = reports(*move, cwd=tmp_path, kill_after=moments.uniform(0.4, 1.0) * usual)
        struck += code < 0
        after = state(tmp_path)
        began = time.monotonic()
        assert reports(*move, cwd=tmp_path) in ((0, 1) if code == 0 or after != before else (0,))
        # A machine that is shared is faster at one time than at another.
        usual = time.monotonic() - began
        done = state(tmp_path)
        assert after in (before, done), move
        before = done

    tell(capsys, struck)
    assert struck >= 26
    doctor = reportdesk("doctor", cwd=tmp_path)
    assert doctor.returncode == 0, doctor.stdout
