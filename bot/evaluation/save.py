"""Keeps a run as JSON, with all that it depended on, and tells two runs apart."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.app import App
from bot.evaluation.records import Golden, Observed, Score
from bot.evaluation.summary import ALL, summaries
from ingest.embed import fingerprint
from store.errors import SettingsError
from store.weights import RERANKER

Ran = Sequence[tuple[Golden, Observed, Score]]
_HERE = Path(__file__).resolve().parent


def as_data(app: App, ran: Ran) -> dict[str, Any]:
    """Return a run as plain data: what it ran with, the rates, every question with its marks."""
    catalog = app.library.catalog
    settings = app.settings
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "version": version("reportdesk"),
        "config": settings.model_dump(mode="json"),
        "models": {
            "embedder": fingerprint(settings.ingest.embedder),
            "reranker": _reranker(settings.store.reranker),
            "chat": settings.answer.model,
        },
        "library": {"reports": len(catalog.reports()), "passages": catalog.passage_count()},
        "summary": [asdict(row) for row in summaries([mark for _, _, mark in ran])],
        "questions": [_question(*one) for one in ran],
    }


def _question(golden: Golden, seen: Observed, mark: Score) -> dict[str, Any]:
    asked = golden.question
    return {
        "question": asked.text,
        "history": [turn.question for turn in asked.history],
        "as_of_asked": asked.as_of.isoformat() if asked.as_of else None,
        "as_of": seen.as_of.isoformat() if seen.as_of else None,
        "statements": [asdict(said) for said in seen.statements],
        "withheld": seen.withheld,
        "found": list(seen.found),
        **asdict(mark),
    }


def _reranker(name: str) -> str:
    return RERANKER.fingerprint if name.endswith(RERANKER.name) else name


def commit() -> str | None:
    """Return the commit of the code that runs, None where it is no checkout."""
    git = shutil.which("git")
    if git is None:
        return None
    said = subprocess.run(  # noqa: S603 - git itself, with fixed arguments
        [git, "-C", str(_HERE), "describe", "--always", "--dirty", "--abbrev=12"],
        capture_output=True,
        text=True,
        check=False,
    )
    return said.stdout.strip() or None


def save(data: dict[str, Any], folder: Path) -> Path:
    """Write a run under `folder` and return its file. Raises SettingsError."""
    stamp = str(data["when"]).replace(":", "").replace("+0000", "Z")
    file = folder / f"eval-{stamp}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"The run cannot be written to {file}: {error.strerror}.") from error
    return file


def load(file: Path) -> dict[str, Any]:
    """Return a run that was saved. Raises SettingsError if the file is none."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"The run {file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise SettingsError(f"{file} is not a saved run: {error}") from error
    if not isinstance(data, dict) or not {"questions", "summary"} <= data.keys():
        raise SettingsError(f"{file} is not a saved run: it has no questions and summary.")
    return data


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one run to another; a moved rate is (name, before, after)."""

    better: tuple[str, ...]
    worse: tuple[str, ...]
    gone: tuple[str, ...]
    added: tuple[str, ...]
    moved: tuple[tuple[str, float, float], ...]


def compare(before: dict[str, Any], after: dict[str, Any]) -> Difference:
    """Return which questions are right now and were wrong before, and which the other way round."""
    old = {one["id"]: one for one in before["questions"]}
    new = {one["id"]: one for one in after["questions"]}
    both = [name for name in new if name in old]
    return Difference(
        better=tuple(n for n in both if new[n]["right"] and not old[n]["right"]),
        worse=tuple(n for n in both if old[n]["right"] and not new[n]["right"]),
        gone=tuple(name for name in old if name not in new),
        added=tuple(name for name in new if name not in old),
        moved=_moved(_total(before), _total(after)),
    )


def _total(run: dict[str, Any]) -> dict[str, Any]:
    rows = [row for row in run["summary"] if row["name"] == ALL]
    return rows[0] if rows else {}


def _moved(old: dict[str, Any], new: dict[str, Any]) -> tuple[tuple[str, float, float], ...]:
    names = [name for name in new if name != "name" and isinstance(old.get(name), int | float)]
    return tuple(
        (name, old[name], new[name])
        for name in names
        if isinstance(new[name], int | float) and old[name] != new[name]
    )
