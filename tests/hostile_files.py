"""Files made to hurt whoever reads them, written by the tests that need them.

`quick` ones are small and cost a reader little; the others are large, slow to make or slow to be
refused. Names say what they do; `Made.fails` is None where both ends are honest ones.
"""

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MEGABYTE = 1024**2
SENTENCE = "Inspectors found that Saltmere answered 14 calls in 100 late. "


@dataclass(frozen=True)
class Made:
    """A hostile file: its name, how its bytes are made, and whether it must be refused."""

    name: str
    content: Callable[[], bytes]
    quick: bool = True
    fails: bool | None = True


def docx(document: str | bytes, **parts: str | bytes) -> bytes:
    """A Word document with this main part, and others by name (`_` for `/`)."""
    written = io.BytesIO()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats'
            '.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        )
        archive.writestr("word/document.xml", document)
        for name, content in parts.items():
            archive.writestr(name.replace("_", "/"), content)
    return written.getvalue()


def word(inside: str, doctype: str = "") -> str:
    return f'<?xml version="1.0"?>{doctype}<w:document {W}><w:body>{inside}</w:body></w:document>'


def line(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def lying(content: bytes) -> bytes:
    """An archive whose every part says that it unpacks to 10 bytes."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset : at + offset + 4] = (10).to_bytes(4, "little")
            at = changed.find(mark, at + 4)
    return bytes(changed)


def many_parts(count: int) -> bytes:
    return docx(word(line(SENTENCE)), **{f"word_part{n}.xml": "" for n in range(count)})


def nested_archives(depth: int) -> bytes:
    content = docx(word(line(SENTENCE)))
    for _ in range(depth):
        content = docx(word(line(SENTENCE)), **{"word_inner.docx": content})
    return content


def laughs(levels: int) -> str:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels)
    )
    return f"<!DOCTYPE w:document [{entities}]>"


def pdf(*objects: str | bytes, trailer: str = "", table: bytes | None = None) -> bytes:
    """A PDF of these objects, the first of which is the catalog; `table` replaces its xref."""
    body, starts = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        starts.append(len(body))
        body += b"%d 0 obj\n" % number + _bytes(content) + b"\nendobj\n"
    begin = len(body)
    if table is None:
        rows = b"".join(b"%010d 00000 n \n" % start for start in starts)
        table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + rows
    size = len(objects) + 1
    end = f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{begin}\n%%EOF\n"
    return bytes(body + table + end.replace("@", str(begin)).encode())


def stream(content: bytes, extra: str = "") -> bytes:
    return f"<< /Length {len(content)} {extra} >>\nstream\n".encode() + content + b"\nendstream"


def squeezed(block: bytes, times: int, layers: int = 1) -> bytes:
    """A stream that unpacks to `times` blocks."""
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(block) for _ in range(times)) + packer.flush()
    for _ in range(layers - 1):
        content = zlib.compress(content, 9)
    return stream(content, f"/Filter [{' /FlateDecode' * layers}]")


def page(contents: bytes, box: str = "0 0 595 842", extra: str = "", more: str = "") -> list:
    """The objects of a one-page PDF; further ones begin with number 6."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    resources = f"<< /Font << /F1 5 0 R >> {extra} >>"
    leaf = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R /Resources {resources}"
    return [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"{leaf} {more} >>",
        contents,
        font,
    ]


TEXT = stream(b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % SENTENCE.encode())


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _pages_of(kids: str, count: int = 1) -> list:
    objects = page(TEXT)
    objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {count} >>"
    return objects


def _outlined() -> bytes:
    objects = page(TEXT)
    objects[0] = "<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R /PageLabels 8 0 R >>"
    return pdf(
        *objects,
        "<< /First 7 0 R /Last 7 0 R /Count 1 >>",
        "<< /Title (Round and round) /Parent 7 0 R /Next 7 0 R /First 7 0 R >>",
        "<< /Kids [8 0 R] >>",
    )


def _tagged() -> bytes:
    objects = page(TEXT)
    objects[0] = (
        "<< /Type /Catalog /Pages 2 0 R /MarkInfo << /Marked true >> /StructTreeRoot 6 0 R >>"
    )
    return pdf(
        *objects,
        "<< /Type /StructTreeRoot /K 7 0 R >>",
        "<< /S /Sect /P 7 0 R /K [7 0 R 7 0 R] /Pg 3 0 R >>",
    )


def _form(resources: str) -> bytes:
    return stream(
        b"/X0 Do /X0 Do BT /F1 9 Tf 9 9 Td (x) Tj ET",
        f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources {resources}",
    )


def _doubling_forms(depth: int) -> bytes:
    """Each form draws the next one twice, so that the page draws 2 to the power of `depth`."""
    forms = [_form(f"<< /XObject << /X0 {7 + n} 0 R >> >>") for n in range(depth)]
    return pdf(*page(stream(b"/X0 Do"), extra="/XObject << /X0 6 0 R >>"), *forms, TEXT)


def _looping_font() -> bytes:
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 65"
        " /LastChar 65 /Widths [9] /Encoding << /Differences [65 /A] >> /CharProcs << /A 7 0 R >> "
        "/Resources << /Font << /F1 6 0 R >> >> >>"
    )
    glyph = stream(b"9 0 d0 BT /F1 9 Tf (AAAA) Tj ET")
    objects = page(stream(b"BT /F1 9 Tf (AAAA) Tj ET"))
    objects[2] = objects[2].replace("/F1 5 0 R", "/F1 6 0 R")
    return pdf(*objects, font, glyph)


