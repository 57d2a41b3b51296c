"""Whose reports, and of what sort, a question asks for: "what did Ofsted say", "in the letter"."""

import re

from bot.answering.records import Understood
from bot.answering.vocabulary import Vocabulary
from ingest.subjects import Mention, mentions
from store.records import ReportKind, ReportSummary

_KINDS = {
    ReportKind.PRESS_RELEASE: r"(?:press|news|media)\s+(?:release|statement|notice|summary)s?",
    ReportKind.LETTER: r"(?:follow-up\s+)?letters?",
    ReportKind.JUDGMENT: r"(?:court(?:’s|'s)\s+judge?|judg)ments?",
    ReportKind.INSPECTION_REPORT: r"inspection\s+reports?",
}
_DETERMINER = r"(?:the|its|their|that|this|his|her|a|an|any|latest|newest|last|first|\d{4})"
# "In the press release", "did the letter say": where words stand, and not what they are about.
_IN_KIND = {
    kind: re.compile(
        rf"\b(?P<verb>does|did|do)?(?(verb)|(?:in|from|per|by|according\s+to))\s+"
        rf"(?:{_DETERMINER}\s+)+(?:\w+\s+)?(?:{words})\b(?!\s+(?:from|by|of|to)\b),?",
        re.IGNORECASE,
    )
    for kind, words in _KINDS.items()
}
_SAYS = (
    r"say|says|said|find|finds|found|conclude|report|recommend|think|write|note|judge|ask|tell|"
    r"publish|call|describe|criticise|praise|want|identify"
)
_BEFORE = re.compile(
    r"(?:\baccording\s+to|\bin\s+the\s+view\s+of|\breports?\s+(?:by|from|of)|\bpublished\s+by|"
    r"\b(?:press\s+release|letter|findings)s?\s+(?:by|from|of)|\b(?:did|does|do|has|have|had))"
    r"\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"\b(?:did|does|do|has|have|had)\s+(?:the\s+)?\Z", re.IGNORECASE)
_AFTER_AUXILIARY = re.compile(rf"\s+(?:\w+\s+)?(?:{_SAYS})\b", re.IGNORECASE)
_OWN = re.compile(
    r"(?:’s|'s|’|')\s+(?:\w+\s+){0,2}(?:reports?|press\s+releases?|letters?|findings|inspections?|"
    r"view|judge?ments?|words)\b",
    re.IGNORECASE,
)


def kinds_in(query: str) -> tuple[ReportKind, ...]:
    """Return the sorts of document in which a question wants to be answered, () for any."""
    return tuple(kind for kind, pattern in _IN_KIND.items() if pattern.search(query))


def without_kinds(query: str) -> str:
    """Return a question without where it wants its answer to stand: no sentence there says that."""
    for pattern in _IN_KIND.values():
        query = pattern.sub(lambda found: "do they" if found["verb"] else "", query)
    return " ".join(query.split())


def is_by_wanted(report: ReportSummary, understood: Understood) -> bool:
    """Return whether a report is by whom, and of the sort, that a question asks for."""
    described = report.description
    by = not understood.publishers or described.publisher.value in understood.publishers
    return by and (not understood.kinds or described.kind.value in understood.kinds)


def publishers_in(query: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the publishers whose word a question asks for, () for any."""
    known = {
        name for one in vocabulary.reports if (name := one.description.publisher.value) is not None
    }
    found = mentions(query, vocabulary.publishers, sorted(known))
    named = (one.subject for one in found if one.subject in known and _is_author(query, one))
    return tuple(dict.fromkeys(named))


def _is_author(query: str, mention: Mention) -> bool:
    """Whether a body is asked for its word; it may be what a question is about instead."""
    before, after = query[: mention.start], query[mention.end :]
    if _OWN.match(after):
        return True
    if _AUXILIARY.search(before):
        return _AFTER_AUXILIARY.match(after) is not None
    return _BEFORE.search(before) is not None
