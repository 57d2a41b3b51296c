"""Options that commands share, and how a command opens the data folder."""

import re
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.app import App
from bot.moments import read_moment
from bot.output import as_json
from bot.output.as_text import unicode_only
from store.records import Embargo, Viewer

FAILED = 1
DEFAULT_DATA = Path("data")

Config = Annotated[
    Path | None, typer.Option("--config", help="Configuration file (default: ./config.yaml).")
]
Data = Annotated[Path, typer.Option("--data", help="Data folder.")]
ReportName = Annotated[str, typer.Argument(callback=unicode_only, metavar="REPORT")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Opened = Callable[[Path | None, Path], AbstractContextManager[App]]


_SLACK_ID = {
    "channel": re.compile(r"[CGD]\w+", re.ASCII),
    "person": re.compile(r"[UW]\w+", re.ASCII),
}


def slack_id(kind: str, given: str) -> str:
    """Return the Slack id of a channel or person; refuse what is none, such as its name."""
    if not _SLACK_ID[kind].fullmatch(given):
        example = "C0123ABCD" if kind == "channel" else "U0123ABCD"
        raise typer.BadParameter(
            f"{given!r} is no Slack id of a {kind}, which looks like {example}: in Slack, open "
            f"the {kind}'s details and copy it from there"
        )
    return given


def read_viewer(given: str) -> Viewer:
    """Return whom `channel:ID` or `person:ID` names."""
    kind, _, name = given.partition(":")
    if kind not in _SLACK_ID:
        raise typer.BadParameter(f"{given!r} is neither channel:ID nor person:ID")
    found = slack_id(kind, name)
    return Viewer(channel=found) if kind == "channel" else Viewer(person=found)


ForViewer = Annotated[
    Viewer | None,
    typer.Option(
        "--viewer",
        parser=read_viewer,
        metavar="channel:ID|person:ID",
        help="Show what this Slack channel or person may see of reports under embargo.",
    ),
]


def moment_option(given: str) -> datetime:
    """Return the moment that an option names."""
    try:
        return read_moment(given)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def read_embargo(
    until: datetime | None, channels: list[str] | None, people: list[str] | None
) -> Embargo | None:
    """Return the embargo that options ask for, None for none."""
    named = {slack_id("channel", one) for one in channels or ()}
    persons = {slack_id("person", one) for one in people or ()}
    if until is None:
        if named or persons:
            raise typer.BadParameter("who may see it goes with until when: give a time too")
        return None
    return Embargo(until, tuple(sorted(named)), tuple(sorted(persons)))


def print_json(data: dict[str, Any] | list[dict[str, Any]]) -> None:
    """Print one value on a line; JSON is UTF-8, whatever the terminal's encoding is."""
    sys.stdout.buffer.write(f"{as_json.line(data)}\n".encode())
    sys.stdout.buffer.flush()


def text(given: str | None) -> str | None:
    """Take bytes of an argument that are not UTF-8 for what they are: no text."""
    return unicode_only(given) if given else given
