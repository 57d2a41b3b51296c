"""The headings under which reports put what they demand, and which kind of demand each names."""

import re

from ingest.findings.blocks import Block
from store.finding_records import RecommendationKind

_KINDS = (
    (
        RecommendationKind.PRIORITY_ACTION,
        r"(?:areas?\s+for\s+)?(?:priority|immediate)\s+(?:and\s+immediate\s+)?actions?",
    ),
    (
        RecommendationKind.CAUSE_OF_CONCERN,
        r"(?:accelerated\s+)?causes?\s+of\s+concern|(?:key|priority)\s+concerns",
    ),
    (
        RecommendationKind.RECOMMENDATION,
        (
            r"(?:our\s+|(?:key\s+concerns\s+and|summary\s+of|list\s+of)\s+)?recommendations?"
            r"(?:\s+(?:to|for)\s+[^.]{1,80})?|"
            r"actions?\s+(?:that\s+)?the\s+[\w\s]{3,40}\s(?:must|should)\s+take(?:\s+to\s+improve)?"
        ),
    ),
    (
        RecommendationKind.AREA_FOR_IMPROVEMENT,
        (
            r"areas?\s+(?:for|of)\s+(?:further\s+)?(?:improvement|development)|"
            r"(?:priorities|priority\s+areas)\s+for\s+(?:further\s+)?improvement|"
            r"what\s+(?:does\s+[^.?]{3,60}\s+)?needs?\s+to\s+improve|"
            r"what\s+does\s+[^.?]{3,60}\s+need\s+to\s+improve"
        ),
    ),
)
_TITLES = [
    (kind, re.compile(rf"(?:\d{{1,3}}(?:\.\d+)*[.)]?\s+)?(?:{words})\s*[?:.]?", re.IGNORECASE))
    for kind, words in _KINDS
]
_NUMBERED_TITLE = re.compile(
    r"(?P<kind>Recommendation|Area\s+for\s+improvement|Cause\s+of\s+concern)\s+"
    r"(?P<number>\d{1,3}[a-z]?)\s*[:.]?",
    re.IGNORECASE,
)


def titled(block: Block) -> tuple[RecommendationKind | None, str | None]:
    """Return the kind of demand that a paragraph is the title of, and the number in it."""
    if numbered := _NUMBERED_TITLE.fullmatch(block.text):
        return RecommendationKind(" ".join(numbered["kind"].lower().split())), numbered["number"]
    for kind, pattern in _TITLES:
        if pattern.fullmatch(block.text):
            return kind, None
    return None, None
