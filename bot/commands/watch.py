"""`reportdesk watch`: keep ingesting."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.options import DEFAULT_DATA, AsJson, Config, Data, Opened


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the command."""
    err = Console(stderr=True, soft_wrap=True, highlight=False)

    @cli.command()
    def watch(
        folders: Annotated[
            list[Path] | None, typer.Argument(help="Folders to watch.", metavar="FOLDER")
        ] = None,
        json_lines: AsJson = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Keep ingesting: folders, and the feeds, addresses and folders in ingest.sources."""
        for folder in folders or []:
            if not folder.is_dir():
                raise typer.BadParameter(f"{folder} is not a folder")
        # What watches folders and reads feeds takes time to import that no other command needs.
        from bot.watching import watch_sources  # noqa: PLC0415

        with opened(config, data) as app:
            watch_sources(app, folders or [], err, json_lines=json_lines)
