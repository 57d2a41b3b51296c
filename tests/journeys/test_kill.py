"""An ingest that is killed at any moment loses nothing that it said was done."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import pytest
from desk import ROOT, SAMPLES, reportdesk
from sqlalchemy import text

from ingest.settings import IngestSettings
from ingest.wiring import Library
from store.settings import StoreSettings

WRITTEN = ("indexed", "updated", "unchanged")


def until_written(lines: BinaryIO) -> bytes:
    """Read on until something is said of a file that is not unchanged."""
    output = b""
    for line in lines:
        output += line
        if b'"status": "unchanged"' not in line:
            break
    return output


def write_texts(folder: Path, count: int, edition: str) -> None:
    """Text reports of some passages each; another edition changes every one of them."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        paragraphs = [
            f"Force {number} kept {line * 7 + number} callers waiting in the {edition} edition. "
            "Inspectors found that officers arrived late, and that nobody told the victims why. "
            * (1 + line % 3)
            for line in range(8)
        ]
        title = f"Bulletin {number}"
        (folder / f"bulletin-{number:02}.txt").write_text("\n\n".join([title, *paragraphs]))


@dataclass(frozen=True)
class Kill:
    """So many seconds after the start, or after the first report that this run wrote."""

    after: float
    while_writing: bool


@dataclass
class Job:
    """The same `reportdesk ingest --json reports`, as often as it takes, on one data folder."""

    folder: Path
    data: str
    said: dict[str, dict] = field(default_factory=dict)

    def run(self, kill: Kill | None = None) -> tuple[bool, float, float]:
        """Return whether it came to its end, when it first wrote, and how long it ran."""
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "ingest", "--json", "--data", self.data, "reports"],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        with process:
            waits = kill is None or kill.while_writing
            output = until_written(process.stdout) if waits else b""
            first_after = time.monotonic() - began
            if kill:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(kill.after)
                process.kill()
            output += process.stdout.read()
        ran = time.monotonic() - began
        self.check(output.decode())
        assert process.returncode in (0, -signal.SIGKILL)
        return process.returncode == 0, first_after, ran

    def check(self, output: str) -> None:
        """What an earlier run said was done is unchanged, unless its file has changed since."""
        for line in output.split("\n")[:-1]:
            said = json.loads(line)
            if said["event"] == "report":
                earlier = self.said.get(said["path"])
                assert said["status"] in WRITTEN, said
                if earlier:
                    assert (said["status"], said["revision"]) == ("unchanged", earlier["revision"])
                self.said[said["path"]] = said
        with opened(self.folder / self.data) as library:
            for path, said in self.said.items():
                report = library.catalog.report_at(path)
                assert (report.report_id, report.revision) == (said["report_id"], said["revision"])
            assert library.lexical.owners() == library.catalog.owners()


@contextmanager
def opened(data: Path) -> Iterator[Library]:
    library = Library(data, StoreSettings(), IngestSettings())
    yield library
    library.close()


def contents(data: Path) -> dict:
    """All that a data folder holds, whenever it was written."""
    with opened(data) as library:
        library.index.clean()
        catalog = library.catalog
        reports = catalog.reports()
        with library.engine.connect() as connection:
            words = connection.execute(text("SELECT * FROM passages_fts ORDER BY owner, ordinal"))
            chores = connection.execute(text("SELECT * FROM chores")).all()
            return {
                "reports": reports,
                "revisions": [
                    catalog.revision(report.report_id, number)
                    if number == report.revision
                    else catalog.text(report.report_id, number)
                    for report in reports
                    for number in range(1, report.revision + 1)
                ],
                "words": [tuple(row) for row in words],
                "vectors": library.access.vectors().owners(),
                "passages": catalog.owners(),
                "chores": chores,
            }


def interrupted(job: Job, kills: int, moments: random.Random, whole: tuple[float, float]) -> int:
    """Run the job to its end, killed on the way; return how many kills struck."""
    first_after, ran = whole
    share = (ran - first_after) / kills
    struck = 0
    for number in range(kills):
        # Every third dies before it has written anything; together the others do all the work.
        while_writing = number % 3 != 1
        latest = share if while_writing else first_after
        ended, _, _ = job.run(Kill(moments.uniform(0, latest), while_writing))
        struck += not ended
    assert job.run()[0]
    return struck


def tell(capsys: pytest.CaptureFixture[str], struck: int) -> None:
    """Show how many kills struck: all of them together are to be a hundred."""
    with capsys.disabled():
        sys.stdout.write(f" {struck} kills ")


def same_as_uninterrupted(folder: Path) -> None:
    killed, whole = contents(folder / "killed"), contents(folder / "whole")
    assert killed["vectors"] == killed["passages"]
    assert killed["chores"] == []
    assert killed == whole


def test_three_kills_lose_nothing(tmp_path):
    write_texts(tmp_path / "reports", 4, "first")
    _, *whole = Job(tmp_path, "whole").run()

    struck = interrupted(Job(tmp_path, "killed"), 3, random.Random(3), whole)

    assert struck > 0
    same_as_uninterrupted(tmp_path)


@pytest.mark.slow
def test_kills_while_indexing_and_updating_lose_nothing(tmp_path, capsys):
    reports = tmp_path / "reports"
    shutil.copytree(SAMPLES, reports)
    uninterrupted, killed = Job(tmp_path, "whole"), Job(tmp_path, "killed")
    moments, struck = random.Random(32), 0
    for edition in ("first", "second"):
        write_texts(reports, 12, edition)
        uninterrupted.said.clear()
        killed.said.clear()
        _, *whole = uninterrupted.run()
        struck += interrupted(killed, 16, moments, whole)

    tell(capsys, struck)
    assert struck >= 28
    doctor = reportdesk("doctor", "--data", "killed", cwd=tmp_path)
    assert doctor.returncode == 0, doctor.stdout
    same_as_uninterrupted(tmp_path)
    listed = [
        reportdesk("reports", "list", "--json", "--data", data, cwd=tmp_path).stdout
        for data in ("whole", "killed")
    ]
    assert listed[0] == listed[1] != ""
