"""Outcomes that are sentences rather than grades: inspections of arrangements for SEND."""

import re

from ingest.findings.blocks import Block
from ingest.sentences import sentences
from store.finding_records import Judgement

SCALE = "typically positive / inconsistent / widespread and/or systemic failings"
_HEADING = re.compile(r"(?:the\s+)?inspection\s+outcome\W*", re.IGNORECASE)
_OUTCOMES = (
    (
        "widespread and/or systemic failings",
        r"widespread\s+(?:and(?:/or)?|or)\s+systemic\s+failings",
    ),
    ("inconsistent", r"inconsistent\s+experiences\s+and\s+outcomes"),
    ("typically positive", r"typically\s+(?:lead\s+to\s+)?positive\s+experiences\s+and\s+outcomes"),
)
_REACH = 3


def find_outcome(found: list[Block]) -> Judgement | None:
    """Return the outcome that stands below the heading “Inspection outcome”."""
    for index, block in enumerate(found):
        if not _HEADING.fullmatch(block.text):
            continue
        for below in found[index + 1 : index + 1 + _REACH]:
            for start, end in sentences(below.text):
                words = below.text[start:end]
                for value, pattern in _OUTCOMES:
                    if match := re.search(pattern, words, re.IGNORECASE):
                        return Judgement(
                            below.start + start,
                            below.start + end,
                            "Inspection outcome",
                            match[0],
                            value,
                            SCALE,
                            overall=True,
                        )
    return None
