"""Runs the real command line and holds every run to what holds for all of them."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk import ROOT

from store.catalog import Catalog
from store.database import open_database

INGEST_KEYS = [
    "event", "path", "status", "report_id", "revision", "title", "published_on",
    "published_on_from", "pages", "passages", "seconds", "reason",
]  # fmt: skip
SUMMARY_KEYS = [
    "event", "indexed", "updated", "unchanged", "duplicate", "failed", "passages", "seconds",
]  # fmt: skip
HIT_KEYS = [
    "report_id", "revision", "title", "path", "published_on", "page", "section", "start", "end",
    "text", "score",
]  # fmt: skip
ANSWER_KEYS = [
    "id", "question", "status", "as_of", "statements", "withheld", "nearest", "coverage", "seconds",
]  # fmt: skip
STATEMENT_KEYS = ["text", "kind", "speaker", "citations"]
CITATION_KEYS = [
    "report_id", "revision", "title", "path", "url", "published_on", "page", "section", "start",
    "end", "quote",
]  # fmt: skip
REPORT_KEYS = [
    "report_id", "revision", "title", "path", "subject", "publisher", "published_on",
    "published_on_from", "pages", "passages", "status", "sha256",
]  # fmt: skip
CHANGES_REPORT_KEYS = [
    "report_id", "title", "path", "published_on", "inspected_from", "inspected_to",
]  # fmt: skip
RECOMMENDATION_KEYS = ["id", "report_id", "text", "addressee", "due", "status", "citation"]
STATUSES = {
    "answered", "partly_answered", "not_in_reports", "out_of_scope", "unclear", "paused", "failed",
}  # fmt: skip
KINDS = {"lead", "quote", "extract", "paraphrase", "judgement", "change"}

# Two UTF-16 units and four bytes a letter: whoever counts in either is wrong from here on.
LETTERS = "𝔖𝔞𝔩𝔱𝔪𝔢𝔯𝔢 😀👩🏽‍🚒"
ASTRAL = f"""Saltmere Constabulary: the {LETTERS} kennels

Published 3 June 2021

The sign over the door reads {LETTERS}, which nobody at Saltmere Constabulary could explain.

Saltmere Constabulary keeps 14 police dogs at the kennels in Brackwater.
"""


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Stdout as JSON lines, whichever way a reader tells lines apart."""
        lines = self.text.split("\n")
        assert lines.pop() == ""
        assert lines == self.text.splitlines()
        return [json.loads(line) for line in lines]

    @property
    def one(self) -> dict[str, Any]:
        (only,) = self.lines
        return only


class Desk:
    """A folder in which commands run, with one data folder."""

    def __init__(self, folder: Path, data: str = "data") -> None:
        self.folder = folder
        self.data = data
        self._texts: dict[tuple[str, int], str] = {}

    def run(self, *arguments: object, timeout: float = 120, **environment: str) -> Done:
        """Run a command on the data folder; whatever it does, it shows nobody a traceback."""
        return self.bare(*arguments, "--data", self.data, timeout=timeout, **environment)

    def bare(self, *arguments: object, timeout: float = 120, **environment: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *map(os.fspath, map(_plain, arguments))],
            cwd=self.folder,
            capture_output=True,
            timeout=timeout,
            env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **environment},
            check=False,
        )
        result = Done(done.returncode, done.stdout, done.stderr.decode(errors="replace"))
        assert b"Traceback" not in result.out, result.text
        assert "Traceback" not in result.err, result.err
        return result

    def batch(
        self, command: str, lines: list[dict[str, Any]], timeout: float = 600
    ) -> list[dict[str, Any]]:
        """Run `search` or `ask` on a batch file."""
        file = self.folder / f"{command}-batch.jsonl"
        file.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
        done = self.run(command, "--batch", file, timeout=timeout)
        assert done.code == 0, done.err
        return done.lines

    def text(self, report: str, revision: int) -> str:
        """A revision's canonical text, which is what `reports text` prints."""
        if (report, revision) not in self._texts:
            engine = open_database(self.folder / self.data)
            self._texts[report, revision] = Catalog(engine).text(report, revision)
            engine.dispose()
        return self._texts[report, revision]

    def check_hit(self, hit: dict[str, Any]) -> None:
        """A passage has the contract's form and is what stands at its offsets."""
        assert list(hit) == HIT_KEYS
        text = self.text(hit["report_id"], hit["revision"])
        assert text[hit["start"] : hit["end"]] == hit["text"] != ""

    def check_citation(self, citation: dict[str, Any]) -> None:
        """A citation has the contract's form and is what stands at its offsets."""
        assert list(citation) == CITATION_KEYS
        text = self.text(citation["report_id"], citation["revision"])
        assert text[citation["start"] : citation["end"]] == citation["quote"] != ""

    def check_answer(self, answer: dict[str, Any]) -> None:
        """An answer has the contract's form, and each citation is what stands at its offsets."""
        assert list(answer) == ANSWER_KEYS
        assert answer["status"] in STATUSES
        assert list(answer["coverage"]) == ["reports", "from", "to"]
        cited = []
        for statement in answer["statements"]:
            assert list(statement) == STATEMENT_KEYS
            assert statement["kind"] in KINDS
            assert statement["speaker"] is None or list(statement["speaker"]) == ["name", "role"]
            assert statement["citations"]
            for citation in statement["citations"]:
                self.check_citation(citation)
                cited.append(citation["published_on"])
        assert all(list(one) == ["text", "why"] for one in answer["withheld"])
        for hit in answer["nearest"]:
            assert list(hit) == HIT_KEYS
        assert answer["as_of"] == max((day for day in cited if day), default=None)
        assert bool(answer["statements"]) == (answer["status"] in {"answered", "partly_answered"})


def said(answer: dict[str, Any]) -> list[str]:
    """The sentences of an answer, each on one line."""
    return [" ".join(statement["text"].split()) for statement in answer["statements"]]


def _plain(argument: object) -> str | bytes:
    return argument if isinstance(argument, bytes) else str(argument)
