"""What must not be in anything that the app sends to Slack, whoever wrote the words in it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

PINGS = {"usergroup", "broadcast", "channel", "team"}
NAMES = {"range", "usergroup_id", "channel_id", "team_id"}
# In a text that Slack parses no angle may stand: it begins a mention, a command or a link.
ANGLED = re.compile("[<>]")
# What shows as nothing, or turns what follows round.
HIDDEN = {"Cc", "Cf", "Cs"}
# These are looked up by machines and shown to nobody.
UNSHOWN = {"value", "private_metadata", "block_id", "action_id", "callback_id", "ts", "url"}
MARKED_UP = {"mrkdwn"}


def problems_in(
    arguments: Mapping[str, object], actors: set[str], addresses: set[str]
) -> Iterator[str]:
    """Yield what is wrong with one call: `actors` may be named, `addresses` be linked."""
    text = arguments.get("text")
    if isinstance(text, str):
        yield from _marked_up(text, "text")
        yield from _unseen(text, "text")
    for part in _walk({k: v for k, v in arguments.items() if k != "metadata"}):
        kind = part.get("type")
        if kind in PINGS and NAMES & part.keys():
            yield f"a {kind} element: {part}"
        if kind == "user" and part.get("user_id") not in actors:
            yield f"{part.get('user_id')} is named"
        if kind in MARKED_UP:
            yield from _marked_up(str(part.get("text")), "mrkdwn")
        address = part.get("url") or part.get("image_url") or part.get("title_url")
        if address is not None and address not in addresses:
            yield f"a link to {address}"
        for key, value in part.items():
            if isinstance(value, str) and key not in UNSHOWN:
                yield from _unseen(value, key)


def _marked_up(text: str, where: str) -> Iterator[str]:
    found = ANGLED.search(text)
    if found:
        yield f"{where} has {text[max(found.start() - 10, 0) : found.end() + 20]!r}"


def _unseen(text: str, where: str) -> Iterator[str]:
    hidden = {c for c in text if unicodedata.category(c) in HIDDEN and c != "\n"}
    if hidden:
        yield f"{where} has {sorted(map(ascii, hidden))[:5]} in {text[:60]!a}"


def _walk(value: object) -> Iterator[dict]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)
