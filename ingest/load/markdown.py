"""Markdown: marks become structure, their words stay."""

import re
from datetime import date

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.errors import UnreadableError
from ingest.load.canonical import BULLET, Block, assemble, clean, plausible_heading, table
from ingest.load.encoding import decoded
from ingest.load.html import html_blocks
from ingest.load.html_facts import parsed_date
from ingest.records import Loaded, Metadata, RawFile

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
_NOTE = re.compile(r"\[\^[^\]\s]{1,30}\](?!:)")
_NOTE_TEXT = re.compile(r"\[\^([^\]\s]{1,30})\]:\s+")
_MAX_FRONT = 20_000
_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def load_markdown(raw: RawFile) -> Loaded:
    """Load a Markdown file; its front matter becomes metadata."""
    source, notes = decoded(raw)
    front = _FRONT.match(source)
    metadata = _metadata(front[1]) if front else Metadata()
    blocks = markdown_blocks(source[front.end() :] if front else source)
    loaded = assemble(blocks, metadata, notes=notes)
    if not loaded.text:
        raise UnreadableError(f"{raw.path.name}: the file holds no text; check that it was saved.")
    return loaded


def markdown_blocks(source: str) -> list[Block]:
    """Return the paragraphs, list items, tables and headings of Markdown."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    reader = _Reader()
    for token in parser.parse(source):
        reader.read(token)
    return reader.blocks


def _metadata(front: str) -> Metadata:
    if len(front) > _MAX_FRONT:
        return Metadata()
    try:
        found = yaml.safe_load(front)
    except (yaml.YAMLError, ValueError):
        return Metadata()
    if not isinstance(found, dict):
        return Metadata()
    # A list of lists of lists, each named twice, would be written out a billion times.
    facts = {
        key.lower(): clean(str(value))
        for key, value in found.items()
        if isinstance(key, str) and isinstance(value, str | int | float | date) and value
    }
    name = next((key for key in ("published", "date") if parsed_date(facts.get(key, ""))), None)
    return Metadata(
        title=facts.get("title"),
        publisher=facts.get("publisher"),
        published_on=parsed_date(facts[name]) if name else None,
        published_on_from=f"front matter {name}" if name else None,
        url=facts.get("url"),
    )


class _Reader:
    """Turns the tokens of a Markdown file into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._level: int | None = None
        self._marker = ""
        self._numbers: list[int | None] = []
        self._rows: list[list[str]] | None = None

    def read(self, token: Token) -> None:
        """Take in the next token."""
        kind = token.type
        if kind == "heading_open":
            self._level = int(token.tag[1])
        elif kind == "heading_close":
            self._level = None
        elif kind in {"bullet_list_open", "ordered_list_open"}:
            ordered = kind == "ordered_list_open"
            self._numbers.append(int(token.attrs.get("start", 1)) if ordered else None)
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            self._numbers.pop()
        elif kind == "list_item_open":
            self._open_item()
        elif kind in {"table_open", "tr_open", "table_close"}:
            self._table(kind)
        else:
            self._content(token)

    def _content(self, token: Token) -> None:
        kind = token.type
        if kind == "inline":
            self._add(_words(token))
        elif kind in {"fence", "code_block"}:
            for line in token.content.splitlines():
                self._add(clean(line))
        elif kind == "html_block":
            self._markup(token.content)

    def _markup(self, markup: str) -> None:
        """Add HTML that stands in the file: a table as one, other words as a paragraph."""
        if "<table" in markup.lower():
            self.blocks += html_blocks("the file's HTML", markup)
        else:
            self._add(clean(_TAG.sub(" ", markup)))

    def _open_item(self) -> None:
        number = self._numbers[-1]
        self._marker = BULLET if number is None else f"{number}. "
        if number is not None:
            self._numbers[-1] = number + 1

    def _table(self, kind: str) -> None:
        if kind == "table_open":
            self._rows = []
        elif kind == "tr_open" and self._rows is not None:
            self._rows.append([])
        elif kind == "table_close" and self._rows is not None:
            self.blocks.extend(map(Block, table(self._rows)))
            self._rows = None

    def _add(self, text: str) -> None:
        if self._rows:
            self._rows[-1].append(text)
        elif text:
            level = self._level if plausible_heading(text) else None
            self.blocks.append(Block(self._marker + text, level))
            self._marker = ""


def _words(token: Token) -> str:
    pieces: list[str] = []
    for child in token.children or ():
        broken = child.type == "html_inline" and _BREAK.match(child.content)
        if child.type in {"softbreak", "hardbreak"} or broken:
            pieces.append(" ")
        elif child.type in {"text", "code_inline", "image"}:
            pieces.append(child.content)
    words = _NOTE.sub("", "".join(pieces))
    return clean(_NOTE_TEXT.sub(r"\1. ", words))
