"""Recommendations annotated by reading real reports: which, to whom, by when.

`golden/recommendations.jsonl` holds the first five words of each, in the report's order.
"""

import json
import sys
from pathlib import Path

import pytest
from desk import ROOT

from ingest.describe import DescribeSettings, describe
from ingest.findings import find_findings
from ingest.load import load
from ingest.records import Overrides
from ingest.sources.folder import read

REPORTS = ROOT.parent / "shared" / "data" / "reports"
GOLDEN = Path(__file__).parent / "golden" / "recommendations.jsonl"
MEGABYTES = 200
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1800),
    pytest.mark.skipif(
        not REPORTS.exists(), reason="../shared/data, which lies beside the repository"
    ),
]


def found(name: str) -> list[tuple[str, str | None, str | None, str | None, str]]:
    (path,) = REPORTS.rglob(name)
    raw = read(path, MEGABYTES)
    loaded = load(raw)
    described = describe(raw, loaded, Overrides(), DescribeSettings())
    return [
        (
            " ".join(loaded.text[one.start : one.end].split()[:5]),
            one.number,
            one.addressee,
            one.due.isoformat() if one.due else None,
            one.kind.value,
        )
        for one in find_findings(loaded, described).recommendations
    ]


def expected(line: dict) -> list[tuple[str, str | None, str | None, str | None, str]]:
    names = ("head", "number", "addressee", "due", "kind")
    return [tuple(item[name] for name in names) for item in line["items"]]


def test_annotated_recommendations_are_found_and_no_others(capsys):
    given = wanted = same = exact = 0
    shown: list[str] = []
    for line in map(json.loads, GOLDEN.read_text(encoding="utf-8").splitlines()):
        left, right = expected(line), found(line["file"])
        wanted, given = wanted + len(left), given + len(right)
        rest = list(right)
        for one in left:
            twin = next((other for other in rest if other[0] == one[0]), None)
            same += twin is not None
            exact += twin == one
            if twin:
                rest.remove(twin)
            shown += [f"{line['file'][:30]} {one} is {twin}"] if twin != one else []
        shown += [f"{line['file'][:30]} too much: {one}" for one in rest]
    precision, recall = same / given, same / wanted
    with capsys.disabled():
        figures = f"precision {precision:.3f}, recall {recall:.3f}, {exact} of {wanted} exact"
        sys.stdout.write("\n" + "\n".join([*shown, figures]) + "\n")
    assert precision >= 0.95
    assert recall >= 0.95
    assert exact >= 0.95 * wanted
