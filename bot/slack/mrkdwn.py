"""Text made safe for Slack: nothing invisible, nobody pinged, no markup by accident."""

import re
import unicodedata
from urllib.parse import quote, urlsplit

MAX_URL = 1_500

_PING = re.compile(r"<(?=[@!#])([^<>]*)>?")
# Control, format (zero-width, bidirectional, tags) and surrogate.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
# Letters and marks by their category, yet they show as nothing.
_BLANKS = frozenset("\u034f\u115f\u1160\u3164\uffa0\u2800")
# Slack writes links and mentions as <...>; what stands after the bar is what people see.
_ANGLED = re.compile(r"<([^<>]*)>")


def clean(text: str) -> str:
    """Return text on one line, without invisible characters, that pings nobody.

    `<!channel>` becomes `‹!channel›`: it reads the same and Slack takes it for words.
    """
    changed = {ord(character): _shown_as(character) for character in set(text)}
    return _PING.sub(r"‹\1›", " ".join(text.translate(changed).split()))


def _shown_as(character: str) -> str:
    if character.isspace():
        return " "
    hidden = unicodedata.category(character) in _INVISIBLE or character in _BLANKS
    return "" if hidden else character


def escape(text: str) -> str:
    """Return text with Slack's three control characters escaped, for `text` and mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clip(text: str, limit: int) -> str:
    """Return text of at most `limit` characters, cut between words where it has to be."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut) + "…"


def safe_url(url: str | None, page: int | None) -> str | None:
    """Return an http(s) address fit for a link, at `page` of a PDF; None for anything else."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
    except ValueError:
        return None
    if page is not None and not parts.fragment and parts.path.lower().endswith(".pdf"):
        url = f"{url.rstrip('#')}#page={page}"
    # Percent signs stay, so that an escaped address is not escaped twice.
    safe = quote(url, safe="/:?#[]@!$&'()*+,;=%~-._", errors="replace")
    return safe if len(safe) <= MAX_URL else None


def plain(text: str, mentions: frozenset[str]) -> str:
    """Return what a person typed, out of Slack's notation, without the given users' mentions."""
    shown = _ANGLED.sub(lambda found: _shown(found[1], mentions), text)
    unescaped = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return clean(unescaped)


def _shown(inside: str, mentions: frozenset[str]) -> str:
    target, _, label = inside.partition("|")
    if target.startswith("@") and target[1:] in mentions:
        return " "
    if label:
        return f"#{label}" if target.startswith("#") else label
    if target.startswith("!"):
        return f"@{target[1:].partition('^')[0]}"
    return target
