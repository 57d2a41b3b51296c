"""Elements of rich text, and the few other blocks that every message is made of.

Slack parses neither rich text nor plain text, so nothing in them can become a mention, a link or
markup. Callers clean and clip what they pass.
"""

from collections.abc import Iterable
from typing import Any

Block = dict[str, Any]


def rich(elements: list[Block], block_id: str | None = None) -> Block:
    """Return a rich_text block."""
    block: Block = {"type": "rich_text", "elements": elements}
    return block | {"block_id": block_id} if block_id else block


def section(elements: Iterable[Block]) -> Block:
    """Return a paragraph of rich text."""
    # Slack refuses an empty text element.
    shown = [one for one in elements if one.get("text", "-")]
    return {"type": "rich_text_section", "elements": shown}


def bullets(sections: list[Block]) -> Block:
    """Return a list of rich text."""
    return {"type": "rich_text_list", "style": "bullet", "elements": sections}


def quote(elements: Iterable[Block]) -> Block:
    """Return an indented quotation."""
    return {"type": "rich_text_quote", "elements": [one for one in elements if one["text"]]}


def text(words: str, *, bold: bool = False, italic: bool = False) -> Block:
    """Return words of rich text."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
    element: Block = {"type": "text", "text": words}
    return element | {"style": style} if style else element


def link(words: str, url: str | None, *, bold: bool = False) -> Block:
    """Return words of rich text that lead to a checked address, plain ones without an address."""
    if not url:
        return text(words, bold=bold)
    element: Block = {"type": "link", "url": url, "text": words}
    return element | {"style": {"bold": True}} if bold else element


def person(user_id: str) -> Block:
    """Return a person's name as Slack shows it; in rich text it is a mention."""
    return {"type": "user", "user_id": user_id}


def plain(words: str) -> Block:
    """Return a plain_text object without emoji codes."""
    return {"type": "plain_text", "text": words, "emoji": False}


def context(*notes: str) -> Block:
    """Return small grey notes."""
    return {"type": "context", "elements": [plain(note) for note in notes]}


def button(label: str, action_id: str, value: str, style: str | None = None) -> Block:
    """Return a button; `value` comes back with the click."""
    made: Block = {
        "type": "button",
        "text": plain(label),
        "action_id": action_id,
        "value": value,
    }
    return made | {"style": style} if style else made
