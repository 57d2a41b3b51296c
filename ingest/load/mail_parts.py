"""What a mail consists of: its headers, its bodies, and what is attached to it."""

import email
import email.policy
import mimetypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path, PurePosixPath

from ingest.errors import UnreadableError
from ingest.load.canonical import clean
from ingest.load.encoding import decoded
from ingest.records import MAIL_SUFFIX, RawFile

_POLICY = email.policy.default.clone(refold_source="none")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_HEADERS = ("From", "Subject", "Date", "Message-ID", "Received", "To", "MIME-Version")
_MOST_HEADER_BYTES = 512 * 1024
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")
_CONTENT_HEADER = re.compile(
    rb"^content-[a-z-]{1,30}:[^\n]*+(?:\n[ \t][^\n]*+)*+", re.IGNORECASE | re.MULTILINE
)
_MOST_PARTS = 400
_MOST_CHARACTERS = 4_000_000
_MOST_DEPTH = 20
_LONGEST_NAME = 120
_LONGEST_HEADER = 4000
_UNSAFE = re.compile(r"[\\/:*?\"<>|\s]+")
# What a header may raise that no standard foresaw: the parser is known for it.
_HEADER_ERRORS = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError)


@dataclass(frozen=True, slots=True)
class Body:
    """One text of a mail, in the two forms in which it may be sent."""

    plain: str | None = None
    html: str | None = None
    flowed: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that is attached to a mail; `inline` is one that is shown in its text."""

    name: str
    content: bytes
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail taken apart; `sender` is a name and an address, `sent` its day in that place."""

    subject: str
    sender: tuple[str, str]
    sent: date | None
    bodies: tuple[Body, ...]
    attached: tuple[Attached, ...]
    notes: tuple[str, ...] = ()


def parse_mail(raw: RawFile) -> Mail:
    """Take a mail apart. Raises UnreadableError for what is none."""
    name, content = raw.path.name, raw.content
    if content.startswith(_OLD_OFFICE):
        raise UnreadableError(
            f"{name}: this is an Outlook file (.msg); open it in Outlook and save it as .eml, or "
            "save what is attached to it."
        )
    head = re.split(rb"\r?\n\r?\n", content.lstrip(), maxsplit=1)[0]
    if not _HEADER.match(head.removeprefix(b"\xef\xbb\xbf")) or len(head) > _MOST_HEADER_BYTES:
        raise UnreadableError(f"{name}: this is not a mail, which begins with its headers.")
    if any(len(each[0]) > _LONGEST_HEADER for each in _CONTENT_HEADER.finditer(content)):
        raise UnreadableError(
            f"{name}: a part of the mail is described at more length than any mail program does; "
            "save the mail again."
        )
    try:
        message = email.message_from_bytes(
            content.lstrip().removeprefix(b"\xef\xbb\xbf"), policy=_POLICY
        )
    except RecursionError as error:
        raise UnreadableError(f"{name}: the mail's parts are nested too deeply.") from error
    if not any(each in message for each in _HEADERS):
        raise UnreadableError(f"{name}: this is not a mail: it has no sender, subject or date.")
    reader = _Parts()
    reader.read(message, 0)
    if sum(len(body.plain or "") for body in reader.bodies) > _MOST_CHARACTERS:
        raise UnreadableError(
            f"{name}: the mail's text has more than {_MOST_CHARACTERS // 1_000_000} million "
            "characters; save what is pasted into it as files of their own."
        )
    sender = next(iter(getaddresses([header(message, "From")])), ("", ""))
    return Mail(
        subject=header(message, "Subject"),
        sender=(clean(sender[0]), sender[1]),
        sent=_day(header(message, "Date")),
        bodies=tuple(reader.bodies),
        attached=tuple(reader.attached),
        notes=tuple(reader.notes),
    )


def header(message: Message, name: str) -> str:
    """Return a header's words on one line, empty where there is none."""
    lower = name.lower()
    rough = next((str(value) for key, value in message.raw_items() if key.lower() == lower), "")
    # The parser's time grows faster than a header's length.
    if len(rough) > _LONGEST_HEADER:
        return clean(rough[:_LONGEST_HEADER])
    try:
        return clean(str(message.get(name) or ""))
    except _HEADER_ERRORS:
        return clean(rough)


def _day(value: str) -> date | None:
    try:
        return parsedate_to_datetime(value).date() if value else None
    except _HEADER_ERRORS:
        return None


