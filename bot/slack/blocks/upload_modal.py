"""The modal in which a person corrects what a card offers to add to the reports."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.answering.wording import long_date
from bot.slack.blocks.rich import Block, context, plain
from bot.slack.blocks.upload import REPLACES, ZONE
from bot.slack.mrkdwn import clean, clip, safe_url
from bot.slack.offer import Offer
from ingest.records import Overrides
from store.records import Description
from store.uploads import Upload

MODAL = "upload_corrections"
MAX_TITLE = 400
VALUE = "value"
FACTS = ("title", "published_on", "subject", "url")
SUPERSEDES = "supersedes"
DAY, TIME = "embargo_day", "embargo_time"
CHANNELS, PEOPLE = "embargo_channels", "embargo_people"
_MAX_OPTION = 75
_MAX_VALUE = 150


def modal(upload: Upload, offer: Offer, zone: str) -> Block:
    """Return the modal in which a person corrects what is offered."""
    described = offer.description
    assert described is not None, "only what can be added is corrected"
    return {
        "type": "modal",
        "callback_id": MODAL,
        "private_metadata": str(upload.id),
        "title": plain("Correct the facts"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": [
            *_fact_inputs(described),
            _replaces(upload, offer),
            *_embargo(upload.said, zone),
        ],
    }


def _fact_inputs(described: Description) -> list[Block]:
    day = described.published_on.value
    picker: Block = {"type": "datepicker", "action_id": VALUE}
    if isinstance(day, date):
        picker["initial_date"] = day.isoformat()
    return [
        _input("title", "Title", _words(described.title.value)),
        _input("published_on", "Publication date", picker),
        _input("subject", "Subject: the body that it is on", _words(described.subject.value)),
        _input("url", "Where it is published (a link)", _address(described.url.value)),
    ]


def _words(value: str | None) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": VALUE, "max_length": MAX_TITLE}
    shown = clip(clean(value or ""), MAX_TITLE)
    return element | {"initial_value": shown} if shown else element


def _address(value: str | None) -> Block:
    element: Block = {"type": "url_text_input", "action_id": VALUE}
    shown = safe_url(value, None)
    return element | {"initial_value": shown} if shown and len(shown) <= MAX_TITLE else element


def _replaces(upload: Upload, offer: Offer) -> Block:
    element: Block = {
        "type": "external_select",
        "action_id": REPLACES,
        "min_query_length": 0,
        "placeholder": plain("No report"),
    }
    chosen = upload.said.get("supersedes")
    known = dict(offer.replaces)
    if chosen:
        element["initial_option"] = choice(
            chosen, upload.said.get(REPLACES) or known.get(chosen, "")
        )
    return _input(SUPERSEDES, "Replaces this report", element)


def choice(value: str, title: str, day: date | None = None) -> Block:
    """Return one report to choose."""
    when = f" ({long_date(day)})" if day else ""
    words = clip(clean(title) or value, _MAX_OPTION - len(when)) + when
    return {"text": plain(words), "value": value}


def _embargo(said: Mapping[str, Any], zone: str) -> list[Block]:
    embargo = Overrides.of(said).embargo
    zone = said.get(ZONE) or zone
    day: Block = {"type": "datepicker", "action_id": VALUE}
    at: Block = {"type": "timepicker", "action_id": VALUE}
    channels: Block = {
        "type": "multi_conversations_select",
        "action_id": VALUE,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    people: Block = {"type": "multi_users_select", "action_id": VALUE}
    if embargo is not None:
        until = embargo.until.astimezone(ZoneInfo(zone))
        day["initial_date"], at["initial_time"] = f"{until:%Y-%m-%d}", f"{until:%H:%M}"
        if embargo.channels:
            channels["initial_conversations"] = list(embargo.channels)
        if embargo.people:
            people["initial_users"] = list(embargo.people)
    return [
        {"type": "divider"},
        context("Until an embargo ends, only those named here see the report. Empty: none."),
        _input(DAY, "Embargo until: day", day),
        _input(TIME, "Embargo until: time", at),
        _input(ZONE, "Time zone", _words(zone)),
        _input(CHANNELS, "Channels that may see it before", channels),
        _input(PEOPLE, "People who may see it before, in direct messages", people),
    ]


def _input(block_id: str, label: str, element: Block) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": plain(label),
        "element": element,
    }
