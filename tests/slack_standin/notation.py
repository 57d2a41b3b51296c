"""Slack's notation: what its client makes of what people type, as text and as rich text."""

import re

from .records import JsonDict

# What the composer makes by itself of a mention, channel or link that was picked, not typed.
TOKEN = re.compile(r"<(?:[@#!][^<>]*|https?://[^<>]*|mailto:[^<>]*)>")
URL = re.compile(r"https?://[^\s<>|]*[^\s<>|.,;:!?)'\"\]]")
DOMAIN = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|org|net|gov|uk|example)(?:/[^\s<>|]*[^\s<>|.,;:!?)])?"
)
MAIL = re.compile(r"(?<![\w.])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}")
LINK = re.compile(f"(?P<url>{URL.pattern})|(?P<mail>{MAIL.pattern})|(?P<domain>{DOMAIN.pattern})")


def typed(text: str, *, literal: bool = False) -> str:
    """The text of a message for what somebody typed: three characters escaped, links marked.

    Tokens like `<@U1>` pass as what the composer made of a picked name; `literal` takes them
    for characters that somebody typed.
    """
    if literal:
        return _plain(text)
    pieces, end = [], 0
    for found in TOKEN.finditer(text):
        pieces += [_plain(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*pieces, _plain(text[end:])])


def _plain(text: str) -> str:
    pieces, end = [], 0
    for found in LINK.finditer(text):
        pieces += [_escaped(text[end : found.start()]), _link(found)]
        end = found.end()
    return "".join([*pieces, _escaped(text[end:])])


def _link(found: re.Match[str]) -> str:
    shown = _escaped(found[0])
    if found["mail"]:
        return f"<mailto:{shown}|{shown}>"
    return f"<{shown}>" if found["url"] else f"<http://{shown}|{shown}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def rich_text(text: str, block_id: str) -> list[JsonDict]:
    """The block that Slack's own client sends beside a text in its notation."""
    elements, end = [], 0
    for found in TOKEN.finditer(text):
        elements += [_words(text[end : found.start()]), _element(found[0][1:-1])]
        end = found.end()
    elements.append(_words(text[end:]))
    section = {"type": "rich_text_section", "elements": [e for e in elements if e]}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]


def _words(text: str) -> JsonDict:
    return {"type": "text", "text": _unescaped(text)} if text else {}


def _element(inside: str) -> JsonDict:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": target.removeprefix("!subteam^")}
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:]}
    link = {"type": "link", "url": _unescaped(target)}
    return {**link, "text": _unescaped(label)} if label else link
