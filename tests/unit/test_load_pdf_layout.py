"""Where things stand on a PDF's pages, and what they therefore are. All files are made here."""

import hashlib
import io
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from ingest.errors import UnreadableError
from ingest.load.pdf import load_pdf
from ingest.records import Loaded, RawFile

STYLES = getSampleStyleSheet()
SENTENCE = "The board visited the station and wrote down what it saw of the lamp. "
GRID = ("GRID", (0, 0), (-1, -1), 1, colors.black)


def load(content: bytes) -> Loaded:
    return load_pdf(RawFile(Path("a.pdf"), content, hashlib.sha256(content).hexdigest()))


def text(words: str, style: str = "BodyText") -> Paragraph:
    return Paragraph(words, STYLES[style])


def flowed(*story, furniture=None) -> bytes:
    target = io.BytesIO()
    document = SimpleDocTemplate(target, pagesize=A4)
    if furniture:
        document.build(list(story), onFirstPage=furniture, onLaterPages=furniture)
    else:
        document.build(list(story))
    return target.getvalue()


def paragraphs(loaded: Loaded) -> list[str]:
    return loaded.text.split("\n\n")


def headings(loaded: Loaded) -> list[str]:
    return [loaded.text[each.start : each.end] for each in loaded.headings]


def test_a_heading_over_two_columns_comes_before_both():
    target = io.BytesIO()
    document = BaseDocTemplate(target, pagesize=A4)
    frames = [Frame(60, 400, 220, 300), Frame(310, 400, 220, 300)]

    def heading(canvas, document):
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(60, 730, "The lamps of the northern and the southern coast")

    document.addPageTemplates([PageTemplate(frames=frames, onPage=heading)])
    document.build([text(f"Point {number}: {SENTENCE * 3}") for number in range(1, 8)])
    found = paragraphs(load(target.getvalue()))

    assert found[0] == "The lamps of the northern and the southern coast"
    assert [each.split(":")[0] for each in found[1:]] == [f"Point {n}" for n in range(1, 8)]


def test_notes_in_the_margin_do_not_cut_the_text():
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    words = ("lamps and horns warn every ship that comes near at night " * 40).split()
    for line in range(36):
        canvas.drawString(150, 780 - 14 * line, " ".join(words[line * 11 : line * 11 + 11]))
    for line in (3, 20):
        canvas.drawString(60, 780 - 14 * line, "Lamp note")
    canvas.save()
    loaded = load(target.getvalue())

    assert " | " not in loaded.text
    assert " ".join(words[: 36 * 11]) in loaded.text


def test_a_table_over_a_page_break_is_one_with_its_head_once():
    rows = [[f"Station {n}", "Good" if n % 2 else "Poor"] for n in range(1, 60)]
    table = Table([["Station", "Grade"], *rows], repeatRows=1, style=[GRID])
    loaded = load(flowed(table))

    assert paragraphs(loaded) == ["\n".join(map(" | ".join, [["Station", "Grade"], *rows]))]
    second = loaded.pages[1]
    assert loaded.text[second.start - 1] == "\n"
    assert loaded.text[second.start :].startswith("Station ")


def test_cells_of_a_ruled_table_keep_their_place():
    rows = [
        ["The work of the keepers in 2023", "", ""],
        ["Station", "Lamps", "Horns"],
        ["North", "", "12"],
        [text("The station behind<br/>the southern pier"), "3", "4"],
    ]
    widths = [130, 60, 60]
    table = Table(rows, colWidths=widths, style=[GRID, ("SPAN", (0, 0), (-1, 0))])

    assert paragraphs(load(flowed(table, Spacer(1, 20), text(SENTENCE * 3)))) == [
        "The work of the keepers in 2023",
        "Station | Lamps | Horns\nNorth |  | 12\nThe station behind the southern pier | 3 | 4",
        (SENTENCE * 3).strip(),
    ]


def test_rows_without_a_line_between_them_stay_rows():
    rows = [["Station", "Lamps", "Horns"], *[[f"Station {n}", str(n), str(2 * n)] for n in "123"]]
    style = [("BOX", (0, 0), (-1, -1), 1, colors.black), ("INNERGRID", (0, 0), (-1, 0), 1, "black")]
    style += [("LINEAFTER", (0, 0), (1, -1), 1, colors.black)]
    style += [("LINEBELOW", (0, 0), (-1, 0), 1, colors.black)]

    assert paragraphs(load(flowed(Table(rows, style=style)))) == ["\n".join(map(" | ".join, rows))]


def test_the_section_name_and_its_grade_in_a_box_are_one_row():
    row = [[text("The care of the lamps and of the<br/>horns at night"), "Requires improvement"]]
    loaded = load(flowed(Table(row, colWidths=[220, 150], style=[GRID]), text(SENTENCE * 3)))

    assert paragraphs(loaded)[0] == (
        "The care of the lamps and of the horns at night | Requires improvement"
    )


def test_colour_behind_lines_of_text_makes_no_table():
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    lines = [
        "The board visited the station and wrote down what it saw of",
        "the lamp, and of the horns that warn the ships in the fog, and",
        "came back a week later to see both of them lit.",
    ]
    for number, line in enumerate(lines):
        height = 700 - 14 * number
        canvas.setFillColor(colors.yellow)
        canvas.rect(72, height - 3, canvas.stringWidth(line), 14, stroke=0, fill=1)
        canvas.setFillColor(colors.black)
        canvas.drawString(72, height, line)
    canvas.save()

    assert load(target.getvalue()).text == " ".join(lines)


