"""The main text of GOV.UK pages against a reading of twenty of them by hand.

`gold/govuk_pages.json` was written from the pages' markup before the loader was: for each page the
hash that pins it, what to leave out of its `main` element (requests for other formats of a file),
which pictures stand for words (fractions), and how many words are then left, with the first and
last. The words themselves stay outside the repository.
"""

import hashlib
import json
import re
import sys
from collections import Counter
from pathlib import Path

import lxml.html
import pytest
from desk import ROOT

from ingest.load import load
from ingest.records import RawFile

PAGES = ROOT.parent / "shared" / "data" / "reports" / "govuk_html"
GOLD = json.loads((Path(__file__).parent / "gold" / "govuk_pages.json").read_text())
INLINE = {"a", "abbr", "strong", "em", "span", "sub", "b", "i"}
WORD = re.compile(r"\w+")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not PAGES.exists(), reason="../shared/data, which lies beside the repository"
    ),
]


def gold_words(content: bytes, leave: list[str], alt: list[str]) -> list[str]:
    root = lxml.html.fromstring(content.decode())
    for path in leave:
        for element in root.xpath(path):
            element.drop_tree()
    for path in alt:
        for element in root.xpath(path):
            element.tail = f" {element.get('alt')} {element.tail or ''}"
    pieces: list[str] = []

    def walk(element):
        if not isinstance(element.tag, str):
            return
        apart = "" if element.tag in INLINE else " "
        pieces.append(apart + (element.text or ""))
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        pieces.append(apart)

    walk(root.xpath("//main")[0])
    return WORD.findall("".join(pieces))


def test_the_words_of_twenty_pages():
    found = gold = both = 0
    under = {}
    for name, page in GOLD.items():
        content = (PAGES / f"{name}.html").read_bytes()
        assert hashlib.sha256(content).hexdigest() == page["sha256"]
        words = gold_words(content, page["leave"], page["alt"])
        assert (len(words), words[:3], words[-3:]) == (page["words"], page["first"], page["last"])
        text = load(RawFile(Path(f"{name}.html"), content, "")).text
        expected, got = Counter(words), Counter(WORD.findall(text))
        shared = (expected & got).total()
        recall, precision = shared / expected.total(), shared / got.total()
        if min(recall, precision) < 0.98:
            under[name] = (recall, precision)
        found, gold, both = found + got.total(), gold + expected.total(), both + shared
    sys.stderr.write(f"recall {both / gold:.4f}, precision {both / found:.4f}\n")
    assert both / gold >= 0.98
    assert both / found >= 0.98
    assert not under


def test_the_title_of_every_page():
    wrong = {}
    pages = sorted(PAGES.glob("*.html"))
    for path in pages:
        content = path.read_bytes()
        title = load(RawFile(path, content, "")).metadata.title
        heading = " ".join(lxml.html.fromstring(content.decode()).findtext(".//h1").split())
        if title != heading:
            wrong[path.name] = title
    assert len(pages) == 45
    assert not wrong
