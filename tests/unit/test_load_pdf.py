import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from ingest.errors import UnreadableError
from ingest.load.pdf import load_pdf
from ingest.ocr import OcrSettings
from ingest.records import Loaded, RawFile

DATA = Path(__file__).parents[2] / ".." / "shared" / "data" / "reports"
STYLES = getSampleStyleSheet()
SENTENCE = "The board visited the station and wrote down what it saw of the lamp. "


def load(content: bytes) -> Loaded:
    return load_pdf(RawFile(Path("a.pdf"), content, hashlib.sha256(content).hexdigest()))


def flowed(*story, furnished: bool = False) -> bytes:
    target = io.BytesIO()

    def furniture(canvas, document):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 800, "Review of the lamps 1921")
        canvas.drawString(300, 30, str(document.page))

    document = SimpleDocTemplate(target, pagesize=A4)
    if furnished:
        document.build(list(story), onFirstPage=furniture, onLaterPages=furniture)
    else:
        document.build(list(story))
    return target.getvalue()


def drawn(*pages, **options) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, **options)
    for lines in pages:
        for x, y, text in lines:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def text(words: str, style: str = "BodyText") -> Paragraph:
    return Paragraph(words, STYLES[style])


def headings(loaded: Loaded) -> list[tuple[int, str]]:
    return [(each.level, loaded.text[each.start : each.end]) for each in loaded.headings]


def test_lines_become_paragraphs_and_large_type_headings():
    loaded = load(
        flowed(
            text("Review of the coast", "Title"),
            text(SENTENCE * 4),
            text("What we found", "Heading2"),
            text("1. " + SENTENCE * 3),
            text("2. " + SENTENCE * 3),
        )
    )
    assert loaded.text.split("\n\n") == [
        "Review of the coast",
        (SENTENCE * 4).strip(),
        "What we found",
        ("1. " + SENTENCE * 3).strip(),
        ("2. " + SENTENCE * 3).strip(),
    ]
    assert headings(loaded) == [(1, "Review of the coast"), (2, "What we found")]


def test_furniture_goes_and_a_paragraph_runs_on_over_the_page():
    story = [Spacer(1, 640), text(SENTENCE * 12), Spacer(1, 600), text(SENTENCE * 8)]
    loaded = load(flowed(*story, furnished=True))
    assert "Review of the lamps 1921" not in loaded.text
    assert loaded.text.split("\n\n")[0] == (SENTENCE * 12).strip()
    assert [(page.number, page.label) for page in loaded.pages] == [(1, "1"), (2, "2"), (3, "3")]
    assert loaded.text[loaded.pages[1].start - 1] == " "
    assert loaded.pages[0].start == 0
    assert loaded.pages[-1].end == len(loaded.text)
    assert all(a.end == b.start for a, b in zip(loaded.pages, loaded.pages[1:], strict=False))


def test_bullets_and_hyphenation():
    loaded = load(
        drawn(
            [
                (72, 700, "The inspec-"),
                (72, 686, "tion of the follow-"),
                (72, 672, "up was short, and a follow-up is due."),
                (72, 640, "\u2022"),
                (90, 640, "North had to be dark for"),
                (90, 626, "many weeks."),
                (72, 606, "\u2022"),
                (90, 606, "South burned."),
            ]
        )
    )
    assert loaded.text.split("\n\n") == [
        "The inspection of the follow-up was short, and a follow-up is due.",
        "• North had to be dark for many weeks.",
        "• South burned.",
    ]


GRADES = [
    ("Judgement", "Grade"),
    ("The work of the keepers with<br/>ships and their crews", "Requires repair to be good"),
    ("The lamps and the horns that<br/>warn the ships at night", "Requires repair to be good"),
    ("The harbours and their piers", "Requires repair to be good"),
    ("The boats and the crews<br/>that bring the oil", "Requires repair to be good"),
    ("Overall effectiveness", "Requires repair to be good"),
]


@pytest.mark.parametrize("align", ["TOP", "MIDDLE"])
def test_a_table_of_grades_keeps_each_grade_with_its_judgement(align):
    cells = [[text(left), text(right)] for left, right in GRADES]
    style = [("VALIGN", (0, 0), (-1, -1), align), ("GRID", (0, 0), (-1, -1), 1, colors.black)]
    padding = [("TOPPADDING", (0, 0), (-1, -1), 8), ("BOTTOMPADDING", (0, 0), (-1, -1), 8)]
    table = Table(cells, colWidths=[230, 200], style=[*style, *padding])
    loaded = load(flowed(table, Spacer(1, 20), text(SENTENCE * 4)))
    rows = [" | ".join(row).replace("<br/>", " ") for row in GRADES]
    assert loaded.text == "\n".join(rows) + "\n\n" + (SENTENCE * 4).strip()


