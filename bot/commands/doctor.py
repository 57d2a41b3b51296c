"""`reportdesk doctor`: whether what is kept agrees."""

import typer
from rich.console import Console

from bot.commands.options import DEFAULT_DATA, FAILED, Config, Data, Opened
from bot.doctor import examine


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the command."""
    out = Console(soft_wrap=True, highlight=False)

    @cli.command()
    def doctor(config: Config = None, data: Data = DEFAULT_DATA) -> None:
        """Check that catalog, vectors and lexical index agree; exit 1 if not."""
        with opened(config, data) as app:
            ill = False
            for finding in examine(app.library):
                ill = ill or not finding.well
                out.print(f"{'ok   ' if finding.well else 'WRONG'} {finding.text}", markup=False)
            if ill:
                raise typer.Exit(FAILED)
