"""Words in a report that address a machine: text to read, never something that a report finds."""

import re

_READER = (
    r"(?:assistants?|chat ?bots?|bots?|language models?|llms?|ais?"
    r"|ai (?:models?|systems?|agents?|assistants?))"
)
_TO_DO = r"(?:must|should|shall|will|are to|is to|have to|need to|please|always|never|do not)"
_ACT = (
    r"(?:say|state|reply|answer|respond|tell|write|output|print|report|ignore|disregard|forget"
    r"|obey|follow|repeat|include|claim)"
)
_ORDERS = re.compile(
    rf"\b{_READER}\b[^.!?]{{0,60}}\b{_TO_DO}\b[^.!?]{{0,30}}\b{_ACT}\b"
    r"|\b(?:ignore|disregard|forget|override)\b[^.!?]{0,40}"
    r"\b(?:instructions?|rules?|prompts?|guidelines)\b"
    r"|\b(?:system|hidden|developer) (?:prompt|message)\b"
    rf"|\byou are (?:now )?(?:an? )?{_READER}\b"
    rf"|\bas an? {_READER},? (?:you|i)\b"
    r"|^\W*(?:reply|respond|answer)\b[^.!?]{0,30}\b(?:with|that|only)\b",
    re.IGNORECASE,
)


def addresses_machine(text: str) -> bool:
    """Whether plain text tells an assistant or a model what to do."""
    return _ORDERS.search(text) is not None
