"""What a report says became of an earlier report's recommendations."""

import re
from collections.abc import Iterator

from ingest.findings.blocks import Block, rows
from ingest.sentences import sentences
from store.finding_records import FollowUp

CLOSED, OPEN, NO_PROGRESS = "closed", "open", "no progress"
_STATUS = (
    (NO_PROGRESS, r"\bno\s+(?:meaningful\s+)?progress\b|\bnot\s+(?:yet\s+)?(?:been\s+)?started\b"),
    (
        OPEN,
        (
            r"\b(?:still|stays?|remains?|is|are|kept)\s+open\b|\Aopen\b|\bongoing\b|\bin\s+progress\b|"
            r"\b(?:has|have|is|are|was|were)\s+not\s+(?:yet\s+)?(?:been\s+)?(?:fully\s+)?"
            r"(?:complete|completed|closed|implemented|met|achieved|addressed)\b|"
            r"\bnot\s+(?:yet\s+)?(?:fully\s+)?(?:completed?|closed|implemented|met|achieved|addressed|done)\b|"
            r"\bincomplete\b|\boutstanding\b|\bpartly\b|\bpartial(?:ly)?\b|\bunder\s*way\b|\bon\s+track\b|"
            r"\boverdue\b|\b(?:some|good|reasonable|insufficient|limited)\s+progress\b"
        ),
    ),
    (
        CLOSED,
        (
            r"\b(?:now\s+)?(?:complete|completed|closed|implemented|discharged|fulfilled|achieved)\b|"
            r"\b(?:has|have)\s+(?:now\s+)?been\s+met\b|\bis\s+met\b|\bdone\b"
        ),
    ),
)
_PATTERNS = [(status, re.compile(words, re.IGNORECASE)) for status, words in _STATUS]
_NUMBERS = re.compile(
    r"\brecommendations?\s+(?:numbers?\s+)?(?P<numbers>\d{1,3}[a-z]?(?:(?:\s*,\s*|\s*,?\s+and\s+)\d{1,3}[a-z]?)*)",
    re.IGNORECASE,
)
_HEAD = re.compile(r"\brecommendation", re.IGNORECASE)
_STATUS_HEAD = re.compile(r"\bstatus\b|\bprogress\b|\bposition\b", re.IGNORECASE)
_ROW_NUMBER = re.compile(
    r"(?:recommendation\s+)?(?P<number>\d{1,3}[a-z]?)\s*(?:[.):]|\Z)\s*", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AHEAD = re.compile(r"\b(?:will|should|must|when|once|if|until|by)\b", re.IGNORECASE)


def find_follow_ups(found: list[Block]) -> tuple[FollowUp, ...]:
    """Return what is said of numbered earlier recommendations, in order, each number once."""
    kept: dict[str, FollowUp] = {}
    for one in (*_in_tables(found), *_in_sentences(found)):
        kept.setdefault(one.number, one)
    return tuple(sorted(kept.values(), key=lambda one: (one.start, one.number)))


def _in_tables(found: list[Block]) -> Iterator[FollowUp]:
    for block in found:
        table = rows(block) if block.is_table else []
        header = table[0].cells if table else ()
        columns = [index for index, cell in enumerate(header) if _STATUS_HEAD.search(cell)]
        named = next((index for index, cell in enumerate(header) if _HEAD.search(cell)), None)
        columns = [column for column in columns if column != named]
        if not columns or named is None:
            continue
        year = _YEAR.search(header[named])
        for row in table[1:]:
            number = _ROW_NUMBER.match(row.cells[0])
            if number is None and named < len(row.cells):
                number = _ROW_NUMBER.match(row.cells[named])
            status = _status(row.cells[columns[0]]) if columns[0] < len(row.cells) else None
            if number and status:
                given = int(year[0]) if year else None
                yield FollowUp(row.start, row.end, number["number"], status, given)


def _in_sentences(found: list[Block]) -> Iterator[FollowUp]:
    for block in found:
        if block.is_table or not _HEAD.search(block.text):
            continue
        for start, end in sentences(block.text):
            words = block.text[start:end]
            named = _NUMBERS.search(words)
            rest = words[: named.start()] + words[named.end() :] if named else ""
            status = _status(rest) if named and not _AHEAD.search(rest) else None
            if named and status:
                for number in re.findall(r"\d{1,3}[a-z]?", named["numbers"]):
                    year = _YEAR.search(rest)
                    given = int(year[0]) if year else None
                    yield FollowUp(block.start + start, block.start + end, number, status, given)


def _status(words: str) -> str | None:
    """Return what becomes of a recommendation in some words; None where they do not tell."""
    return next((status for status, pattern in _PATTERNS if pattern.search(words.strip())), None)
