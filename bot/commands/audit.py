"""`reportdesk audit export|verify`: what was answered and done, and that nobody changed it."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.audit_file import problem, read_events, to_data
from bot.commands.options import DEFAULT_DATA, FAILED, AsJson, Config, Data, Opened, print_json


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the commands."""
    audit_cli = typer.Typer(help="Show the audit log, and check it.", no_args_is_help=True)
    cli.add_typer(audit_cli, name="audit")
    out = Console(soft_wrap=True, highlight=False)

    @audit_cli.command()
    def export(
        since: Annotated[
            datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From this day on (UTC).")
        ] = None,
        json_lines: AsJson = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Print the events, oldest first, one JSON object a line with its hashes."""
        del json_lines  # An export has no other form.
        with opened(config, data) as app:
            for event in app.library.audit.events(since.date() if since else None):
                print_json(to_data(event))

    @audit_cli.command()
    def verify(
        file: Annotated[
            Path | None,
            typer.Argument(
                metavar="[FILE]",
                help="An exported log, which this data folder's must still hold.",
            ),
        ] = None,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Check that no event was changed or taken out; exit 1 and name the first that was."""
        with opened(config, data) as app:
            log = app.library.audit
            told = problem(read_events(file), list(log.events())) if file else None
            if broken := log.broken_at():
                told = f"event {broken} was changed after it was written"
            if told:
                out.print(f"WRONG audit log: {told}", markup=False)
                raise typer.Exit(FAILED)
            out.print("ok    audit log: chain unbroken", markup=False)
