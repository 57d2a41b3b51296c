"""What a message brings along that may be added to the reports: its files and its links."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.slack.mrkdwn import clean, clip
from store.uploads import Shared, UploadKind

# Of one message so many are offered; whoever shares more is told so.
MOST_FILES = 5
MOST_LINKS = 3
MAX_NAME = 150
_LINK = re.compile(r"<(https?://[^<>|\s]+)(?:\|[^<>]*)?>", re.IGNORECASE)
_SUBTYPES = (None, "file_share")
_LONGEST_LINK = 2_000


@dataclass(frozen=True, slots=True)
class Brought:
    """What one message brings; `asks` is true where it is a question at the same time.

    `left` is how many further files and links it has than are offered of one message.
    """

    team: str
    channel: str
    ts: str
    thread_ts: str
    user: str
    items: tuple[Shared, ...]
    left: int
    files: bool
    asks: bool
    words: bool


@dataclass(frozen=True, slots=True)
class Deleted:
    """A message that was deleted, and whose it was."""

    team: str
    channel: str
    ts: str
    user: str


def read_deletion(body: Mapping[str, Any]) -> Deleted | None:
    """Return which message was deleted, None where an event says something else.

    One with replies leaves a stone where it stood.
    """
    event: Mapping[str, Any] = body.get("event") or {}
    before: Mapping[str, Any] = event.get("previous_message") or {}
    now: Mapping[str, Any] = event.get("message") or {}
    stone = event.get("subtype") == "message_changed" and now.get("subtype") == "tombstone"
    if not stone and event.get("subtype") != "message_deleted":
        return None
    ts = str(event.get("deleted_ts") or now.get("ts") or before.get("ts") or "")
    team, channel = str(body.get("team_id") or ""), str(event.get("channel") or "")
    return Deleted(team, channel, ts, str(before.get("user") or ""))


def read_message(body: Mapping[str, Any], bot_user: str | None) -> Brought | None:
    """Return what a message or mention brings, None where it is no person's or brings nothing.

    A link counts only where it is not part of a question to us or of a thread's talk.
    """
    event: Mapping[str, Any] = body.get("event") or {}
    by_person = event.get("subtype") in _SUBTYPES and not event.get("bot_id")
    if not by_person or not event.get("user") or event.get("user") == bot_user:
        return None
    text = str(event.get("text") or "")
    mentions = bot_user is not None and f"<@{bot_user}" in text
    asks = mentions or event.get("type") == "app_mention" or event.get("channel_type") == "im"
    links = () if asks or event.get("thread_ts") else _links(text)
    team = str(body.get("team_id") or event.get("team") or "")
    words = bool(re.sub(r"<[^<>]*>", " ", text).strip())
    return _brought(team, event, event.get("files") or (), links, (asks, words))


def read_shortcut(body: Mapping[str, Any]) -> Brought:
    """Return what the message under a shortcut brings, in the name of who chose it."""
    message = body.get("message") or {}
    team = str((body.get("team") or {}).get("id") or "")
    event = {
        "channel": (body.get("channel") or {}).get("id"),
        "user": (body.get("user") or {}).get("id"),
        "ts": message.get("ts") or body.get("message_ts"),
        "thread_ts": message.get("thread_ts"),
    }
    links = _links(str(message.get("text") or ""))
    found = _brought(team, event, message.get("files") or (), links, (True, True), empty=True)
    assert found is not None, "with `empty`, one is returned"
    return found


def _brought(
    team: str,
    event: Mapping[str, Any],
    files: Iterable[Mapping[str, Any]],
    links: tuple[str, ...],
    asks_words: tuple[bool, bool],
    *,
    empty: bool = False,
) -> Brought | None:
    ts = str(event.get("ts") or "")
    where = (team, str(event.get("channel") or ""), ts, str(event.get("thread_ts") or ts))
    user = str(event.get("user") or "")
    named = [(str(one["id"]), _name(one)) for one in files if one.get("id")]
    items = [Shared(*where, user, UploadKind.FILE, *one) for one in named[:MOST_FILES]]
    items += [
        Shared(*where, user, UploadKind.LINK, one, clip(clean(one), MAX_NAME))
        for one in links[:MOST_LINKS]
    ]
    left = max(0, len(named) - MOST_FILES) + max(0, len(links) - MOST_LINKS)
    if not items and not empty:
        return None
    return Brought(*where, user, tuple(items), left, bool(named), *asks_words)


def _name(file: Mapping[str, Any]) -> str:
    return clip(clean(str(file.get("name") or file.get("title") or "")), MAX_NAME) or "a file"


def _links(text: str) -> tuple[str, ...]:
    found = (one.replace("&amp;", "&") for one in _LINK.findall(text))
    return tuple(dict.fromkeys(one for one in found if _is_outside(one)))


def _is_outside(link: str) -> bool:
    """Whether a link leads out of Slack: one into it is talk about messages."""
    try:
        host = urlsplit(link).hostname or ""
    except ValueError:
        return False
    inside = host in ("slack.com", "slack-files.com") or host.endswith(".slack.com")
    return bool(host) and not inside and len(link) <= _LONGEST_LINK
