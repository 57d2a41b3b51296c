"""What an ingest shows on stderr while it runs."""

import io
import re

import pytest
from fakes import make_report
from rich.console import Console

from bot.progress import Tally, show_progress
from ingest.job import FileResult, Outcome

NAMES = ["plain.pdf", "[red] \x1b[2J\u202eevil.pdf", "n" * 200 + ".pdf"]


def shown(*, terminal: bool, width: int, results: int = 3) -> str:
    written = io.StringIO()
    console = Console(
        file=written, force_terminal=terminal, width=width, soft_wrap=True, highlight=False
    )
    with show_progress(console, [f"/in/{name}" for name in NAMES]) as tick:
        for name in NAMES[:results]:
            outcome = Outcome.UNCHANGED if name == NAMES[0] else Outcome.INDEXED
            tick(FileResult(f"/in/{name}", outcome, make_report(), 1.0))
    return written.getvalue()


@pytest.mark.parametrize("width", [80, 40, 200])
def test_a_bar_stays_on_its_line_whatever_files_are_called(width):
    frames = re.split(r"\r|\n", shown(terminal=True, width=width))
    drawn = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", frame) for frame in frames]

    assert any("3 of 3 files 2 passages" in frame for frame in drawn) or width == 40
    assert all(len(frame) <= width for frame in drawn)
    assert "\u202e" not in "".join(drawn)


def test_elsewhere_each_file_has_a_line_and_the_run_a_last_one():
    lines = shown(terminal=False, width=80, results=2).splitlines()

    assert lines[0] == "unchanged /in/plain.pdf"
    assert lines[1] == "indexed   /in/[red] ?[2J?evil.pdf"
    assert re.fullmatch(r"2 of 3 files, 1 passages, \d+/s", lines[2])


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def folder(tmp_path):
    for number in range(9):
        (tmp_path / f"{number}.txt").write_bytes(bytes(80_000))
    (tmp_path / "huge.pdf").write_bytes(bytes(80_000_000))
    return [str(path) for path in sorted(tmp_path.iterdir())]


def result(path, outcome=Outcome.INDEXED):
    return FileResult(path, outcome, make_report(), 1.0)


def test_time_left_goes_by_bytes(folder):
    clock = Clock()
    tally = Tally(folder, clock)
    assert tally.seconds_left is None

    for path in folder[:9]:
        clock.now += 1
        tally.add(result(path))

    # Nine tenths of the files are done, and a hundredth of the work.
    assert tally.seconds_left == pytest.approx(80_020_000 / 100_000, rel=0.01)
    clock.now += 500
    assert tally.seconds_left == pytest.approx(300, rel=0.01)
    clock.now += 500
    assert tally.seconds_left is None
    tally.add(result(folder[9]))
    assert tally.seconds_left == 0


def test_what_needed_no_work_does_not_promise_a_quick_end(folder):
    clock = Clock()
    tally = Tally(folder, clock)
    for path in folder[:8]:
        tally.add(result(path, Outcome.UNCHANGED))
    assert tally.seconds_left is None
    clock.now += 1
    tally.add(result(folder[8]))

    assert tally.seconds_left == pytest.approx(800, rel=0.01)


def test_what_a_mail_brings_up_is_counted_too():
    clock = Clock()
    tally = Tally(["/in/mail.eml"], clock)
    clock.now += 1
    tally.add(result("/in/mail.eml"))
    tally.add(result("/in/mail.eml/list.pdf"))

    assert tally.counted == "2 of 2 files"
    assert tally.seconds_left == 0
    assert tally.done == tally.total
