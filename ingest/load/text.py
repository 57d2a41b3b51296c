"""Plain text: encodings, and paragraphs found again in hard-wrapped lines."""

import re
from itertools import groupby

from ingest.errors import UnreadableError
from ingest.load.canonical import (
    BULLET,
    CELL,
    Block,
    LineJoiner,
    assemble,
    bullet,
    clean,
    ends_sentence,
    is_numbered,
)
from ingest.load.encoding import decoded
from ingest.records import Loaded, RawFile

_UNWRAPPED_WIDTH = 160
_WIDE_SHARE = 0.95
_SHORT_SHARE = 0.9
_SHORTEST_CAPITALS = 12
_MAX_HEADING_WORDS = 14
# So many headings may stand one above the other: a chapter, and its first section.
_LONGEST_RUN = 2
_DASH = re.compile(r"[-–—*]\s+(?=\S)")
_RULE = re.compile(r"[=\-~_*]{3,}")
_QUOTED = re.compile(r"(?:> ?)+")
_FEWEST_QUOTED = 2
_MAIL_HEADER = re.compile(r"(?:From|To|Cc|Bcc|Sent|Date|Subject|Reply-To): \S")
_NEWLINE = re.compile(r"\r\n|[\r\n\v\x85\u2028\u2029]")
_HANGING = frozenset(
    "a an and as at by for from in into is of on or that the to under with".split()
)


def load_text(raw: RawFile) -> Loaded:
    """Load a plain text file."""
    source, notes = decoded(raw)
    pages = source.strip("\f\r\n").count("\f") + 1
    labels = (None,) * pages if pages > 1 else ()
    loaded = assemble(text_blocks(source.strip("\f\r\n")), labels=labels, notes=notes)
    if not loaded.text:
        raise UnreadableError(f"{raw.path.name}: the file holds no text; check that it was saved.")
    return loaded


def text_blocks(text: str) -> list[Block]:
    """Find the paragraphs and headings of plain text, hard-wrapped or not.

    A form feed begins a new page.
    """
    lines: list[tuple[int, str]] = []
    pages: list[int] = []
    for number, page in enumerate(text.split("\f")):
        # The line that a form feed ends may go on behind it.
        within = _lines(page.removesuffix("\n").removesuffix("\r"))
        found = [(len(line) - len(line.lstrip()), _marked(clean(line))) for line in within]
        lines += found
        pages += [number for _, line in found if line]
    joiner = LineJoiner(line for _, line in lines)
    groups = _groups(lines, _wrap_width([len(line) for _, line in lines if line]))
    headings = _headings(groups)
    blocks: list[Block] = []
    at = 0
    for index, group in enumerate(groups):
        joined, starts = _joined(group, joiner, pages[at : at + len(group)])
        if at and pages[at] == pages[at - 1]:
            starts = starts[1:]
        at += len(group)
        blocks.append(Block(joined, (2 if index else 1) if index in headings else None, starts))
    return blocks


def _headings(groups: list[list[str]]) -> set[int]:
    """Return which groups are headings.

    A heading has text below it: in a run of lines that all look like one, as the names of a list
    or the links of a web page do, only the last can be. At the beginning stand a masthead and a
    title, and a heading directly above another is a chapter's.
    """
    look = [
        len(group) == 1
        and _is_heading(group[0], [*groups[index - 1 : index], *groups[index + 1 : index + 2]])
        for index, group in enumerate(groups)
    ]
    found: set[int] = set()
    begin = 0
    for is_alike, run in groupby(look):
        end = begin + len(list(run))
        if is_alike:
            is_list = begin > 0 and end - begin > _LONGEST_RUN
            found |= set(range(end - 1 if is_list else begin, end))
        begin = end
    # What ends the text has nothing below it.
    return found - {len(groups) - 1}


def _lines(text: str) -> list[str]:
    lines = [line.expandtabs(4).rstrip() for line in _NEWLINE.split(text)]
    if sum(line.startswith(">") for line in lines) < _FEWEST_QUOTED:
        return lines
    # What a mail program puts before each line of an older mail is no part of it.
    return [_QUOTED.sub("", line) for line in lines]


def _marked(line: str) -> str:
    """Return a line with whatever bullet it has turned into the canonical one."""
    if _RULE.fullmatch(line):
        return ""
    rest = bullet(line)
    dash = _DASH.match(line)
    if rest is None and dash:
        rest = line[dash.end() :]
    return line if rest is None else BULLET + rest


def _wrap_width(lengths: list[int]) -> int:
    if not lengths:
        return 0
    return sorted(lengths)[min(len(lengths) - 1, int(len(lengths) * _WIDE_SHARE))]


def _groups(lines: list[tuple[int, str]], width: int) -> list[list[str]]:
    groups: list[list[str]] = []
    last_indent, last = 0, ""
    for indent, line in lines:
        if line and last and not _opens_paragraph(groups[-1], line, width):
            indented = indent >= last_indent + 2 and ends_sentence(last) and line[0].isupper()
            if not indented or CELL in line:
                groups[-1].append(line)
                last_indent, last = indent, line
                continue
        if line:
            groups.append([line])
        last_indent, last = indent, line
    return groups


def _opens_paragraph(group: list[str], line: str, width: int) -> bool:
    """Whether `line` opens a new paragraph after the lines of `group`, with no blank between."""
    last = group[-1]
    if CELL in last or CELL in line:
        return not (CELL in last and CELL in line)
    header = _MAIL_HEADER.match(line) or (_MAIL_HEADER.match(last) and not line[0].islower())
    # A line in capitals is a masthead or a heading, whatever follows.
    masthead = last.isupper() and len(last) > _SHORTEST_CAPITALS and not line.isupper()
    listed = line.startswith(BULLET) or last.endswith(":")
    if listed or masthead or header or width > _UNWRAPPED_WIDTH:
        return True
    fits = len(last) + 1 + len(line.split(" ", 1)[0]) <= (
        width * _SHORT_SHARE if group[0].startswith(BULLET) else width
    )
    if line.startswith("“") and ends_sentence(last):
        return True
    if is_numbered(line):
        return ends_sentence(last) or last[-1] in ";," or (fits and is_numbered(group[0]))
    opening = line.lstrip("“‘\"'([")[:1]
    if group[0].startswith("“") and last.endswith("”") and ends_sentence(last):
        fits = True
    if not fits or not (opening.isupper() or opening.isdigit()):
        return False
    return ends_sentence(last) or (
        len(group) == 1 and _is_heading(last, []) and len(line) > width // 2
    )


def _is_heading(line: str, neighbours: list[list[str]]) -> bool:
    words = line.split()
    if line.startswith(BULLET) or CELL in line or len(words) > _MAX_HEADING_WORDS:
        return False
    if line[-1] in '.,;:!”’")' or words[-1].lower() in _HANGING:
        return False
    if "@" in line or "://" in line:
        return False
    if is_numbered(line) and any(is_numbered(group[0]) for group in neighbours):
        return False
    return line[0].isupper() or (line[0].isdigit() and any(map(str.isalpha, line)))


def _joined(
    group: list[str], joiner: LineJoiner, pages: list[int]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return lines as one paragraph, and where in it the lines of each page begin."""
    starts: dict[int, int] = {}
    text = ""
    for line, page in zip(group, pages, strict=True):
        joined = f"{text}\n{line}".lstrip() if CELL in group[0] else joiner.join(text, line)
        starts.setdefault(page, max(0, len(joined) - len(line)))
        text = joined
    return text, tuple((start, page) for page, start in starts.items())
