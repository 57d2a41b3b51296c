"""`reportdesk try`: talking to the bot without Slack."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.options import Config, Opened

_DATA = Path("data/try")


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the command."""
    err = Console(stderr=True, soft_wrap=True, highlight=False)

    @cli.command("try")
    def try_(
        port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 picks one.")] = 3030,
        browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
        config: Config = None,
        data: Annotated[Path, typer.Option("--data", help="Data folder.")] = _DATA,
    ) -> None:
        """Talk to the bot on a page that looks like Slack."""
        # Slack's libraries and the web server take half a second that no other command needs.
        from bot.trial.run import try_out  # noqa: PLC0415

        # What is said on the page is gone with it. In the data folder it would lie among the
        # questions of the real Slack, which another bot might be about to answer.
        with TemporaryDirectory(prefix="reportdesk-try-") as said, opened(config, data) as app:
            app.keep_slack_in(Path(said))
            try_out(app, port, err, browser=browser)
