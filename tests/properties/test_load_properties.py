import hashlib
import io
import unicodedata
from pathlib import Path
from xml.sax.saxutils import escape

from docx_kit import document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import UnreadableError
from ingest.load import load
from ingest.load.canonical import clean
from ingest.records import Loaded, RawFile
from ingest.sources.mail import attachments

QUICK = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
WORDS = st.text(st.sampled_from("abcdeABC .,:“”-|•*#é\u0301ﬁ\u00ad\t123"), max_size=40)
LINES = st.lists(WORDS, max_size=12).map("\n".join)
TAGS = st.sampled_from(
    "p h1 h2 div ul ol li table tr td blockquote span br article nav section pre form".split()
)
MARKUP = st.recursive(
    WORDS,
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
        lambda node: f"<{node[0]}>{''.join(node[1])}</{node[0]}>"
    ),
    max_leaves=25,
)


def loaded(name: str, content: bytes) -> Loaded | None:
    try:
        return load(RawFile(Path(name), content, hashlib.sha256(content).hexdigest()))
    except UnreadableError:
        return None


def check(result: Loaded | None) -> None:
    """What the record promises of every loaded file."""
    if result is None:
        return
    text = result.text
    assert text
    assert unicodedata.is_normalized("NFC", text)
    assert not {"\u00ad", "\ufb01", "\u00a0"} & set(text)
    for paragraph in text.split("\n\n"):
        lines = paragraph.split("\n")
        assert all(line and line == line.strip() for line in lines)
        assert len(lines) == 1 or any(" | " in line for line in lines)
    for heading in result.headings:
        words = text[heading.start : heading.end]
        assert words
        assert "\n" not in words
        assert 1 <= heading.level <= 9
    at = 0
    for number, page in enumerate(result.pages, start=1):
        assert (page.number, page.start) == (number, at)
        at = page.end
    assert not result.pages or at == len(text)


@QUICK
@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00\xd8")
@example(b"\x85\n\x85")
def test_any_bytes_load_or_are_refused(content):
    for suffix in (".txt", ".md", ".html", ".mhtml", ".eml"):
        check(loaded(f"a{suffix}", content))


@QUICK
@given(st.binary(max_size=200), st.sampled_from([b"%PDF-1.4\n", b"PK\x03\x04"]))
def test_damaged_containers_are_refused(content, start):
    check(loaded("a.pdf", start + content))
    check(loaded("a.docx", start + content))


@QUICK
@given(LINES)
def test_any_text_is_canonical(source):
    check(loaded("a.txt", source.encode()))
    check(loaded("a.md", source.encode()))


@QUICK
@given(MARKUP)
def test_any_markup_is_canonical(source):
    check(loaded("a.html", f"<html><body><main>{source}</main></body></html>".encode()))
    check(loaded("a.htm", source.encode()))


HEADERS = st.sampled_from(
    [
        *(
            "From: Ada <a@b.example>",
            "Subject: Fwd: lamps",
            "Date: Thu, 09 May 2024 23:30:00 -0500",
        ),
        *("MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="b"', "Content-Type: ="),
        *("Content-Type: text/html; charset=x", "Content-Type: text/plain; format=flowed"),
        *("Content-Type: message/rfc822", "Content-Disposition: attachment; filename=a.txt"),
        *("Content-Transfer-Encoding: base64", "Subject: =?utf-8?b?//8=?=", "Subject", ": x"),
    ]
)
MAIL_LINES = st.sampled_from(
    [
        *("> quoted", "On Monday Ada wrote:", "-- ", "From: Ada", "Sent: 3 May 2024", "Subject: x"),
        *("---------- Forwarded message ---------", "Kind regards", "The lamps burn."),
        *("", "--b", "--b--"),
    ]
)
PARTS = st.tuples(st.lists(HEADERS, max_size=5), st.lists(MAIL_LINES | WORDS, max_size=8)).map(
    lambda part: "\n".join([*part[0], "", *part[1]])
)


@QUICK
@given(st.lists(PARTS, min_size=1, max_size=4).map("\n--b\n".join))
def test_any_mail_is_canonical(source):
    raw = RawFile(Path("a.eml"), f"From: a@b.example\n{source}".encode(), "")
    check(loaded("a.eml", raw.content))
    for file in attachments(raw):
        assert file.path.parent.is_relative_to("a.eml")
        assert file.path.name not in {"", ".", ".."}
        check(loaded(file.path.name, file.content))


WORD_TAGS = st.sampled_from(
    "w:p w:r w:t w:tbl w:tr w:tc w:ins w:del w:sdt w:sdtContent w:hyperlink w:br w:txbxContent "
    "w:pict w:moveTo w:fldChar w:instrText w:pPr w:rPr w:numPr w:footnoteReference m:f m:num "
    "mc:AlternateContent mc:Choice mc:Fallback w:tcPr w:gridSpan w:vMerge".split()
)
WORD_MARKUP = st.recursive(
    WORDS.map(escape),
    lambda inner: st.tuples(WORD_TAGS, st.sampled_from(["", "3", "begin"]), st.lists(inner)).map(
        lambda node: (
            f'<{node[0]} w:val="{node[1]}" w:fldCharType="{node[1]}">{"".join(node[2])}</{node[0]}>'
        )
    ),
    max_leaves=25,
)


@QUICK
@given(WORD_MARKUP)
def test_any_word_document_is_canonical(body):
    check(loaded("a.docx", document(f"<w:p><w:r><w:t>lamp</w:t></w:r></w:p>{body}")))


WHOLE = document("<w:p><w:r><w:t>The lamps burn.</w:t></w:r></w:p>" * 9)


@QUICK
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_word_document_loads_or_is_refused(at, bytes_put_in):
    check(loaded("a.docx", WHOLE[:at] + bytes_put_in + WHOLE[at + len(bytes_put_in) :]))


@QUICK
@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(line):
    assert clean(clean(line)) == clean(line)


PLACED = st.tuples(st.integers(20, 560), st.integers(20, 800), WORDS, st.sampled_from([6, 11, 20]))


@settings(QUICK, max_examples=40)
@given(st.lists(st.lists(PLACED, max_size=15), min_size=1, max_size=4))
def test_words_anywhere_on_pages_are_canonical(pages):
    target = io.BytesIO()
    canvas = Canvas(target)
    for words in pages:
        for x, y, text, size in words:
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    result = loaded("a.pdf", target.getvalue())
    check(result)
    assert result is None or len(result.pages) == len(pages)
