"""Options that commands share, and how a command opens the data folder."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from bot.app import App

FAILED = 1
DEFAULT_DATA = Path("data")

Config = Annotated[
    Path | None, typer.Option("--config", help="Configuration file (default: ./config.yaml).")
]
Data = Annotated[Path, typer.Option("--data", help="Data folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Opened = Callable[[Path | None, Path], AbstractContextManager[App]]
