"""`reportdesk pause|resume`: the switch that stops answering."""

from typing import Annotated

import typer
from rich.console import Console

from bot.commands.options import DEFAULT_DATA, Config, Data, Opened
from bot.output.as_text import printable, unicode_only
from store.operator import operator

_LONGEST = 300


def reason_text(given: str) -> str:
    """Return a reason on one line. Raises BadParameter where there is none, or too much of it."""
    reason = " ".join(printable(unicode_only(given)).split())
    if not reason:
        raise typer.BadParameter("say why, in words that askers may read")
    if len(reason) > _LONGEST:
        raise typer.BadParameter(f"askers are shown it: at most {_LONGEST} characters, please")
    return reason


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the commands."""
    out = Console(soft_wrap=True, highlight=False)

    @cli.command()
    def pause(
        reason: Annotated[str, typer.Argument(callback=reason_text, help="What askers are told.")],
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Answer no more questions, and tell askers why.

        It holds at once, in a running bot too.
        """
        with opened(config, data) as app:
            app.library.switch.pause(reason, operator())
            out.print(f"Paused: {reason}", markup=False)
            out.print("`reportdesk resume` ends it. Searching and ingesting go on.", markup=False)

    @cli.command()
    def resume(config: Config = None, data: Data = DEFAULT_DATA) -> None:
        """Answer questions again after a pause."""
        with opened(config, data) as app:
            ended = app.library.switch.resume(operator())
            out.print("Questions are answered again." if ended else "Nothing was paused.")
