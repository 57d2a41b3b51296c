"""Fuzz the reading of each format with atheris: `make fuzz`, or `fuzz_readers.py .pdf SECONDS`.

A finding is an exception other than UnreadableError, more than 10 s, or more than 1 GiB; atheris
ends with it and leaves the input in the working folder. Seeds are the samples that ship with the
bot and the small ones of the hostile files. Word documents are mutated by their main part, since
few changes to a ZIP file get past its checksums.
"""

import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import atheris
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
SUFFIXES = (".txt", ".md", ".html", ".docx", ".pdf")
# Long inputs are read seldom; a PDF is not much shorter than this.
MOST_BYTES = 4_000
MOST_PDF_BYTES = 40_000
SECONDS = 60
# pdfium dies of these, which the limits of a reader process are for.
KNOWN = ("form-draws-itself.pdf", "outline-loops.pdf", "million-saves.pdf")
OVERRUN = 120

with atheris.instrument_imports(include=["ingest", "docx", "trafilatura", "markdown_it"]):
    from hostile_files import all_made, docx

    from ingest.errors import UnreadableError
    from ingest.reading import read_report
    from ingest.records import Overrides, RawFile
    from ingest.settings import IngestSettings

SETTINGS = IngestSettings()


def main() -> None:
    """Fuzz one format in this process, or each in one of its own."""
    if len(sys.argv) > 1 and sys.argv[1] in SUFFIXES:
        fuzz(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else SECONDS)
        return
    seconds = sys.argv[1] if len(sys.argv) > 1 else str(SECONDS)
    found = []
    for suffix in SUFFIXES:
        sys.stdout.write(f"{suffix}: {seconds} s\n")
        sys.stdout.flush()
        done = subprocess.run(
            [sys.executable, __file__, suffix, seconds], timeout=int(seconds) + OVERRUN, check=False
        )
        found += [suffix] if done.returncode else []
    sys.exit(f"Found something in {', '.join(found)}." if found else 0)


def fuzz(suffix: str, seconds: int) -> None:
    """Fuzz one format for so long; does not return."""
    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(seeds(suffix)):
            (Path(folder) / str(number)).write_bytes(content)

        def once(content: bytes) -> None:
            read(f"fuzzed{suffix}", _mended(content) if suffix == ".docx" else content)

        most = MOST_PDF_BYTES if suffix == ".pdf" else MOST_BYTES
        limits = ["-timeout=10", "-rss_limit_mb=1024", f"-max_len={most}"]
        atheris.Setup(
            [sys.argv[0], f"-max_total_time={seconds}", *limits, "-print_final_stats=1", folder],
            once,
        )
        atheris.Fuzz()


def read(name: str, content: bytes) -> None:
    raw = RawFile(Path(name), content, hashlib.sha256(content).hexdigest())
    try:
        revision = read_report(raw, Overrides(), SETTINGS)
    except UnreadableError:
        return
    text = revision.text
    for passage in revision.passages:
        assert text[passage.start : passage.end] == passage.text
    assert all(page.start <= page.end <= len(text) for page in revision.pages)


def seeds(suffix: str) -> list[bytes]:
    samples = [one.read_bytes() for one in (ROOT / "bot" / "samples").rglob(f"*{suffix}")]
    made = [
        one.content()
        for one in all_made()
        if one.quick and one.name.endswith(suffix) and one.name not in KNOWN
    ]
    found = [one for one in samples + made if len(one) <= MOST_PDF_BYTES]
    return [_main_part(one) for one in found] if suffix == ".docx" else found


def _mended(content: bytes) -> bytes:
    """A Word document of what can be made of its main part; else most would not be XML."""
    try:
        root = etree.fromstring(content, etree.XMLParser(recover=True))
    except etree.XMLSyntaxError:
        root = None
    return docx(b"" if root is None else etree.tostring(root))


def _main_part(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            return archive.read("word/document.xml")
        except zipfile.BadZipFile:
            return b""


if __name__ == "__main__":
    main()
