"""Whether a sentence, or a report, is from the stretch of time that a question is about."""

from bot.answering.dates import Span, find_spans
from bot.answering.lift import Candidate
from store.records import Hit

# A sentence from another time than the question is about misleads; one that stands beside a date
# of that time may belong to it.
OUT_OF_TIME_PENALTY = 20.0
BESIDE_TIME_PENALTY = 2.0


def out_of_time(one: Candidate, within: Span | None) -> float:
    """Return what a sentence loses for being from another time than the question's."""
    if within is None or is_from(one.hit, within) or _says_when(one.text, within):
        return 0.0
    if within.names:
        return OUT_OF_TIME_PENALTY
    around = f"{one.hit.passage.section}\n{one.hit.passage.text}"
    return BESIDE_TIME_PENALTY if _says_when(around, within) else OUT_OF_TIME_PENALTY


def is_from(hit: Hit, within: Span) -> bool:
    """Whether a report was published, or its inspection took place, within a stretch of time."""
    described = hit.report.description
    published = hit.report.published_on
    if published and within.first <= published <= within.last:
        return True
    first, last = described.inspected_from.value, described.inspected_to.value
    return bool(first and last and first <= within.last and within.first <= last)


def _says_when(text: str, within: Span) -> bool:
    # Relative words in a report count from its own day, so they say nothing here; and a range of
    # years ("2017-18") does not say which Budget.
    return any(
        one.first <= within.last and within.first <= one.last
        for one in find_spans(text, within.first)
        if text[one.start].isdigit() or text[one.end - 1].isdigit()
        if not within.names or one.first.year == one.last.year
    )
