"""Questions on two or three bodies at once: each is answered for itself, side by side."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answering.findings import compose_findings, compose_lead
from bot.answering.records import Draft, Understood
from bot.history import FindingsSource

_MOST = 3
_MOST_OF_EACH = 3
_SIDE_BY_SIDE = re.compile(
    r"\b(?:or|vs?\.?|versus|compare[ds]?|comparison|than|both|and|better|worse|between)\b",
    re.IGNORECASE,
)


def each_alone(understood: Understood) -> Iterator[Understood]:
    """Yield the question once for each of the bodies that it sets side by side."""
    subjects = understood.subjects
    if not 1 < len(subjects) <= _MOST or not _SIDE_BY_SIDE.search(understood.query):
        return
    for subject in subjects:
        query = understood.query
        for word in {word for other in subjects if other != subject for word in other.split()}:
            query = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", query, flags=re.IGNORECASE)
        yield replace(understood, subjects=(subject,), query=" ".join(query.split()))


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
    return merged(drafts) if drafts else None


def merged(drafts: Sequence[Draft]) -> Draft:
    """Return the first claims of each draft as one."""
    scores = [draft.best_score for draft in drafts if draft.best_score is not None]
    return Draft(
        tuple(claim for draft in drafts for claim in draft.claims[:_MOST_OF_EACH]),
        tuple(one for draft in drafts for one in draft.withheld),
        tuple(dict.fromkeys(note for draft in drafts for note in draft.notices)),
        max(scores, default=None),
    )
