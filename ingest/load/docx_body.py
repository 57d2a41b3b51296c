"""The body of a Word document as blocks: headings, list items, tables, text boxes."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

from ingest.load.canonical import BULLET, Block, broken_lines, bullet, clean, plausible_heading
from ingest.load.docx_numbers import Numbering, whole
from ingest.load.docx_tables import as_paragraphs, rows_of
from ingest.load.docx_text import (
    ALTERNATE,
    FALLBACK,
    REMOVED,
    TXBX,
    P,
    R,
    Words,
    at,
    chosen,
    is_on,
    value,
)

_TBL, _SDT = qn("w:tbl"), qn("w:sdt")
_HOLDERS = frozenset(
    map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo"))
)
_STYLED = re.compile(r"heading ([1-9])")
_CONTENTS_STYLE = re.compile(r"(?:toc|index|table of figures)(?: \d| heading)?|contents heading")
_CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
_BODY_LEVEL = 9
_FEW_HEADINGS = 3
_HEADING_WORDS = 14
_LARGER = 1.12
_MUCH_LARGER = 1.5


@dataclass(frozen=True, slots=True)
class _Look:
    """How a paragraph without a heading's style looks: its size in half points, and weight."""

    size: int
    bold: bool


class BodyReader:
    """Reads a document's body into blocks."""

    def __init__(self, words: Words, styles: Any | None, numbers: Any | None) -> None:
        """Take the words' reader, the styles and the numbering of the same document."""
        self._words = words
        self._blocks: list[Block] = []
        self._looks: dict[int, _Look] = {}
        self._sizes: Counter[int] = Counter()
        self._carried = ""
        found = () if styles is None else styles.iter(qn("w:style"))
        self._styles = {style.get(qn("w:styleId"), ""): style for style in found}
        default = None if styles is None else at(styles, "w:docDefaults/w:rPrDefault/w:rPr/w:sz")
        self._default_size = whole(value(default), 20)
        self._numbering = Numbering(numbers)

    def read(self, parent: Any) -> None:
        """Add the paragraphs and tables below an element."""
        for child in parent:
            if child.tag == P:
                self._paragraph(child)
            elif child.tag == _TBL:
                self._table(child)
            elif child.tag == ALTERNATE:
                self.read(chosen(child))
            elif child.tag in _HOLDERS and not _is_generated(child):
                self.read(child)

    def finished(self) -> list[Block]:
        """Return the blocks; where few are styled as headings, those that look like one are."""
        styled = sum(block.level is not None for block in self._blocks)
        if styled <= _FEW_HEADINGS:
            body = max(self._sizes, key=lambda size: self._sizes[size], default=0)
            for index, look in self._looks.items():
                level = _level_by_look(look, body)
                following = self._blocks[index + 1 : index + 2]
                if level and following and following[0].level is None:
                    self._blocks[index] = replace(self._blocks[index], level=level)
        return self._blocks

    def _paragraph(self, paragraph: Any) -> None:
        style = value(at(paragraph, "w:pPr/w:pStyle"))
        chain = list(self._chain(style))
        names = [value(at(element, "w:name")).lower() for element in chain]
        before, read = self._words.in_contents, self._words.contents_read
        words = self._words.of(paragraph)
        contents = before or self._words.in_contents or self._words.contents_read > read
        listed = bool(names and _CONTENTS_STYLE.fullmatch(names[0]))
        if contents and not before and self._blocks and _CONTENTS.fullmatch(self._blocks[-1].text):
            self._blocks.pop()
        if any(at(paragraph, f"w:pPr/w:rPr/w:{mark}") is not None for mark in ("del", "moveFrom")):
            # The end of this paragraph was deleted, so it runs on into the next.
            self._carried += words
            words = ""
        elif words.strip() or self._carried:
            words, self._carried = self._carried + words, ""
        if not listed and not (contents and not clean(words)):
            self._text(paragraph, words, chain, names)
        for box in paragraph.iter(TXBX):
            if _is_shown(box, paragraph):
                self.read(box)

    def _text(self, paragraph: Any, words: str, chain: list[Any], names: list[str]) -> None:
        lines = broken_lines(words)
        if not lines:
            return
        marker = self._marker(paragraph, chain)
        level = self._level(paragraph, chain, names)
        for number, line in enumerate(lines):
            item = bullet(line) if len(lines) > 1 else None
            text = (marker if number == 0 else "") + (line if item is None else BULLET + item)
            if level is None and not marker and len(lines) == 1:
                self._note_look(paragraph, chain, text)
            self._blocks.append(Block(text, level if plausible_heading(text) else None))

    def _note_look(self, paragraph: Any, chain: list[Any], text: str) -> None:
        looks = [self._look(run, chain) for run in paragraph.iter(R) if _has_words(run)]
        if not looks:
            return
        size = min(look.size for look in looks)
        self._sizes[size] += len(text)
        bold = all(look.bold for look in looks)
        ends = text[-1] in ".,;:" or not any(map(str.isalpha, text))
        if len(text.split()) <= _HEADING_WORDS and not ends:
            self._looks[len(self._blocks)] = _Look(size, bold)

    def _look(self, run: Any, chain: list[Any]) -> _Look:
        """Return how a run is set: by itself, by its own style, or by its paragraph's."""
        own = self._chain(value(at(run, "w:rPr/w:rStyle")))
        holders = (run, *own, *chain)
        bold = next((on for each in holders if (on := is_on(each, "w:rPr/w:b")) is not None), False)
        under = bool(is_on(run, "w:rPr/w:u"))
        sizes = (value(at(each, "w:rPr/w:sz")) for each in holders)
        size = next((whole(each, 0) for each in sizes if each), 0)
        return _Look(size or self._default_size, bold or under)

    def _chain(self, style: str) -> Iterator[Any]:
        """Yield a style and those that it is based on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = value(at(self._styles[style], "w:basedOn"))

    def _level(self, paragraph: Any, chain: list[Any], names: list[str]) -> int | None:
        for element in (paragraph, *chain):
            outline = value(at(element, "w:pPr/w:outlineLvl"))
            if outline:
                level = whole(outline, _BODY_LEVEL)
                return level + 1 if level < _BODY_LEVEL else None
        for name in names:
            styled = _STYLED.match(name)
            if styled or name == "title":
                return int(styled[1]) if styled else 1
        return None

    def _marker(self, paragraph: Any, chain: list[Any]) -> str:
        depth = value(at(paragraph, "w:pPr/w:numPr/w:ilvl"))
        style = value(at(paragraph, "w:pPr/w:pStyle"))
        for element in (paragraph, *chain):
            depth = depth or value(at(element, "w:pPr/w:numPr/w:ilvl"))
            list_id = value(at(element, "w:pPr/w:numPr/w:numId"))
            if list_id:
                return self._numbering.marker(list_id, whole(depth, 0) if depth else None, style)
        return ""

    def _table(self, element: Any) -> None:
        rows = rows_of(element)
        if max((len(row.cells) for row in rows), default=0) <= 1:
            for row in rows:
                for cell in row.cells:
                    self.read(cell)
            return
        self._blocks.extend(map(Block, as_paragraphs(rows, self._cell)))

    def _cell(self, cell: Any) -> str:
        """Return the words of a cell on one line, with the marks of its lists."""
        outside, self._blocks = self._blocks, []
        looks, self._looks = self._looks, {}
        self.read(cell)
        inside, self._blocks, self._looks = self._blocks, outside, looks
        return " ".join(block.text.replace("\n", " ") for block in inside)


def _is_generated(element: Any) -> bool:
    """Whether a control holds a table of contents, or only says what is to be filled in."""
    if element.tag != _SDT:
        return False
    gallery = value(at(element, "w:sdtPr/w:docPartObj/w:docPartGallery"))
    placeholder = at(element, "w:sdtPr/w:showingPlcHdr") is not None
    return gallery == "Table of Contents" or placeholder


def _is_shown(box: Any, paragraph: Any) -> bool:
    """Whether a text box of a paragraph is to be read: once, and not within another or deleted."""
    for parent in box.iterancestors():
        if parent is paragraph:
            return True
        if parent.tag in REMOVED or parent.tag == TXBX:
            return False
        if parent.tag == FALLBACK and chosen(parent.getparent()) is not parent:
            return False
    return False


def _has_words(run: Any) -> bool:
    return any((each.text or "").strip() for each in run.iter(qn("w:t")))


def _level_by_look(look: _Look, body: int) -> int | None:
    """Return a heading's level by its size beside the running text's, None for no heading."""
    if body and look.size >= _MUCH_LARGER * body:
        return 1
    if body and look.size >= _LARGER * body:
        return 2
    return 2 if look.bold else None
