"""Plain text: encodings, and paragraphs found again in hard-wrapped lines."""

import codecs
import re

from ingest.errors import UnreadableError
from ingest.load.canonical import (
    BULLET,
    CELL,
    Block,
    LineJoiner,
    assemble,
    bullet,
    clean,
    ends_sentence,
    is_numbered,
)
from ingest.records import Loaded, RawFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
)
_MAX_CONTROL_SHARE = 0.01
_UNWRAPPED_WIDTH = 160
_WIDE_SHARE = 0.95
_MAX_HEADING_WORDS = 14
_DASH = re.compile(r"[-–—*]\s+(?=\S)")
_RULE = re.compile(r"[=\-~_*]{3,}")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x7f]")
_NEWLINE = re.compile(r"\r\n|[\r\n\f\v\x85\u2028\u2029]")
_HANGING = frozenset("a an and as at by for from in into is of on or that the to under with".split())


def load_text(raw: RawFile) -> Loaded:
    """Load a plain text file."""
    loaded = assemble(text_blocks(decode(raw)))
    if not loaded.text:
        raise UnreadableError(f"{raw.path.name}: the file holds no text; check that it was saved.")
    return loaded


def decode(raw: RawFile) -> str:
    """Return a file's characters: UTF-8, UTF-16 or UTF-32 by its mark, else Windows-1252."""
    name, content = raw.path.name, raw.content
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise UnreadableError(
                f"{name}: this is {kind}, not text; give the file its true ending and try again."
            )
    marked = next((codec for mark, codec in _MARKS if content.startswith(mark)), None)
    for codec in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" in text or len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
            break
        return text
    raise UnreadableError(
        f"{name}: this is not text in UTF-8, UTF-16 or Windows-1252, or it is damaged; "
        "save it again as UTF-8 text."
    )


def text_blocks(text: str) -> list[Block]:
    """Find the paragraphs and headings of plain text, hard-wrapped or not."""
    lines = [(_indent(line), _marked(clean(line))) for line in _NEWLINE.split(text)]
    width = _wrap_width([len(line) for _, line in lines if line])
    joiner = LineJoiner(line for _, line in lines)
    blocks: list[Block] = []
    group: list[tuple[int, str]] = []
    for index, (indent, line) in enumerate(lines):
        if _RULE.fullmatch(line) or not line:
            if group and line and not blocks_open(group):
                blocks.append(Block(group[0][1], 1 if line[0] == "=" else 2))
                group = []
            continue_text = False
        else:
            continue_text = bool(group) and index > 0 and bool(lines[index - 1][1])
        if group and not continue_text:
            blocks.append(_block(group, joiner))
            group = []
    return blocks
