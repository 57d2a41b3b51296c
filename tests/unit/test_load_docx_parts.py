"""What Word writes that a reader does not see, and what a reader sees that is easily lost."""

import io
import time
import zipfile
from pathlib import Path

import pytest
from docx_kit import document, paragraph, run

from ingest.errors import UnreadableError
from ingest.load import load
from ingest.records import Loaded, RawFile


def opened(body: str, **parts: str) -> Loaded:
    return load(RawFile(Path("a.docx"), document(body, **parts), ""))


def test_changes_are_taken_as_accepted_with_a_note():
    loaded = opened(
        paragraph(
            f"{run('The lamp ')}<w:del><w:r><w:delText>was dark</w:delText></w:r></w:del>"
            f"<w:ins>{run('burned')}</w:ins><w:moveFrom>{run(' all')}</w:moveFrom>"
        )
        + paragraph(f"{run('Here')}<w:moveTo>{run(' all')}</w:moveTo>")
        + paragraph("One sentence ", "<w:rPr><w:del/></w:rPr>")
        + paragraph("runs on.")
    )
    assert loaded.text.split("\n\n") == ["The lamp burned", "Here all", "One sentence runs on."]
    assert loaded.notes == ("5 tracked changes were taken as accepted.",)


def test_notes_stand_below_in_the_order_of_their_marks():
    loaded = opened(
        paragraph(f'{run("First")}<w:r><w:footnoteReference w:id="7"/></w:r>')
        + paragraph(f'{run("Second")}<w:r><w:footnoteReference w:id="3"/></w:r>')
        + paragraph(f'{run("Third")}<w:r><w:endnoteReference w:id="2"/></w:r>'),
        footnotes="".join(
            f'<w:footnote w:id="{number}">{paragraph(words)}</w:footnote>'
            for number, words in ((3, "Of the second."), (5, "Of nothing."), (7, "Of the first."))
        ),
        endnotes=f'<w:endnote w:id="2">{paragraph("At the end.")}</w:endnote>',
    )
    assert loaded.text.split("\n\n") == [
        *("First", "Second", "Third"),
        *("1. Of the first.", "2. Of the second.", "i. At the end."),
    ]


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    assert opened(paragraph(f"{run('Beside.')}<w:r>{both}</w:r>")).text == "Beside.\n\nIn the box."
    old = f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"
    assert opened(paragraph(f"{run('Beside.')}{old}")).text == "Beside.\n\nIn the box."


def field(instruction: str, result: str, *, ended: bool = True) -> str:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    told = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    apart = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if ended else ""
    return f"{begin}{told}{apart}{result}{end}"


def test_a_table_of_contents_is_left_out_and_other_results_kept():
    contents = field("TOC \\o", f"{run('Lamps')}{field('PAGEREF x', run('4'))}")
    loaded = opened(
        paragraph("Contents")
        + paragraph(contents)
        + paragraph(f"{run('See page ')}{field('PAGEREF y', run('12'))}{run('.')}")
    )
    assert loaded.text == "See page 12."


def test_a_field_without_an_end_hides_nothing():
    body = paragraph(field("TOC", run("Lamps"), ended=False)) + paragraph("The lamps burn.")
    assert opened(body).text == "Lamps\n\nThe lamps burn."


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(words)}</w:tc>"


def test_merged_cells_stand_once_and_deleted_rows_are_gone():
    begun = '<w:vMerge w:val="restart"/>'
    rows = (
        f'<w:tr>{cell("Lamps in 2024", """<w:gridSpan w:val="3"/>""")}</w:tr>',
        f"<w:tr>{cell('Station')}{cell('Spring')}{cell('Autumn')}</w:tr>",
        f"<w:tr>{cell('North', begun)}{cell('dark')}{cell('lit')}</w:tr>",
        f"<w:tr>{cell('North', '<w:vMerge/>')}{cell('lit')}{cell('lit')}</w:tr>",
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell('South')}{cell('dark')}{cell('dark')}</w:tr>",
    )
    assert opened(f"<w:tbl>{''.join(rows)}</w:tbl>").text == (
        "Lamps in 2024\nStation | Spring | Autumn\nNorth | dark | lit\n| lit | lit"
    )