def test_figures_beside_a_table_do_not_mix_with_it():
    left = Table([[f"Station {n}", str(n)] for n in range(9)], colWidths=[100, 40])
    right = Table([[f"{n}0 lamps"] for n in range(7)], rowHeights=[21] * 7)
    loaded = load(flowed(Table([["Lamps by station", "Chart"], [left, right]], style=[GRID])))

    assert "Station 8 | 8" in loaded.text
    assert "Station 3 | 3 | " not in loaded.text


def test_running_headers_go_and_headings_that_open_pages_stay():
    def furniture(canvas, document):
        canvas.setFont("Helvetica", 9)
        canvas.drawString(72, 800, f"Review of the lamps {document.page} of 6")

    story = []
    for number in range(1, 7):
        title = "What we found" if number in {1, 4} else f"Part {number}"
        story += [text(title, "Heading2"), text(SENTENCE * 5), PageBreak()]
    loaded = load(flowed(*story, furniture=furniture))

    assert "Review of the lamps" not in loaded.text
    assert headings(loaded) == [
        "What we found", "Part 2", "Part 3", "What we found", "Part 5", "Part 6",
    ]  # fmt: skip


def test_the_number_printed_wins_over_labels_that_merely_count():
    target = io.BytesIO()
    canvas = Canvas(target)
    for page in range(5):
        canvas.addPageLabel(page, "ARABIC", page + 1)
        canvas.drawString(72, 700, f"Words of {'abcde'[page]} page")
        if page > 1:
            canvas.drawString(300, 30, str(page - 1))
        canvas.showPage()
    canvas.save()

    assert [page.label for page in load(target.getvalue()).pages] == [None, None, "1", "2", "3"]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_turned_in_the_file_reads_as_any_other(rotation):
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(600, 600))
    canvas.setPageRotation(rotation)
    canvas.translate(300, 300)
    canvas.rotate(rotation)
    canvas.setFont("Helvetica", 11)
    lines = ["The board visited the station and wrote", "down what it saw of the lamp."]
    for number, line in enumerate(lines):
        canvas.drawString(-200, 100 - 14 * number, line)
    canvas.save()

    assert load(target.getvalue()).text == " ".join(lines)


def test_bookmarks_name_headings_on_their_page_alone():
    target = io.BytesIO()
    canvas = Canvas(target)
    for page, (title, level) in enumerate([("The lamps", 0), ("Horns 1 – North", 1), ("Oil", 0)]):
        canvas.bookmarkPage(str(page))
        canvas.addOutlineEntry(title.replace("–", "-"), str(page), level=level)
        canvas.drawString(72, 700, title)
        canvas.drawString(72, 660, SENTENCE.strip())
        canvas.drawString(72, 620, "The lamps")
        canvas.drawString(72, 580, SENTENCE.strip())
        canvas.showPage()
    canvas.save()
    loaded = load(target.getvalue())

    found = [(each.level, loaded.text[each.start : each.end]) for each in loaded.headings]
    assert (2, "Horns 1 – North") in found
    assert (1, "Oil") in found
    assert [title for _, title in found].count("The lamps") <= 2


def test_a_subscript_stays_in_its_line():
    target = io.BytesIO()
    canvas = Canvas(target)
    for number in range(3):
        line = canvas.beginText(72, 700 - 14 * number)
        for words, size, rise in (
            ("The CO", 11, 0),
            ("2", 6, -3),
            (" of the lamp was read", 11, 0),
        ):
            line.setFont("Helvetica", size)
            line.setRise(rise)
            line.textOut(words)
        canvas.drawText(line)
    canvas.save()

    assert load(target.getvalue()).text == " ".join(["The CO2 of the lamp was read"] * 3)


def broken(*, pages: int, lost: int) -> bytes:
    """A PDF whose last pages are named and not there."""
    shown = "BT /F 12 Tf 72 400 Td (Words of the lamp.) Tj ET"
    kids = " ".join(f"{3 + number} 0 R" for number in range(pages))
    parts = [
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Kids[{kids}]/Count {pages}/MediaBox[0 0 500 500]>>endobj",
        "50 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
        f"51 0 obj<</Length 51>>stream\n{shown:<50}\nendstream endobj",
    ]
    parts += [
        f"{3 + number} 0 obj<</Type/Page/Parent 2 0 R/Contents 51 0 R"
        "/Resources<</Font<</F 50 0 R>>>>>>endobj"
        for number in range(pages - lost)
    ]
    body = "%PDF-1.4\n" + "\n".join(parts) + "\ntrailer<</Root 1 0 R>>\n%%EOF"
    return body.encode()


def test_a_damaged_page_costs_that_page_and_is_told():
    loaded = load(broken(pages=3, lost=1))

    assert loaded.text.count("Words of the lamp.") == 2
    assert len(loaded.pages) == 3
    assert loaded.notes == (
        "Page 3 is damaged and could not be read; fetch the file again, or print it to a new PDF.",
    )
    assert load(broken(pages=3, lost=0)).notes == ()


def test_a_file_of_damaged_pages_is_refused():
    with pytest.raises(UnreadableError, match="2 of the 3 pages of the PDF are damaged; fetch it"):
        load(broken(pages=3, lost=2))
