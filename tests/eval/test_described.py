"""Titles, publishers and dates of real reports against what their publishers list of them."""

import json
import re
import sys
from collections import Counter
from functools import cache

import pytest
from desk import ROOT

from ingest.dates import find_dates
from ingest.describe import DescribeSettings, describe
from ingest.load import load
from ingest.records import Loaded, Overrides
from ingest.sources.folder import read
from store.records import Description

DATA = ROOT.parent / "shared" / "data"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(
        not DATA.exists(), reason="../shared/data, which lies beside the repository"
    ),
]

MEGABYTES = 200
# The others' dates and publishers are guesses.
CERTAIN = ("file name", "content API")
SMALL = {"and", "the", "of"}


@cache
def reports() -> list[tuple[dict, Loaded, Description]]:
    """Every listed report whose date is certain and whose text can be read, described."""
    lines = (DATA / "manifest.jsonl").read_text().splitlines()
    found = []
    for listed in map(json.loads, lines):
        if listed["date_from"].startswith(CERTAIN) and listed["group"] != "pdf_scans_made":
            raw = read(DATA / listed["file"], MEGABYTES)
            loaded = load(raw)
            found.append((listed, loaded, describe(raw, loaded, Overrides(), DescribeSettings())))
    return found


def plain(words: str | None) -> str:
    return re.sub(r"\W+", " ", (words or "").replace("&", "and").casefold()).strip()


def test_publication_dates_are_right_or_marked_not_certain(capsys):
    table: dict[str, Counter] = {}
    wrong = []
    for listed, loaded, described in reports():
        fact, counts = described.published_on, table.setdefault(listed["group"], Counter())
        right = str(fact.value) == listed["date"]
        stated = any(str(one.last) == listed["date"] for one in find_dates(loaded.text))
        counts.update(reports=1, right=right, unsure=not fact.sure, unknown=fact.value is None)
        counts.update(stated=stated, right_of_stated=stated and right)
        wrong += [listed["id"]] if fact.sure and not right else []
    total = sum(table.values(), Counter())
    with capsys.disabled():
        for name, counts in (*table.items(), ("all", total)):
            sys.stdout.write(f"\n{name:>12} {dict(counts)}")
    assert not wrong
    assert total["right_of_stated"] >= 0.95 * total["stated"]
    assert total["stated"] >= 30


def test_titles_are_right():
    pages = [(a, c) for a, _, c in reports() if a["group"] == "govuk_html"]
    wrong = [a["id"] for a, c in pages if plain(c.title.value) != plain(a["title"])]
    assert not wrong
    for listed, _, described in reports():
        # The inspections are listed under titles of the list's making; ours has the authority.
        if authority := listed.get("local_authority"):
            words = set(plain(authority).split()) - SMALL
            title = plain(f"{described.title.value} {described.subject.value}")
            assert words <= set(title.split()), listed["id"]


def test_every_inspection_is_on_its_authority_for_certain():
    for listed, _, described in reports():
        if authority := listed.get("local_authority"):
            assert plain(described.subject.value) == plain(authority), listed["id"]
            assert described.subject.sure, listed["id"]


def test_publishers_that_are_certain_are_right():
    for listed, _, described in reports():
        fact = described.publisher
        ours = set(re.split(r", | and ", fact.value or ""))
        page = listed["group"] == "govuk_html" and fact.sure
        if page or listed["group"] in ("ilacs", "area_send"):
            assert plain(fact.value) == plain(listed["publisher"]), listed["id"]
        elif listed["group"] == "jtai" and "HMICFRS" in listed["publisher"]:
            assert {"Ofsted", "Care Quality Commission", "HMICFRS"} <= ours, listed["id"]


def test_no_report_is_described_as_replacing_another():
    said = [a["id"] for a, _, c in reports() if c.supersedes.value]
    assert not said
