"""The elements of a web page become paragraphs, list items, tables and headings."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from ingest.load.canonical import (
    BREAK,
    BULLET,
    Block,
    broken_lines,
    bullet,
    clean,
    plausible_heading,
    printed,
)
from ingest.load.html_furniture import (
    SKIPPED,
    Furniture,
    is_site_line,
    is_unseen,
    opens_links,
    tag_of,
)
from ingest.load.html_tables import is_data, rows_of, table_paragraphs
from ingest.load.text import text_blocks

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer header hgroup hr html legend li main ol p pre section summary table tbody td "
    "tfoot th thead tr ul aside form".split()
)
_STRUCK = frozenset({"del", "s", "strike"})
_BOLD = frozenset({"b", "strong"})
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MAX_DEPTH = 150
# The words of a picture that stands for some within a line, such as a fraction's.
_FORMULA = re.compile(r"(?=[^\s]*[\d/^=+×÷√])[^\s.]{1,24}(?: \S{1,12}){0,2}")
_MOSTLY = 0.9
_FEW_HEADINGS = 2
_BOLD_LEVEL = 2
_HEADING_WORDS = 14


def blocks_in(root: etree._Element) -> list[Block]:
    """Return the paragraphs, list items, tables and headings below an element, in order."""
    walker = _Walker(Furniture(root))
    walker.walk(root, 0)
    walker.flush()
    return walker.finished()


def inline_text(element: etree._Element) -> str:
    """Return the words of an element, blanks where its blocks meet."""
    return clean("".join(_pieces(element, 0)))


def _pieces(element: etree._Element, depth: int) -> Iterator[str]:
    tag = tag_of(element)
    if not tag or tag in SKIPPED or tag in _STRUCK or is_unseen(element):
        return
    if depth > _MAX_DEPTH:
        yield from _flat(element)
        return
    if tag in {"img", "math"}:
        yield _stand_in(element, tag)
        return
    before, after = _around(tag)
    yield before
    yield element.text or ""
    for child in element:
        yield from _pieces(child, depth + 1)
        yield child.tail or ""
    yield after


def _around(tag: str) -> tuple[str, str]:
    """Return what a browser prints before and after an element's words."""
    if tag == "q":
        return "“", "”"
    apart = " " if tag in _BLOCKS or tag == "br" else ""
    return apart, apart


def _stand_in(element: etree._Element, tag: str) -> str:
    """Return the words that a picture or formula stands for within a line, if it does."""
    if tag == "math":
        words = element.get("alttext") or " ".join(map(str, element.itertext()))
        return f" {words} "
    words = clean(element.get("alt") or "")
    return f" {words} " if _FORMULA.fullmatch(words) else ""


def _flat(element: etree._Element) -> Iterator[str]:
    """Yield the words of an element that is nested too deeply to be walked."""
    for part in element.iter():
        if isinstance(part.tag, str) and tag_of(part) not in SKIPPED:
            yield f" {part.text or ''}"
        if part is not element:
            yield f" {part.tail or ''}"


