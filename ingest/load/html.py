"""Web pages: the main text without navigation, and what the page says of itself."""

import trafilatura
from lxml import etree

from ingest.errors import UnreadableError
from ingest.load.canonical import Block, assemble
from ingest.load.html_facts import metadata_of
from ingest.load.html_furniture import tag_of
from ingest.load.html_source import Source, source_of, tree_of
from ingest.load.html_text import blocks_in
from ingest.records import Loaded, RawFile

_MIN_SHARE = 0.5
_MIN_MAIN = 0.3
_PARAGRAPH_WORDS = 3
_LONG = 60
_TRAFILATURA_CHARACTERS = 2_000_000
_CONTENT_CLASSES = frozenset(
    "entry-content post-content article-body article__body page-content main-content".split()
)
_CONTENT_IDS = frozenset("content main main-content maincontent page-content".split())
_EMBEDDED = ("iframe", "video", "audio", "object", "embed", "canvas")


def load_html(raw: RawFile) -> Loaded:
    """Load the main text of a web page, saved as HTML or as a web archive."""
    source = source_of(raw)
    tree = tree_of(raw.path.name, source.markup)
    main, blocks = _main_text(tree, source)
    metadata = metadata_of(tree, main, source.address)
    heading = next((block for block in blocks if block.level is not None), None)
    if metadata.title and blocks and heading is None and tree.find(".//h1") is not None:
        blocks = [Block(metadata.title, 1), *blocks]
    if not any(block.level is None for block in blocks):
        raise UnreadableError(
            f"{raw.path.name}: the page has no main text; save the page itself rather than a "
            "frame, a search result or a page that needs a script to show its words."
        )
    return assemble(blocks, metadata, notes=(*source.notes, *_notes(main)))


def html_blocks(name: str, markup: str) -> list[Block]:
    """Return the paragraphs of markup that is all text, such as the body of a mail."""
    return blocks_in(tree_of(name, markup)) if markup.strip() else []


def _main_text(tree: etree._Element, source: Source) -> tuple[etree._Element, list[Block]]:
    """Return the element that holds the page's own words, and those words."""
    everything = _prose(tree)
    for main in _candidates(tree):
        if _prose(main) >= _MIN_MAIN * everything and (blocks := blocks_in(main)):
            return main, blocks
    walked = blocks_in(tree)
    if len(source.markup) > _TRAFILATURA_CHARACTERS or not walked:
        return tree, walked
    return tree, _richer(_by_trafilatura(source.markup), walked)


def _candidates(tree: etree._Element) -> list[etree._Element]:
    """Return the elements that a page says hold its own words, the surest first."""
    body = tree.find("body")
    below = list((body if body is not None else tree).iterdescendants())
    found = [element for element in below if tag_of(element) == "main"]
    found += [element for element in below if element.get("role") == "main"]
    articles = [element for element in below if tag_of(element) == "article"]
    if len(articles) == 1:
        found += articles
    found += [element for element in below if element.get("itemprop") == "articleBody"]
    return [*found, *(element for element in below if _is_called_content(element))][:8]


def _is_called_content(element: etree._Element) -> bool:
    if tag_of(element) not in {"div", "section", "td"}:
        return False
    classes = (element.get("class") or "").lower().split()
    return (element.get("id") or "").lower() in _CONTENT_IDS or not _CONTENT_CLASSES.isdisjoint(
        classes
    )


def _prose(element: etree._Element) -> int:
    """Return how many characters an element's long paragraphs have."""
    lengths = (sum(len(words) for words in each.itertext()) for each in element.iter("p"))
    return sum(length for length in lengths if length >= _LONG)


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


def _notes(main: etree._Element) -> list[str]:
    """Say what of a page's main part is not in its text and may be missed."""
    framed = sum(1 for _ in main.iter(*_EMBEDDED))
    struck = any(words.strip() for part in main.iter("del", "s") for words in part.itertext())
    notes = []
    if framed:
        what = (
            "An embedded frame or video was"
            if framed == 1
            else (f"{framed} embedded frames or videos were")
        )
        notes.append(f"{what} not read.")
    if struck:
        notes.append("Words that the page strikes out were left out.")
    return notes
