"""Progress of an ingest on stderr: a bar on a terminal, plain lines else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.output.as_text import printable
from ingest.job import FileResult


@contextmanager
def show_progress(console: Console, total: int) -> Iterator[Callable[[FileResult], None]]:
    """Yield what to call with each result."""
    if not console.is_terminal:
        yield lambda result: _say(console, result)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Ingesting", total=total)

        def tick(result: FileResult) -> None:
            if result.reason:
                _say(progress.console, result)
            name = printable(result.name)[:40]
            progress.update(task, advance=1, description=name, refresh=True)

        yield tick


def _say(console: Console, result: FileResult) -> None:
    reason = f": {result.reason}" if result.reason else ""
    console.print(printable(f"{result.outcome:<9} {result.path}{reason}"), markup=False)
