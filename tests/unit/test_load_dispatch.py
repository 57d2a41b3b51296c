import hashlib
from pathlib import Path

import pytest

from ingest import load as loaders
from ingest.errors import UnreadableError
from ingest.load import SUPPORTED_SUFFIXES, load
from ingest.records import RawFile


def raw(name: str, content: bytes) -> RawFile:
    return RawFile(Path(name), content, hashlib.sha256(content).hexdigest())


def test_every_promised_format_has_a_loader():
    assert {".txt", ".md", ".html", ".htm", ".mhtml", ".docx", ".pdf"} <= SUPPORTED_SUFFIXES


def test_the_suffix_decides_whatever_its_case():
    assert load(raw("NOTE.TXT", b"One short line.")).text == "One short line."


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("figures.xlsx", b"PK", "cannot be read"),
        ("report", b"text", "cannot be read"),
        ("empty.txt", b"", "empty"),
        ("blank.pdf", b"  \n ", "empty"),
        ("renamed.txt", b"%PDF-1.7 ...", "a PDF"),
        ("photo.txt", b"\xff\xd8\xff\xe0....", "an image"),
        ("binary.txt", bytes(range(256)) * 20, "not text"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "truncated"),
        ("broken.pdf", b"%PDF-1.7\nnothing\n%%EOF", "damaged"),
        ("broken.txt", "“The” lamp’s".encode() + b"\xe2", "damaged"),
        ("fake.docx", b"not a zip at all", "ZIP"),
        ("old.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .doc"),
        ("cut.docx", b"PK\x03\x04" + b"\0" * 40, "truncated"),
        ("empty.html", b"<html><body></body></html>", "no main text"),
        ("menu.html", b"<html><body><nav>Home</nav></body></html>", "no main text"),
        ("marks.md", b"---\ntitle: Only this\n---\n", "no text"),
    ],
)
def test_what_cannot_be_read_says_why_in_one_line(name, content, words):
    with pytest.raises(UnreadableError) as error:
        load(raw(name, content))
    message = str(error.value)
    assert message.startswith(f"{name}: ")
    assert words in message
    assert "\n" not in message


def test_a_file_over_the_bound_is_refused_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr(loaders, "MAX_BYTES", 10)
    with pytest.raises(UnreadableError, match="more than"):
        load(raw("long.txt", b"eleven bytes"))