class _Parts:
    """Sorts the parts of a mail into bodies and what is attached."""

    def __init__(self) -> None:
        self.bodies: list[Body] = []
        self.attached: list[Attached] = []
        self.notes: list[str] = []
        self._names: set[str] = set()
        self._count = 0

    def read(self, part: Message, depth: int) -> None:
        """Take in a part and the parts within it."""
        self._count += 1
        if self._count > _MOST_PARTS or depth > _MOST_DEPTH:
            if self._count == _MOST_PARTS + 1 or depth == _MOST_DEPTH + 1:
                self.notes.append("The mail has more parts than were read.")
            return
        kind = _kind(part)
        if kind == "message/rfc822":
            self._attach_mail(part)
        elif kind == "multipart/alternative":
            self._alternatives(part, depth)
        elif part.is_multipart():
            for child in _children(part):
                self.read(child, depth + 1)
        elif kind in {"text/plain", "text/html"} and not _is_file(part):
            self.bodies.append(_body(part, kind))
        else:
            self._attach(part, kind)

    def _alternatives(self, part: Message, depth: int) -> None:
        """Join what says the same twice into one body."""
        within = _Parts()
        within._names, within._count = self._names, self._count
        for child in _children(part):
            within.read(child, depth + 1)
        self._count = within._count
        self.attached += within.attached
        self.notes += within.notes
        plain = next((body for body in within.bodies if body.plain is not None), None)
        html = next((body.html for body in within.bodies if body.html is not None), None)
        if plain or html is not None:
            said = plain or Body()
            self.bodies.append(Body(said.plain, html, flowed=said.flowed))

    def _attach(self, part: Message, kind: str) -> None:
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes) or not content.strip():
            return
        shown = part.get("Content-ID") is not None or _disposition(part) == "inline"
        name = self._name(_filename(part), kind)
        self.attached.append(Attached(name, content, inline=shown and kind.startswith("image/")))

    def _attach_mail(self, part: Message) -> None:
        inner = next(iter(_children(part)), None)
        if inner is None:
            return
        try:
            content = inner.as_bytes(policy=_POLICY)
        except (*_HEADER_ERRORS, RecursionError):
            self.notes.append("A mail that is attached could not be read.")
            return
        name = self._name(_filename(part) or header(inner, "Subject") or "mail", "message/rfc822")
        self.attached.append(Attached(name, content))

    def _name(self, given: str, kind: str) -> str:
        """Return a file name that is safe, has an ending, and is not another's in the same mail."""
        number = len(self._names) + 1
        name = safe_name(given) or f"attachment-{number}"
        suffix = PurePosixPath(name).suffix
        ending = MAIL_SUFFIX if kind == "message/rfc822" else mimetypes.guess_extension(kind)
        missing = len(suffix) < 2 or not suffix[1:].isalnum()  # noqa: PLR2004 - a dot and a letter
        if ending and (missing or ending == MAIL_SUFFIX != suffix.lower()):
            name += ending
        stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
        unique, count = name, 1
        while unique.lower() in self._names:
            count += 1
            unique = f"{stem}-{count}{suffix}"
        self._names.add(unique.lower())
        return unique


def safe_name(given: str) -> str:
    """Return a name that is one file's in one folder, empty where nothing is left of it."""
    kept = "".join(
        char for char in given if not unicodedata.category(char).startswith("C") or char == "\t"
    )
    name = _UNSAFE.sub(" ", unicodedata.normalize("NFC", kept)).strip(" .")
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    longest = _LONGEST_NAME - len(suffix)
    return name if len(name) <= _LONGEST_NAME or longest < 1 else stem[:longest].rstrip() + suffix


def _children(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (child for child in payload if isinstance(child, Message))


def _kind(part: Message) -> str:
    try:
        return part.get_content_type()
    except _HEADER_ERRORS:
        return "application/octet-stream"


def _filename(part: Message) -> str:
    try:
        # Some programs send a whole path.
        return str(part.get_filename() or "").replace("\\", "/").rsplit("/", 1)[-1]
    except _HEADER_ERRORS:
        return ""


def _disposition(part: Message) -> str:
    try:
        return part.get_content_disposition() or ""
    except _HEADER_ERRORS:
        return ""


def _is_file(part: Message) -> bool:
    return _disposition(part) == "attachment" or bool(_filename(part))


def _body(part: Message, kind: str) -> Body:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return Body()
    try:
        charset = part.get_content_charset()
        flowed = str(part.get_param("format") or "").lower() == "flowed"
    except _HEADER_ERRORS:
        charset, flowed = None, False
    text = ""
    if content.strip():
        text, _ = decoded(RawFile(Path("the mail's text"), content, ""), charset)
    return Body(html=text) if kind == "text/html" else Body(plain=text, flowed=flowed)
