"""`reportdesk ingest`: files, folders and addresses become indexed reports."""

from datetime import datetime
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
    read_embargo,
    text,
)
from bot.ingesting import finish_left_over, say_what_is_gone, show_preview, tell_results
from bot.moments import moment
from ingest.job import FileResult, Outcome, work_off
from ingest.records import Overrides
from ingest.sources.find import find
from ingest.wiring import Library
from ingest.work import EVEN_IF_DUPLICATE

IN_PART = 3
Places = Annotated[
    list[str], typer.Argument(help="Files, folders and addresses.", metavar="PATH|URL")
]
Supersedes = Annotated[
    str | None, typer.Option(callback=text, help="The report that the ingested one replaces.")
]
Published = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Publication date.")]
Subject = Annotated[str | None, typer.Option(callback=text, help="Who is reported on.")]
EvenIfDuplicate = Annotated[
    bool, typer.Option(help="Index it though the library has the same or nearly so.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
]
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
        places: Places,
        json_lines: AsJson = False,
        supersedes: Supersedes = None,
        published: Published = None,
        subject: Subject = None,
        embargo_until: EmbargoUntil = None,
        embargo_channel: EmbargoChannels = None,
        embargo_person: EmbargoPeople = None,
        even_if_duplicate: EvenIfDuplicate = False,
        dry_run: DryRun = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Ingest reports: files, folders of them, addresses of pages, documents and feeds."""
        also = {EVEN_IF_DUPLICATE: "yes"} if even_if_duplicate else {}
        with opened(config, data) as app:
            library = app.library
            embargo = read_embargo(embargo_until, embargo_channel, embargo_person)
            day = published.date() if published else None
            said = _checked(Overrides(day, subject, supersedes, embargo), library)
            desk = library.desk()
            if dry_run:
                show_preview(desk, places, said, out, json_lines=json_lines)
                return
            wanted = find(places, said, desk, **also)
            addresses = [one.address for one in wanted]
            results = tell_results(
                work_off(wanted, desk), addresses, (out, err), json_lines=json_lines
            )
            finish_left_over(desk, err)
            say_what_is_gone(desk, err)
            _exit_for(results)


def _checked(said: Overrides, library: Library) -> Overrides:
    """Refuse what cannot be said of any file before one is read."""
    if said.supersedes:
        library.catalog.report(said.supersedes)
    if said.embargo and said.embargo.until <= library.clock():
        until = moment(said.embargo.until)
        raise typer.BadParameter(f"{until} is past", param_hint="--embargo-until")
    return said


def _exit_for(results: list[FileResult]) -> None:
    failed = sum(result.outcome is Outcome.FAILED for result in results)
    if failed:
        raise typer.Exit(FAILED if failed == len(results) else IN_PART)
