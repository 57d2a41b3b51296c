"""Batch files of the command line: one JSON object a line."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from bot.answering.records import Question, Turn
from bot.output.as_text import unicode_only
from store.errors import SettingsError


def read_batch(path: Path, needed: str) -> list[dict[str, Any]]:
    """Return the objects of a JSON-lines file, each with a text under `needed`.

    Raises SettingsError that names the line which is wrong.
    """
    try:
        # Only a line feed ends a line of JSON; str.splitlines would also cut inside a text.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise SettingsError(f"The batch file {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"The batch file {path} is not UTF-8; save it as UTF-8.") from error
    given = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise SettingsError(f"{path}, line {number} is not JSON: {error.msg}.") from error
        if not isinstance(record, dict) or not isinstance(record.get(needed), str):
            raise SettingsError(f"{path}, line {number} has no {needed!r}.")
        given.append({**record, needed: unicode_only(record[needed])})
    return given


def question(given: dict[str, Any]) -> Question:
    """Return one line of a batch as a question. Raises SettingsError."""
    turns = history(given)
    try:
        as_of = date.fromisoformat(given["as_of"]) if given.get("as_of") else None
    except (TypeError, ValueError) as error:
        raise SettingsError(
            f"The question {given.get('id')!r} has an as_of of the wrong form: {error}"
        ) from error
    return Question(given["question"], turns, as_of, given.get("id"))


def history(given: dict[str, Any]) -> tuple[Turn, ...]:
    """Return what was asked and answered before one line, oldest first. Raises SettingsError."""
    try:
        return tuple(
            Turn(unicode_only(str(turn["question"])), unicode_only(str(turn.get("answer") or "")))
            for turn in given.get("history") or ()
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise SettingsError(
            f"The line {given.get('id')!r} has a history of the wrong form: {error}"
        ) from error
