"""`reportdesk serve`: the Slack bot."""

from typing import Annotated

import typer
from rich.console import Console

from bot.commands.options import DEFAULT_DATA, Config, Data, Opened


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the command."""
    err = Console(stderr=True, soft_wrap=True, highlight=False)

    @cli.command()
    def serve(
        socket: Annotated[bool, typer.Option("--socket", help="Socket Mode (default).")] = False,
        http: Annotated[bool, typer.Option("--http", help="Events API over HTTP.")] = False,
        port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port for --http.")] = None,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Run the Slack bot, and the vector server that other commands use meanwhile."""
        if socket and http:
            raise typer.BadParameter("choose --socket or --http, not both")
        # Slack's libraries and the web server take half a second that no other command needs.
        from bot.serve import Mode, serve_slack  # noqa: PLC0415

        with opened(config, data) as app:
            mode = Mode.HTTP if http else Mode.SOCKET if socket else None
            serve_slack(app, mode, port, err)
