"""Mails as sources: what is attached to them, each a file of its own."""

import hashlib
from collections.abc import Iterator
from pathlib import PurePath

from ingest.errors import UnreadableError
from ingest.load import MAX_BYTES, SUPPORTED_SUFFIXES
from ingest.load.mail_parts import Attached, parse_mail
from ingest.records import MAIL_SUFFIX, RawFile

_MOST_FILES = 100
_DEEPEST = 4


def attachments(raw: RawFile) -> tuple[RawFile, ...]:
    """Return what is attached to a mail and can be read, each at `MAIL.eml/NAME`.

    A mail within the mail is such a file, and what is attached to that one follows it, at
    `MAIL.eml/INNER.eml/NAME`, so a mail from here is not to be asked again. Pictures in the text
    are left out. A file that is no mail has nothing attached.
    """
    found: list[RawFile] = []
    for attached in _within(raw, 0):
        if len(found) == _MOST_FILES:
            break
        found.append(attached)
    return tuple(found)


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
