"""Progress of an ingest on stderr: a bar on a terminal, plain lines and a last one else."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.table import Column
from rich.text import Text

from bot.output.as_text import printable
from ingest.job import FileResult, Outcome

_WRITTEN = (Outcome.INDEXED, Outcome.UPDATED)
# What a file costs beside its bytes, counted in bytes; and what an address is taken to have.
_EACH = 20_000
_UNKNOWN = 200_000


@contextmanager
def show_progress(
    console: Console, addresses: Sequence[str]
) -> Iterator[Callable[[FileResult], None]]:
    """Yield what to call with each result of what is to be ingested."""
    tally = Tally(addresses)
    if not console.is_terminal:
        yield lambda result: _say(console, tally.add(result))
        console.print(f"{tally.counted}, {tally.said}", markup=False)
        return
    columns = (
        BarColumn(bar_width=16),
        TextColumn("{task.fields[counted]}", markup=False),
        TextColumn("{task.fields[said]}", markup=False),
        _Left(tally),
        # The name has what is left of the line.
        TextColumn(
            "{task.description}",
            markup=False,
            style="dim",
            table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
        ),
    )
    bar = Progress(*columns, console=console, transient=True, expand=True)
    with bar as progress:
        task = progress.add_task("", total=tally.total, counted=tally.counted, said=tally.said)

        def tick(result: FileResult) -> None:
            tally.add(result)
            if result.reason:
                _say(progress.console, result)
            progress.update(
                task,
                completed=tally.done,
                total=tally.total,
                description=printable(result.name),
                counted=tally.counted,
                said=tally.said,
                refresh=True,
            )

        yield tick


class Tally:
    """Counts what was written since it was made, and how long the rest may take.

    Work is measured in bytes: one file of a folder may be a thousand times another. What needed
    no work says nothing of how fast work goes, and leaves both what is done and what is to do.
    """

    def __init__(
        self, addresses: Sequence[str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._files = 0
        self._of = len(addresses)
        self._passages = 0
        self._began = self._last = clock()
        self._weights = {address: _weight(address) for address in addresses}
        self.total = sum(self._weights.values())
        self.done = 0

    def add(self, result: FileResult) -> FileResult:
        """Count a result, and return it."""
        self._files += 1
        self._last = self._clock()
        # What a mail or a feed brought up was not counted before.
        known = self._weights.pop(result.path, 0)
        weight = known or _EACH
        self.total += weight - known
        if result.outcome is Outcome.UNCHANGED:
            self.total -= weight
        else:
            self.done += weight
        if result.report and result.outcome in _WRITTEN:
            self._passages += result.report.passages
        return result

    @property
    def counted(self) -> str:
        """How many files are done, and of how many."""
        return f"{self._files} of {max(self._of, self._files)} files"

    @property
    def said(self) -> str:
        """How many passages were written, and how fast."""
        rate = self._passages / max(self._clock() - self._began, 0.001)
        return f"{self._passages:,} passages, {rate:.0f}/s"

    @property
    def seconds_left(self) -> float | None:
        """How long the rest takes at the rate so far; None where that is not known."""
        left = self.total - self.done
        if not left:
            return 0.0
        if not self.done:
            return None
        since = self._clock() - self._last
        expected = left * (self._last - self._began) / self.done - since
        # A file that takes longer than all were thought to: nobody knows how much longer.
        return expected if expected > 0 else None


class _Left(ProgressColumn):
    """The time that is left."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        super().__init__()

    def render(self, task: Task) -> Text:
        """Return it in hours, minutes and seconds."""
        del task
        seconds = self._tally.seconds_left
        told = "-:--:--" if seconds is None else str(timedelta(seconds=round(seconds)))
        return Text(f"{told} left")


def _weight(address: str) -> int:
    try:
        return _EACH + os.stat(address).st_size  # noqa: PTH116 - takes any name there can be
    except (OSError, ValueError):
        return _EACH + _UNKNOWN


def _say(console: Console, result: FileResult) -> None:
    reason = f": {result.reason}" if result.reason else ""
    console.print(printable(f"{result.outcome:<9} {result.path}{reason}"), markup=False)
