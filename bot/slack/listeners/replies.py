"""What a listener says at once: words that Slack does not parse, and modals while it takes them."""

from http.client import HTTPException
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.blocks.rich import Block, rich, section, text
from bot.slack.identity import name_of
from bot.slack.mrkdwn import escape

_log = structlog.get_logger(__name__)

# Slack waits 3 s for the acknowledgement that follows.
_MODAL_SECONDS = 2


def said(words: str) -> dict[str, Any]:
    """Return words, clean ones, as the arguments of an acknowledgement that shows them."""
    return {"text": escape(words), "blocks": [rich([section([text(words)])])]}


def open_modal(client: WebClient, trigger_id: str, view: Block) -> bool:
    """Open a modal with what a click gave for it; return False where Slack does not answer soon."""
    quick = WebClient(
        token=client.token, base_url=client.base_url, timeout=_MODAL_SECONDS, retry_handlers=[]
    )
    quick.proxy = client.proxy
    try:
        quick.views_open(trigger_id=trigger_id, view=view)
    except (SlackApiError, OSError, HTTPException) as error:
        _log.warning("slack.modal_not_opened", error=name_of(error))
        return False
    return True
