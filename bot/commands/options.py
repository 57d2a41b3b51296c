"""Options that commands share, and how a command opens the data folder."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.app import App
from bot.output import as_json
from bot.output.as_text import unicode_only

FAILED = 1
DEFAULT_DATA = Path("data")

Config = Annotated[
    Path | None, typer.Option("--config", help="Configuration file (default: ./config.yaml).")
]
Data = Annotated[Path, typer.Option("--data", help="Data folder.")]
ReportName = Annotated[str, typer.Argument(callback=unicode_only, metavar="REPORT")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Opened = Callable[[Path | None, Path], AbstractContextManager[App]]


def print_json(data: dict[str, Any] | list[dict[str, Any]]) -> None:
    """Print one value on a line; JSON is UTF-8, whatever the terminal's encoding is."""
    sys.stdout.buffer.write(f"{as_json.line(data)}\n".encode())
    sys.stdout.buffer.flush()


def text(given: str | None) -> str | None:
    """Take bytes of an argument that are not UTF-8 for what they are: no text."""
    return unicode_only(given) if given else given
