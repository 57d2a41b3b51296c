"""Nothing of a PDF is lost in silence: our words against those that pdfium reads off its pages.

Also what a large or hostile file costs: memory and time of a process of its own.
"""

import io
import json
import os
import re
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from desk import ROOT
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadableError
from ingest.load.pdf import load_pdf
from ingest.ocr import OcrSettings
from ingest.records import RawFile

DATA = ROOT.parent / "shared" / "data"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

# By group: the least share of words kept, the least share of letters kept, and the most letters
# that may be there too often. Running headers and page numbers are meant to be missing; where
# pdfium glues words or letters stand apart, as in mirrored type, letters alone can be compared.
BOUNDS = {
    "ilacs": (0.995, 0.998, 0.002),
    "jtai": (0.995, 0.998, 0.002),
    "area_send": (0.995, 0.998, 0.002),
    "pdf_stress": (0.85, 0.96, 0.01),
    "pdf_scans_real": (0.95, 0.98, 0.01),
}
MEGABYTES = 1024
COST = """
import json, re, sys, time
from pathlib import Path
from ingest.load.pdf import load_pdf
from ingest.ocr import OcrSettings
from ingest.records import RawFile
began = time.process_time()
loaded = load_pdf(RawFile(Path("a.pdf"), Path(sys.argv[1]).read_bytes(), ""), OcrSettings("off"))
# Unlike getrusage, this leaves out what the process that started this one held then.
peak = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
print(json.dumps([len(loaded.pages), len(loaded.text), time.process_time() - began, peak]))
"""


def words(text: str) -> Counter:
    """Letters and digits alone, a soft or hard hyphen at a line's end undone."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[\x02\ufffe\xad]|-\s*\r?\n", "", text)
    return Counter(re.findall(r"[^\W_]+", text))


def printed(path: Path) -> tuple[str, Counter]:
    """Return the plain text of a file as pdfium gives it, and the words that repeat on it."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    lines = Counter(
        re.sub(r"\d+", "#", line.strip().casefold())
        for page in pages
        for line in {*page.splitlines()[:6], *page.splitlines()[-6:]}
    )
    furniture: Counter = Counter()
    for page in pages:
        for line in page.splitlines():
            if lines[re.sub(r"\d+", "#", line.strip().casefold())] > 1:
                furniture += words(line)
    return "\n".join(pages), furniture


def measure(path: Path) -> tuple[float, float, float] | None:
    """Return the shares of words and letters kept, and of letters too many; None if refused."""
    try:
        loaded = load_pdf(RawFile(path, path.read_bytes(), ""), OcrSettings("off"))
    except UnreadableError:
        return None
    text, furniture = printed(path)
    ours, theirs = words(loaded.text), words(text)
    needed = theirs - furniture
    letters = Counter("".join(needed.elements()))
    all_letters = Counter("".join(theirs.elements()))
    there = Counter("".join(ours.elements()))
    return (
        1 - (needed - ours).total() / max(needed.total(), 1),
        1 - (letters - there).total() / max(letters.total(), 1),
        (there - all_letters).total() / max(all_letters.total(), 1),
    )


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data, which lies beside the repository")
@pytest.mark.parametrize("group", BOUNDS)
def test_no_words_of_a_page_are_lost_or_doubled(group, capsys):
    words_kept, letters_kept, too_many = BOUNDS[group]
    found = {path.name: measure(path) for path in sorted((DATA / "reports" / group).glob("*.pdf"))}
    figures = {name: figure for name, figure in found.items() if figure}
    columns = list(zip(*figures.values(), strict=True))

    with capsys.disabled():
        sys.stdout.write(
            f"\n{group}: {len(figures)} of {len(found)} read; words kept: mean "
            f"{sum(columns[0]) / len(figures):.4f}, least {min(columns[0]):.4f}; letters kept: "
            f"least {min(columns[1]):.4f}; letters too many: most {max(columns[2]):.4f}\n"
        )
    assert figures
    amiss = {
        name: each
        for name, each in figures.items()
        if each[0] < words_kept or each[1] < letters_kept or each[2] > too_many
    }
    assert amiss == {}


def cost(tmp_path: Path, content: bytes) -> tuple[int, int, float, int]:
    """Return pages, characters, seconds of CPU and peak megabytes of reading a file."""
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", COST, path],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return tuple(json.loads(done.stdout))


def drawn(pages) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def report_page(canvas) -> None:
    canvas.setFont("Helvetica", 9)
    for line in range(50):
        canvas.drawString(72, 780 - 14 * line, "the lamp and the horn of the station " * 2)
    for row in range(4):
        canvas.grid([72, 200, 300], [20 + 15 * row, 35 + 15 * row])
        canvas.drawString(75, 24 + 15 * row, "Station")
        canvas.drawString(205, 24 + 15 * row, "Good")


def test_500_pages_take_little_memory_and_time_in_proportion(tmp_path, capsys):
    _, _, short, _ = cost(tmp_path, drawn([report_page] * 100))
    pages, _, long, peak = cost(tmp_path, drawn([report_page] * 500))

    with capsys.disabled():
        sys.stdout.write(f"\n500 pages: {peak} MB, {long:.1f} s of CPU; 100 pages: {short:.1f} s\n")
    assert pages == 500
    assert peak < MEGABYTES
    assert long < 8 * short


def many_letters(canvas) -> None:
    canvas.setFont("Helvetica", 2)
    for line in range(250):
        canvas.drawString(10, 10 + 3 * line, "lamp oil " * 50)


def many_objects(canvas) -> None:
    canvas.setFont("Helvetica", 1)
    for row in range(200):
        for column in range(200):
            canvas.drawString(10 + 2.8 * column, 10 + 3.9 * row, str(row * column % 97))


def many_columns(canvas) -> None:
    canvas.setFont("Helvetica", 2)
    for row in range(270):
        place = 10
        while place < 570:
            canvas.drawString(place, 10 + 3 * row, "ab")
            place += (4, 5, 8, 11)[(row * place) % 4]


def many_lines(canvas) -> None:
    for number in range(30000):
        canvas.line(number * 7 % 580, number * 13 % 830, number * 11 % 580, number * 17 % 830)
        if number < 350:
            canvas.line(0, number * 2.3, 580, number * 2.3)
            canvas.line(number * 1.6, 0, number * 1.6, 830)
    canvas.drawString(72, 700, "The lamp burned all night.")


@pytest.mark.parametrize("page", [many_letters, many_objects, many_columns, many_lines])
def test_a_page_of_very_much_takes_seconds(page, tmp_path):
    began = time.monotonic()
    _, characters, _, peak = cost(tmp_path, drawn([page]))

    assert characters > 20
    assert peak < MEGABYTES
    assert time.monotonic() - began < 60
