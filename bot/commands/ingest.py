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
    moment_option,
    print_json,
    read_embargo,
    text,
)
from bot.moments import moment
from bot.output import as_json, as_text
from bot.progress import show_progress
from ingest.job import FileResult, Outcome, run
from ingest.records import Overrides
from ingest.sources.folder import discover
from store.records import Embargo

IN_PART = 3
EmbargoUntil = Annotated[
    datetime | None,
    typer.Option(
        parser=moment_option,
        metavar="TIME",
        help='Show it to nobody before: "2026-12-01 00:01 Europe/London".',
    ),
]
EmbargoChannels = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="A Slack channel that may see it before; repeatable."),
]
EmbargoPeople = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="A person who may, in a direct message; repeatable."),
]


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
        embargo_until: EmbargoUntil = None,
        embargo_channel: EmbargoChannels = None,
        embargo_person: EmbargoPeople = None,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Ingest reports: .txt, .md, .html, .docx and .pdf files, and folders of them."""
        _refuse_addresses(paths)
        with opened(config, data) as app:
            library = app.library
            if supersedes:
                library.catalog.report(supersedes)
            embargo = read_embargo(embargo_until, embargo_channel, embargo_person)
            _refuse_past(embargo, library.clock())
            day = published.date() if published else None
            said = Overrides(day, subject, supersedes, embargo)
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


def _refuse_addresses(paths: list[Path]) -> None:
    addresses = [str(path) for path in paths if str(path).startswith(("http:/", "https:/"))]
    if addresses:
        raise typer.BadParameter(
            f"{addresses[0]} is an address, which this version cannot fetch: save the page and "
            "ingest the file"
        )


def _refuse_past(embargo: Embargo | None, now: datetime) -> None:
    if embargo and embargo.until <= now:
        raise typer.BadParameter(f"{moment(embargo.until)} is past", param_hint="--embargo-until")


def _exit_for(results: list[FileResult]) -> None:
    failed = sum(result.outcome is Outcome.FAILED for result in results)
    if failed:
        raise typer.Exit(FAILED if failed == len(results) else IN_PART)
