"""Short made-up reports for tests of findings."""

from dataclasses import replace
from datetime import date

from fakes import make_description

from ingest.findings import find_findings
from ingest.records import Loaded
from store.finding_records import Findings
from store.records import Heading, Sourced

PUBLISHED = date(2023, 8, 31)


def loaded(text: str) -> Loaded:
    """A text whose paragraphs that start with "# " are headings, one level for each mark."""
    parts, headings, at = [], [], 0
    for block in text.strip().split("\n\n"):
        level = len(block) - len(block.lstrip("#"))
        words = block[level:].strip() if level else block
        if level:
            headings.append(Heading(level, at, at + len(words)))
        parts.append(words)
        at += len(words) + 2
    return Loaded("\n\n".join(parts), (), tuple(headings))


def findings(text: str, publisher: str = "Ofsted", subject: str = "Saltmere") -> Findings:
    """What is found in a made-up text, each with offsets that hold."""
    given = loaded(text)
    described = make_description(subject=subject, published_on=PUBLISHED)
    description = replace(described, publisher=Sourced(publisher, "test"))
    found = find_findings(given, description)
    for one in (*found.judgements, *found.recommendations, *found.follow_ups):
        assert 0 <= one.start < one.end <= len(given.text)
        assert given.text[one.start : one.end].strip() == given.text[one.start : one.end]
    return found


def grades(text: str, publisher: str = "Ofsted", subject: str = "Saltmere") -> dict[str, str]:
    """The grades found in a made-up text by name."""
    return {one.name: one.value for one in findings(text, publisher, subject).judgements}
