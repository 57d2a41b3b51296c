"""What is told of a report by a text that OCR read is not certain, however plainly it is told."""

from dataclasses import fields, replace
from typing import Any

from ingest.records import Loaded
from store.records import Description, Sourced

# Where a fact does not come from the text: what a person said, the file's name and address.
_ELSEWHERE = ("--", "file name", "the address", "the page's", "not found")
BY_OCR = "read by OCR"


def doubted(description: Description, loaded: Loaded) -> Description:
    """Mark what was found in the text as uncertain where OCR read any of its pages.

    One wrong figure makes another date, and nothing in the text would show it.
    """
    if not any(page.ocr for page in loaded.pages):
        return description
    facts: dict[str, Any] = {
        each.name: Sourced(fact.value, f"{fact.origin}, {BY_OCR}", sure=False)
        for each in fields(description)
        for fact in [getattr(description, each.name)]
        if isinstance(fact, Sourced) and not fact.origin.startswith(_ELSEWHERE)
    }
    return replace(description, **facts)