def test_columns_are_read_one_after_the_other():
    target = io.BytesIO()
    document = BaseDocTemplate(target, pagesize=A4)
    frames = [Frame(60, 400, 220, 300), Frame(310, 400, 220, 300)]
    document.addPageTemplates([PageTemplate(frames=frames)])
    document.build([text(f"Point {number}: {SENTENCE * 3}") for number in range(1, 9)])
    found = load(target.getvalue()).text
    places = [found.index(f"Point {number}:") for number in range(1, 9)]
    assert places == sorted(places)
    assert SENTENCE * 2 in found
    assert " | " not in found


def test_text_that_runs_upwards_is_read_as_words():
    target = io.BytesIO()
    canvas = Canvas(target)
    for number in range(12):
        canvas.saveState()
        canvas.translate(100 + 14 * number, 100)
        canvas.rotate(90)
        canvas.drawString(0, 0, "the lamp burned all through the night and day")
        canvas.restoreState()
    canvas.save()
    assert load(target.getvalue()).text.startswith("the lamp burned all through the night and day")


def test_page_labels_of_the_file_win():
    target = io.BytesIO()
    canvas = Canvas(target)
    for number, style in ((0, "ROMAN_LOWER"), (1, "ARABIC")):
        canvas.drawString(72, 700, f"Words of page {number}")
        canvas.addPageLabel(number, style, 1)
        canvas.showPage()
    canvas.save()
    assert [page.label for page in load(target.getvalue()).pages] == ["i", "1"]


def test_a_page_without_words_has_an_empty_span():
    loaded = load(drawn([(72, 700, "First words.")], [], [(72, 700, "Last words.")]))
    spans = [loaded.text[page.start : page.end] for page in loaded.pages]
    assert spans == ["First words.\n\n", "", "Last words."]


def test_the_title_in_the_file_is_a_hint():
    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.setTitle("Draft of the lamps")
    canvas.drawString(72, 700, "Words.")
    canvas.save()
    assert load(target.getvalue()).metadata.title == "Draft of the lamps"


def test_names_in_large_type_below_a_letter_are_no_headings():
    loaded = load(
        flowed(text("Next steps", "Heading2"), text(SENTENCE * 3), text("Ada Stone", "Heading2"))
    )
    assert headings(loaded) == [(1, "Next steps")]


def test_files_load_in_several_threads_at_once():
    content = drawn(*[[(72, 700, "The lamp burned all night.")]] * 20)
    with ThreadPoolExecutor(4) as pool:
        assert len({loaded.text for loaded in pool.map(load, [content] * 12)}) == 1


def test_an_encrypted_file_is_refused():
    secret = pdfencrypt.StandardEncryption("open sesame")
    with pytest.raises(UnreadableError, match="encrypted"):
        load(drawn([(72, 700, "Words.")], encrypt=secret))


def test_a_file_that_stops_in_its_midst_is_refused():
    content = drawn(*[[(72, 700, "Words.")]] * 5)
    with pytest.raises(UnreadableError, match="truncated"):
        load(content[: len(content) * 2 // 3])


def test_pages_without_text_are_refused():
    with pytest.raises(UnreadableError, match="blank"):
        load(drawn([], []))


def test_pages_that_are_images_of_nothing_are_refused():
    from PIL import Image  # noqa: PLC0415 - only here
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415

    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, 500, 700)
    canvas.save()
    raw = RawFile(Path("a.pdf"), target.getvalue(), "")
    with pytest.raises(UnreadableError, match=r"pages are images .* run OCR first"):
        load_pdf(raw, OcrSettings("off"))
    with pytest.raises(UnreadableError, match="OCR found no words"):
        load_pdf(raw)


def test_no_pages_are_refused():
    content = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )
    with pytest.raises(UnreadableError, match=r"0 pages|damaged"):
        load(content)


@pytest.mark.parametrize(
    "folder", ["pdf_stress", pytest.param("pdf_scans_real", marks=pytest.mark.slow)]
)
def test_difficult_files_load_or_say_why(folder):
    if not DATA.is_dir():
        pytest.skip("the shared reports are not here")
    for path in sorted((DATA / folder).glob("*.pdf")):
        loaded = reason = None
        try:
            loaded = load_pdf(RawFile(path, path.read_bytes(), ""))
        except UnreadableError as error:
            reason = str(error)
        assert reason is None or reason.startswith(path.name)
        assert loaded is None or (loaded.text.strip() and loaded.pages)