class _Walker:
    """Goes through a page and cuts it into blocks."""

    def __init__(self, furniture: Furniture) -> None:
        self._blocks: list[Block] = []
        self._furniture = furniture
        self._words: list[str] = []
        self._linked = 0
        # For each block, whether it is nothing but links, and whether it is bold throughout.
        self._links: list[bool] = []
        self._bold: set[int] = set()
        self._marker = ""
        self._numbers: list[tuple[int, str] | None] = []
        self._quoting = 0

    def finished(self) -> list[Block]:
        """Return the blocks, without what only leads elsewhere."""
        kept: list[Block] = []
        bold: list[int] = []
        at = 0
        while at < len(self._blocks):
            end = self._end_of_links(at)
            if end == at and not is_site_line(self._blocks[at].text):
                if at in self._bold:
                    bold.append(len(kept))
                kept.append(self._blocks[at])
            at = max(end, at + 1)
        if sum(block.level is not None for block in kept) < _FEW_HEADINGS:
            for index in bold:
                if index + 1 < len(kept) and kept[index + 1].level is None:
                    kept[index] = replace(kept[index], level=_BOLD_LEVEL)
        return kept

    def _end_of_links(self, at: int) -> int:
        """Return where a heading with nothing but links below it ends, `at` where none does."""
        level, end = self._blocks[at].level, at + 1
        if not opens_links(self._blocks[at].text):
            return at
        while end < len(self._blocks) and self._blocks[end].level is None and self._links[end]:
            end += 1
        ended = end == len(self._blocks) or self._blocks[end].level is not None
        return end if ended and (level is not None or end > at + 1) else at

    def flush(self, level: int | None = None, *, bold: bool = False) -> None:
        """End the paragraph that is being gathered."""
        lines = broken_lines("".join(self._words))
        linked, self._linked, self._words = self._linked, 0, []
        for line in lines:
            item = bullet(line) if len(lines) > 1 else None
            text = line if item is None else BULLET + item
            heading = level if level is not None and plausible_heading(text) else None
            marker = "" if level is not None or item is not None else self._marker
            if bold and not marker and _could_head(text):
                self._bold.add(len(self._blocks))
            quoted = self._quoting > 0
            self._add(
                Block(marker + text, heading, quoted=quoted), links=linked >= _MOSTLY * len(text)
            )
            self._marker = ""

    def _add(self, block: Block, *, links: bool = False) -> None:
        self._blocks.append(block)
        self._links.append(links)

    def walk(self, element: etree._Element, depth: int) -> None:
        """Add the words of an element and of everything in it."""
        tag = tag_of(element)
        if not tag or tag in _STRUCK or (depth and self._furniture.has(element)):
            return
        if depth > _MAX_DEPTH:
            self._words.extend(_flat(element))
        elif tag in _HEADINGS or element.get("role") == "heading":
            self._heading(element, tag)
        elif tag == "table" and self._table(element):
            return
        elif tag in {"ul", "ol", "li"}:
            self._list(element, tag, depth)
        elif tag == "pre" and "\n" in (text := "".join(map(str, element.itertext()))):
            self.flush()
            for block in text_blocks(text):
                self._add(block)
        elif tag in _BLOCKS:
            self.flush()
            self._quoting += tag == "blockquote"
            self._children(element, depth)
            self.flush(bold=_is_bold(element))
            self._quoting -= tag == "blockquote"
        else:
            self._inline(element, tag, depth)

    def _inline(self, element: etree._Element, tag: str, depth: int) -> None:
        if tag == "br":
            if "".join(self._words[-3:]).rstrip(" \t\r\n").endswith(BREAK):
                self.flush()
            self._words.append(BREAK)
        elif tag in {"img", "math"}:
            self._words.append(_stand_in(element, tag))
        else:
            before, after = _around(tag)
            begin = len(self._words)
            self._words.append(before)
            self._children(element, depth)
            self._words.append(after)
            if tag == "a":
                self._linked += len(clean("".join(self._words[begin:])))

    def _heading(self, element: etree._Element, tag: str) -> None:
        self.flush()
        self._marker = ""
        self._words.append(inline_text(element))
        spoken = element.get("aria-level") or "2"
        self.flush(_HEADINGS.get(tag) or (int(spoken) if spoken in "123456789" else 2))

    def _children(self, element: etree._Element, depth: int) -> None:
        self._words.append(element.text or "")
        for child in element:
            self.walk(child, depth + 1)
            self._words.append(child.tail or "")

    def _list(self, element: etree._Element, tag: str, depth: int) -> None:
        self.flush()
        if tag == "li":
            self._marker = self._next_marker(element)
            self._children(element, depth)
            self.flush()
            self._marker = ""
            return
        numbered = tag == "ol" or element.get("rend") == "ol"
        form = _FORMS.get(element.get("type") or "", "decimal")
        self._numbers.append((_number(element.get("start"), 1), form) if numbered else None)
        self._children(element, depth)
        self.flush()
        self._numbers.pop()

    def _next_marker(self, item: etree._Element) -> str:
        counted = self._numbers[-1] if self._numbers else None
        if counted is None:
            return BULLET
        number = _number(item.get("value"), counted[0])
        self._numbers[-1] = (number + 1, counted[1])
        return f"{printed(number, counted[1])}. "

    def _table(self, element: etree._Element) -> bool:
        """Add a table of data; False for one that only lays out the page."""
        rows = rows_of(element)
        if not is_data(element, rows):
            return False
        self.flush()
        for part in element:
            if tag_of(part) == "caption":
                self._words.append(inline_text(part))
                self.flush()
        for paragraph in table_paragraphs(rows, inline_text):
            self._add(Block(paragraph))
        return True


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else otherwise  # noqa: PLR2004


def _is_bold(element: etree._Element) -> bool:
    """Whether all that a paragraph holds is set in bold."""
    if tag_of(element) not in {"p", "div"} or clean(element.text or ""):
        return False
    children = [child for child in element if tag_of(child) != "br"]
    return bool(children) and all(
        tag_of(child) in _BOLD and not clean(child.tail or "") for child in children
    )


def _could_head(text: str) -> bool:
    return len(text.split()) <= _HEADING_WORDS and text[-1] not in '.,;:!?”’"' and text[0].isupper()
