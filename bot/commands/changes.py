"""`reportdesk changes SUBJECT`: what changed between the reports on a subject."""

from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.options import DEFAULT_DATA, AsJson, Config, Data, ForViewer, Opened, print_json
from bot.followed import followed
from bot.history import history, read_reports
from bot.output import findings_json, findings_text
from bot.output.as_text import unicode_only
from bot.subjects import resolve_subject
from store.records import NOBODY, Filters


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the command."""

    @cli.command()
    def changes(
        subject: Annotated[str, typer.Argument(callback=unicode_only)],
        json_lines: AsJson = False,
        viewer: ForViewer = None,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Show what changed between the reports on a subject: grades, recommendations."""
        with opened(config, data) as app:
            catalog = app.library.catalog
            aliases = app.settings.ingest.describe.subjects
            everything = Filters(viewer=viewer or NOBODY)
            name = resolve_subject(subject, aliases, catalog.subjects(everything))
            reports = read_reports(catalog, replace(everything, subjects=(name,)))
            past = history(name, reports)
            if json_lines:
                print_json(findings_json.changes(past, catalog))
            else:
                out = Console(soft_wrap=True, highlight=False)
                out.print(findings_text.changes(past, followed(reports, catalog), catalog))
