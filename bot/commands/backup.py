"""`reportdesk backup` and `reportdesk restore`: the whole data folder in one file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.app import App
from bot.commands.options import DEFAULT_DATA, Config, Data, Opened
from store.backups.backup import back_up
from store.backups.members import data_folders
from store.backups.restore import Restored
from store.backups.restore import restore as put_back
from store.errors import SettingsError

_ELSEWHERE = (
    "REPORTDESK_DATABASE_URL is set, so the catalog is not in the data folder, and a file of this "
    "folder alone would be half a backup. Stop `serve` and all other commands, back up that "
    "database with its own tools (pg_dump for PostgreSQL) and copy the data folder beside it."
)


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the commands."""
    out = Console(soft_wrap=True, highlight=False)

    @cli.command()
    def backup(
        file: Annotated[Path, typer.Argument(help="Where to write it.")],
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Write the whole data folder to one file.

        It may be done while `serve` runs.
        """
        with opened(config, data) as app:
            _check_here(app)
            library = app.library
            made = back_up(data, library.engine, library.vectors(), file)
            held = made.manifest
            out.print(
                f"Backed up {held.reports:,} reports, {held.passages:,} passages to {file} "
                f"({made.size:,} bytes, SHA-256 {made.sha256}). It holds what is under embargo "
                "and what was asked: keep it as safe as the data folder.",
                markup=False,
            )
            for other in data_folders(data):
                out.print(
                    f"Not in it is {other}, a data folder of its own: back it up with --data.",
                    markup=False,
                )

    @cli.command()
    def restore(
        file: Annotated[Path, typer.Argument(help="A file that `backup` wrote.")],
        replace: Annotated[
            bool, typer.Option("--replace", help="Take the place of what is in the data folder.")
        ] = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Make the data folder what a backup holds.

        Nothing else may be using the folder.
        """
        with opened(config, data) as app:
            _check_here(app)
            collection = app.settings.store.chroma_collection
            done = put_back(data, file, collection, replace=replace)
            for line in _restored(done):
                out.print(line, markup=False)


def _restored(done: Restored) -> Iterator[str]:
    held = done.manifest
    yield (
        f"Restored {held.reports:,} reports, {held.passages:,} passages as they were at "
        f"{held.made_at}. What was ingested, corrected, withdrawn, put under embargo or "
        "erased since then is to be done again."
    )
    if done.asked:
        yield (
            f"Unanswered at that moment: {done.asked:,} questions in Slack. They may have "
            "been answered since, so the bot leaves them; whoever has no answer asks anew."
        )


def _check_here(app: App) -> None:
    if app.library.database_url:
        raise SettingsError(_ELSEWHERE)
