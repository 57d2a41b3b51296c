"""Build the bundled sample PDF and DOCX from the texts beside this script.

Run `python tests/samples_maker/make_samples.py` from the repository root. The output is the same
on every run: dates are fixed, and nothing comes from the clock or the machine.
"""

import datetime as dt
import html
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.shared import Cm, Pt
from reportlab.lib import colors
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    ListFlowable,
    ListItem,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

HERE = Path(__file__).parent
REPORTS = HERE.parents[1] / "bot" / "samples" / "reports"
INVENTED = "Sample document: every body, person and event in it is invented."
PUBLISHER = "Inspectorate of Policing Standards"
NAVY = colors.HexColor("#1d2b4f")
GREY = colors.HexColor("#5b6270")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a source text: its kind and its lines, without the marks."""

    kind: str  # heading1, heading2, table, bullets, numbers or text
    lines: tuple[str, ...]


def blocks(source: str) -> list[Block]:
    """Split a source text at its blank lines and name each block by its first line."""
    marks = {
        "heading2": r"## ",
        "heading1": r"# ",
        "table": r"\| ",
        "bullets": r"- ",
        "numbers": r"\d+\. ",
    }
    found = []
    for chunk in re.split(r"\n{2,}", source.strip()):
        lines = chunk.split("\n")
        kind = next((name for name, mark in marks.items() if re.match(mark, lines[0])), "text")
        mark = marks.get(kind, "")
        found.append(Block(kind, tuple(re.sub(f"^{mark}", "", line) for line in lines)))
    return found


def rows(table: Block) -> list[list[str]]:
    """Return the cells of a table, its heading row first."""
    return [[cell.strip() for cell in line.strip("| ").split("|")] for line in table.lines]


def styles() -> dict[str, ParagraphStyle]:
    """Return the paragraph styles of the report."""
    body = ParagraphStyle(
        "body", fontName="Times-Roman", fontSize=11.5, leading=16, spaceAfter=8, alignment=TA_LEFT
    )
    head = ParagraphStyle("head", fontName="Helvetica-Bold", textColor=NAVY, keepWithNext=True)
    return {
        "text": body,
        "grade": ParagraphStyle(
            "grade", body, fontName="Helvetica-Bold", fontSize=11, keepWithNext=True
        ),
        "cell": ParagraphStyle("cell", body, fontName="Helvetica", fontSize=10, leading=13),
        "heading1": ParagraphStyle(
            "heading1", head, fontSize=20, leading=25, spaceBefore=18, spaceAfter=10
        ),
        "heading2": ParagraphStyle(
            "heading2", head, fontSize=14, leading=18, spaceBefore=12, spaceAfter=6
        ),
        "publisher": ParagraphStyle("publisher", head, fontSize=13, leading=18),
        "title": ParagraphStyle("title", head, fontSize=32, leading=38, spaceAfter=10),
        "subtitle": ParagraphStyle(
            "subtitle", head, fontName="Helvetica", fontSize=17, leading=22, spaceAfter=40
        ),
    }


def ruled(table: Block, style: ParagraphStyle) -> Table:
    """Return a table with a rule around every cell and a shaded heading row."""
    bold = ParagraphStyle("bold", style, fontName="Helvetica-Bold", textColor=colors.white)
    cells = [
        [Paragraph(html.escape(cell), style if number else bold) for cell in row]
        for number, row in enumerate(rows(table))
    ]
    look = TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.6, GREY),
            ("BACKGROUND", (0, 0), (-1, 0), NAVY),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 6),
        ]
    )
    return Table(cells, colWidths=[9.6 * cm, 6 * cm], style=look, spaceAfter=12, repeatRows=1)


def flow(block: Block, look: dict[str, ParagraphStyle]) -> list[Flowable]:
    """Return what one block of the report puts on the page."""
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html.escape(" ".join(block.lines), quote=False))
    if block.kind == "heading1":
        rule = HRFlowable(width="100%", color=NAVY, thickness=1.2, spaceAfter=8)
        return [CondPageBreak(6 * cm), Paragraph(text, look["heading1"]), rule]
    if block.kind == "heading2":
        return [CondPageBreak(4 * cm), Paragraph(text, look["heading2"])]
    if block.kind == "table":
        return [KeepTogether([ruled(block, look["cell"])])]
    if block.kind in {"bullets", "numbers"}:
        kind = "bullet" if block.kind == "bullets" else "1"
        items = [ListItem(Paragraph(html.escape(line), look["text"])) for line in block.lines]
        return [ListFlowable(items, bulletType=kind, leftIndent=18)]
    return [Paragraph(text, look["grade" if text.startswith("Grade: ") else "text"])]


def title_page(look: dict[str, ParagraphStyle]) -> list[Flowable]:
    """Return the title page of the inspection report."""
    return [
        Paragraph(f"{PUBLISHER} (IPS)", look["publisher"]),
        Spacer(1, 6 * cm),
        Paragraph("Northmarch Police: inspection report 2023", look["title"]),
        Paragraph("How well the force serves the public", look["subtitle"]),
        Paragraph("Inspection period: 3 October to 25 November 2022", look["text"]),
        Paragraph("Published on 16 March 2023", look["text"]),
        Paragraph("Lead inspector: Dr Owain Prytherch", look["text"]),
        Paragraph(
            "Presented by Rosalind Teague, His Majesty\N{RIGHT SINGLE QUOTATION MARK}s "
            "Inspector of Policing Standards",
            look["text"],
        ),
        NextPageTemplate("inside"),
        PageBreak(),
    ]


def make_pdf(target: Path) -> int:
    """Write the inspection report, twice so that each page can say how many there are."""
    pages = 0
    for _ in range(2):
        buffer = io.BytesIO()
        pages = _lay_out(buffer, pages)
    target.write_bytes(buffer.getvalue())
    return pages


def _lay_out(buffer: io.BytesIO, total: int) -> int:
    def furniture(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont("Helvetica", 8.5)
        canvas.setFillColor(GREY)
        canvas.setStrokeColor(GREY)
        canvas.drawString(2.7 * cm, 28.3 * cm, "Northmarch Police: inspection report 2023")
        canvas.drawRightString(18.3 * cm, 28.3 * cm, PUBLISHER)
        canvas.line(2.7 * cm, 28.1 * cm, 18.3 * cm, 28.1 * cm)
        canvas.drawString(2.7 * cm, 1.4 * cm, INVENTED)
        canvas.drawRightString(18.3 * cm, 1.4 * cm, f"Page {document.page} of {total}")
        canvas.restoreState()

    def cover(canvas: Canvas, _document: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setFillColor(NAVY)
        canvas.rect(0, 0, 1.2 * cm, A4[1], stroke=0, fill=1)
        canvas.setFont("Helvetica", 8.5)
        canvas.setFillColor(GREY)
        canvas.drawString(2.7 * cm, 1.4 * cm, INVENTED)
        canvas.restoreState()

    document = BaseDocTemplate(
        buffer,
        pagesize=A4,
        title="Northmarch Police: inspection report 2023",
        author=PUBLISHER,
        subject="Inspection report",
        invariant=1,
        lang="en-GB",
    )
    frame = Frame(2.5 * cm, 2.2 * cm, 16 * cm, 25.4 * cm)
    document.addPageTemplates(
        [
            PageTemplate("cover", [frame], onPage=cover),
            PageTemplate("inside", [frame], onPage=furniture),
        ]
    )
    look = styles()
    source = (HERE / "northmarch-inspection-2023.md").read_text("utf-8")
    story = title_page(look)
    for block in blocks(source):
        story += flow(block, look)
    document.build(story)
    return document.page


def make_docx(target: Path) -> None:
    """Write the letter to the chief constable."""
    letter = docx.Document()
    letter.styles["Normal"].font.name = "Arial"
    letter.styles["Normal"].font.size = Pt(11)
    section = letter.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.header.paragraphs[0].text = PUBLISHER
    section.footer.paragraphs[0].text = INVENTED
    for block in blocks((HERE / "northmarch-letter-2024.md").read_text("utf-8")):
        if block.kind.startswith("heading"):
            letter.add_heading(block.lines[0], level=int(block.kind[-1]))
        elif block.kind == "table":
            _add_table(letter, block)
        elif block.kind in {"bullets", "numbers"}:
            style = "List Bullet" if block.kind == "bullets" else "List Number"
            for line in block.lines:
                letter.add_paragraph(line, style)
        else:
            letter.add_paragraph("\n".join(block.lines))
    about = letter.core_properties
    about.author, about.last_modified_by = PUBLISHER, PUBLISHER
    about.title = "Northmarch Police: what has become of our 2023 recommendations"
    about.comments = INVENTED
    about.created = about.modified = dt.datetime(2024, 5, 9, 9, 30, tzinfo=dt.UTC)
    buffer = io.BytesIO()
    letter.save(buffer)
    _without_clock(buffer, target)


def _add_table(letter: docx.document.Document, block: Block) -> None:
    content = rows(block)
    table = letter.add_table(rows=0, cols=len(content[0]), style="Table Grid")
    for number, row in enumerate(content):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text).bold = number == 0
    for column, width in zip(table.columns, (Cm(8.5), Cm(4), Cm(3.5)), strict=True):
        for cell in column.cells:
            cell.width = width
    letter.add_paragraph()


def _without_clock(buffer: io.BytesIO, target: Path) -> None:
    """Write the parts of a DOCX again, each with the same fixed time."""
    with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(target, "w") as kept:
        for name in made.namelist():
            part = zipfile.ZipInfo(name, (2024, 5, 9, 9, 30, 0))
            kept.writestr(part, made.read(name), zipfile.ZIP_DEFLATED)


def main() -> None:
    """Build both files."""
    make_pdf(REPORTS / "northmarch-police-inspection-2023.pdf")
    make_docx(REPORTS / "northmarch-police-follow-up-letter-2024.docx")


if __name__ == "__main__":
    main()
