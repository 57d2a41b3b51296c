"""What the commands that ingest say on stderr: progress, what was left over, what is gone."""

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from rich.console import Console

from bot.answering.wording import long_date
from bot.commands.options import print_json
from bot.output import as_json, as_text
from bot.output.as_text import printable
from bot.progress import show_progress
from ingest import job
from ingest.desk import Desk
from ingest.job import FileResult
from ingest.preview import preview
from ingest.records import Overrides

_NAMED = 5


def report_progress(
    results: Iterable[FileResult], console: Console, addresses: Sequence[str]
) -> Iterator[FileResult]:
    """Yield each result, and show on the console how far it is."""
    with show_progress(console, addresses) as tick:
        for result in results:
            yield result
            tick(result)


def tell_results(
    results: Iterable[FileResult],
    addresses: Sequence[str],
    consoles: tuple[Console, Console],
    *,
    json_lines: bool,
) -> list[FileResult]:
    """Print each result and a summary, on stdout's console and stderr's; return the results."""
    out, err = consoles
    told: list[FileResult] = []
    began = time.monotonic()
    for result in report_progress(results, err, addresses):
        told.append(result)
        if json_lines:
            print_json(as_json.file_result(result))
    summary = as_json.ingest_summary(told, time.monotonic() - began)
    if json_lines:
        print_json(summary)
    else:
        out.print(as_text.ingest_summary(summary), markup=False)
    return told


def finish_left_over(desk: Desk, console: Console) -> None:
    """Finish what an earlier run left, and say so; stdout is for what was asked for."""
    addresses = desk.jobs.addresses_left_over()
    if not addresses:
        return
    some = "1 file" if len(addresses) == 1 else f"{len(addresses)} files"
    console.print(f"Finishing {some} left over from an earlier run.", markup=False)
    for _ in report_progress(job.finish_left_over(desk), console, addresses):
        pass


def show_preview(
    desk: Desk, places: Sequence[str], said: Overrides, console: Console, *, json_lines: bool
) -> None:
    """Print what an ingest would change."""
    for one in preview(places, said, desk):
        told = as_json.preview(one)
        if json_lines:
            print_json(told)
            continue
        shown = (told["title"], told["published_on"], told["subject"], told["reason"])
        more = " | ".join(value for value in shown if value)
        console.print(printable(f"{one.change:<10} {one.path}  {more}"), markup=False)


def say_what_is_gone(desk: Desk, console: Console) -> None:
    """Name the reports whose file or page is gone, for a person to decide about."""
    for line in gone_lines(desk):
        console.print(line, markup=False)


def gone_lines(desk: Desk) -> list[str]:
    """Return a line for each of the first reports that are gone, and how many more there are."""
    gone = desk.sources.gone()
    lines = []
    for one in gone[:_NAMED]:
        since = long_date(datetime.fromtimestamp(one.since).astimezone().date())
        where = f" from {one.source}" if one.source != one.address else ""
        lines.append(
            printable(
                f"Gone{where} since {since}: {one.address}. Its report still answers questions; "
                f"`reportdesk reports withdraw {one.report_id}` withdraws it."
            )
        )
    if len(gone) > _NAMED:
        lines.append(f"And {len(gone) - _NAMED} more; `reportdesk jobs gone` lists all.")
    return lines
