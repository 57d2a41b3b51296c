"""`reportdesk demo`: the sample reports in, five questions asked, the answers shown."""

from importlib.resources import files
from pathlib import Path
from shutil import copyfile
from typing import Any

import yaml
from rich.console import Console
from rich.markup import escape

from bot.answering.records import Question, Turn
from bot.app import App
from bot.output import as_text
from ingest.job import FileResult, run
from ingest.records import Overrides
from store.records import ReportStatus


def run_demo(app: App, console: Console) -> None:
    """Ingest the bundled samples into the data folder and ask the sample questions."""
    plan = ingest_samples(app, console)
    turns: list[Turn] = []
    for number, entry in enumerate(plan["questions"], start=1):
        follows = entry.get("follows")
        history = (turns[follows - 1],) if follows else ()
        console.rule(f"Question {number} of {len(plan['questions'])}")
        console.print(f"[bold cyan]{escape(entry['ask'])}[/bold cyan]")
        console.print(f"[dim]{escape(entry['why'])}[/dim]\n")
        given = app.services.ask(Question(entry["ask"], history))
        console.print(as_text.answer(given))
        console.print()
        turns.append(Turn(entry["ask"], " ".join(one.text for one in given.statements)))


def ingest_samples(app: App, console: Console) -> dict[str, Any]:
    """Ingest the bundled samples into the data folder; return the plan they came with."""
    samples = Path(str(files("bot") / "samples"))
    plan: dict[str, Any] = yaml.safe_load((samples / "samples.yaml").read_text(encoding="utf-8"))
    console.print(
        "[bold]The sample reports[/bold] (every body, person and event in them is invented)\n"
    )
    inbox = app.library.folder / "samples"
    inbox.mkdir(parents=True, exist_ok=True)
    ids: dict[str, str] = {}
    for entry in plan["reports"]:
        _ingest(app, samples, inbox, entry, ids, console)
    return plan


def _ingest(
    app: App,
    samples: Path,
    inbox: Path,
    entry: dict[str, Any],
    ids: dict[str, str],
    console: Console,
) -> None:
    """Ingest one sample, then its correction, then withdraw it, as its entry says."""
    target = inbox / Path(entry["file"]).name
    supersedes = ids.get(entry.get("supersedes", ""))
    if not (entry.get("replaces_with") and target.exists()):
        copyfile(samples / entry["file"], target)
    result = _one(app, target, supersedes)
    _say(console, result)
    if entry.get("replaces_with"):
        copyfile(samples / entry["replaces_with"], target)
        result = _one(app, target, supersedes)
        _say(console, result, "the corrected version")
    if result.report is None:
        return
    ids[entry["file"]] = result.report.report_id
    if entry.get("withdraw") and result.report.status is not ReportStatus.WITHDRAWN:
        app.library.index.set_status(
            result.report.report_id, ReportStatus.WITHDRAWN, reason=entry["reason"]
        )
        console.print(f"withdrawn {target.name} [dim]({escape(entry['reason'])})[/dim]")


def _one(app: App, target: Path, supersedes: str | None) -> FileResult:
    library = app.library
    overrides = Overrides(supersedes=supersedes)
    return next(run([target.resolve()], overrides, library.desk()))


def _say(console: Console, result: FileResult, note: str = "") -> None:
    report = result.report
    told = f" — {report.title}" if report else f": {result.reason}"
    extra = f" ({note})" if note else ""
    console.print(f"{result.outcome:<9} {escape(as_text.printable(result.name + extra + told))}")