def pdfs() -> Iterator[Made]:
    yield Made("circular-pages.pdf", lambda: pdf(*_pages_of("2 0 R")))
    yield Made("circular-and-a-page.pdf", lambda: pdf(*_pages_of("2 0 R 3 0 R", 2)), fails=None)
    yield Made("a-billion-pages.pdf", lambda: pdf(*_pages_of("3 0 R", 10**9)), fails=None)
    yield Made("one-page-100000-times.pdf", lambda: pdf(*_pages_of("3 0 R " * 100_000, 100_000)))
    self_drawn = _form("<< /XObject << /X0 6 0 R >> >>")
    yield Made(
        "form-draws-itself.pdf",
        lambda: pdf(*page(stream(b"/X0 Do"), extra="/XObject << /X0 6 0 R >>"), self_drawn),
        fails=None,
    )
    yield Made("forms-double.pdf", lambda: _doubling_forms(40), quick=False, fails=None)
    yield Made("font-draws-itself.pdf", _looping_font, fails=None)
    # pdfium 7881 dies of it.
    yield Made("outline-loops.pdf", _outlined, fails=None)
    yield Made("structure-loops.pdf", _tagged, fails=None)
    vast = f"0 0 {10**30} {10**30}"
    yield Made("vast-page.pdf", lambda: pdf(*page(TEXT, vast)), fails=None)
    yield Made("vast-blank-page.pdf", lambda: pdf(*page(stream(b""), "0 0 1000000000 1000000000")))
    yield Made("bad-xref.pdf", lambda: pdf(*page(TEXT), table=b"xref\n0 9\nnothing\n"), fails=None)
    yield Made("prev-loops.pdf", lambda: pdf(*page(TEXT), trailer="/Prev @"), fails=None)
    yield Made(
        "deep-arrays.pdf", lambda: pdf(*page(TEXT), "[" * 200_000 + "]" * 200_000), fails=None
    )
    yield Made("million-saves.pdf", lambda: pdf(*page(squeezed(b"q " * 1000, 1000))))
    yield Made("blanks-1gb.pdf", lambda: pdf(*page(squeezed(b" " * MEGABYTE, 1000))), quick=False)
    yield Made(
        "blanks-1gb-in-layers.pdf",
        lambda: pdf(*page(squeezed(b" " * MEGABYTE, 1000, 3))),
        quick=False,
    )
    words = b"BT /F1 9 Tf 9 9 Td (calls) Tj ET " * 1000
    yield Made(
        "million-words.pdf", lambda: pdf(*page(squeezed(words, 1000))), quick=False, fails=None
    )
    paths = b"1 1 m 9 9 l S " * 1000
    yield Made(
        "million-strokes.pdf", lambda: pdf(*page(squeezed(paths, 1000))), quick=False, fails=None
    )
    yield Made(
        "million-objects.pdf",
        lambda: pdf(*page(TEXT), *["<<>>"] * 1_000_000),
        quick=False,
        fails=None,
    )
    cmap = squeezed(b"1 begincodespacerange <00> <ff> endcodespacerange " * 100, 10_000)
    yield Made(
        "letters-table-bomb.pdf",
        lambda: pdf(
            *[
                part.replace("/Helvetica", "/Helvetica /ToUnicode 6 0 R")
                if isinstance(part, str)
                else part
                for part in page(TEXT)
            ],
            cmap,
        ),
        quick=False,
        fails=None,
    )
    noise = random.Random(7)
    yield Made("noise.pdf", lambda: b"%PDF-1.7\n" + noise.randbytes(200_000) + b"\n%%EOF\n")


