import hashlib
from datetime import date
from pathlib import Path

from ingest.load.markdown import load_markdown
from ingest.records import Loaded, RawFile

SOURCE = """\
---
title: Review of the lamps
date: 2021-03-04
publisher: Harbour Board
---
# Review of the *lamps*

The board [visited](https://example.org/visits) **nine**
stations.

> “No lamp may be dark,” said Ada Stone.

- North
- South
  - inner pier

3. third
4. fourth

| Station | Lamp |
|---|---|
| North | dark |

Setext heading
--------------

```
keep *this*  as is
```
"""


def load(source: str) -> Loaded:
    data = source.encode()
    return load_markdown(RawFile(Path("a.md"), data, hashlib.sha256(data).hexdigest()))


def test_marks_become_structure():
    loaded = load(SOURCE)
    assert loaded.text.split("\n\n") == [
        "Review of the lamps",
        "The board visited nine stations.",
        "“No lamp may be dark,” said Ada Stone.",
        *("• North", "• South", "• inner pier", "3. third", "4. fourth"),
        "Station | Lamp\nNorth | dark",
        "Setext heading",
        "keep *this* as is",
    ]
    assert [(each.level, loaded.text[each.start : each.end]) for each in loaded.headings] == [
        (1, "Review of the lamps"),
        (2, "Setext heading"),
    ]


def test_front_matter_becomes_metadata():
    metadata = load(SOURCE).metadata
    assert metadata.title == "Review of the lamps"
    assert metadata.publisher == "Harbour Board"
    assert metadata.published_on == date(2021, 3, 4)
    assert metadata.published_on_from == "front matter date"


def test_broken_front_matter_does_not_stop_the_text():
    assert load("---\ntitle: [unclosed\n---\nThe lamps burn.\n").text == "The lamps burn."


def test_notes_and_html_within_are_read():
    loaded = load(
        "The lamps burn.[^1] And<br>burn.\n\n<table><tr><th>Station</th><th>Lamp</th></tr>"
        "<tr><td>North</td><td>dark</td></tr></table>\n\n[^1]: Since March.\n"
    )
    assert loaded.text.split("\n\n") == [
        *("The lamps burn. And burn.", "Station | Lamp\nNorth | dark", "1. Since March.")
    ]


def test_front_matter_that_refers_to_itself_is_no_bomb():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    front = "\n".join(lines)
    assert load(f"---\n{front}\ntitle: Lamps\n---\nThe lamps burn.\n").metadata.title == "Lamps"
