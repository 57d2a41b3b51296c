"""What a report says that it replaces, and which report of the library that may be."""

import re
from collections.abc import Sequence
from datetime import date

from ingest.dates import find_dates
from ingest.lead import lead, paragraphs
from ingest.records import Loaded
from ingest.sentences import sentences
from store.records import NOT_FOUND, ReportStatus, ReportSummary, Sourced

_TOP = 40
_TAIL = 2500
_LONGEST = 400
_DOCUMENT = (
    r"(?:report|letter|version|edition|publication|document|release|summary|guidance|notice|page|"
    r"statement|one|judgment|findings)"
)
_THIS = (
    r"\b(?:this|it|the\s+present)\s+(?:(?:revised|corrected|updated|new|final)\s+)?"
    rf"(?:{_DOCUMENT}\s+)?"
)
_REPLACES = re.compile(
    rf"(?:{_THIS}(?:now\s+|therefore\s+)?(?:replaces|supersedes|withdraws\s+and\s+replaces|"
    r"is\s+(?:intended\s+)?(?:to\s+replace|a\s+replacement\s+for)|corrects|updates\s+and\s+replaces)"
    rf"\s+(?:(?:the|our|its|an?|any|all|that)\s+)?[^.;]*?\b{_DOCUMENT}s?\b)|"
    rf"(?:\A\W*(?:replaces|supersedes)\b[^.;]*?\b(?:{_DOCUMENT}s?\b|\d{{4}}))|"
    rf"(?:\A\W*|\bthis\s+is\s+(?:an?|the)\s+)(?:corrected|revised|amended)\s+(?:version|report|edition|reissue)\b[^.;]*?\b(?:published|"
    r"issued|dated|of)\b|"
    r"\b(?:re-?issued|re-?published)\b[^.;]*?\b(?:to\s+correct|with\s+corrections?|following|"
    r"replac\w+|because)\b",
    re.IGNORECASE,
)
# Of other things, or of what is still to come.
_OTHERS = re.compile(
    r"\b(?:will|would|should|may|might|could|not|framework|scheme|system|directive|regulations?|"
    r"Act|programme|policy)\b[^.;]{0,40}\b(?:replace|supersede)|"
    r"\b(?:replaces|supersedes)\s+(?:the\s+)?[^.;]{0,60}\b(?:framework|allowance|directive|"
    r"regulations?|arrangements|system|Act|scheme|programme|policy)\b",
    re.IGNORECASE,
)


def find_supersedes(loaded: Loaded) -> Sourced[str]:
    """Return the sentence in which a report says what it replaces, from its first or last page."""
    tail = max(0, len(loaded.text) - _TAIL)
    tail = loaded.text.find("\n\n", tail) + 2 if tail else 0
    last = paragraphs(loaded, tail, len(loaded.text)) if tail else []
    for part in (*lead(loaded)[:_TOP], *last):
        for start, end in sentences(part.text):
            words = " ".join(part.text[start:end].split())
            if len(words) <= _LONGEST and _REPLACES.search(words) and not _OTHERS.search(words):
                return Sourced(words, "the text")
    return NOT_FOUND


def replacement_note(report: ReportSummary, others: Sequence[ReportSummary]) -> str | None:
    """Say what a report says it replaces and, where exactly one report fits, how to act on it.

    Nothing is superseded for it: that is for a person to decide.
    """
    words = report.description.supersedes.value
    if not words:
        return None
    told = f"It says: “{words}”"
    fitting = replaced_by(report, others)
    if len(fitting) != 1:
        return f"{told} Which report that is, is for you to say: `reportdesk reports supersede`."
    old = fitting[0].report_id
    return (
        f"{told} That seems to be {old}; "
        f"`reportdesk reports supersede {old} --by {report.report_id}` does it."
    )


def replaced_by(report: ReportSummary, others: Sequence[ReportSummary]) -> list[ReportSummary]:
    """Return which of the others may be what a report says, in its own words, that it replaces."""
    words = report.description.supersedes.value
    return [one for one in others if _fits(one, report, words)] if words else []


def _fits(other: ReportSummary, report: ReportSummary, words: str) -> bool:
    """Whether `other` can be the report that `report` replaces by these words."""
    if other.report_id == report.report_id or other.status is not ReportStatus.INDEXED:
        return False
    mine, theirs = report.description, other.description
    same_subject = bool({*mine.subjects} & {*theirs.subjects})
    same_title = bool(mine.title.value) and mine.title.value == theirs.title.value
    if not (same_subject or same_title):
        return False
    days = {one.first for one in find_dates(words)} | {one.last for one in find_dates(words)}
    days -= {report.published_on} if report.published_on else set()
    if days:
        return bool(days & _days(other))
    if report.published_on and other.published_on and other.published_on > report.published_on:
        return False
    return mine.kind.value == theirs.kind.value and same_title


def _days(report: ReportSummary) -> set[date]:
    described = report.description
    facts = (described.published_on, described.inspected_from, described.inspected_to)
    return {fact.value for fact in facts if fact.value}
