"""The printed numbers and bullets of a Word document's automatic lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from ingest.load.canonical import BULLET, clean, printed

_MAX_LEVEL = 8


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    pattern: str
    start: int
    legal: bool = False


class Numbering:
    """Counts a document's list items as Word does, in the order in which they are asked for."""

    def __init__(self, root: Any | None) -> None:
        """Read the numbering part, None where the document has none."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._styled: dict[tuple[str, str], int] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        linked: dict[str, str] = {}
        for abstract in root.iter(qn("w:abstractNum")):
            name = abstract.get(qn("w:abstractNumId"), "")
            self._levels[name] = dict(self._read_levels(abstract, name))
            linked[_value(abstract.find(qn("w:styleLink")))] = name
        # A list may take its levels from another, by the style that both name.
        for abstract in root.iter(qn("w:abstractNum")):
            style = _value(abstract.find(qn("w:numStyleLink")))
            if style and style in linked:
                name = abstract.get(qn("w:abstractNumId"), "")
                self._levels[name] = self._levels[linked[style]]
        for number in root.iter(qn("w:num")):
            self._read_list(number)

    def _read_list(self, number: Any) -> None:
        list_id, abstract_id = number.get(qn("w:numId"), ""), number.find(qn("w:abstractNumId"))
        if abstract_id is None:
            return
        self._lists[list_id] = _value(abstract_id)
        for override in number.iter(qn("w:lvlOverride")):
            start = _value(override.find(qn("w:startOverride")))
            if start:
                depth = whole(override.get(qn("w:ilvl")), 0)
                self._starts.setdefault(list_id, {})[depth] = whole(start, 1)

    def _read_levels(self, abstract: Any, name: str) -> Iterator[tuple[int, _Level]]:
        for level in abstract.iter(qn("w:lvl")):
            depth = whole(level.get(qn("w:ilvl")), 0)
            style = level.find(qn("w:pStyle"))
            if style is not None:
                self._styled[(name, _value(style))] = depth
            yield (
                depth,
                _Level(
                    _value(level.find(qn("w:numFmt"))),
                    _value(level.find(qn("w:lvlText"))),
                    whole(_value(level.find(qn("w:start"))), 1),
                    level.find(qn("w:isLgl")) is not None,
                ),
            )

    def marker(self, list_id: str, depth: int | None, style: str) -> str:
        """Return the bullet or number that Word prints before the next item, with its blank."""
        name = self._lists.get(list_id)
        if name is None:
            return ""
        if depth is None:
            depth = self._styled.get((name, style), 0)
        level = self._levels.get(name, {}).get(min(depth, _MAX_LEVEL))
        if level is None or level.form == "none":
            return ""
        if level.form == "bullet":
            return BULLET
        counts = self._counts.setdefault(name, {})
        # The first item of a list that says so begins again; so does no other.
        begin = self._starts.get(list_id, {}).pop(depth, None)
        if begin is not None:
            counts[depth] = begin - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        text = level.pattern
        for index, part in self._levels[name].items():
            count = counts.get(index, part.start)
            form = "decimal" if level.legal and index < depth else part.form
            text = text.replace(f"%{index + 1}", printed(count, form))
        text = clean(text)
        return f"{text} " if text else ""


def whole(text: str | None, otherwise: int) -> int:
    """Return the whole number that an attribute holds."""
    return int(text) if text and text.isdecimal() and len(text) < 7 else otherwise  # noqa: PLR2004


def _value(element: Any | None) -> str:
    return "" if element is None else str(element.get(qn("w:val"), ""))
