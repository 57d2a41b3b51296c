"""The ways in which a message reaches people: into a thread, to one person's eyes, into a DM."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from store.answers import Place
from store.inbox import Asked

Form = dict[str, Any]

MAX_TEXT = 40_000
# Slack takes longer text in a new message than in a changed one.
MAX_UPDATED_TEXT = 4_000
# The place to answer in is no more, or not ours to write in.
_GONE = frozenset(
    {
        "cannot_reply_to_message",
        "channel_not_found",
        "invalid_thread_ts",
        "is_archived",
        "message_not_found",
        "messages_tab_disabled",
        "not_in_channel",
        "thread_not_found",
    }
)
# What cannot be changed is posted anew.
_FIXED = _GONE | {"cant_update_message", "edit_window_closed", "cannot_edit_message"}
# Whom Slack does not let us whisper to there is told directly.
_UNHEARD = _GONE | {"user_not_in_channel", "expired_url", "used_url"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to send a message. `gone` are the errors after which the next way is tried.

    `may_repeat` is true where a post that failed half-way can be looked for before it is repeated.
    """

    name: str
    send: Callable[[Form], Place]
    gone: frozenset[str] = _GONE
    max_text: int = MAX_TEXT
    takes_metadata: bool = False
    may_repeat: bool = False


def ways_to(client: WebClient, asked: Asked, old: Place | None, *, private: bool) -> Iterator[Way]:
    """Yield the ways to whoever asked, the best first; each is tried when those before fail."""
    if old is not None and not old.private:
        yield _update(client, old)
    if not private:
        yield _thread(client, asked)
        return
    if asked.reply_to:
        yield _reply_to(client, asked)
    if asked.channel and asked.channel[:1] != "D":
        yield _whisper(client, asked)
    yield _direct(client, asked)


def _thread(client: WebClient, asked: Asked) -> Way:
    place: Form = {"channel": asked.channel}
    if asked.in_thread:
        place["thread_ts"] = asked.thread_ts

    def send(form: Form) -> Place:
        return _placed(client.chat_postMessage(**place, **form))

    return Way("thread", send, takes_metadata=True, may_repeat=asked.in_thread)


def _update(client: WebClient, old: Place) -> Way:
    def send(form: Form) -> Place:
        kept: Form = {name: form[name] for name in ("text", "blocks", "metadata") if name in form}
        # Without blocks of its own a changed message keeps the old ones.
        kept.setdefault("blocks", [])
        client.chat_update(channel=old.channel, ts=old.ts, **kept)
        return old

    return Way("update", send, _FIXED, MAX_UPDATED_TEXT, takes_metadata=True)


def _whisper(client: WebClient, asked: Asked) -> Way:
    place: Form = {"channel": asked.channel, "user": asked.user}
    if asked.in_thread:
        place["thread_ts"] = asked.thread_ts

    def send(form: Form) -> Place:
        kept = {name: form[name] for name in ("text", "blocks") if name in form}
        posted = client.chat_postEphemeral(**place, **kept)
        return Place(asked.channel, str(posted.get("message_ts") or asked.ts), private=True)

    return Way("whisper", send, _UNHEARD)


def _reply_to(client: WebClient, asked: Asked) -> Way:
    def send(form: Form) -> Place:
        hook = hook_of(client, asked)
        kept: Form = {name: form[name] for name in ("text", "blocks") if name in form}
        response = hook.send_dict(kept | {"response_type": "ephemeral", "replace_original": False})
        if response.status_code != _OK:
            raise _refused(client, response.status_code, response.body, response.headers)
        return Place(asked.channel, asked.ts, private=True)

    return Way("reply_to", send, _UNHEARD)


def hook_of(client: WebClient, asked: Asked) -> WebhookClient:
    """Return what posts to the address that came with a command or a click."""
    hook = WebhookClient(str(asked.reply_to), timeout=client.timeout, retry_handlers=[])
    hook.proxy = client.proxy
    return hook


def _direct(client: WebClient, asked: Asked) -> Way:
    def send(form: Form) -> Place:
        opened = client.conversations_open(users=asked.user)
        channel = str((opened.get("channel") or {}).get("id") or asked.user)
        return _placed(client.chat_postMessage(channel=channel, **form))

    return Way("direct", send, takes_metadata=True)


_OK = 200
_NOT_FOUND = 404


def _refused(client: WebClient, status: int, body: str, headers: dict[str, Any]) -> SlackApiError:
    """Return the error of an address for replies in the form of the Web API's."""
    words = body.strip()[:80]
    code = words if words.replace("_", "").isalnum() else ""
    if status == _NOT_FOUND and code not in _UNHEARD:
        code = "expired_url"
    response = SlackResponse(
        client=client,
        http_verb="POST",
        api_url="response_url",
        req_args={},
        data={"ok": False, "error": code},
        headers=headers,
        status_code=status,
    )
    return SlackApiError("The address for the reply refused it.", response)  # type: ignore[no-untyped-call]


def _placed(posted: SlackResponse) -> Place:
    return Place(str(posted.get("channel") or ""), str(posted.get("ts") or ""))
