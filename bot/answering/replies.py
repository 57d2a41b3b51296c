"""Reads what a chat model replied: JSON in any wrapping, or plain lines with source tokens."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

_TOKEN = re.compile(r"\bS\d+\b", re.IGNORECASE)
_TOKENS_IN_TEXT = re.compile(r"\s*[\[(]\s*S\d+(?:\s*[,;]\s*S\d+)*\s*[\])]", re.IGNORECASE)
_LIST_MARK = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")
_MOST_STATEMENTS = 30
_LONGEST_REPLY = 40_000


@dataclass(frozen=True, slots=True)
class Reply:
    """One statement as the model wrote it, with the tokens that it names, in capitals."""

    text: str
    is_quote: bool
    tokens: tuple[str, ...]


def read_reply(reply: str) -> tuple[Reply, ...] | None:
    """Return the statements of a reply, none where it says that there is no answer.

    Returns None where the reply has no usable form.
    """
    reply = reply[:_LONGEST_REPLY]
    for found in _objects(reply):
        if found.get("answered") is False:
            return ()
        statements = found.get("statements")
        if isinstance(statements, list):
            return tuple(_statements(statements[:_MOST_STATEMENTS]))
    lines = tuple(_lines(reply))
    return lines or None


def _objects(reply: str) -> Iterator[dict[str, object]]:
    """Yield each JSON object that starts somewhere in `reply`, outermost first."""
    decoder = json.JSONDecoder()
    at = reply.find("{")
    while at >= 0:
        try:
            found, end = decoder.raw_decode(reply, at)
        except (json.JSONDecodeError, RecursionError):
            end = at + 1
        else:
            if isinstance(found, dict):
                yield cast("dict[str, object]", found)
        at = reply.find("{", end)


def _statements(items: list[object]) -> Iterator[Reply]:
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("text"), str):
            continue
        text = item["text"]
        named = item.get("sources", [])
        listed = [named] if isinstance(named, str) else named if isinstance(named, list) else []
        yield _reply(text, [str(one) for one in listed], is_quote=item.get("kind") == "quote")


def _reply(text: str, named: list[str], *, is_quote: bool) -> Reply:
    inside = [token for part in _TOKENS_IN_TEXT.findall(text) for token in _TOKEN.findall(part)]
    # What is no token at all ("the report") stays as it is, and so fails by name.
    listed = [token for one in named for token in _TOKEN.findall(one) or [one]]
    tokens = dict.fromkeys(token.strip().upper() for token in (*listed, *inside))
    bare = " ".join(_TOKENS_IN_TEXT.sub("", text).split())
    return Reply(bare, is_quote, tuple(token for token in tokens if token))


def _lines(reply: str) -> Iterator[Reply]:
    """Read the fallback form: one statement a line, each with its tokens, as in "... [S1]"."""
    if "{" in reply:
        return
    for line in reply.splitlines()[:_MOST_STATEMENTS]:
        if _TOKENS_IN_TEXT.search(line):
            text = _LIST_MARK.sub("", line).strip()
            yield _reply(text, [], is_quote=text.startswith(("“", '"')))
