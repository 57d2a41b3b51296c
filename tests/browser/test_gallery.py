"""The gallery: each layout is one that Slack takes, and has its picture."""

from pathlib import Path

import pytest
from layouts import LAYOUTS
from slack_standin.contract import Contract
from slack_standin.rules import refuse_blocks

DOCS = Path(__file__).resolve().parents[2] / "docs"
CONTRACT = Contract()


def test_every_layout_has_a_name_of_its_own():
    names = [layout.name for layout in LAYOUTS]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_slack_takes_it(layout):
    blocks = layout.view["blocks"] if layout.view else layout.blocks
    assert layout.view or layout.text
    assert refuse_blocks(blocks, CONTRACT, in_view=bool(layout.view)) is None
    if layout.view and layout.view["type"] == "modal":
        assert CONTRACT.view(layout.view) == []


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_its_picture_stands_in_the_docs(layout):
    page = (DOCS / "gallery.md").read_text()
    for name in (layout.name, *([f"{layout.name}-dark"] if layout.dark else [])):
        picture = DOCS / "gallery" / f"{name}.png"
        assert f"(gallery/{name}.png)" in page, "run `make gallery`"
        assert picture.stat().st_size < 150_000
