"""Judgements from sentences and headings, where no table gives them."""

import re
from collections.abc import Iterator

from ingest.findings.blocks import Block
from ingest.findings.graded_tables import OTHERS, Found
from ingest.findings.grades import EARLIER, GRADE, IS_GRADE, grade_in
from ingest.findings.names import OVERALL, shown
from ingest.sentences import sentences

_TOP = 12_000
_LONGEST_NAME = 160
_OVERALL = (
    re.compile(
        r"The\s+overall\s+judge?ment\s+is\s+(?:that\s+)?"
        r"(?:(?:children[’']s\s+services|(?:the|this)\s+local\s+authority)\s+)?"
        rf"(?:are\s+|is\s+)?(?P<grade>{GRADE})\W*",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:Children[’']s\s+services|Services\s+for\s+children(?:\s+and\s+young\s+people)?)\s+in\s+"
        rf"(?:the\s+)?(?-i:[A-Z])[\w’'.-]+(?:[\s-]+(?-i:[A-Z])?[\w’'.-]+){{0,7}}?\s+{IS_GRADE}"
        r"(?:\s+(?:overall|because\b.*))?\W*",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        r"(?:The\s+)?overall\s+(?:effectiveness|grade|rating|judge?ment)\b[^.]{0,80}?\s+"
        rf"{IS_GRADE}\W*",
        re.IGNORECASE,
    ),
)
_BOARD = re.compile(
    r"(?:The\s+)?(?:judge?ment\s+(?:for|on)\s+)?(?:the\s+)?(?:effectiveness\s+of\s+)?(?:the\s+)?"
    rf"(?P<name>Local\s+Safeguarding\s+Children\s+Board)(?:\s+\(\w+\))?\s+(?:is\s+(?=requires)|){IS_GRADE}\W*",
    re.IGNORECASE,
)
_GRADED = re.compile(
    r"The\s+graded\s+judge?ment\s+(?:for|about|on)\s+(?:the\s+)?(?P<name>.+?)\s+is\s+"
    rf"(?:that\s+it\s+(?:is\s+)?)?(?P<grade>{GRADE})\W*",
    re.IGNORECASE,
)
_HEADING = re.compile(
    rf"(?P<name>.+?)(?:\s+(?:is|are))?(?:\s*[:–-]\s*|\s+)(?P<grade>{GRADE})\W*",
    re.IGNORECASE,
)
_BODY = (
    r"(?:We\s+(?:(?:have\s+)?(?:found|judged|graded)|judge|grade)\s+(?:that\s+)?)?"
    r"(?:the\s+(?:force|constabulary|service|police\s+service|council|authority|trust|partnership)|"
    r"(?-i:[A-Z])[\w’&'-]+(?:\s+(?:(?-i:[A-Z])[\w’&'-]+|and|of|the)){0,6}?\s+"
    r"(?-i:Police(?:\s+Service)?|Constabulary|Service|Council|Authority|Trust))"
)
_AT = re.compile(
    rf"\A{_BODY}\s+(?:(?:is|are)\s+(?:(?:judged|graded|rated)\s+)?(?:as\s+|to\s+be\s+)?|(?:as\s+|to\s+be\s+)|(?=requires))"
    rf"(?={GRADE}\b)",
    re.IGNORECASE,
)
_AREA = re.compile(
    rf"\b(?P<grade>{GRADE})\s+(?:at|in|for)\s+(?:how\s+(?:well\s+)?it\s+)?"
    rf"(?P<name>[^.,;:]+?)(?=\s*(?:[.,;:]|\Z)|\s+(?:but|and|while)\s+(?:(?:is|it\s+is|it)\s+)?{GRADE}\b)",
    re.IGNORECASE,
)
_EXTENT = re.compile(
    r"The\s+extent\s+to\s+which\s+(?P<name>[^.]+?)\s+(?P<verb>is\s+|are\s+|(?=requires?\b))"
    rf"(?P<grade>{GRADE})\W*",
    re.IGNORECASE,
)
_RATED = re.compile(
    rf"(?P<name>[^.:;]{{3,120}}?)\s+(?:is|are)\s+(?:judged|graded|rated)\s+(?:as\s+|to\s+be\s+)?(?P<grade>{GRADE})\W*",
    re.IGNORECASE,
)


def overall_sentence(found: list[Block]) -> Iterator[Found]:
    """Yield the sentence that grades the services as a whole."""
    for block in found:
        if block.start > _TOP:
            return
        for start, end in sentences(block.text):
            words = block.text[start:end]
            for pattern in _OVERALL:
                match = pattern.fullmatch(words)
                if match and not EARLIER.search(words[: match.end()].partition(" because")[0]):
                    yield block.start + start, block.start + end, OVERALL, _grade(match)
                    return
            break  # A later sentence of a paragraph argues; the first one states.


def graded_lines(found: list[Block]) -> Iterator[Found]:
    """Yield the lines that state a graded judgement, such as that on a safeguarding board."""
    for block in found:
        for pattern in (_BOARD, _GRADED):
            if match := pattern.fullmatch(block.text):
                yield block.start, block.end, shown(match["name"]), _grade(match)


def graded_headings(found: list[Block]) -> Iterator[Found]:
    """Yield headings that end in a grade, and headings with a grade alone below them."""
    for index, block in enumerate(found):
        above = found[index - 1] if index else None
        if block.level is not None:
            match = _HEADING.fullmatch(block.text)
            if match and _is_own(block.text) and not any(p.match(block.text) for p in _OVERALL):
                yield block.start, block.end, shown(match["name"]), match["grade"]
        grade = grade_in(block.text)
        if grade and above and above.level is not None and _is_own(above.text):
            yield above.start, block.end, shown(above.text), grade


def _is_own(heading: str) -> bool:
    return len(heading) <= _LONGEST_NAME and not EARLIER.search(heading)


def graded_sentences(found: list[Block]) -> Iterator[Found]:
    """Yield the judgements of sentences such as “The force is good at preventing crime”."""
    for block in found:
        if block.is_table:
            continue
        for start, end in sentences(block.text):
            words = block.text[start:end]
            if EARLIER.search(words) or words.endswith("?"):
                continue
            for name, grade in _in_sentence(words):
                if len(name) <= _LONGEST_NAME:
                    yield block.start + start, block.start + end, shown(name), grade


def _in_sentence(words: str) -> Iterator[tuple[str, str]]:
    if (match := _EXTENT.fullmatch(words)) or (match := _RATED.fullmatch(words)):
        if not OTHERS.search(match["name"]):
            yield match["name"], match["grade"]
    elif match := _AT.match(words):
        for area in _AREA.finditer(words, match.end()):
            yield area["name"], area["grade"]


def _grade(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return str(groups.get("grade") or groups.get("needs"))
