"""Word documents: paragraphs, lists and tables in the order in which they stand."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ingest.errors import UnreadableError
from ingest.load.canonical import Block, assemble, clean, plausible_heading, table
from ingest.load.docx_numbers import Numbering, whole
from ingest.records import Loaded, Metadata, RawFile

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MAX_UNPACKED = 400 * 1024 * 1024
_MAX_PARTS = 20_000
_MAX_RATIO = 200
_SMALL = 20 * 1024 * 1024
_MAX_DEPTH = 100
_STYLED = re.compile(r"heading ([1-9])")
_BODY_LEVEL = 9
_BOLD_LEVEL = 2
_FEW_HEADINGS = 3
_HEADING_WORDS = 14
_HOLDERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins")))
_DROPPED = frozenset(
    {
        *map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:instrText", "w:delText", "w:txbxContent")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
_BLANKS = frozenset(map(qn, ("w:tab", "w:br", "w:cr", "w:ptab")))


def load_docx(raw: RawFile) -> Loaded:
    """Load a Word document."""
    name = raw.path.name
    _check_archive(name, raw.content)
    try:
        document = docx.Document(io.BytesIO(raw.content))
        reader = _Reader(document)
        reader.read(document.element.body, 0)
        reader.mark_headings()
        reader.read_notes()
        properties = document.core_properties
        title = clean(properties.title or "") or None
    except (
        # An XML parser's complaint is a SyntaxError; the others come from damaged packages.
        *(OpcError, KeyError, ValueError, AttributeError, SyntaxError),
        *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError),
    ) as error:
        raise UnreadableError(
            f"{name}: this is not a Word document, or it is damaged; open it in Word and save it "
            "again as .docx."
        ) from error
    loaded = assemble(reader.blocks, Metadata(title=title))
    if not loaded.text:
        raise UnreadableError(
            f"{name}: the document holds no text; if its pages are pictures, run OCR first."
        )
    return loaded


def _check_archive(name: str, content: bytes) -> None:
    """Refuse what is no archive or would unpack to far more than a report needs."""
    if content.startswith(_OLD_OFFICE):
        raise UnreadableError(
            f"{name}: the document is encrypted or in the old .doc format; save it as .docx "
            "without a password."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise UnreadableError(
            f"{name}: this is not a Word document (a .docx is a ZIP file) or it is truncated; "
            "fetch it again."
        ) from error
    unpacked = sum(part.file_size for part in parts)
    bomb = unpacked > max(_SMALL, _MAX_RATIO * len(content))
    if len(parts) > _MAX_PARTS or unpacked > _MAX_UNPACKED or bomb:
        raise UnreadableError(
            f"{name}: the document would unpack to {unpacked // 1024**2} MB, which no report "
            "needs; remove embedded files and save it again."
        )
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError(f"{name}: the document is encrypted; save it without a password.")


class _Reader:
    """Reads a document's body into blocks."""

    def __init__(self, document: Document) -> None:
        self.blocks: list[Block] = []
        self._bold: list[int] = []
        self._parts = {
            relation.reltype.rsplit("/", 1)[-1]: relation.target_part
            for relation in document.part.rels.values()
            if not relation.is_external
        }
        self._styles = {style.style_id: style.element for style in document.styles}
        numbers = self._parts.get("numbering")
        self._numbering = Numbering(getattr(numbers, "element", None))

    def read(self, parent: Any, depth: int) -> None:
        """Add the paragraphs and tables below an element."""
        for child in parent:
            if child.tag == qn("w:p"):
                self._paragraph(child, depth)
            elif child.tag == qn("w:tbl"):
                self._table(child, depth)
            elif child.tag in _HOLDERS and depth < _MAX_DEPTH:
                self.read(child, depth + 1)

    def mark_headings(self) -> None:
        """Take short bold paragraphs for headings where no style says which are."""
        if sum(block.level is not None for block in self.blocks) > _FEW_HEADINGS:
            return
        for index in self._bold:
            following = self.blocks[index + 1 : index + 2]
            if following and following[0].level is None:
                self.blocks[index] = replace(self.blocks[index], level=_BOLD_LEVEL)

    def read_notes(self) -> None:
        """Add the footnotes and endnotes behind the text, each with its number."""
        for kind, tag in (("footnotes", "w:footnote"), ("endnotes", "w:endnote")):
            part = self._parts.get(kind)
            if part is None:
                continue
            number = 0
            for note in parse_xml(part.blob).iter(qn(tag)):
                text = clean(" ".join(_text(line) for line in note.iter(qn("w:p"))))
                if note.get(qn("w:type")) is None and text:
                    number += 1
                    self.blocks.append(Block(f"{number}. {text}"))

    def _paragraph(self, paragraph: Any, depth: int) -> None:
        style = _attribute(paragraph, "w:pPr/w:pStyle")
        chain = list(self._chain(style))
        names = [_attribute(element, "w:name").lower() for element in chain]
        text = clean(_text(paragraph))
        if text and not (names and names[0].startswith("toc ")):
            marker = self._marker(paragraph, chain, style)
            level = self._level(paragraph, chain, names)
            if level is None and not marker and _stands_out(paragraph, text):
                self._bold.append(len(self.blocks))
            text = marker + text
            self.blocks.append(Block(text, level if plausible_heading(text) else None))
        for box in paragraph.iter(qn("w:txbxContent")):
            inside = {parent.tag for parent in box.iterancestors()}
            if _DROPPED.isdisjoint(inside - {box.tag}) and depth < _MAX_DEPTH:
                self.read(box, depth + 1)

    def _chain(self, style: str) -> Iterator[Any]:
        """Yield a style and those that it is based on."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = _attribute(self._styles[style], "w:basedOn")

    def _level(self, paragraph: Any, chain: list[Any], names: list[str]) -> int | None:
        for element in (paragraph, *chain):
            outline = _attribute(element, "w:pPr/w:outlineLvl")
            if outline:
                level = whole(outline, _BODY_LEVEL)
                return level + 1 if level < _BODY_LEVEL else None
        for name in names:
            styled = _STYLED.match(name)
            if styled or name == "title":
                return int(styled[1]) if styled else 1
        return None

    def _marker(self, paragraph: Any, chain: list[Any], style: str) -> str:
        depth = _attribute(paragraph, "w:pPr/w:numPr/w:ilvl")
        for element in (paragraph, *chain):
            depth = depth or _attribute(element, "w:pPr/w:numPr/w:ilvl")
            list_id = _attribute(element, "w:pPr/w:numPr/w:numId")
            if list_id:
                return self._numbering.marker(list_id, whole(depth, 0) if depth else None, style)
        return ""

    def _table(self, element: Any, depth: int) -> None:
        rows = [
            [cell for cell in row.iter(qn("w:tc")) if _row_of(cell) is row]
            for row in element.iter(qn("w:tr"))
            if _table_of(row) is element
        ]
        if max(map(len, rows), default=0) <= 1:
            for row in rows:
                for cell in row:
                    if depth < _MAX_DEPTH:
                        self.read(cell, depth + 1)
            return
        cells = [[" ".join(map(_text, cell.iter(qn("w:p")))) for cell in row] for row in rows]
        self.blocks.extend(map(Block, table(cells)))


def _stands_out(paragraph: Any, text: str) -> bool:
    """Whether a paragraph is short and bold or underlined throughout, as a heading is."""
    if len(text.split()) > _HEADING_WORDS or text[-1] in ".,;:" or not any(map(str.isalpha, text)):
        return False
    runs = [run for run in paragraph.iter(qn("w:r")) if clean(_text(run))]
    return all(_is_on(run, "w:rPr/w:b") or _is_on(run, "w:rPr/w:u") for run in runs)


def _is_on(run: Any, path: str) -> bool:
    found = run.find("/".join(map(qn, path.split("/"))))
    return found is not None and found.get(qn("w:val"), "true") not in {"0", "false", "none"}


def _attribute(element: Any, path: str) -> str:
    found = element.find("/".join(map(qn, path.split("/"))))
    return "" if found is None else str(found.get(qn("w:val"), ""))


def _row_of(cell: Any) -> Any:
    return next(cell.iterancestors(qn("w:tr")), None)


def _table_of(row: Any) -> Any:
    return next(row.iterancestors(qn("w:tbl")), None)


def _text(element: Any) -> str:
    return "".join(_pieces(element, 0))


def _pieces(element: Any, depth: int) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif child.tag in _BLANKS:
            yield " "
        elif child.tag not in _DROPPED and depth < _MAX_DEPTH and not _hidden(child):
            yield from _pieces(child, depth + 1)


def _hidden(element: Any) -> bool:
    return element.tag == qn("w:r") and element.find(f"{qn('w:rPr')}/{qn('w:vanish')}") is not None
