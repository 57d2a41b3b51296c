"""What a person types, as Slack hands it to an app: in its notation, and as rich text."""

import re

from bot.trial.cast import BOT_NAME, BOT_USER, CHANNELS, PEOPLE
from bot.trial.changes import JsonDict

_PARTS = re.compile(r"(?P<url>https?://[^\s<>]+[^\s<>.,;:!?\"')\]])|@(?P<at>\w+)|#(?P<hash>[\w-]+)")
_USERS = {person.name: person.id for person in PEOPLE} | {BOT_NAME.lower(): BOT_USER}
_CHANNELS = {channel.name: channel.id for channel in CHANNELS if channel.kind == "channel"}


def read(typed: str) -> tuple[str, list[JsonDict]]:
    """Return the text in Slack's notation and the blocks of a message that a person typed."""
    text, elements, at = "", [], 0
    for found in _PARTS.finditer(typed):
        part = _part(found)
        if part is None:
            continue
        before = typed[at : found.start()]
        if before:
            text += escape(before)
            elements.append({"type": "text", "text": before})
        text += part[0]
        elements.append(part[1])
        at = found.end()
    if typed[at:]:
        text += escape(typed[at:])
        elements.append({"type": "text", "text": typed[at:]})
    section = {"type": "rich_text_section", "elements": elements}
    return text, [{"type": "rich_text", "elements": [section]}] if elements else []


def escape(text: str) -> str:
    """Return text with Slack's three control characters escaped."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _part(found: re.Match[str]) -> tuple[str, JsonDict] | None:
    if found["url"]:
        return f"<{escape(found['url'])}>", {"type": "link", "url": found["url"]}
    if user := _USERS.get((found["at"] or "").lower()):
        return f"<@{user}>", {"type": "user", "user_id": user}
    if channel := _CHANNELS.get(found["hash"] or ""):
        return f"<#{channel}|{found['hash']}>", {"type": "channel", "channel_id": channel}
    return None
