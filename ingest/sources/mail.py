"""Mails as sources: what is attached to them, each a file of its own."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import quote

from ingest.errors import UnreadableError
from ingest.load import MAX_BYTES, SUPPORTED_SUFFIXES
from ingest.load.mail_parts import Attached, parse_mail
from ingest.records import MAIL_SUFFIX, RawFile

_MOST_FILES = 100
_DEEPEST = 4
# No page has such a part, and a fragment is not sent to the server.
_FRAGMENT = "#attachment="


def attachments(raw: RawFile) -> tuple[RawFile, ...]:
    """Return what is attached to a mail and can be read, each at `MAIL.eml/NAME`.

    A mail within the mail is such a file, and what is attached to that one follows it, at
    `MAIL.eml/INNER.eml/NAME`, so a mail from here is not to be asked again. Pictures in the text
    are left out. A file that is no mail has nothing attached. What is attached to a mail that was
    fetched has an address too, that of the mail with a fragment.
    """
    found: list[RawFile] = []
    for attached in _within(raw, 0):
        if len(found) == _MOST_FILES:
            break
        found.append(attached)
    if raw.address is None:
        return tuple(found)
    named = (one.path.relative_to(raw.path).as_posix() for one in found)
    addresses = (f"{raw.address}{_FRAGMENT}{quote(name)}" for name in named)
    return tuple(replace(one, address=at) for one, at in zip(found, addresses, strict=True))


def mail_of(address: str) -> str | None:
    """Return the address of the mail that something at `address` is attached to, None for none."""
    mail, fragment, _ = address.partition(_FRAGMENT)
    return mail if fragment else None


def _within(raw: RawFile, depth: int) -> Iterator[RawFile]:
    if raw.path.suffix.lower() != MAIL_SUFFIX or depth == _DEEPEST or len(raw.content) > MAX_BYTES:
        return
    try:
        mail = parse_mail(raw)
    except UnreadableError:
        return  # Loading the mail itself says why.
    for attached in mail.attached:
        if _is_report(attached):
            digest = hashlib.sha256(attached.content).hexdigest()
            file = RawFile(raw.path / attached.name, attached.content, digest)
            yield file
            yield from _within(file, depth + 1)


def _is_report(attached: Attached) -> bool:
    return not attached.inline and PurePath(attached.name).suffix.lower() in SUPPORTED_SUFFIXES
