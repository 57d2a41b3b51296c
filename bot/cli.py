"""The `reportdesk` command. Results go to stdout, progress and notices to stderr."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import demo as demo_run
from bot.answering.records import Question
from bot.app import App
from bot.batch import history, read_batch
from bot.batch import question as batch_question
from bot.commands import (
    audit,
    backup,
    changes,
    doctor,
    evaluate,
    feedback,
    forget,
    ingest,
    jobs,
    pause,
    recommendations,
    reports,
    serve,
    trial,
    verify,
    watch,
)
from bot.commands.options import (
    DEFAULT_DATA,
    FAILED,
    AsJson,
    Config,
    Data,
    ForViewer,
    print_json,
    text,
)
from bot.logs import configure_logs
from bot.output import as_json, as_text
from bot.settings import load_settings
from store.errors import CorrectionError, ReportdeskError, SettingsError
from store.faults import fault_behind
from store.records import NOBODY, Filters

WRONG_USAGE = 2

cli = typer.Typer(
    help="Ask your published reports: every answer is lifted from a report, dated and cited.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


Batch = Annotated[
    Path | None, typer.Option("--batch", help="Read questions from a JSON-lines file.")
]


def main() -> None:
    """Run the command line."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What the terminal's encoding lacks is printed as an escape, like on stderr.
        sys.stdout.reconfigure(errors="backslashreplace")
    cli(prog_name="reportdesk")


@contextmanager
def opened(config: Path | None, data: Path) -> Iterator[App]:
    """Open the data folder; turn known errors into one line on stderr and an exit code."""
    configure_logs()
    try:
        settings = load_settings(config)
        _make_folder(data)
        app = App(settings, data)
        try:
            yield app
        finally:
            app.close()
    except (SettingsError, CorrectionError) as error:
        err.print(f"reportdesk: {error}", markup=False)
        raise typer.Exit(WRONG_USAGE) from error
    except (ReportdeskError, OSError) as error:
        fault = fault_behind(error)
        if fault is None:
            raise
        err.print(f"reportdesk: {fault}", markup=False)
        raise typer.Exit(FAILED) from error


def _make_folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"The data folder {data} cannot be used: {error.strerror}.") from error
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        raise SettingsError(f"The data folder {data} may not be written to.")


@cli.command()
def demo(config: Config = None, data: Data = Path("data/demo")) -> None:
    """Ingest the bundled sample reports, ask the sample questions, show the answers."""
    with opened(config, data) as app:
        demo_run.run_demo(app, out)


@cli.command()
def search(
    query: Annotated[str | None, typer.Argument(callback=text)] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    json_lines: AsJson = False,
    batch: Batch = None,
    viewer: ForViewer = None,
    config: Config = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Find the passages for a query."""
    _one_of(query, batch)
    with opened(config, data) as app:
        retriever = app.library.retriever
        filters = Filters(viewer=viewer or NOBODY)
        if batch:
            for given in read_batch(batch, "query"):
                before = [(turn.question, turn.answer) for turn in history(given)]
                found = retriever.search(given["query"], filters, k, before)
                hits = [as_json.hit(one) for one in found]
                print_json({"id": given.get("id"), "query": given["query"], "hits": hits})
            return
        found = retriever.search(query or "", filters, k)
        if json_lines:
            print_json({"query": query, "hits": [as_json.hit(one) for one in found]})
        else:
            out.print(as_text.hits(found))


@cli.command()
def ask(
    question: Annotated[str | None, typer.Argument(callback=text)] = None,
    json_lines: AsJson = False,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="Answer as of this day."),
    ] = None,
    batch: Batch = None,
    viewer: ForViewer = None,
    config: Config = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Ask a question; the answer is lifted from the reports and cited."""
    _one_of(question, batch)
    with opened(config, data) as app:
        if batch:
            for asked in [batch_question(given) for given in read_batch(batch, "question")]:
                whole = replace(asked, viewer=viewer or NOBODY)
                print_json(as_json.answer(app.services.ask(whole)))
            return
        day = as_of.date() if as_of else None
        answer = app.services.ask(Question(question or "", as_of=day, viewer=viewer or NOBODY))
        if json_lines:
            print_json(as_json.answer(answer))
            for notice in answer.notices:
                err.print(notice, markup=False)
        else:
            out.print(as_text.answer(answer))


for command in (
    ingest,
    watch,
    jobs,
    reports,
    serve,
    pause,
    forget,
    trial,
    doctor,
    changes,
    recommendations,
    verify,
    evaluate,
    feedback,
    audit,
    backup,
):
    command.register(cli, opened)


def _one_of(argument: str | None, batch: Path | None) -> None:
    if (argument is None) == (batch is None):
        raise typer.BadParameter("give a question or --batch FILE, one of the two")
