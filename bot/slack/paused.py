"""What clicks, commands and shortcuts get while answering is paused: a polite refusal."""

from collections.abc import Callable
from http.client import HTTPException
from typing import Any

import structlog
from slack_bolt import BoltContext, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.answering.wording import paused
from bot.slack.desk import Desk
from bot.slack.mrkdwn import clean, clip, escape

_log = structlog.get_logger(__name__)

# Slack wants its acknowledgement within three seconds, and this comes before it.
_SECONDS = 2
_LONGEST = 1_000
_ASKS_FOR_SOMETHING = frozenset({"shortcut", "message_action", "block_actions"})


def refuse_while_paused(
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    next: Callable[[], Any],  # noqa: A002 - Bolt's name
) -> BoltResponse | None:
    """Let only events through while answering is paused; a middleware.

    Events are questions, which the desk answers with the reason, and what happened to messages,
    which has to be followed whether we answer or not.
    """
    desk: Desk | None = context.get("desk")
    why = desk.parts.paused() if desk is not None and _is_request(body) else None
    if why is None:
        next()
        return None
    text = clip(clean(paused(why)), _LONGEST)
    if "command" in body:
        return context.ack(**_ephemeral(text))
    if body.get("type") == "view_submission":
        return context.ack(response_action="update", view=_modal(text))
    _tell(body, client, text)
    return context.ack()


def _is_request(body: dict[str, Any]) -> bool:
    kind = body.get("type")
    return "command" in body or kind == "view_submission" or kind in _ASKS_FOR_SOMETHING


def _tell(body: dict[str, Any], client: WebClient, text: str) -> None:
    """Show the refusal to whoever clicked; that it cannot be shown harms nothing."""
    try:
        if url := body.get("response_url"):
            WebhookClient(url, timeout=_SECONDS, proxy=client.proxy).send(
                **_ephemeral(text), replace_original=False
            )
        elif trigger := body.get("trigger_id"):
            quick = WebClient(token=client.token, base_url=client.base_url, timeout=_SECONDS)
            quick.proxy = client.proxy
            show = quick.views_push if body.get("view", {}).get("type") == "modal" else None
            (show or quick.views_open)(trigger_id=trigger, view=_modal(text))
    except (SlackApiError, OSError, HTTPException) as error:
        _log.info("slack.pause_untold", error=type(error).__name__)


def _ephemeral(text: str) -> dict[str, Any]:
    return {"text": escape(text), "response_type": "ephemeral", "blocks": [_section(text)]}


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}


def _modal(text: str) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Reportdesk"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": [_section(text)],
    }
