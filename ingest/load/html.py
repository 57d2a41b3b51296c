"""Web pages: the main text without navigation, and what the page says of itself."""

import re

import trafilatura
from lxml import etree, html

from ingest.errors import UnreadableError
from ingest.load.canonical import Block, assemble
from ingest.load.html_facts import metadata_of
from ingest.load.html_text import blocks_in
from ingest.load.text import decode
from ingest.records import Loaded, RawFile

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,30})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HEAD_BYTES = 4096
_MIN_SHARE = 0.5
_PARAGRAPH_WORDS = 3


def load_html(raw: RawFile) -> Loaded:
    """Load the main text of a web page."""
    source = _DECLARATION.sub("", _characters(raw), count=1)
    tree = _tree(raw.path.name, source)
    main = _main(tree)
    blocks = blocks_in(main)
    if main is tree and blocks:
        blocks = _richer(_by_trafilatura(source), blocks)
    metadata = metadata_of(tree, main)
    heading = next((block for block in blocks if block.level is not None), None)
    if metadata.title and blocks and heading is None and tree.find(".//h1") is not None:
        blocks = [Block(metadata.title, 1), *blocks]
    if not any(block.level is None for block in blocks):
        raise UnreadableError(
            f"{raw.path.name}: the page has no main text; save the page itself rather than a "
            "frame, a search result or a page that needs a script to show its words."
        )
    return assemble(blocks, metadata)


def _characters(raw: RawFile) -> str:
    declared = _CHARSET.search(raw.content[:_HEAD_BYTES])
    marked = raw.content[:2] in {b"\xff\xfe", b"\xfe\xff"} or raw.content.startswith(
        b"\xef\xbb\xbf"
    )
    if declared and not marked and declared[1].lower() not in {b"iso-8859-1", b"us-ascii"}:
        try:
            text = raw.content.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return decode(raw)
        if "\0" not in text:
            return text
    return decode(raw)


def _tree(name: str, source: str) -> etree._Element:
    try:
        tree: etree._Element = html.document_fromstring(source)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError(
            f"{name}: this is not a web page, or it is empty; save the page again."
        ) from error
    return tree


def _main(tree: etree._Element) -> etree._Element:
    """Return the element that holds the page's own words, the whole page where none says so."""
    found = [element for element in tree.iter() if element.get("role") == "main"]
    found = [*tree.iter("main"), *found]
    articles = list(tree.iter("article"))
    if not found and len(articles) == 1:
        found = articles
    return found[0] if found else tree


def _by_trafilatura(source: str) -> list[Block]:
    found = trafilatura.extract(
        source,
        output_format="xml",
        include_tables=True,
        include_comments=False,
        favor_recall=True,
    )
    if not found:
        return []
    body = etree.fromstring(found.encode()).find("main")
    return [] if body is None else blocks_in(body)


def _richer(extracted: list[Block], walked: list[Block]) -> list[Block]:
    """Choose what trafilatura found unless it lost much of the page's running text."""
    have = sum(len(block.text) for block in extracted)
    prose = sum(len(block.text) for block in walked if len(block.text.split()) > _PARAGRAPH_WORDS)
    return extracted if have >= _MIN_SHARE * prose and extracted else walked
