"""The source of a web page: its characters, what a browser wrapped it in, and what is too much."""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage

from lxml import etree, html

from ingest.errors import UnreadableError
from ingest.load.encoding import decoded
from ingest.records import RawFile

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,30})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w-]{3,30})")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HEAD_BYTES = 4096
# What browsers read as the encoding that comes after the equals sign.
_MEANT = {"iso-8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "latin1": "cp1252"}
_DATA = re.compile(r"data:[\w/+.-]{0,60}(?:;[\w=-]{0,40}){0,3};base64,[A-Za-z0-9+/=%]{64,}")
_MOST_CHARACTERS = 16_000_000
# A browser's parser needs time that grows with the square of one element's attributes.
_MOST_ATTRIBUTES = 1000
_LONG_TAG = 4000
_LEXEME = re.compile(
    r"<!--(?:[^-]++|-(?!->))*+|<(script|style)\b(?:[^<]++|<(?!/\1))*+|"
    r"<[a-zA-Z](?:[^>\"']++|\"[^\"]*+\"?|'[^']*+'?)*+",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"[^\"]*+\"?|'[^']*+'?")
_ARCHIVED = re.compile(rb"\A\s*[A-Za-z-]+:(?:[^\n]*+\n){1,20}?mime-version:", re.IGNORECASE)
_SAVED_FROM = re.compile(
    r"<!--\s*saved from url=\(\d+\)(?P<browser>\S+?)\s*-->|"
    r"<!--\s*Page saved with SingleFile\s+url:\s*(?P<single>\S+)"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A page's markup, the address it was saved from, and what had to be put right."""

    markup: str
    address: str | None = None
    notes: tuple[str, ...] = ()


def source_of(raw: RawFile) -> Source:
    """Return the markup of a web page or archive. Raises UnreadableError where it is too big."""
    address = None
    if _is_archive(raw):
        raw, address = _page_in_archive(raw)
    declared = _declared(raw.content[:_HEAD_BYTES])
    markup, notes = decoded(raw, declared)
    markup = _DATA.sub("data:,", _DECLARATION.sub("", markup, count=1))
    if len(markup) > _MOST_CHARACTERS:
        raise UnreadableError(
            f"{raw.path.name}: the page has {len(markup) // 1_000_000} million characters of "
            f"markup, more than the {_MOST_CHARACTERS // 1_000_000} million that can be read; "
            "save it in parts."
        )
    saved = _SAVED_FROM.search(markup[:_HEAD_BYTES])
    if saved:
        address = address or saved["browser"] or saved["single"]
    return Source(markup, address, notes)


def tree_of(name: str, markup: str) -> etree._Element:
    """Return the page's tree. Raises UnreadableError for what no page has, or is no page."""
    if any(map(_is_crowded, _LEXEME.finditer(markup))):
        raise UnreadableError(
            f"{name}: an element of the page has more than {_MOST_ATTRIBUTES} attributes, which no "
            "page needs; save the page again from a browser."
        )
    parser = html.HTMLParser(huge_tree=True)
    try:
        tree: etree._Element = html.document_fromstring(markup, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError(
            f"{name}: this is not a web page, or it is empty; save the page again."
        ) from error
    if any("RESOURCE_LIMIT" in (entry.type_name or "") for entry in parser.error_log):
        raise UnreadableError(
            f"{name}: the elements of the page are nested more than 2,000 deep, so that the rest "
            "would be lost; save the page again from a browser."
        )
    return tree


def _is_crowded(lexeme: re.Match[str]) -> bool:
    if lexeme.end() - lexeme.start() < _LONG_TAG or lexeme[0].startswith("<!--") or lexeme[1]:
        return False
    return len(_QUOTED.sub(" ", lexeme[0]).split()) > _MOST_ATTRIBUTES


def _declared(head: bytes) -> str | None:
    found = _CHARSET.search(head) or _XML_CHARSET.search(head)
    if found is None:
        return None
    name = found[1].decode("ascii").lower()
    return _MEANT.get(name, name)


def _is_archive(raw: RawFile) -> bool:
    head = raw.content[:_HEAD_BYTES]
    archive = raw.path.suffix.lower() in {".mht", ".mhtml"}
    return archive or _ARCHIVED.match(head) is not None


def _page_in_archive(raw: RawFile) -> tuple[RawFile, str | None]:
    """Return the page of a web archive (MHTML, RFC 2557), its first part that is HTML."""
    message = email.message_from_bytes(raw.content, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            body = part.get_payload(decode=True)
            address = part.get("Content-Location") or message.get("Snapshot-Content-Location")
            if isinstance(body, bytes) and isinstance(part, EmailMessage):
                charset = (part.get_content_charset() or "").encode("ascii", "ignore")
                # The header goes before what the page says, as it does on the web.
                head = b'<meta charset="' + charset + b'">' if charset else b""
                return RawFile(raw.path, head + body, raw.sha256), address and str(address).strip()
    raise UnreadableError(
        f"{raw.path.name}: this web archive holds no page; save the page again as HTML."
    )