def test_symbols_formulas_boxes_and_breaks():
    loaded = opened(
        paragraph(f'<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>{run(" lit")}')
        + paragraph(run("b", '<w:rFonts w:ascii="Symbol"/>') + run(" is "))
        + paragraph(
            f"{run('A share of ')}<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num>"
            "<m:den><m:r><m:t>3</m:t></m:r></m:den></m:f></m:oMath>"
        )
        + paragraph(f"{run('One')}<w:r><w:br/></w:r>{run('line')}")
        + paragraph(f"{run('• first')}<w:r><w:br/></w:r>{run('• second')}")
        + f"<w:sdt><w:sdtContent>{paragraph('Filled in.')}</w:sdtContent></w:sdt>"
        + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + f"{paragraph('Click here.')}</w:sdtContent></w:sdt>"
    )
    assert loaded.text.split("\n\n") == [
        *("✓ lit", "β is", "A share of 1/3", "One line", "• first", "• second", "Filled in.")
    ]


def test_headings_by_their_look_where_no_style_says_so():
    loaded = opened(
        paragraph(run("Review of the lamps", '<w:sz w:val="40"/>'))
        + paragraph("The board visited nine stations on the coast.")
        + paragraph(run("What we found", '<w:sz w:val="28"/>'))
        + paragraph("North was dark all winter."),
        styles='<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault>'
        "</w:docDefaults>",
    )
    assert [(each.level, loaded.text[each.start : each.end]) for each in loaded.headings] == [
        (1, "Review of the lamps"),
        (2, "What we found"),
    ]


def numbered(list_id: int, words: str) -> str:
    return paragraph(words, f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_a_list_that_starts_over_and_one_that_goes_on():
    level = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{override}</w:num>'
        for number, override in ((1, ""), (2, ""), (3, again))
    )
    body = "".join(numbered(number, f"item {number}") for number in (1, 1, 2, 3, 3, 1))
    assert opened(body, numbering=level + lists).text.split("\n\n") == [
        *("1. item 1", "2. item 1", "3. item 2", "7. item 3", "8. item 3", "9. item 1")
    ]


def test_what_is_left_out_is_said():
    loaded = opened(
        paragraph("The lamps burn.")
        + paragraph('<w:r><w:commentReference w:id="1"/></w:r><w:r><w:object/></w:r>')
    )
    assert loaded.notes == ("An embedded object was left out.", "A comment was left out.")


def test_hidden_words_are_left_out_unless_that_is_switched_off():
    shown = run("seen", '<w:vanish w:val="0"/>')
    assert opened(paragraph(run("hidden ", "<w:vanish/>") + shown)).text == "seen"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{\\rtf1 lamps}", "RTF"),
        (b"%PDF-1.7", "give it the ending .pdf"),
        (b"<!DOCTYPE html><p>x</p>", "web page"),
    ],
)
def test_other_files_say_what_they_are(content, words):
    with pytest.raises(UnreadableError, match=words):
        load(RawFile(Path("a.docx"), content, ""))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["xl/workbook.xml"], "Excel"),
        (["mimetype", "content.xml"], "OpenDocument"),
        (["notes.txt"], "ZIP file of other things"),
    ],
)
def test_other_archives_say_what_they_are(names, words):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    with pytest.raises(UnreadableError, match=words):
        load(RawFile(Path("a.docx"), target.getvalue(), ""))


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_entities_are_refused(codec):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    source = document(paragraph("&b;"))
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(target, "w") as archive:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = (laughs + content.decode()).encode(codec)
            archive.writestr(name, content)
    with pytest.raises(UnreadableError, match="entities"):
        load(RawFile(Path("a.docx"), target.getvalue(), ""))


def test_what_unpacks_to_too_much_is_refused_while_it_is_read(monkeypatch):
    monkeypatch.setattr("ingest.load.docx_package._MAX_PART", 100_000)
    with pytest.raises(UnreadableError, match="unpacks to more than"):
        opened(paragraph("lamp " * 30_000))


def test_controls_within_controls_are_read_or_refused_quickly():
    began = time.process_time()
    deep = "<w:sdt><w:sdtContent>" * 100 + paragraph("deep") + "</w:sdtContent></w:sdt>" * 100
    assert opened(deep).text == "deep"
    with pytest.raises(UnreadableError):
        opened(deep.replace("deep", "x") * 2 + "<w:sdt>" * 5000)
    assert time.process_time() - began < 5
