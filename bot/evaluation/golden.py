"""Reads golden questions: one JSON object a line, the form that docs/quality.md explains."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.answering.records import Status
from bot.batch import question, read_batch
from bot.evaluation.records import Expected, Golden
from store.errors import SettingsError

# What a golden question may say, in the file's words; `shown` is what `feedback export` adds.
_FIELDS = frozenset(
    "id question history as_of kind split group expected note shown sources reason verdict".split()
)
_EXPECTED = frozenset(
    "status reports cites spans not not_reports first as_of speaker pages".split()
)
_SPLITS = ("dev", "held_out")


def read_golden(paths: Sequence[Path]) -> list[Golden]:
    """Return the questions of files and of the *.jsonl files in folders, in order.

    Raises SettingsError that names the file and the question which is wrong.
    """
    files = [file for path in paths for file in _files(path)]
    found = [_golden(given, file) for file in files for given in read_batch(file, "question")]
    seen: set[str] = set()
    for one in found:
        if one.id in seen:
            raise SettingsError(f"The golden question {one.id!r} is there twice: give it a new id.")
        seen.add(one.id)
    if not found:
        named = ", ".join(str(path) for path in paths)
        raise SettingsError(f"There are no golden questions in {named}.")
    return found


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]


def _golden(given: Mapping[str, Any], file: Path) -> Golden:
    name = given.get("id")
    if not isinstance(name, str) or not name:
        raise SettingsError(f"{file}: the question {given['question']!r} has no id.")
    where = f"{file}, question {name!r}"
    _known(given, _FIELDS, where)
    split = given.get("split", "dev")
    if split not in _SPLITS:
        raise SettingsError(f"{where}: the split {split!r} is none of {', '.join(_SPLITS)}.")
    wanted = given.get("expected")
    return Golden(
        id=name,
        question=question(dict(given)),
        kind=str(given.get("kind", "feedback")),
        split=split,
        group=str(given.get("group", "")),
        expected=None if wanted is None else _expected(wanted, where),
    )


def _expected(given: Mapping[str, Any], where: str) -> Expected:
    _known(given, _EXPECTED, where)
    status = frozenset(given.get("status", ()))
    if not status or not status <= {one.value for one in Status}:
        known = ", ".join(one.value for one in Status)
        raise SettingsError(f"{where}: `status` must be a list of some of {known}.")
    try:
        as_of = date.fromisoformat(given["as_of"]) if given.get("as_of") else None
        spans = tuple(_texts(group) for group in given.get("spans", ()))
        return Expected(
            status=status,
            reports=_texts(given.get("reports", ())),
            spans=spans,
            forbidden=_texts(given.get("not", ())),
            forbidden_reports=_texts(given.get("not_reports", ())),
            first=given.get("first"),
            as_of=as_of,
            speaker=given.get("speaker"),
            cites=_texts(given.get("cites", ())),
            pages=tuple(int(page) for page in given.get("pages", ())),
        )
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{where}: what is expected has the wrong form: {error}") from error


def _texts(given: object) -> tuple[str, ...]:
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        raise TypeError(f"{given!r} is not a list of texts")
    return tuple(given)


def _known(given: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    if unknown := sorted(set(given) - known):
        raise SettingsError(f"{where}: unknown key {', '.join(unknown)}.")