def documents() -> Iterator[Made]:
    swollen = word(line("a" * 21 * MEGABYTE))
    yield Made("flat-bomb.docx", lambda: docx(swollen))
    yield Made("lying-bomb.docx", lambda: lying(docx(swollen)))
    yield Made("huge-bomb.docx", lambda: docx(b" " * (1500 * MEGABYTE)), quick=False)
    yield Made("nested-bomb.docx", lambda: nested_archives(50), fails=False)
    yield Made("many-parts.docx", lambda: many_parts(21_000), quick=False)
    yield Made("laughs.docx", lambda: docx(word(line("&a11;"), laughs(12))))
    repeated = f'<!DOCTYPE d [<!ENTITY a "{"a" * 100_000}">]>'
    yield Made("repeated-entity.docx", lambda: docx(word(line("&a;" * 20_000), repeated)))
    outside = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    yield Made("outside.docx", lambda: docx(word(line(f"{SENTENCE}&a;"), outside)), fails=None)
    deep = "<w:ins>" * 50_000 + line(SENTENCE) + "</w:ins>" * 50_000
    yield Made("deep.docx", lambda: docx(word(deep)))
    tables = "<w:tbl><w:tr><w:tc>" * 80 + line(SENTENCE) + "</w:tc></w:tr></w:tbl>" * 80
    yield Made("tables-in-tables.docx", lambda: docx(word(tables)), fails=None)
    many = line("a") * 500_000
    yield Made("many-lines.docx", lambda: docx(word(many)), quick=False, fails=None)


def pages() -> Iterator[Made]:
    whole = "<html><head><title>Calls</title></head><body><main>{}</main></body></html>"

    def made(name: str, inside: Callable[[], str], **how: object) -> Made:
        return Made(name, lambda: whole.format(inside()).encode(), **how)

    paragraph = f"<p>{SENTENCE * 3}</p>"
    yield made("page-50mb.html", lambda: paragraph * 270_000, quick=False)
    yield made("empty-elements-50mb.html", lambda: "<div></div>" * 4_500_000, quick=False)
    yield made("unclosed-50mb.html", lambda: "<b><i><p>" * 5_500_000, quick=False)
    yield made(
        "attribute-50mb.html", lambda: f'<p class="{"a " * 25_000_000}">{SENTENCE}</p>',
        quick=False, fails=None,
    )  # fmt: skip
    yield made("nested.html", lambda: f"{'<div>' * 20_000}{SENTENCE}", fails=None)
    shared = f"{'<div class=share>' * 2_000}{SENTENCE}{'</div>' * 2_000}"
    yield made("nested-furniture.html", lambda: shared, fails=None)
    yield made("tables-in-tables.html", lambda: f"{'<table><tr><td>a<td>' * 2_000}b", fails=None)
    yield made("entities.html", lambda: f"<p>{SENTENCE}{'&amp;' * 500_000}</p>", fails=None)
    yield made("comments.html", lambda: f"{'<!--' * 100_000}{paragraph}", fails=None)
    body = "b" + "a" * 300_000 + "-" + "a" * 300_000
    yield Made(
        "odd-charset.html", f"<meta charset=punycode><p>{body}".encode, quick=False, fails=None
    )
    yield Made(
        "escapes.html",
        lambda: b"<meta charset=unicode_escape><p>" + rb"\N{BULLET}" * 99,
        fails=None,
    )
    laugh = laughs(12).replace("w:document", "html")
    yield Made("laughs.html", f"{laugh}<p>{SENTENCE} &a11;</p>".encode, fails=None)


def texts() -> Iterator[Made]:
    def made(name: str, text: Callable[[], str], **how: object) -> Made:
        return Made(name, lambda: text().encode(), **how)

    yield made("text-50mb.txt", lambda: f"{SENTENCE * 3}\n\n" * 270_000, quick=False)
    yield made("one-line-20mb.txt", lambda: "a" * 20_000_000, quick=False)
    yield made("newlines-50mb.txt", lambda: "\n" * 50_000_000, quick=False)
    yield made("blanks.txt", lambda: f"{SENTENCE}{' ' * 3_000_000}{SENTENCE}", fails=None)
    yield made("opening-quotes.txt", lambda: "“Well " * 40_000, fails=None)
    yield made("straight-quotes.txt", lambda: "\"a' said b " * 20_000, fails=None)
    yield made("digits.txt", lambda: "1" * 300_000, fails=None)
    yield made("dots.txt", lambda: "1." * 150_000, fails=None)
    yield made("capitals.txt", lambda: "Mr A. B. " * 30_000, fails=None)
    yield made("hyphens.txt", lambda: "a-" * 150_000, fails=None)
    yield made("marks.txt", lambda: "e" + "\u0301" * 300_000, fails=None)
    yield made("pipes.txt", lambda: "| " * 100_000, fails=None)
    yield made("brackets.md", lambda: "[" * 20_000 + "](" * 20_000, fails=None)
    yield made("quoted-deep.md", lambda: ">" * 5_000 + " a", fails=None)
    yield made("emphasis.md", lambda: "*a _b " * 20_000, fails=None)
    yield made("ticks.md", lambda: "".join("`" * n + "a" for n in range(600)), fails=None)
    nodes = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    bomb = f"---\na0: &a0 [ha]\n{nodes}---\n\n{SENTENCE}\n"
    yield made("front-matter-bomb.md", lambda: bomb, fails=None)


def all_made() -> list[Made]:
    return [*pdfs(), *documents(), *pages(), *texts()]
