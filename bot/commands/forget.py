"""`reportdesk forget`: erases what people asked and were told."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.options import DEFAULT_DATA, Config, Data, Opened, slack_id
from store.operator import operator


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the command."""
    out = Console(soft_wrap=True, highlight=False)

    @cli.command()
    def forget(
        person: Annotated[
            str | None, typer.Option("--person", help="What this Slack user asked.")
        ] = None,
        days: Annotated[
            int | None,
            typer.Option("--older-than", min=0, metavar="DAYS", help="What is older than so much."),
        ] = None,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Erase questions and their answers from the data folder.

        The audit log keeps digests of them.
        What stands in Slack is Slack's to delete, and copies of the data folder are yours.
        """
        if (person is None) == (days is None):
            raise typer.BadParameter("give --person ID or --older-than DAYS, one of the two")
        who = slack_id("person", person) if person is not None else None
        with opened(config, data) as app:
            if who is not None:
                number = app.retention.erase_person(who, operator())
            else:
                before = datetime.now(UTC) - timedelta(days=days or 0)
                number = app.retention.erase_before(before, operator())
            out.print(f"Erased {number:,} {'question' if number == 1 else 'questions'}.")
