"""Reads what a server sends: bounded in bytes, also once decompressed, and in time."""

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx

from ingest.errors import FetchError, UnreadableError
from ingest.records import RawFile

_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
}
# What servers say of a file when they know nothing of it; then its name decides.
_UNTOLD = {"", "application/octet-stream", "binary/octet-stream", "application/download"}
_FEEDS = {"application/rss+xml", "application/atom+xml", "application/rdf+xml"}
_XML = {"application/xml", "text/xml"}
_FEED_START = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_LOOKED_AT = 2000
_NAME_LENGTH = 100
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Body:
    """What was sent, with the server's word for what it is, in lower case."""

    content: bytes
    media_type: str
    charset: str | None = None

    @property
    def is_feed(self) -> bool:
        """Whether this is an RSS or Atom feed."""
        if self.media_type in _FEEDS:
            return True
        looks = _FEED_START.search(self.content[:_LOOKED_AT]) is not None
        return looks and self.media_type in _XML | _UNTOLD | {"text/html", "text/plain"}


def read_body(response: httpx.Response, max_bytes: int, in_time: Callable[[], bool]) -> Body:
    """Read a body whole. Raises UnreadableError if it is too large, FetchError if too slow."""
    content = b"".join(unpacked(response, max_bytes, in_time))
    message = Message()
    message["content-type"] = response.headers.get("content-type", "")
    told = message.get_content_type() if response.headers.get("content-type") else ""
    return Body(content, told, message.get_content_charset())


def unpacked(
    response: httpx.Response, max_bytes: int, in_time: Callable[[], bool]
) -> Iterator[bytes]:
    """Yield a body in parts, decompressed. Raises like `read_body`."""
    too_large = UnreadableError(
        f"It is larger than {max_bytes / 1e6:,.0f} MB (ingest.max_file_megabytes)."
    )
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > max_bytes:
        raise too_large
    packed = response.headers.get("content-encoding", "identity").lower()
    if packed not in {"identity", "gzip", "x-gzip", ""}:
        raise UnreadableError(f"It is compressed in a way that was not asked for ({packed}).")
    unpack = zlib.decompressobj(wbits=31) if "gzip" in packed else None
    left = max_bytes
    for chunk in response.iter_raw():
        if not in_time():
            raise FetchError("The server took too long to send it.")
        # One byte more than fits tells what is too large, and no more than that is unpacked.
        try:
            part = unpack.decompress(chunk, left + 1) if unpack else chunk
        except zlib.error as error:
            raise FetchError("What the server sent is damaged.") from error
        left -= len(part)
        if left < 0:
            raise too_large
        yield part
    if unpack and not unpack.eof:
        raise FetchError("The server broke off.")


def raw_file(address: str, ended: str, body: Body) -> RawFile:
    """Return what an address gave, or the one it `ended` at, as a file whose name tells its format.

    Raises UnreadableError where the server says that it is nothing that can be read.
    """
    suffix = _suffix(ended, body)
    content = body.content
    if suffix in {".txt", ".md"} and body.charset:
        content = _in_utf8(content, body.charset)
    parts = urlsplit(ended)
    last = Path(unquote(parts.path)).stem or parts.hostname or "page"
    name = _NOT_IN_NAMES.sub("-", last).strip(".-")[:_NAME_LENGTH] or "page"
    sha256 = hashlib.sha256(content).hexdigest()
    return RawFile(Path(name + suffix), content, sha256, address)


def _suffix(address: str, body: Body) -> str:
    named = Path(unquote(urlsplit(address).path)).suffix.lower()
    if body.content.startswith(b"%PDF-"):
        return ".pdf"
    if body.media_type == "text/plain" and named == ".md":
        return ".md"
    if body.media_type in _UNTOLD and named:
        return named
    suffix = _SUFFIXES.get(body.media_type)
    if suffix is None:
        kind = body.media_type or "of an unknown type"
        raise UnreadableError(f"It is no report that can be read: the server says it is {kind}.")
    return suffix


def _in_utf8(content: bytes, charset: str) -> bytes:
    """Return text in UTF-8; the loader does not know what the server said of it."""
    try:
        return content.decode(charset).encode()
    except (LookupError, UnicodeError):
        return content
