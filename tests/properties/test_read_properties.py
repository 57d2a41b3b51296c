"""Samples with pieces of their structure moved, doubled and taken out are read, or refused."""

import hashlib
import io
import re
import zipfile
from pathlib import Path

import pytest
from desk import SAMPLES
from hostile_files import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import UnreadableError
from ingest.reading import read_report
from ingest.records import Overrides, RawFile
from ingest.settings import IngestSettings
from ingest.workers import ReaderLimits, Readers

QUICK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
SETTINGS = IngestSettings()
# What a format's pieces are: tags and the words between them, lines, objects and operators.
PIECES = {
    ".docx": rb"<[^>]+>|[^<]+",
    ".html": rb"<[^>]+>|[^<]+",
    ".md": rb"[^\n]*\n|[#*>|`\[\]-]+|[^\n#*>|`\[\]-]+",
    ".txt": rb"[^\n]*\n",
    ".pdf": rb"\d+ \d+ (?:obj|R)|<<|>>|/\w+|stream\s|endstream|[\d.]+|\s+|[^\s<>/\d]+|.",
}
ODD = [b"", b"\0", b"<", b"&#x202e;", b"9" * 30, b"-1", b"\xff\xfe", b"| | |", "“é\u0301".encode()]
_change = st.tuples(
    st.sampled_from(["drop", "double", "move", "odd", "repeat"]),
    st.floats(0, 1),
    st.integers(1, 12),
    st.floats(0, 1),
    st.sampled_from(ODD),
)
_changes = st.lists(_change, min_size=1, max_size=6)


def sample(suffix: str) -> bytes:
    content = min((one.read_bytes() for one in SAMPLES.rglob(f"*{suffix}")), key=len)
    if suffix != ".docx":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("word/document.xml")


def changed(pieces: list[bytes], changes: list) -> bytes:
    pieces = list(pieces)
    for how, at, length, to, odd in changes:
        begin, target = int(at * len(pieces)), int(to * len(pieces))
        taken = pieces[begin : begin + length]
        if how in {"drop", "move"}:
            del pieces[begin : begin + length]
        if how in {"double", "move"}:
            pieces[target:target] = taken
        if how == "odd":
            pieces[begin:begin] = [odd]
        if how == "repeat":
            pieces[begin:begin] = taken * 200
    return b"".join(pieces)


@pytest.fixture(scope="module")
def readers():
    opened = Readers(ReaderLimits(step_seconds=20, file_seconds=100, megabytes=500))
    yield opened
    opened.close()


@pytest.mark.parametrize("suffix", PIECES)
def test_a_sample_with_changed_structure_is_read_or_refused(readers, suffix):
    pieces = re.findall(PIECES[suffix], sample(suffix), re.DOTALL)
    assert len(pieces) > 20
    assert b"".join(pieces) == sample(suffix)

    read: list[str] = []
    refused: list[str] = []

    @QUICK
    @given(_changes)
    def check(changes):
        content = changed(pieces, changes)
        content = docx(content) if suffix == ".docx" else content
        raw = RawFile(Path(f"made{suffix}"), content, hashlib.sha256(content).hexdigest())
        try:
            revision = readers.run(raw.path.name, read_report, raw, Overrides(), SETTINGS)
        except UnreadableError as error:
            refused.append(str(error))
            return
        read.append(raw.sha256)
        text = revision.text
        assert text.strip()
        for one in (*revision.passages, *revision.quotes, *revision.findings.judgements):
            assert 0 <= one.start < one.end <= len(text)
        for passage in revision.passages:
            assert text[passage.start : passage.end] == passage.text

    check()
    # Most are damaged a little only, and none is a reason to run into a limit.
    assert len(read) > len(refused) or suffix == ".docx"
    assert read
    assert not any("ingest." in reason for reason in refused)
