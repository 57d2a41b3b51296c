"""What an ingest shows on stderr while it runs."""

import io
import re

import pytest
from fakes import make_report
from rich.console import Console

from bot.progress import show_progress
from ingest.job import FileResult, Outcome

NAMES = ["plain.pdf", "[red] \x1b[2J\u202eevil.pdf", "n" * 200 + ".pdf"]


def shown(*, terminal: bool, width: int, results: int = 3) -> str:
    written = io.StringIO()
    console = Console(
        file=written, force_terminal=terminal, width=width, soft_wrap=True, highlight=False
    )
    with show_progress(console, 3) as tick:
        for name in NAMES[:results]:
            outcome = Outcome.UNCHANGED if name == NAMES[0] else Outcome.INDEXED
            tick(FileResult(f"/in/{name}", outcome, make_report(), 1.0))
    return written.getvalue()


@pytest.mark.parametrize("width", [80, 40, 200])
def test_a_bar_stays_on_its_line_whatever_files_are_called(width):
    frames = re.split(r"\r|\n", shown(terminal=True, width=width))
    drawn = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", frame) for frame in frames]

    assert any("3/3 2 passages" in frame for frame in drawn) or width == 40
    assert all(len(frame) <= width for frame in drawn)
    assert "\u202e" not in "".join(drawn)


def test_elsewhere_each_file_has_a_line_and_the_run_a_last_one():
    lines = shown(terminal=False, width=80, results=2).splitlines()

    assert lines[0] == "unchanged /in/plain.pdf"
    assert lines[1] == "indexed   /in/[red] ?[2J?evil.pdf"
    assert re.fullmatch(r"2 of 3 files, 1 passages, \d+/s", lines[2])
