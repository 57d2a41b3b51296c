"""Pages that are pictures, read by the real packaged models, and what is said of them."""

import socket
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from fakes import make_description
from scan_maker import lines, scanned

from ingest.doubts import doubted
from ingest.load import load
from ingest.ocr import OcrSettings, open_reader, weights
from ingest.ocr.ink import bullet_in, ink_of
from ingest.ocr.lines import Letters, pieces_of
from ingest.ocr.marks import few_ideographs, without_ideographs, written
from ingest.ocr.tesseract import TesseractReader
from ingest.page_notes import page_notes
from ingest.records import Loaded, RawFile
from store.errors import MissingPartError, PermanentError
from store.records import Page, Sourced
from store.rows import pages_from, pages_to

SLIP = (320.0, 150.0)
SAID = ("The keeper’s log of 14 May 2021", "shows that 37 lamps failed, which", "nobody reported.")


def slip(canvas):
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(30, 115, "Lamps at Saltmere")
    lines(canvas, 30, 85, *SAID, size=12)


def read(content: bytes, mode="auto") -> Loaded:
    return load(RawFile(Path("scan.pdf"), content, "0"), OcrSettings(mode, 1))


@pytest.fixture
def offline(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("OCR went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize("turned", [0, 90, 180])
def test_a_scan_is_read_without_the_network(offline, turned):
    loaded = read(scanned(slip, SLIP, turned=turned))

    assert loaded.text == "Lamps at Saltmere\n\n" + " ".join(SAID)
    assert [loaded.text[h.start : h.end] for h in loaded.headings] == ["Lamps at Saltmere"]
    assert loaded.pages[0].ocr > 0.95


def test_no_other_command_pays_for_it():
    code = "import sys, bot.cli; print(sorted({'cv2', 'rapidocr'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_a_page_with_its_own_text_is_not_read_again(monkeypatch):
    from ingest.ocr.packaged import PackagedReader  # noqa: PLC0415 - it costs a second

    monkeypatch.setattr(PackagedReader, "read", lambda *_: pytest.fail("was read by OCR"))
    loaded = read(printed_page())

    assert loaded.pages[0].ocr is None


def printed_page() -> bytes:
    import io  # noqa: PLC0415 - only here

    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    target = io.BytesIO()
    canvas = Canvas(target)
    lines(canvas, 72, 700, *["The board visited the station and wrote down what it saw."] * 3)
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("keeper's", "keeper’s"),
        ("'deep", "‘deep"),
        ("`It", "‘It"),
        ("dive'", "dive’"),
        ('"Yes,"', "“Yes,”"),
        ("('so')", "(‘so’)"),
        ("'90s", "’90s"),
        ("Ｒeport：", "Report:"),
        ('3½"', "3½”"),
    ],
)
def test_quotation_marks_are_curled_and_wide_marks_made_plain(seen, meant):
    assert written(seen) == meant


def test_ideographs_that_are_few_are_badges():
    page = ["山", "Quality", "Commission", "standards"]

    assert few_ideographs(page)
    assert [without_ideographs(word) for word in page] == ["", *page[1:]]
    assert not few_ideographs(["山田", "さん"])


def drawn_line(text: str, *gaps: int) -> tuple[np.ndarray, Letters]:
    """Bars for letters, 4 wide; `gaps` are the blanks behind them."""
    picture = np.full((30, 8 + sum(gaps) + 4 * (len(gaps) + 1), 3), 255, np.uint8)
    at, places = 4, []
    for gap in (*gaps, 0):
        picture[6:24, at : at + 4] = 0
        places.append((at + 2) / picture.shape[1])
        at += 4 + gap
    letters = iter(places)
    where = [0.0 if char == " " else next(letters) for char in text]
    return picture, Letters(text, tuple(where), (1.0,) * len(text))


@pytest.mark.parametrize(
    ("text", "gaps", "words"),
    [
        ("ab cd", (2, 9, 2), ["ab", "cd"]),
        ("ab c,d", (2, 9, 2, 8), ["ab", "c,", "d"]),  # A space that was not read.
        ("ab c,d", (2, 9, 2, 3), ["ab", "c,d"]),
        ("ab 1,23", (2, 9, 2, 8, 8), ["ab", "1,", "23"]),  # Figures stay together.
        ("ab il", (2, 9, 6), ["ab", "il"]),  # Thin letters leave room.
    ],
)
def test_only_a_certain_space_parts_a_word(text, gaps, words):
    picture, letters = drawn_line(text, *gaps)

    assert [piece.text for piece in pieces_of(letters, ink_of(picture), 30)] == words


