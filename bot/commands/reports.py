"""`reportdesk reports list|show|set|text`: what the library holds; the rest is in `lifecycle`."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from bot.commands import lifecycle, report_facts
from bot.commands.options import (
    DEFAULT_DATA,
    AsJson,
    Config,
    Data,
    Opened,
    ReportName,
    print_json,
)
from bot.output import as_json, as_text


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the commands."""
    reports_cli = typer.Typer(help="Show what the library holds.", no_args_is_help=True)
    cli.add_typer(reports_cli, name="reports")
    lifecycle.register(reports_cli, opened)
    out = Console(soft_wrap=True, highlight=False)

    @reports_cli.command("list")
    def list_reports(
        json_lines: AsJson = False, config: Config = None, data: Data = DEFAULT_DATA
    ) -> None:
        """List the reports, newest first."""
        with opened(config, data) as app:
            for summary in app.library.catalog.reports():
                if json_lines:
                    print_json(as_json.report(summary))
                else:
                    out.print(as_text.report_line(summary))

    report_facts.register(reports_cli, opened)

    @reports_cli.command("text")
    def report_text(
        report: ReportName,
        revision: Annotated[int | None, typer.Option(min=1, help="An older revision.")] = None,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Print a report's canonical text, byte for byte what the offsets count in."""
        with opened(config, data) as app:
            catalog = app.library.catalog
            number = revision or catalog.report(report).revision
            sys.stdout.buffer.write(catalog.text(report, number).encode())
            sys.stdout.buffer.flush()
