"""The elements of a web page become paragraphs, list items, tables and headings."""

import re
from collections.abc import Iterator

from lxml import etree

from ingest.load.canonical import BULLET, Block, clean, plausible_heading, table

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer header hgroup hr html legend li main ol p pre section summary table tbody td "
    "tfoot th thead tr ul".split()
)
_SKIPPED = frozenset(
    "script style noscript nav aside button svg template iframe select option input textarea "
    "label object video audio canvas math head title meta link dialog".split()
)
# Names that a site gives to its own parts. An id may come from a heading's words, so fewer count.
_SITE_IDS = frozenset("cookie cookies breadcrumb breadcrumbs nav navbar menu sidebar".split())
_SITE_CLASSES = _SITE_IDS | frozenset(
    "related share sharing feedback pagination navigation newsletter subscribe skip advert banner "
    "promo".split()
)
_SITE_PARTS = frozenset({"gem-c-metadata", "gem-c-published-dates"})
_SITE_TAGS = frozenset("div section ul ol span a p".split())
_MAX_SITE_PARAGRAPHS = 12
_SHELLS = frozenset({"html", "body", "main", "article"})
# What trafilatura calls things.
_ALIASES = {
    "list": "ul",
    "item": "li",
    "row": "tr",
    "cell": "td",
    "quote": "blockquote",
    "lb": "br",
}
_MAX_DEPTH = 150
_NAME = re.compile(r"[a-z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def blocks_in(root: etree._Element) -> list[Block]:
    """Return the paragraphs, list items, tables and headings below an element, in order."""
    walker = _Walker()
    walker.walk(root, 0)
    walker.flush()
    return walker.blocks


def is_furniture(element: etree._Element) -> bool:
    """Whether an element belongs to the site and not to the page's own words."""
    tag = _tag(element)
    if tag in _SHELLS:
        return False
    if tag in _SKIPPED or element.get("hidden") is not None:
        return True
    if element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("style") or ""):
        return True
    role = element.get("role")
    if tag in {"header", "footer"} or role in {"banner", "contentinfo"}:
        return tag != "header" or element.find(".//h1") is None
    return role in {"navigation", "search", "complementary"} or _named_as_furniture(element, tag)


def _named_as_furniture(element: etree._Element, tag: str) -> bool:
    """Whether the class or id of a small element without the page's title says so."""
    if tag not in _SITE_TAGS:
        return False
    names = (element.get("class") or "").lower()
    if not _SITE_PARTS.isdisjoint(names.split()):
        return True
    classes = _NAME.findall(names)
    ids = _NAME.findall((element.get("id") or "").lower()) if tag == "div" else []
    if _SITE_CLASSES.isdisjoint(classes) and _SITE_IDS.isdisjoint(ids):
        return False
    return element.find(".//h1") is None and len(element.findall(".//p")) <= _MAX_SITE_PARAGRAPHS


def inline_text(element: etree._Element) -> str:
    """Return the words of an element, blanks where its blocks meet."""
    return clean("".join(_pieces(element, 0)))


def _pieces(element: etree._Element, depth: int) -> Iterator[str]:
    if not isinstance(element.tag, str) or _tag(element) in _SKIPPED:
        return
    if depth > _MAX_DEPTH:
        yield from _flat(element)
        return
    apart = _tag(element) in _BLOCKS or _tag(element) == "br"
    yield " " if apart else ""
    yield element.text or ""
    for child in element:
        yield from _pieces(child, depth + 1)
        yield child.tail or ""
    yield " " if apart else ""


def _flat(element: etree._Element) -> Iterator[str]:
    """Yield the words of an element that is nested too deeply to be walked."""
    for part in element.iter():
        if isinstance(part.tag, str) and _tag(part) not in _SKIPPED:
            yield f" {part.text or ''}"
        if part is not element:
            yield f" {part.tail or ''}"


def _tag(element: etree._Element) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    tag = tag.rsplit("}", 1)[-1].lower()
    if tag == "head" and element.get("rend"):
        return element.get("rend") or "h2"
    return _ALIASES.get(tag, tag)


class _Walker:
    """Goes through a page and cuts it into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._marker = ""
        self._numbers: list[int | None] = []
        self._quoting = 0

    def flush(self, level: int | None = None) -> None:
        """End the paragraph that is being gathered."""
        text = clean("".join(self._words))
        self._words = []
        if not text:
            return
        if level is not None and not plausible_heading(text):
            level = None
        marker = "" if level is not None else self._marker
        self.blocks.append(Block(marker + text, level, quoted=self._quoting > 0))
        self._marker = ""

    def walk(self, element: etree._Element, depth: int) -> None:
        """Add the words of an element and of everything in it."""
        tag = _tag(element)
        if not tag or (depth and is_furniture(element)):
            return
        if depth > _MAX_DEPTH:
            self._words.extend(_flat(element))
            return
        if tag in _HEADINGS:
            self.flush()
            self._marker = ""
            self._words.append(inline_text(element))
            self.flush(_HEADINGS[tag])
        elif tag == "table" and self._table(element):
            return
        elif tag in {"ul", "ol", "li"}:
            self._list(element, tag, depth)
        elif tag in _BLOCKS:
            self.flush()
            self._quoting += tag == "blockquote"
            self._children(element, depth)
            self.flush()
            self._quoting -= tag == "blockquote"
        elif tag == "br":
            self._words.append(" ")
        else:
            self._children(element, depth)

    def _children(self, element: etree._Element, depth: int) -> None:
        self._words.append(element.text or "")
        for child in element:
            self.walk(child, depth + 1)
            self._words.append(child.tail or "")

    def _list(self, element: etree._Element, tag: str, depth: int) -> None:
        self.flush()
        if tag == "li":
            number = self._numbers[-1] if self._numbers else None
            self._marker = BULLET if number is None else f"{number}. "
            if number is not None:
                self._numbers[-1] = number + 1
            self._children(element, depth)
            self.flush()
            self._marker = ""
            return
        start = element.get("start") or "1"
        numbered = tag == "ol" or element.get("rend") == "ol"
        first = int(start) if start.isdecimal() and len(start) < 7 else 1  # noqa: PLR2004 - sane
        self._numbers.append(first if numbered else None)
        self._children(element, depth)
        self.flush()
        self._numbers.pop()

    def _table(self, element: etree._Element) -> bool:
        """Add a table of data; False for one that only lays out the page."""
        rows = [row for row in element.iter() if _tag(row) == "tr"]
        cells = [[cell for cell in row if _tag(cell) in {"td", "th"}] for row in rows]
        nested = any(
            _tag(part) in {"table", "h1", "ul", "ol"} for part in element.iterdescendants()
        )
        if max(map(len, cells), default=0) <= 1 or (nested and len(rows) == 1):
            return False
        self.flush()
        for part in element:
            if _tag(part) == "caption":
                self._words.append(inline_text(part))
                self.flush()
        words = [[inline_text(cell) for cell in row] for row in cells]
        self.blocks.extend(map(Block, table(words)))
        return True
