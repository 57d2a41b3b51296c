"""Scans as they are: how many words are wrong, and whether every file gives text or a reason."""

import re
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from scan_maker import lines, scanned

from ingest.errors import UnreadableError
from ingest.load import load
from ingest.records import Loaded, RawFile

REPORTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "reports"
REAL = sorted((REPORTS / "pdf_scans_real").glob("*.pdf"))
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
A4 = (595.0, 842.0)
LEFT = [
    "The lamp room at Saltmere holds forty",
    "oil lamps, of which six were broken on",
    "the day of our visit. Nobody had told the",
    "board, and no order for new glass had",
    "been written since the spring of 1920.",
]
RIGHT = [
    "The keeper said that he had asked twice",
    "for help with the winding gear. We found",
    "both letters in the file, unanswered. The",
    "board must answer every letter within ten",
    "days of the date on which it is received.",
]


def read(path: Path, content: bytes | None = None) -> Loaded:
    return load(RawFile(path, path.read_bytes() if content is None else content, "0"))


def outcome_of(path: Path) -> tuple[str | None, str | None]:
    """Return a file's text, or the reason why it has none."""
    try:
        return read(path).text, None
    except UnreadableError as error:
        return None, str(error)


def words_of(text: str) -> list[str]:
    """Split into words: a glyph of a symbol font that leads a line is a bullet, as in our texts."""
    text = unicodedata.normalize("NFC", text)
    return [re.sub("^[\ue000-\uf8ff]$", "•", word) for word in text.split()]


def distance(wanted: Sequence[str], got: Sequence[str]) -> int:
    """Levenshtein's distance in words."""
    above = list(range(len(got) + 1))
    for row, word in enumerate(wanted, start=1):
        here = [row]
        for column, other in enumerate(got, start=1):
            change = above[column - 1] + (word != other)
            here.append(min(above[column] + 1, here[-1] + 1, change))
        above = here
    return above[-1]


def test_the_distance_counts_words_changed_left_out_and_added():
    assert distance("a b c d".split(), "a x c d e".split()) == 2
    assert distance("a b c".split(), []) == 3


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not here")
def test_at_most_three_words_in_a_hundred_of_the_made_scan_are_wrong():
    (path,) = (REPORTS / "pdf_scans_made").glob("*.pdf")
    wanted = words_of(path.with_suffix(".gold.txt").read_text())

    loaded = read(path)

    assert distance(wanted, words_of(loaded.text)) <= 0.03 * len(wanted)
    assert len(loaded.pages) == 13
    assert all(page.ocr > 0.95 for page in loaded.pages)


@pytest.mark.skipif(not REAL, reason="the shared scans are not here")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_real_scan_gives_text_or_says_why_within_a_minute(path):
    began = time.process_time()
    text, reason = outcome_of(path)

    assert time.process_time() - began < 60
    assert any(map(str.isalnum, text)) if reason is None else reason.startswith(path.name)


@pytest.mark.skipif(not REAL, reason="the shared scans are not here")
def test_a_page_is_read_the_same_whichever_way_up_it_lies():
    loaded = read(REPORTS / "pdf_scans_real" / "cardinal.pdf")

    first, *others = [words_of(loaded.text[page.start : page.end]) for page in loaded.pages]
    assert len(first) > 500
    assert all(distance(first, other) <= 0.03 * len(first) for other in others)


def test_two_columns_are_read_one_after_the_other():
    def page(canvas):
        lines(canvas, 72, 770, "Lamps of the coast", size=20)
        lines(canvas, 72, 700, *LEFT)
        lines(canvas, 320, 700, *RIGHT)

    loaded = read(Path("columns.pdf"), scanned(page, A4))

    assert words_of(loaded.text) == words_of(" ".join(["Lamps of the coast", *LEFT, *RIGHT]))


def test_a_table_keeps_its_rows():
    rows = [("Lamp", "Lit", "Broken"), ("North", "31", "4"), ("South", "27", "12")]

    def page(canvas):
        lines(canvas, 72, 770, "The lamps of the coast on 3 May 1921, station by station.")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                lines(canvas, 72 + 150 * column, 700 - 24 * number, cell)

    loaded = read(Path("table.pdf"), scanned(page, A4))

    assert [" | ".join(row) for row in rows] == loaded.text.splitlines()[-3:]
