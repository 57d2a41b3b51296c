"""`reportdesk recommendations [SUBJECT]`: what reports tell whom to do, and what became of it."""

from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.options import DEFAULT_DATA, AsJson, Config, Data, ForViewer, Opened, print_json
from bot.followed import Followed, followed
from bot.history import read_reports
from bot.output import findings_json, findings_text
from bot.output.as_text import unicode_only
from bot.subjects import resolve_subject
from store.catalog import Catalog
from store.records import NOBODY, Filters


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the command."""

    @cli.command()
    def recommendations(
        subject: Annotated[str | None, typer.Argument(callback=_text)] = None,
        json_lines: AsJson = False,
        viewer: ForViewer = None,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """List recommendations and areas for improvement, newest report first."""
        with opened(config, data) as app:
            catalog = app.library.catalog
            aliases = app.settings.ingest.describe.subjects
            everything = Filters(viewer=viewer or NOBODY)
            known = catalog.subjects(everything)
            named = (resolve_subject(subject, aliases, known),) if subject else None
            found = _newest_first(catalog, replace(everything, subjects=named))
            if json_lines:
                print_json(findings_json.recommendations(found, catalog))
            else:
                out = Console(soft_wrap=True, highlight=False)
                out.print(findings_text.recommendations(found, catalog))


def _text(given: str | None) -> str | None:
    return unicode_only(given) if given else given


def _newest_first(catalog: Catalog, filters: Filters) -> list[Followed]:
    """Return recommendations; what became of one is looked for in its own subject's reports."""
    reads = read_reports(catalog, filters)
    found: list[Followed] = []
    for name in dict.fromkeys(read.report.description.subject.value for read in reads):
        own = [read for read in reads if read.report.description.subject.value == name]
        found += followed(own, catalog)
    order = {read.report.report_id: at for at, read in enumerate(reads)}
    return sorted(found, key=lambda one: -order[one.report.report_id])
