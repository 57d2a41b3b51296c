"""The characters of a file of text, whatever encoding it is in or claims to be in."""

import codecs
import re

from ingest.errors import UnreadableError
from ingest.records import RawFile

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
    (b"{\\rtf", "an RTF document"),
)
_MAX_CONTROL_SHARE = 0.01
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x7f]")
_SAMPLE = 4000
_ZERO_SHARE = 0.3
# Letters that Windows-1252 has beyond ASCII, and what bytes without a letter become.
_HIGH = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0x100))
_TWICE = re.compile(f"[\x80-\x9f{re.escape(_HIGH)}]{{2,}}")
_MIXED = "A few characters were in another encoding than the rest of the file."
_RESTORED = "Some characters had been encoded twice, and were restored."


def decode(raw: RawFile) -> str:
    """Return a file's characters; raises UnreadableError where it holds no text."""
    return decoded(raw)[0]


def decoded(raw: RawFile, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return a file's characters and what had to be put right.

    Tried in this order: a byte order mark, zeros that give UTF-16 away, UTF-8, the encoding that
    the file declares, Windows-1252. What is nearly UTF-8 is UTF-8 with a few stray bytes.
    """
    name, content = raw.path.name, raw.content
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise UnreadableError(
                f"{name}: this is {kind}, not text; give the file its true ending and try again."
            )
    for codec in _codecs(content, declared):
        text = _attempt(content, codec)
        if text is not None:
            restored = _once(text)
            return restored, (_RESTORED,) if restored != text else ()
    text = _mostly_utf8(content)
    if text is not None:
        return text, (_MIXED,)
    raise UnreadableError(
        f"{name}: this is not text in UTF-8, UTF-16 or Windows-1252, or it is damaged; "
        "save it again as UTF-8 text."
    )


def _codecs(content: bytes, declared: str | None) -> list[str]:
    marked = next((codec for mark, codec in _MARKS if content.startswith(mark)), None)
    if marked:
        return [marked]
    sample = content[:_SAMPLE]
    if sample[1::2].count(0) > _ZERO_SHARE * len(sample) / 2:
        return ["utf-16-le"]
    if sample[0::2].count(0) > _ZERO_SHARE * len(sample) / 2:
        return ["utf-16-be"]
    return ["utf-8", *filter(None, [declared]), *([] if _is_damaged_utf8(content) else ["cp1252"])]


def _attempt(content: bytes, codec: str) -> str | None:
    try:
        text = content.decode(codec)
    except (UnicodeDecodeError, LookupError):
        # Windows-1252 leaves five bytes without a letter; browsers read over them.
        if codec != "cp1252":
            return None
        text = content.decode("cp1252", "replace").replace("\ufffd", "")
    if "\0" in text or len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        return None
    return text


def _is_damaged_utf8(content: bytes) -> bool:
    """Whether most letters beyond ASCII are those of UTF-8, so that few bytes are broken."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = sum(not char.isascii() for char in text) if broken else 0
    return beyond > 2 * broken


def _mostly_utf8(content: bytes) -> str | None:
    """Return UTF-8 whose stray bytes are read as Windows-1252, None where its end is cut off."""
    if b"\0" in content or not _is_damaged_utf8(content):
        return None
    try:
        return content.decode("utf-8", "strays")
    except UnicodeDecodeError:
        return None


def _stray(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are not UTF-8 as Windows-1252; an unfinished letter at the end stays one."""
    if not isinstance(error, UnicodeDecodeError) or error.reason == "unexpected end of data":
        raise error
    return error.object[error.start : error.end].decode("cp1252", "ignore"), error.end


codecs.register_error("strays", _stray)


def _once(text: str) -> str:
    """Return text with what was encoded twice (`â€™` for `’`) as it once was."""
    return _TWICE.sub(_decoded_again, text) if "Ã" in text or "â" in text or "Â" in text else text


def _decoded_again(found: re.Match[str]) -> str:
    written = b"".join(
        bytes([ord(char)]) if ord(char) < 0xA0 else char.encode("cp1252")  # noqa: PLR2004 - C1
        for char in found[0]
    )
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return found[0]
