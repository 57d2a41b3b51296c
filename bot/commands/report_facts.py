"""`reportdesk reports show|set`: what is known of a report, and putting it right."""

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
    print_json,
)
from bot.output import report_card
from bot.output.as_text import unicode_only
from bot.people import user_name
from ingest.correct import CorrectParts, correct_report
from ingest.corrections import read_changes
from store.records import ReportSummary
from store.revisions import revision_notes


def register(reports_cli: typer.Typer, opened: Opened) -> None:
    """Add the commands."""
    out = Console(soft_wrap=True, highlight=False)

    @reports_cli.command("show")
    def show_report(
        report: ReportName,
        json_lines: AsJson = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Show what is known of a report, and where each fact came from."""
        with opened(config, data) as app:
            _show(app, app.library.catalog.report(report), out, json_lines=json_lines)

    @reports_cli.command("set")
    def set_facts(
        report: ReportName,
        changes: Annotated[
            list[str],
            typer.Argument(metavar="FIELD=VALUE...", help="FIELD= undoes the correction."),
        ],
        json_lines: AsJson = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Correct what is known of a report, at once; a later file does not undo it."""
        with opened(config, data) as app:
            library = app.library
            known = library.ingest.describe
            aliases = {"subjects": known.subjects, "publishers": known.publishers}
            said = read_changes(map(unicode_only, changes), aliases)
            parts = CorrectParts(library.catalog, library.vectors, library.ingest_parts())
            after = correct_report(report, said, user_name(), parts)
            _show(app, after, out, json_lines=json_lines)


def _show(app: App, summary: ReportSummary, out: Console, *, json_lines: bool) -> None:
    library = app.library
    quotes = len(library.catalog.quotes(summary.report_id, summary.revision))
    history = revision_notes(library.engine, summary.report_id)
    if json_lines:
        print_json(report_card.data(summary, quotes, history))
    else:
        out.print(report_card.text(summary, quotes, history))
