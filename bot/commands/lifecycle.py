"""`reportdesk reports withdraw|restore|supersede|embargo`: the life of a report."""

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console

from bot.app import App
from bot.commands.options import (
    DEFAULT_DATA,
    AsJson,
    Config,
    Data,
    Opened,
    moment_option,
    print_json,
    read_embargo,
)
from bot.output import moved as output
from bot.output.as_text import unicode_only
from bot.rested import rested_on
from store.lifecycle import Moved
from store.operator import operator

ReportName = Annotated[str, typer.Argument(callback=unicode_only, metavar="REPORT")]
Until = Annotated[
    datetime | None,
    typer.Option(
        "--until",
        parser=moment_option,
        metavar="TIME",
        help='When it ends, with a zone: "2026-12-01 00:01 Europe/London".',
    ),
]
Channels = Annotated[
    list[str] | None,
    typer.Option("--channel", metavar="ID", help="A Slack channel that may see it; repeatable."),
]
People = Annotated[
    list[str] | None,
    typer.Option("--person", metavar="ID", help="A person who may see it in a direct message."),
]


def register(reports_cli: typer.Typer, opened: Opened) -> None:
    """Add the commands."""

    @reports_cli.command()
    def withdraw(
        report: ReportName,
        reason: Annotated[str, typer.Option(callback=unicode_only, help="Why; for the audit log.")],
        json_lines: AsJson = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Take a report out of every answer at once, and list the answers that rest on it."""
        with opened(config, data) as app:
            if not reason.strip():
                raise typer.BadParameter("say why, for the audit log", param_hint="--reason")
            show(app, app.library.lifecycle.withdraw(report, reason, operator()), json_lines)

    @reports_cli.command()
    def restore(
        report: ReportName,
        json_lines: AsJson = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Take back that a report was withdrawn, or else that it was superseded."""
        with opened(config, data) as app:
            show(app, app.library.lifecycle.restore(report, operator()), json_lines)

    @reports_cli.command()
    def supersede(
        report: ReportName,
        by: Annotated[
            str, typer.Option(callback=unicode_only, help="The report that takes its place.")
        ],
        json_lines: AsJson = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Let another report take a report's place, and list the answers that rest on it."""
        with opened(config, data) as app:
            show(app, app.library.lifecycle.supersede(report, by, operator()), json_lines)

    _register_embargo(reports_cli, opened)


def _register_embargo(reports_cli: typer.Typer, opened: Opened) -> None:
    @reports_cli.command()
    def embargo(
        report: ReportName,
        until: Until = None,
        channel: Channels = None,
        person: People = None,
        lift: Annotated[bool, typer.Option("--lift", help="End it now.")] = False,
        json_lines: AsJson = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Keep a report from everybody but some channels and people until a moment."""
        set_to = read_embargo(until, channel, person)
        if (set_to is None) != lift:
            raise typer.BadParameter("give --until TIME, or --lift to end an embargo now")
        with opened(config, data) as app:
            show(app, app.library.lifecycle.embargo(report, set_to, operator()), json_lines)


def show(app: App, moved: Moved, json_lines: bool) -> None:
    """Print what was done, with the answers that rest on the report."""
    rested = rested_on(moved.report.report_id, app.library.audit, app.inbox)
    if json_lines:
        print_json(output.as_json(moved, rested))
    else:
        Console(soft_wrap=True, highlight=False).print(output.as_text(moved, rested))