@pytest.mark.parametrize(
    ("drawing", "found"),
    [
        (lambda grey: cv2.rectangle(grey, (40, 10), (51, 21), 0, -1), (40, 52)),
        (lambda grey: cv2.circle(grey, (45, 16), 5, 0, -1), (40, 51)),
        (lambda grey: cv2.rectangle(grey, (40, 15), (60, 17), 0, -1), None),  # a dash
        (lambda grey: cv2.rectangle(grey, (40, 15), (42, 17), 0, -1), None),  # a speck
        (lambda grey: cv2.putText(grey, "word", (20, 24), 0, 0.8, 0, 2), None),
        (lambda grey: grey, None),
    ],
)
def test_a_bullet_is_one_compact_blob(drawing, found):
    grey = drawing(np.full((33, 90), 250, np.uint8))

    assert bullet_in(grey, 33.0) == found


def test_weights_that_are_not_the_measured_ones_are_refused():
    with pytest.raises(MissingPartError, match="not the measured one"):
        weights.located(replace(weights.LETTERS, sha256="0" * 64))


def test_tesseract_must_be_installed_where_it_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingPartError, match="tesseract"):
        open_reader(OcrSettings("tesseract", 63))


def program(folder: Path, body: str) -> str:
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_what_tesseract_prints_becomes_words(tmp_path):
    rows = (
        "level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext\n"
        "4\t1\t1\t1\t1\t0\t10\t20\t90\t12\t-1\t\n"
        "5\t1\t1\t1\t1\t1\t10\t20\t40\t12\t96.5\tLamp\n"
        "5\t1\t1\t1\t1\t2\t60\t23\t40\t12\t50\tlog"
    )
    tesseract = TesseractReader(program(tmp_path, f"cat >/dev/null; printf '%s\\n' '{rows}'"), 1)

    reading = tesseract.read(np.zeros((100, 200, 3), np.uint8))

    assert [(w.text, w.x0, w.y0, w.y1, w.confidence) for w in reading.words] == [
        ("Lamp", 10, 20, 35, 0.965),
        ("log", 60, 20, 35, 0.5),
    ]


def test_a_tesseract_that_fails_is_named(tmp_path):
    broken = TesseractReader(program(tmp_path, "exit 1"), 1)
    with pytest.raises(PermanentError, match="tesseract"):
        broken.read(np.zeros((10, 10, 3), np.uint8))


def test_pages_that_are_blank_silent_or_doubtful_are_named():
    pages = [
        Page(1, None, 0, 9),
        Page(2, None, 9, 9),
        Page(3, None, 9, 12, 0.614),
        Page(4, None, 12, 12, 0.0),
        Page(5, None, 12, 15, 0.98),
    ]

    assert page_notes(pages, ocr=True) == (
        "Of 5 pages, page 2 is blank. Of 5 pages, page 4 is a picture in which OCR found no words. "
        "Page 3 was read by OCR with low confidence (0.61); check it."
    )
    assert page_notes(pages[:1], ocr=True) is None
    assert page_notes(pages[:2], ocr=False).endswith("images need OCR first.")


def test_pages_kept_by_an_earlier_version_knew_no_ocr():
    pages = (Page(1, "i", 0, 5, 0.97), Page(2, None, 5, 9))

    assert pages_from(pages_to(pages)) == pages
    assert pages_from([[1, "i", 0, 5]]) == (Page(1, "i", 0, 5, None),)


def test_what_a_scan_tells_of_itself_is_not_certain():
    told = replace(
        make_description("A review", "Met"), subject=Sourced("Met", "--subject", sure=True)
    )

    of_scan = doubted(told, Loaded("A review", (Page(1, None, 0, 8, 0.99),)))

    assert of_scan.title == Sourced("A review", "test, read by OCR", sure=False)
    assert of_scan.subject == told.subject
    assert doubted(told, Loaded("A review", (Page(1, None, 0, 8),))) == told
