"""Mails: the words of the sender, or of the release that is forwarded, and what was left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import parseaddr

from ingest.errors import UnreadableError
from ingest.load.canonical import Block, assemble, clean
from ingest.load.html import html_blocks
from ingest.load.html_facts import parsed_date
from ingest.load.mail_closing import without_closing
from ingest.load.mail_parts import Attached, Body, Mail, parse_mail
from ingest.load.mail_quoted import Choice, choose, flowed, is_quoted, is_wholly_forwarded, unquoted
from ingest.load.text import text_blocks
from ingest.records import Loaded, Metadata, RawFile

_REPLY = re.compile(r"(?:(?:re|fwd?|fw|aw|wg|tr)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_FORWARD = re.compile(r"\s*(?:re\s*:\s*)?(?:fwd?|wg|tr)\s*:", re.IGNORECASE)
_TAG = re.compile(
    r"\[(?:external|ext|ext(?:ernal)? (?:e-?)?mail|official[\w :-]{0,40}|spam)\]\s*", re.IGNORECASE
)
_BODY_WORD = re.compile(
    r"\b(?:council|police|office|service|services|trust|authority|department|ministry|commission|"
    r"commissioner|inspectorate|agency|government|committee|board|ombudsman|court|nhs|hm\w*|"
    r"ofsted|college|university|constabulary|treasury|parliament)\b",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"\W*\b(?:(?:press|media|news)\s*(?:office|officer|team|desk|releases?|enquiries)?|"
    r"communications(?:\s+team)?|comms|no-?reply|do not reply|newsletter|mailbox|enquiries)\b\W*",
    re.IGNORECASE,
)
_FEWEST_LISTED = 6


@dataclass(frozen=True, slots=True)
class _Text:
    """The paragraphs that a mail's text comes down to, whose they are, and what was left out."""

    blocks: list[Block]
    notes: list[str]
    headers: dict[str, str]


def load_mail(raw: RawFile) -> Loaded:
    """Load a mail's own text, or that of the release it forwards; attachments are other files."""
    mail = parse_mail(raw)
    blocks: list[Block] = []
    notes = list(mail.notes)
    headers: dict[str, str] = {}
    for body in mail.bodies:
        text = _text(raw.path.name, body, forwards=_FORWARD.match(mail.subject) is not None)
        blocks += text.blocks
        notes += text.notes
        headers = headers or text.headers
    notes += _attachment_notes(mail.attached)
    loaded = assemble(blocks, _metadata(mail, headers), notes=tuple(dict.fromkeys(notes)))
    if not loaded.text:
        held = "; what is attached to it is read by itself" if mail.attached else ""
        raise UnreadableError(
            f"{raw.path.name}: the mail itself holds no text that can be read (it may be encrypted)"
            f"{held}."
        )
    return loaded


def _text(name: str, body: Body, *, forwards: bool) -> _Text:
    """Return the text of one body, from its HTML unless that says less than its plain text."""
    if body.html is not None:
        blocks = html_blocks(name, body.html)
        said = sum(len(block.text.split()) for block in blocks)
        if 10 * said >= 8 * len((body.plain or "").split()):
            choice = choose([block.text for block in blocks], forwards=forwards)
            return _closed([blocks[index] for index in choice.lines], choice)
    source = body.plain or ""
    lines = (flowed(source) if body.flowed else source).splitlines()
    own = [line for line in lines if line.strip() and not is_quoted(line)]
    if not own or is_wholly_forwarded(lines):
        lines = unquoted(lines)
    choice = choose(lines, forwards=forwards)
    # A line that was joined is a paragraph.
    between = "\n\n" if body.flowed and len(lines) < len(source.splitlines()) else "\n"
    return _closed(text_blocks(between.join(lines[index] for index in choice.lines)), choice)


def _closed(blocks: list[Block], choice: Choice) -> _Text:
    kept, notes = without_closing(blocks)
    return _Text(kept, [*choice.notes, *notes], choice.headers)


def _metadata(mail: Mail, headers: dict[str, str]) -> Metadata:
    """Return what the mail, or the one that it forwards, says of itself; hints, all unsure."""
    subject = _without_marks(headers.get("subject") or mail.subject)
    name, address = mail.sender
    if "from" in headers:
        name, address = parseaddr(headers["from"].replace("[mailto:", "<").replace("]", ">"))
        name = name or headers["from"]
    sent = mail.sent
    origin = "the mail's Date header"
    forwarded = _day(headers.get("sent") or headers.get("date") or "")
    if forwarded:
        sent, origin = forwarded, "the forwarded mail's Date header"
    return Metadata(
        title=subject or None,
        publisher=_organisation(name) if address or name else None,
        published_on=sent,
        published_on_from=origin if sent else None,
    )


def _day(value: str) -> date | None:
    return parsed_date(value) if value else None


def _without_marks(subject: str) -> str:
    """Return a subject without what programs put before it."""
    before = ""
    while subject != before:
        before, subject = subject, _TAG.sub("", _REPLY.sub("", subject, count=1)).strip()
    return subject


def _organisation(name: str) -> str | None:
    """Return the body that a sender's name names, None for a person's."""
    plain = clean(_DESK.sub(" ", name)).strip(" ,-–|\"'")
    return plain if _BODY_WORD.search(plain) and "@" not in plain else None


def _attachment_notes(attached: Sequence[Attached]) -> list[str]:
    """Say which files came with the mail, and that pictures in its text were not read."""
    files = [each.name for each in attached if not each.inline]
    pictures = [each.name for each in attached if each.inline]
    notes = []
    if files:
        notes.append(f"Attached: {_listed(files)}.")
    if pictures:
        what = (
            "A picture in the text was"
            if len(pictures) == 1
            else (f"{len(pictures)} pictures in the text were")
        )
        notes.append(f"{what} not read: {_listed(pictures)}.")
    return notes


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_FEWEST_LISTED])
    more = len(names) - _FEWEST_LISTED
    return f"{shown} and {more} more" if more > 0 else shown
