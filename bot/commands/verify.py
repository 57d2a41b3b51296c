"""`reportdesk verify`: checks the quotations and facts of any draft against the reports."""

import hashlib
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.options import (
    DEFAULT_DATA,
    FAILED,
    AsJson,
    Config,
    Data,
    ForViewer,
    Opened,
    print_json,
)
from bot.output import as_json
from bot.output.checked import listing
from ingest.errors import UnreadableError
from ingest.records import RawFile
from store.records import NOBODY

STDIN = Path("-")


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the command."""

    @cli.command()
    def verify(
        file: Annotated[
            Path,
            typer.Argument(help="Text, Markdown, DOCX or a mail; - reads text.", metavar="FILE"),
        ],
        json_lines: AsJson = False,
        viewer: ForViewer = None,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Check each quotation and each stated fact of a draft against the reports."""
        with opened(config, data) as app:
            checked = app.services.check(app.library.load(read_draft(file)), viewer or NOBODY)
            if json_lines:
                for one in checked:
                    print_json(as_json.checked(one))
            else:
                out = Console(soft_wrap=True, highlight=False)
                out.print(listing(checked))
            if not all(one.holds for one in checked):
                raise typer.Exit(FAILED)


def read_draft(file: Path) -> RawFile:
    """Read a draft's bytes. Raises UnreadableError."""
    try:
        content = sys.stdin.buffer.read() if file == STDIN else file.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{file} cannot be read: {error.strerror}.") from error
    named = Path("standard input.txt") if file == STDIN else file
    return RawFile(named, content, hashlib.sha256(content).hexdigest())
