"""`reportdesk eval`: golden questions, asked and marked."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.commands.options import DEFAULT_DATA, AsJson, Config, Data, Opened
from bot.evaluation.gate import curve, curve_table
from bot.evaluation.golden import read_golden
from bot.evaluation.records import Golden
from bot.evaluation.run import run
from bot.evaluation.save import as_data, compare, load, save
from bot.evaluation.wording import difference, report
from store.errors import SettingsError

_SHOW_EVERY = 20


def register(cli: typer.Typer, opened: Opened) -> None:
    """Add `eval` to the command line; `opened` opens a data folder and explains errors."""

    @cli.command("eval")
    def evaluate(
        files: Annotated[
            list[Path], typer.Argument(metavar="FILE", help="Golden questions, or folders of them.")
        ],
        json_lines: AsJson = False,
        previous: Annotated[
            Path | None, typer.Option("--compare", metavar="PREVIOUS", help="An earlier run.")
        ] = None,
        out: Annotated[
            Path | None, typer.Option("--out", help="Folder to keep the run in.")
        ] = None,
        split: Annotated[
            str | None, typer.Option("--split", help="Only `dev` or only `held_out`.")
        ] = None,
        gate: Annotated[
            bool, typer.Option("--gate", help="Only the refusal gate, as a curve.")
        ] = False,
        config: Config = None,
        data: Data = DEFAULT_DATA,
    ) -> None:
        """Ask golden questions of a library and measure the answers."""
        with opened(config, data) as app:
            before = load(previous) if previous else None
            questions = _chosen(read_golden(files), split)
            if gate:
                points = curve(app.settings, data, questions)
                _print(curve_table(points, app.settings.answer.answer_score))
                return
            ran = list(run(app, questions, _Progress(len(questions))))
            found = as_data(app, ran)
            if out:
                Console(stderr=True).print(f"Kept in {save(found, out)}", markup=False)
            _print(
                json.dumps(found, ensure_ascii=False)
                if json_lines
                else report([mark for _, _, mark in ran])
            )
            if before and not json_lines:
                _print(f"\n{difference(compare(before, found))}")


def _chosen(questions: list[Golden], split: str | None) -> list[Golden]:
    chosen = [one for one in questions if split in (None, one.split)]
    if not chosen:
        raise SettingsError(f"No golden question is in the split {split!r}: use dev or held_out.")
    return chosen


class _Progress:
    """Says on stderr how far a run is."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0

    def __call__(self, _: Golden) -> None:
        self._done += 1
        if self._done % _SHOW_EVERY == 0 or self._done == self._total:
            sys.stderr.write(f"{self._done} of {self._total} asked\n")


def _print(text: str) -> None:
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.buffer.flush()
