"""The config file shows the defaults, explains every key; what is wrong is refused."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from bot.settings import Settings, load_settings
from store.errors import SettingsError

ROOT = Path(__file__).resolve().parents[2]
CONFIG = ROOT / "config.yaml"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
KEY = re.compile(r"(?P<indent> *)(?P<name>[a-z_]+):")
# Its value replaces built-in lists, so it stands there commented out.
COMMENTED_OUT = {"ingest.describe"}


def names(model: type[BaseModel], prefix: str = "") -> set[str]:
    found = set()
    for name, field in model.model_fields.items():
        nested = isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        if nested and prefix + name not in COMMENTED_OUT:
            found |= names(field.annotation, f"{prefix}{name}.")
        else:
            found.add(prefix + name)
    return found


def given_names(data: dict, prefix: str = "") -> set[str]:
    found = set()
    for name, value in data.items():
        nested = isinstance(value, dict)
        found |= given_names(value, f"{prefix}{name}.") if nested else {prefix + name}
    return found


def yaml_blocks():
    return [
        pytest.param(block, id=f"{page.name}-{number}")
        for page in PAGES
        for number, block in enumerate(
            re.findall(r"```ya?ml\n(.*?)```", page.read_text(), re.DOTALL)
        )
    ]


def test_the_config_file_says_the_defaults():
    assert load_settings(CONFIG) == Settings()


def test_the_config_file_has_every_key():
    data = yaml.safe_load(CONFIG.read_text())

    assert given_names(data) == names(Settings) - COMMENTED_OUT


def test_every_key_in_the_config_file_has_a_comment_above_it():
    lines = ["", *CONFIG.read_text().splitlines()]
    bare = [
        line
        for above, line in pairwise(lines)
        # The parts of a group are explained together, above the group.
        if (key := KEY.match(line)) and len(key["indent"]) <= 2 and above.strip()[:1] != "#"
    ]

    assert bare == []


def test_the_example_that_is_commented_out_is_valid():
    lines = CONFIG.read_text().splitlines()
    first = lines.index("  # describe:")
    example = [line.replace("# ", "", 1) for line in lines[first:] if line.startswith("  # ")]
    block = "\n".join(example[: next(n for n, line in enumerate(example) if n and line[2] != " ")])

    settings = Settings.model_validate({"ingest": yaml.safe_load(block)})

    assert "the Met" in settings.ingest.describe.subjects["Metropolitan Police Service"]


@pytest.mark.parametrize("block", yaml_blocks())
def test_every_example_in_the_documentation_is_valid(block):
    assert Settings.model_validate(yaml.safe_load(block)) != Settings()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("stor: {}", "stor: unknown key"),
        ("store: {spred: 0.1}", "store.spred: unknown key"),
        ("ingest: {segment: {target: 1}}", "ingest.segment.target: unknown key"),
        ("answer: {modle: x}", "answer.modle: unknown key"),
        ("slack: {token: xoxb-1}", "slack.token: unknown key"),
        ("store: {spread: 2}", "store.spread: Input should be less than or equal to 1"),
        ("store: {spread: lots}", "store.spread: "),
        ("store: {a: 1, b: 2}", "store.a: unknown key; store.b: unknown key"),
        ("- a list", "the file: "),
        ("store: [", "is not valid YAML"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path, content, named):
    path = tmp_path / "config.yaml"
    path.write_text(content)

    with pytest.raises(SettingsError, match=re.escape(named)) as caught:
        load_settings(path)
    assert "xoxb" not in str(caught.value)


def test_a_config_file_that_is_named_must_be_there(tmp_path):
    with pytest.raises(SettingsError, match=r"none\.yaml"):
        load_settings(tmp_path / "none.yaml")


def test_without_one_the_defaults_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load_settings(None) == Settings()

    (tmp_path / "config.yaml").write_text("store: {candidates: 7}")
    assert load_settings(None).store.candidates == 7


@pytest.mark.parametrize("content", ["", "# nothing\n", "{}", "null"])
def test_an_empty_config_file_is_the_defaults(tmp_path, content):
    (tmp_path / "config.yaml").write_text(content)

    assert load_settings(tmp_path / "config.yaml") == Settings()
