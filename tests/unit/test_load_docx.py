import hashlib
import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ingest.errors import UnreadableError
from ingest.load.docx import load_docx
from ingest.load.docx_numbers import Numbering
from ingest.records import Loaded, RawFile


def load(content: bytes) -> Loaded:
    return load_docx(RawFile(Path("a.docx"), content, hashlib.sha256(content).hexdigest()))


def saved(document) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_paragraphs_lists_and_tables_stand_in_their_order():
    document = docx.Document()
    document.core_properties.title = "Lamps"
    document.add_heading("Review of the lamps", level=1)
    document.add_paragraph("The board visited nine stations.")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Station", "Lamp", "North", "dark"), strict=True):
        cell.text = text
    document.add_heading("What we found", level=2)
    document.add_paragraph("North was dark.", style="List Bullet")
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    loaded = load(saved(document))
    assert loaded.text.split("\n\n") == [
        "Review of the lamps",
        "The board visited nine stations.",
        "Station | Lamp\nNorth | dark",
        "What we found",
        *("• North was dark.", "1. first", "2. second"),
    ]
    assert [(each.level, loaded.text[each.start : each.end]) for each in loaded.headings] == [
        (1, "Review of the lamps"),
        (2, "What we found"),
    ]
    assert loaded.metadata.title == "Lamps"


def test_bold_lines_are_headings_where_no_style_is():
    document = docx.Document()
    document.add_paragraph().add_run("Background").bold = True
    document.add_paragraph("The board was set up long ago.")
    loaded = load(saved(document))
    assert [loaded.text[each.start : each.end] for each in loaded.headings] == ["Background"]


def test_deleted_words_are_left_out_and_inserted_ones_kept():
    document = docx.Document()
    paragraph = document.add_paragraph("The lamp ")
    for tag, child, words in (("w:del", "w:delText", "was dark"), ("w:ins", "w:t", "burned")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(child)
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    assert load(saved(document)).text == "The lamp burned"


def test_a_document_without_words_is_refused():
    with pytest.raises(UnreadableError, match="no text"):
        load(saved(docx.Document()))


def test_a_bomb_is_refused_before_it_is_unpacked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 60_000_000)
    with pytest.raises(UnreadableError, match="would unpack to 57 MB"):
        load(target.getvalue())


def test_a_package_without_a_document_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("notes.xml", "<notes/>")
    with pytest.raises(UnreadableError, match="not a Word document"):
        load(target.getvalue())


def test_a_truncated_document_is_refused():
    document = docx.Document()
    document.add_paragraph("The lamp burned.")
    content = saved(document)
    with pytest.raises(UnreadableError, match="truncated"):
        load(content[: len(content) // 2])


@pytest.mark.parametrize(
    ("form", "third"),
    [("decimal", "3"), ("lowerLetter", "c"), ("upperRoman", "III"), ("decimalZero", "03")],
)
def test_numbers_are_printed_as_word_prints_them(form, third):
    root = OxmlElement("w:numbering")
    abstract = OxmlElement("w:abstractNum", {qn("w:abstractNumId"): "7"})
    level = OxmlElement("w:lvl", {qn("w:ilvl"): "0"})
    for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", "(%1)")):
        level.append(OxmlElement(tag, {qn("w:val"): value}))
    abstract.append(level)
    number = OxmlElement("w:num", {qn("w:numId"): "1"})
    number.append(OxmlElement("w:abstractNumId", {qn("w:val"): "7"}))
    root.extend([abstract, number])
    numbering = Numbering(root)
    marks = [numbering.marker("1", 0, "") for _ in range(3)]
    assert marks[2] == f"({third}) "
