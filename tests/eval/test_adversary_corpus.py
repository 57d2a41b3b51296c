"""The attacks of tests/unit/adversary.py on sentences of real reports, and what is kept."""

import random
import sys
from pathlib import Path

import pytest

from bot.answering.checks.support import Source, why_unsupported
from ingest.load import load
from ingest.records import RawFile

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests" / "unit"))
import adversary  # noqa: E402 - beside the unit tests.
from test_adversary import attack, plain_sentences  # noqa: E402

REPORTS = ROOT.parent / "shared" / "data" / "reports"
_FILES = 24
_PER_FILE = 25
_CAUGHT = 0.99  # Of the mutations; a few of them say the same as before.
_STITCHED = 0.9

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not here"),
]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """A sample of sentences of each of some reports, as one text."""
    rng = random.Random(5)
    files = sorted(
        path
        for path in REPORTS.rglob("*")
        if path.suffix in (".docx", ".html", ".pdf") and not path.parent.name.startswith("pdf_")
    )
    chosen = []
    for path in rng.sample(files, _FILES):
        found = plain_sentences(load(RawFile(path, path.read_bytes(), "")).text)
        at = rng.randrange(max(1, len(found) - _PER_FILE))
        chosen.append("\n\n".join(one for one, _ in found[at : at + _PER_FILE]))
    return chosen


def test_wrong_sentences_made_from_real_reports_are_caught(texts):
    made, passed = attack(texts, 7)
    stitched = [one for one in passed if one[0] == "stitched"]
    others = [one for one in passed if one[0] != "stitched"]
    assert made.total() > 2000
    assert len(others) <= (1 - _CAUGHT) * (made.total() - made["stitched"]), (made, others)
    assert len(stitched) <= (1 - _STITCHED) * made["stitched"], (made, stitched)


def test_true_sentences_of_real_reports_and_light_paraphrases_are_kept(texts):
    kept = {True: [0, 0], False: [0, 0]}
    for text in texts:
        for one, _ in plain_sentences(text):
            for said in (one, *adversary.light_paraphrases(one)):
                whole = kept[said == one]
                whole[1] += 1
                whole[0] += why_unsupported(said, [Source(one, whole=text)]) is None
    assert kept[True][0] >= 0.98 * kept[True][1], kept
    assert kept[False][0] >= 0.95 * kept[False][1], kept
