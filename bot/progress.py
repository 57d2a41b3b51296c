"""Progress of an ingest on stderr: a bar on a terminal, plain lines and a last one else."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column

from bot.output.as_text import printable
from ingest.job import FileResult, Outcome

_WRITTEN = (Outcome.INDEXED, Outcome.UPDATED)
# Time left goes by the whole run so far: files differ too much for the last few to tell.
_WHOLE_RUN = 1e9


@contextmanager
def show_progress(console: Console, total: int) -> Iterator[Callable[[FileResult], None]]:
    """Yield what to call with each result."""
    tally = _Tally()
    if not console.is_terminal:
        yield lambda result: _say(console, tally.add(result))
        console.print(f"{tally.files} of {total} files, {tally.said}", markup=False)
        return
    columns = (
        BarColumn(bar_width=16),
        MofNCompleteColumn(),
        TextColumn("{task.fields[said]}", markup=False),
        TimeRemainingColumn(compact=True),
        TextColumn("left"),
        # The name has what is left of the line.
        TextColumn(
            "{task.description}",
            markup=False,
            style="dim",
            table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
        ),
    )
    bar = Progress(
        *columns, console=console, transient=True, expand=True, speed_estimate_period=_WHOLE_RUN
    )
    with bar as progress:
        task = progress.add_task("", total=total, said=tally.said)

        def tick(result: FileResult) -> None:
            tally.add(result)
            if result.reason:
                _say(progress.console, result)
            name = printable(result.name)
            progress.update(task, advance=1, description=name, said=tally.said, refresh=True)

        yield tick


class _Tally:
    """Counts what was written since it was made."""

    def __init__(self) -> None:
        self.files = 0
        self._passages = 0
        self._began = time.monotonic()

    def add(self, result: FileResult) -> FileResult:
        """Count a result, and return it."""
        self.files += 1
        if result.report and result.outcome in _WRITTEN:
            self._passages += result.report.passages
        return result

    @property
    def said(self) -> str:
        """How many passages were written, and how fast."""
        rate = self._passages / max(time.monotonic() - self._began, 0.001)
        return f"{self._passages:,} passages, {rate:.0f}/s"


def _say(console: Console, result: FileResult) -> None:
    reason = f": {result.reason}" if result.reason else ""
    console.print(printable(f"{result.outcome:<9} {result.path}{reason}"), markup=False)
