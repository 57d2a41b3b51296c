"""Questions on two or three bodies at once: each is answered for itself, side by side."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.answering.findings import compose_findings, compose_lead
from bot.answering.records import Draft, Understood
from bot.history import FindingsSource

_MOST = 3
_SIDE_BY_SIDE = re.compile(
    r"\b(?:or|vs\.?|versus|compare[ds]?|comparison|than|both|and|better|worse|between)\b",
    re.IGNORECASE,
)


def each_alone(understood: Understood) -> Iterator[Understood]:
    """Yield the question once for each of the bodies that it sets side by side."""
    subjects = understood.subjects
    if not 1 < len(subjects) <= _MOST or not _SIDE_BY_SIDE.search(understood.query):
        return
    for subject in subjects:
        yield replace(understood, subjects=(subject,))


def compose_side_by_side(understood: Understood, source: FindingsSource) -> Draft | None:
    """Return the recorded grades of each body, None unless each has some."""
    drafts: list[Draft] = []
    for one in each_alone(understood):
        draft = compose_findings(one, source)
        if draft is None or not draft.claims:
            lead = compose_lead(replace(one, asks=frozenset({"grade"})), source)
            draft = Draft((lead,)) if lead else None
        if draft is None:
            return None
        drafts.append(draft)
    if not drafts:
        return None
    return Draft(
        tuple(claim for draft in drafts for claim in draft.claims),
        notices=tuple(dict.fromkeys(note for draft in drafts for note in draft.notices)),
    )
