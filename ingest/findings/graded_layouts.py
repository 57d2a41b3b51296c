"""Judgements in the layouts that single inspectorates have: key questions, prison tests, lists."""

import re
from collections.abc import Iterator

from ingest.findings.blocks import Block
from ingest.findings.graded_tables import Found
from ingest.findings.grades import CELL_GRADE, EARLIER, HISTORY, grade_in
from ingest.findings.names import shown
from ingest.sentences import sentences

_LINE = re.compile(rf"(?P<name>[A-Z][^:|.]{{2,80}}):\s*(?P<grade>{CELL_GRADE})[.●]?", re.IGNORECASE)
# The Care Quality Commission says it below a heading such as "Is the service safe?".
_QUESTION = re.compile(
    r"(?:(?:is|are)\s+(?:the\s+|this\s+)?\w+\s+)?"
    r"(?:safe|effective|caring|responsive|well[- ]led)\??",
    re.IGNORECASE,
)
_RATED = re.compile(
    r"(?:At\s+this\s+(?:inspection|assessment),?\s+)?"
    r"(?:(?:this|the)\s+key\s+question|the\s+rating(?:\s+for\s+this\s+key\s+question)?|"
    r"(?:we\s+(?:have\s+)?rated\s+)(?:this\s+key\s+question|it|the\s+service))\s+"
    r"(?:(?:has|is|was|remains?)\s+)?(?:now\s+)?(?:been\s+)?"
    r"(?:remained|rated|improved\s+to|deteriorated\s+to|changed\s+to|stayed)?\s*(?:as\s+)?"
    rf"(?P<grade>{CELL_GRADE})(?:\.|\s+because\b.*|:\s.*)",
    re.IGNORECASE | re.DOTALL,
)
# Inspections of prisons test each area on its own scale of four.
_TESTED = re.compile(
    r"(?:At\s+this\s+inspection,?\s+(?:we\s+found\s+(?:that\s+)?)?)?outcomes\s+for\s+[\w\s]{3,30}?\s+"
    rf"(?:were|are|remain(?:ed)?)\s+(?P<grade>{CELL_GRADE})\s+against\s+this\s+healthy\s+"
    r"(?:prison|establishment)\s+test\W*",
    re.IGNORECASE,
)
_TESTS = re.compile(
    r"\b(?:at\s+this\s+inspection|we\s+found)\b.*\boutcomes\s+for\b.*:\Z", re.IGNORECASE | re.DOTALL
)
_FOR = re.compile(
    rf"•\s+(?P<grade>{CELL_GRADE})\s+(?:for|in)\s+(?P<name>[^.;:]+?)(?:[.;,]|;?\s+and)?",
    re.IGNORECASE,
)
_LONGEST = 90
_FEWEST = 2


def graded_layouts(found: list[Block]) -> Iterator[Found]:
    """Yield the judgements of lines, key questions, prison tests and lists under a grade."""
    yield from _lines(found)
    yield from _below_headings(found)
    yield from _tests(found)
    yield from _lists(found)


def _lines(found: list[Block]) -> Iterator[Found]:
    """Yield lines such as “Quality of education: Good”, where two stand together."""
    matches = [None if one.is_table else _LINE.fullmatch(one.text) for one in found]
    for index, (block, match) in enumerate(zip(found, matches, strict=True)):
        beside = matches[max(0, index - 1) : index] + matches[index + 1 : index + 2]
        if match and any(beside) and not HISTORY.search(match["name"]):
            yield block.start, block.end, shown(match["name"]), match["grade"]


def _below_headings(found: list[Block]) -> Iterator[Found]:
    """Yield sentences that grade what the heading above them names."""
    heading: Block | None = None
    for block in found:
        heading = block if block.level is not None or _is_question(block) else heading
        if heading is None or block is heading or block.is_table:
            continue
        for start, end in sentences(block.text):
            words = block.text[start:end]
            rated = _RATED.fullmatch(words) if _QUESTION.fullmatch(heading.text) else None
            match = rated or _TESTED.fullmatch(words)
            if match and len(heading.text) <= _LONGEST:
                at = block.start
                yield at + start, at + end, shown(heading.text), match["grade"]


def _is_question(block: Block) -> bool:
    return block.text.endswith("?") and _QUESTION.fullmatch(block.text) is not None


def _tests(found: list[Block]) -> Iterator[Found]:
    """Yield the items of “At this inspection we found that outcomes for prisoners were:”."""
    listed = False
    for block in found:
        item = _FOR.fullmatch(block.text)
        if listed and item:
            yield block.start, block.end, shown(item["name"]), item["grade"]
        elif not block.text.startswith("•"):
            last = sentences(block.text)[-1:]
            opening = block.text[last[0][0] :] if last else ""
            listed = bool(_TESTS.search(opening)) and not HISTORY.search(opening)


def _lists(found: list[Block]) -> Iterator[Found]:
    """Yield names listed below a grade that stands alone, where several grades do."""
    under: dict[str, list[Found]] = {}
    grade: Block | None = None
    for block in found:
        printed = grade_in(block.text)
        if printed:
            grade = block
            under.setdefault(printed.casefold(), [])
        elif grade is not None:
            name = block.text.removeprefix("•").strip()
            listed = block.level is None and not block.is_table and _is_name(name)
            if not listed:
                grade = None if block.level is not None else grade
                continue
            printed = str(grade_in(grade.text))
            under[printed.casefold()].append((grade.start, block.end, shown(name), printed))
    if sum(bool(some) for some in under.values()) >= _FEWEST:
        for some in under.values():
            yield from some


def _is_name(name: str) -> bool:
    ends = name[-1:] in ".:;!?" or EARLIER.search(name)
    return name[:1].isupper() and len(name) <= _LONGEST and not ends
