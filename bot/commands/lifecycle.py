"""`reportdesk reports withdraw|restore|supersede|embargo|diff`: the life of a report."""

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
    ReportName,
    moment_option,
    print_json,
    read_embargo,
)
from bot.output import diffs
from bot.output import moved as output
from bot.output.as_text import unicode_only
from bot.rested import rested_on
from ingest.compare import compare
from store.errors import LifecycleError
from store.lifecycle import Moved
from store.moves import embargo_data
from store.operator import operator

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
    _register_diff(reports_cli, opened)


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
        """Keep a report from all but some channels and people until a moment; else say what is."""
        set_to = read_embargo(until, channel, person)
        if set_to and lift:
            raise typer.BadParameter("--until sets an embargo and --lift ends it; give one of them")
        with opened(config, data) as app:
            if set_to is None and not lift:
                show_embargo(app, report, json_lines)
                return
            show(app, app.library.lifecycle.embargo(report, set_to, operator()), json_lines)


def _register_diff(reports_cli: typer.Typer, opened: Opened) -> None:
    @reports_cli.command()
    def diff(
        report: ReportName,
        before: Annotated[
            int | None,
            typer.Option("--from", min=1, help="A revision (default: the one before)."),
        ] = None,
        after: Annotated[
            int | None, typer.Option("--to", min=1, help="Another one (default: the last).")
        ] = None,
        json_lines: AsJson = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Show what a correction changed, sentence by sentence, and the answers it concerns."""
        with opened(config, data) as app:
            found = compared(app, report, before, after)
            if json_lines:
                print_json(diffs.as_json(found))
            else:
                Console(soft_wrap=True, highlight=False).print(diffs.as_text(found))


def compared(app: App, report: str, before: int | None, after: int | None) -> diffs.Diff:
    """Compare two revisions of a report. Raises UnknownReportError, LifecycleError."""
    catalog = app.library.catalog
    summary = catalog.report(report)
    last = after or summary.revision
    first = before or last - 1
    if first == last or first < 1:
        only = " It has only one." if summary.revision == 1 else ""
        raise LifecycleError(f"Revision {last} of {report!r} has none to be compared with.{only}")
    found = compare(catalog.revision(report, first), catalog.revision(report, last))
    rested = rested_on(report, app.library.audit, app.inbox)
    return diffs.Diff(summary, first, last, found, diffs.answers_of(rested, first))


def show_embargo(app: App, report: str, json_lines: bool) -> None:
    """Print the embargo that is set on a report."""
    catalog = app.library.catalog
    name, embargo = catalog.report(report).report_id, catalog.embargo(report)
    if json_lines:
        print_json({"report_id": name, "embargo": embargo_data(embargo)})
    else:
        told = output.embargo_text(embargo) if embargo else "under no embargo"
        Console(soft_wrap=True, highlight=False).print(f"{name}  {told}", markup=False)


def show(app: App, moved: Moved, json_lines: bool) -> None:
    """Print what was done, with the answers that rest on the report."""
    rested = rested_on(moved.report.report_id, app.library.audit, app.inbox)
    if json_lines:
        print_json(output.as_json(moved, rested))
    else:
        Console(soft_wrap=True, highlight=False).print(output.as_text(moved, rested))
