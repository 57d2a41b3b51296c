"""The shape that keeps the code readable, as a gate."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "ingest", "store")
FILES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
# The job's per-report loop, the reader process, the Slack worker and Bolt's error handler.
MAY_CATCH_ALL = {
    "ingest/job.py",
    "ingest/reader_process.py",
    "bot/slack/desk.py",
    "bot/slack/failures.py",
}


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text())
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_file_is_longer_than_300_lines(path):
    assert len(path.read_text().splitlines()) <= 300


def test_no_function_is_longer_than_50_lines_and_nine_in_ten_fit_30():
    lengths = {f"{name(p)}:{f.name}": length(f) for p in FILES for f in functions(p)}

    too_long = {where: lines for where, lines in lengths.items() if lines > 50}
    within = sum(lines <= 30 for lines in lengths.values()) / len(lengths)

    assert not too_long
    assert within >= 0.9


def test_broad_excepts_stand_only_at_the_outer_edges():
    broad = {
        name(path)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
    }

    assert broad <= MAY_CATCH_ALL


def test_no_import_is_hidden_from_the_linter():
    hidden = [
        name(path)
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    ]

    assert hidden == []


def test_only_what_the_user_laid_out_stands_at_the_top():
    allowed = {
        *PACKAGES, "tests", "docs", "config.yaml", "pyproject.toml", "README.md", "CHANGELOG.md",
        "LICENSE", "Makefile", "requirements.lock",
    }  # fmt: skip
    # What `make` and the tools leave behind is git's business, not the layout's.
    made = {"data", "build", "reportdesk.egg-info"}

    found = {p.name for p in ROOT.iterdir() if not p.name.startswith(".")}

    assert found - made <= allowed
