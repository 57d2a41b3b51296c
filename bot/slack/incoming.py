"""Slack's event payloads, read into questions: what is not one for us becomes None."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.mrkdwn import plain
from store.inbox import Asked, Surface

# A whitelist: edits, deletions, joins and the many other subtypes are never questions. An edit
# is also sent when a link unfurls, and bots that took it for a message have answered in loops.
_SUBTYPES = (None, "file_share")
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Me:
    """Our own ids, so that we never answer ourselves."""

    user_id: str | None
    bot_id: str | None


def read_question(body: Mapping[str, Any], me: Me) -> Asked | None:
    """Return the question in an `app_mention` or `message` event, None if there is none.

    FOLLOW_UP is only a candidate: who calls this knows whether the thread is ours.
    """
    event: Mapping[str, Any] = body.get("event") or {}
    if not _is_by_a_person(event, me):
        return None
    surface = _surface(event, me)
    channel, ts = event.get("channel"), event.get("ts")
    if surface is None or not channel or not ts:
        return None
    return Asked(
        event_id=body.get("event_id") or f"{channel}:{ts}",
        team=body.get("team_id") or event.get("team") or "",
        channel=channel,
        ts=ts,
        thread_ts=event.get("thread_ts") or ts,
        user=event["user"],
        text=plain(event.get("text") or "", _own_ids(me)),
        surface=surface,
        files=bool(event.get("files")),
    )


@dataclass(frozen=True, slots=True)
class Changed:
    """A message that somebody edited; without `text`, one that was deleted."""

    team: str
    channel: str
    ts: str
    text: str | None


def read_change(body: Mapping[str, Any], me: Me) -> Changed | None:
    """Return the edit or deletion of a person's message in a `message` event, else None.

    Slack also calls it a change when a link unfurls or a reply comes in: whoever calls this
    compares the text.
    """
    event: Mapping[str, Any] = body.get("event") or {}
    subtype, channel = event.get("subtype"), event.get("channel")
    team = body.get("team_id") or ""
    if not channel or subtype not in ("message_changed", "message_deleted"):
        return None
    if subtype == "message_deleted":
        ts = event.get("deleted_ts")
        return Changed(team, channel, ts, None) if ts else None
    message: Mapping[str, Any] = event.get("message") or {}
    if message.get("subtype") == "tombstone":
        # What has replies leaves a stone where it stood.
        return Changed(team, channel, message["ts"], None)
    if not _is_by_a_person(message, me) or not message.get("ts"):
        return None
    return Changed(team, channel, message["ts"], plain(message.get("text") or "", _own_ids(me)))


def _is_by_a_person(event: Mapping[str, Any], me: Me) -> bool:
    user = event.get("user")
    return (
        event.get("subtype") in _SUBTYPES
        and bool(user)
        and user not in (_SLACKBOT, me.user_id)
        and not event.get("bot_id")
        and not event.get("bot_profile")
        and not event.get("hidden")
    )


def _surface(event: Mapping[str, Any], me: Me) -> Surface | None:
    if event.get("channel_type") == "im":
        return Surface.DIRECT
    text = event.get("text") or ""
    if event.get("type") == "app_mention" or any(_mentions(text, one) for one in _own_ids(me)):
        return Surface.MENTION
    in_thread = event.get("thread_ts") not in (None, event.get("ts"))
    # A reply that begins by addressing a colleague is for the colleague.
    if in_thread and not text.lstrip().startswith("<@"):
        return Surface.FOLLOW_UP
    return None


def _mentions(text: str, user_id: str) -> bool:
    return f"<@{user_id}>" in text or f"<@{user_id}|" in text


def _own_ids(me: Me) -> frozenset[str]:
    return frozenset({me.user_id} if me.user_id else ())
