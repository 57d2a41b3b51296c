"""Files made to keep a loader busy: time grows no faster than they do, or they are refused."""

import time
from contextlib import suppress
from pathlib import Path

import pytest
from docx_kit import document, paragraph, run

from ingest.errors import UnreadableError
from ingest.load import load
from ingest.records import RawFile

MAIN = "<main><p>The lamps burn.</p>"
MAIL = "From: a@b.example\nSubject: x\n"
# A loader that is linear takes twice as long; one that is not, four times.
MOST = 3.2
UNNOTICED = 0.3


def seconds(name: str, content: str | bytes) -> float:
    data = content.encode() if isinstance(content, str) else content
    began = time.process_time()
    with suppress(UnreadableError):
        load(RawFile(Path(name), data, ""))
    return time.process_time() - began


CASES = {
    "paragraphs": ("a.html", lambda n: MAIN + "<p>The board visited.</p>" * n),
    "no main element": ("a.html", lambda n: "<body>" + "<p>The board visited.</p>" * n),
    "contents list": ("a.html", lambda n: MAIN + "<ul>" + "<li><a href='#a'>x</a></li>" * n),
    "breaks": ("a.html", lambda n: MAIN + "<br>x" * n),
    "named as furniture": ("a.html", lambda n: MAIN + "<div class='nav'><p>x</p></div>" * n),
    "tables": ("a.html", lambda n: MAIN + "<table><tr><td>a<td>b</table>" * n),
    "rows": ("a.html", lambda n: f"{MAIN}<table>{'<tr><td rowspan=9>a<td>b' * n}</table>"),
    "nested tables": ("a.html", lambda n: MAIN + "<table><tr><td>a<td>" * n),
    "whitespace": ("a.html", lambda n: MAIN + "  \n\t" * n * 20 + "x"),
    "angles": ("a.html", lambda n: MAIN + "<" * n * 10),
    "open comments": ("a.html", lambda n: MAIN + "<!--" * n),
    "open quotes": ("a.html", lambda n: MAIN + '<a "' * n),
    "attributes": ("a.html", lambda n: f"{MAIN}<b {' '.join(f'a{i}=1' for i in range(n))}>x"),
    "related": ("a.html", lambda n: MAIN + "<h2>Related</h2><p><a href=x>y</a></p>" * n),
    "markdown": ("a.md", lambda n: "<div " * n),
    "quoted text": ("a.txt", lambda n: "> x\n" * n),
    "form feeds": ("a.txt", lambda n: "x\n\f" * n),
    "attributions": ("a.eml", lambda n: f"{MAIL}\n" + "On x wrote:\n> y\n" * n),
    "header lines": ("a.eml", lambda n: f"{MAIL}\n" + "From: a\n" * n),
    "encoded words": ("a.eml", lambda n: f"Subject: {'=?utf-8?q?a?= ' * n}\n\nx y z"),
    "parameters": (
        "a.eml",
        lambda n: f"{MAIL}Content-Type: text/plain; {'; '.join(f'a{i}=1' for i in range(n))}\n\nx",
    ),
    "parts": (
        "a.eml",
        lambda n: (
            f"{MAIL}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
            + "--b\n\nx\n" * n
        ),
    ),
    "word paragraphs": ("a.docx", lambda n: document(paragraph("The board visited.") * n)),
    "word runs": ("a.docx", lambda n: document(paragraph(run("x ") * n))),
    "word fields": (
        "a.docx",
        lambda n: document(paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * n)),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.replace(" ", "-"))
def test_time_grows_no_faster_than_the_file(case):
    name, made = CASES[case]
    once, twice = seconds(name, made(8000)), seconds(name, made(16_000))
    assert twice < MOST * once + UNNOTICED


def test_a_page_of_fifty_megabytes_is_refused_in_one_line():
    began = time.process_time()
    page = MAIN + "<p>The board visited every station on the coast.</p>" * 1_000_000
    with pytest.raises(UnreadableError, match="million characters"):
        load(RawFile(Path("a.html"), page.encode(), ""))
    assert time.process_time() - began < 10
