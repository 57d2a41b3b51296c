"""`reportdesk feedback export`: what people thought of answers, for evaluation."""

import typer

from bot.commands.options import DEFAULT_DATA, Config, Data, Opened, print_json
from bot.feedback import exported


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add the commands."""
    feedback_cli = typer.Typer(
        help="What people in Slack thought of answers.", no_args_is_help=True
    )
    cli.add_typer(feedback_cli, name="feedback")

    @feedback_cli.callback()
    def feedback() -> None:
        """Show what people in Slack thought of answers."""

    @feedback_cli.command()
    def export(config: Config = None, data: Data = DEFAULT_DATA) -> None:
        """Print one golden question a line (JSON), as `eval` and docs/quality.md have them."""
        with opened(config, data) as app:
            for golden in exported(app.slack_parts):
                print_json(golden)
