"""The words of a Word document's runs: changes as accepted, fields' results, symbols, formulas."""

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from ingest.load.canonical import BREAK

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
CHOICE, FALLBACK = f"{_COMPATIBLE}Choice", f"{_COMPATIBLE}Fallback"
ALTERNATE = f"{_COMPATIBLE}AlternateContent"
P, R, T, TXBX = qn("w:p"), qn("w:r"), qn("w:t"), qn("w:txbxContent")
_VAL, _FLD_TYPE = qn("w:val"), qn("w:fldCharType")
_FLD, _INSTR, _SIMPLE, _SYM = qn("w:fldChar"), qn("w:instrText"), qn("w:fldSimple"), qn("w:sym")
_SDT = qn("w:sdt")
REMOVED = frozenset(map(qn, ("w:del", "w:moveFrom")))
_DROPPED = REMOVED | {*map(qn, ("w:pPr", "w:rPr", "w:delText", "w:sdtPr", "w:delInstrText")), TXBX}
_NOTE_KINDS = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_BLANKS = frozenset(map(qn, ("w:tab", "w:ptab")))
_BREAKS = frozenset(map(qn, ("w:br", "w:cr")))
_OFF = frozenset({"0", "false", "off", "none"})
_CONTENTS = re.compile(r"\s*(?:TOC|INDEX|TOA)\b", re.IGNORECASE)
_PRIVATE = 0xF000
# The fonts in which letters are signs (ISO/IEC 29500 leaves the meaning to the font).
_GREEK = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_IN_SYMBOL = _GREEK | {
    "\xa3": "≤", "\xa5": "∞", "\xae": "→", "\xac": "←", "\xad": "↑", "\xaf": "↓", "\xb0": "°",
    "\xb1": "±", "\xb2": "″", "\xb3": "≥", "\xb4": "×", "\xb7": "•", "\xb8": "÷", "\xb9": "≠",
    "\xbb": "≈", "\xbc": "…", "\xa2": "′", "\xd6": "√", "\xe5": "∑", "-": "−",
}  # fmt: skip
_IN_WINGDINGS = {
    "\xfc": "✓", "\xfb": "✗", "\xfe": "☑", "\xfd": "☒", "\xa8": "☐", "o": "☐", "x": "☒",
    "\xe0": "→", "\xdf": "←", "\xe1": "↑", "\xe2": "↓", "\xf0": "⇒", "\xd8": "➢", "J": "☺",
    "L": "☹", "\xa7": "▪", "n": "■", "l": "●", "\xb7": "•", "\x9f": "•", "v": "❖", "\xfa": "□",
    "P": "✓", "R": "☑", "T": "☒", "4": "✓", "8": "✗",
}  # fmt: skip


def value(element: Any | None) -> str:
    """Return an element's `w:val`, empty where there is none."""
    return "" if element is None else str(element.get(_VAL, ""))


def at(element: Any, path: str) -> Any | None:
    """Return what lies at a path such as `w:pPr/w:rPr`."""
    return element.find("/".join(map(qn, path.split("/"))))


def is_on(element: Any, path: str) -> bool | None:
    """Whether a switch such as `w:rPr/w:b` is on, None where it is not set."""
    found = at(element, path)
    return None if found is None else found.get(_VAL, "true") not in _OFF


