"""`reportdesk ingest`: files and folders become indexed reports."""

import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.options import (
    DEFAULT_DATA,
    FAILED,
    AsJson,
    Config,
    Data,
    Opened,
    print_json,
    text,
)
from bot.output import as_json, as_text
from bot.progress import show_progress
from ingest.job import FileResult, Outcome, run
from ingest.records import Overrides
from ingest.sources.folder import discover

IN_PART = 3


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the command."""
    out = Console(soft_wrap=True, highlight=False)
    err = Console(stderr=True, soft_wrap=True, highlight=False)

    @cli.command()
    def ingest(
        paths: Annotated[list[Path], typer.Argument(help="Files and folders.", metavar="PATH")],
        json_lines: AsJson = False,
        supersedes: Annotated[
            str | None,
            typer.Option(callback=text, help="The report that the ingested one replaces."),
        ] = None,
        published: Annotated[
            datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Publication date.")
        ] = None,
        subject: Annotated[
            str | None, typer.Option(callback=text, help="Who is reported on.")
        ] = None,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Ingest reports: .pdf .docx .html .mhtml .eml .md and .txt files, and folders of them."""
        if addresses := [
            str(path) for path in paths if str(path).startswith(("http:/", "https:/"))
        ]:
            raise typer.BadParameter(
                f"{addresses[0]} is an address, which this version cannot fetch: save the page and "
                "ingest the file"
            )
        with opened(config, data) as app:
            library = app.library
            if supersedes:
                library.catalog.report(supersedes)
            said = Overrides(published.date() if published else None, subject, supersedes)
            files = list(discover(paths))
            began = time.monotonic()
            results: list[FileResult] = []
            with show_progress(err, len(files)) as tick:
                for result in run(files, said, library.ingest_parts(), library.catalog):
                    results.append(result)
                    if json_lines:
                        print_json(as_json.file_result(result))
                    tick(result)
            summary = as_json.ingest_summary(results, time.monotonic() - began)
            if json_lines:
                print_json(summary)
            else:
                out.print(as_text.ingest_summary(summary), markup=False)
            _exit_for(results)


def _exit_for(results: list[FileResult]) -> None:
    failed = sum(result.outcome is Outcome.FAILED for result in results)
    if failed:
        raise typer.Exit(FAILED if failed == len(results) else IN_PART)