class Words:
    """Reads the words of paragraphs in their order, and remembers what of them was left out."""

    def __init__(self, root: Any) -> None:
        """Look which fields end: one without an end hides nothing."""
        self.notes: dict[str, list[str]] = {"footnotes": [], "endnotes": []}
        self.contents_read = 0
        self._fields: list[str | None] = []
        self._whole: list[Any] = []
        opened: list[Any] = []
        for mark in root.iter(_FLD):
            if mark.get(_FLD_TYPE) == "begin":
                opened.append(mark)
            elif mark.get(_FLD_TYPE) == "end" and opened:
                self._whole.append(opened.pop())
        self._ended = {id(mark) for mark in self._whole}

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents has begun and not ended."""
        return any(field and _CONTENTS.match(field) for field in self._fields)

    def of(self, element: Any) -> str:
        """Return the words of a paragraph or run, its breaks as `BREAK`."""
        return "".join(self._pieces(element))

    def _pieces(self, element: Any) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag == T:
                yield "" if self.in_contents else _lettered(child, child.text or "")
            elif tag in _BREAKS:
                yield BREAK
            elif tag in _BLANKS:
                yield " "
            elif tag in (_FLD, _INSTR):
                yield self._field(child)
            elif tag in _NOTE_KINDS:
                self.notes[_NOTE_KINDS[tag]].append(child.get(qn("w:id"), ""))
            elif tag not in _DROPPED and not _is_hidden(child):
                yield from self._within(child, tag)

    def _within(self, child: Any, tag: Any) -> Iterator[str]:
        if tag == qn("w:noBreakHyphen"):
            yield "-"
        elif tag == _SYM:
            yield _symbol(child)
        elif tag == f"{_MATH}t":
            yield child.text or ""
        elif tag == f"{_MATH}f":
            parts = (child.find(f"{_MATH}{name}") for name in ("num", "den"))
            yield "/".join("".join(self._pieces(part)) for part in parts if part is not None)
        elif tag == ALTERNATE:
            yield from self._pieces(chosen(child))
        elif not (tag == _SIMPLE and _CONTENTS.match(child.get(qn("w:instr"), ""))):
            yield from self._pieces(child)

    def _field(self, mark: Any) -> str:
        """Follow the marks of a field; its instruction is not its result."""
        if mark.tag == _INSTR:
            if self._fields and self._fields[-1] is not None:
                self._fields[-1] += mark.text or ""
            return ""
        kind = mark.get(_FLD_TYPE)
        if kind == "begin":
            self._fields.append("" if id(mark) in self._ended else None)
            box = at(mark, "w:ffData/w:checkBox")
            if box is not None:
                ticked = is_on(box, "w:checked")
                return "☒ " if (is_on(box, "w:default") if ticked is None else ticked) else "☐ "
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            self.contents_read += bool(ended and _CONTENTS.match(ended))
        return ""


def chosen(alternate: Any) -> Any:
    """Return the one of several forms of the same thing that is read, the newest with words."""
    forms = [form for form in alternate if form.tag in (CHOICE, FALLBACK)]
    full = [form for form in forms if next(form.iter(T), None) is not None]
    return (full or forms or [alternate])[0]


def _is_hidden(element: Any) -> bool:
    if element.tag == R:
        return bool(is_on(element, "w:rPr/w:vanish"))
    return element.tag == _SDT and at(element, "w:sdtPr/w:showingPlcHdr") is not None


def _lettered(element: Any, text: str) -> str:
    """Return text in the letters that its font shows."""
    run = element.getparent()
    fonts = at(run, "w:rPr/w:rFonts") if run is not None else None
    font = "" if fonts is None else fonts.get(qn("w:ascii"), "")
    return "".join(_sign(font, char) for char in text) if _signs(font) else text


def _symbol(element: Any) -> str:
    code = element.get(qn("w:char"), "")
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return _sign(element.get(qn("w:font"), ""), chr(number)) if 0 < number < 0x10000 else ""  # noqa: PLR2004


def _signs(font: str) -> dict[str, str] | None:
    name = font.lower()
    if name == "symbol":
        return _IN_SYMBOL
    return _IN_WINGDINGS if name.startswith(("wingdings", "webdings")) else None


def _sign(font: str, char: str) -> str:
    signs = _signs(font)
    if signs is None:
        return char
    plain = chr(ord(char) - _PRIVATE) if ord(char) >= _PRIVATE else char
    return signs.get(plain, " " if plain == " " else char)
