"""The modal in which allowed people set how the bot behaves in a channel."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.blocks.rich import Block, context, plain
from bot.slack.mrkdwn import clean, clip
from store.channels import AnswerIn, ChannelSettings

SETTINGS_VIEW = "channel_settings_view"
ANSWER_IN, FOLLOW_UP = "answer_in", "follow_up"
SUBJECTS, PUBLISHERS = "subjects", "publishers"
PEOPLE, INGEST_BY, ASK_PERSON = "people", "ingest_by", "ask_person"

MAX_OPTIONS = 100
_MAX_OPTION_TEXT = 75
# A longer name could not be sent back whole.
MAX_OPTION_VALUE = 150
_WHO_SEES = {
    AnswerIn.PUBLIC: "Everybody in the channel",
    AnswerIn.ASKER: "Only the person who asked, who can share it",
}


def settings_view(channel: str, settings: ChannelSettings) -> Block:
    """Return the modal with what holds now."""
    return {
        "type": "modal",
        "callback_id": SETTINGS_VIEW,
        "private_metadata": channel,
        "title": plain("Channel settings"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": [
            _field(ANSWER_IN, "Who sees answers", _who_sees(settings)),
            _field(FOLLOW_UP, "Follow-ups", _follow_up(settings), optional=True),
            _field(
                SUBJECTS,
                "Answer only from reports on",
                _names(SUBJECTS, settings.subjects, "All subjects"),
                optional=True,
            ),
            _field(
                PUBLISHERS,
                "Answer only from reports by",
                _names(PUBLISHERS, settings.publishers, "All publishers"),
                optional=True,
            ),
            _field(
                PEOPLE,
                "Who may ask",
                _people(PEOPLE, settings.people, "Everybody in the channel"),
                optional=True,
            ),
            _field(
                INGEST_BY,
                "Who may add reports from here",
                _people(INGEST_BY, settings.ingest_by, "Nobody"),
                optional=True,
            ),
            _field(ASK_PERSON, "“Ask a person” tells", _desk(settings), optional=True),
            context("What you save holds at once, and is kept in the audit log."),
        ],
    }


def read_settings(values: Mapping[str, Mapping[str, Any]]) -> ChannelSettings:
    """Return the settings that a submitted modal holds; `values` are its `state.values`."""
    chosen: dict[str, Any] = {
        block: next(iter(actions.values()), {}) for block, actions in values.items()
    }
    who = chosen.get(ANSWER_IN, {}).get("selected_option") or {}
    return ChannelSettings(
        answer_in=AnswerIn(who.get("value") or AnswerIn.PUBLIC),
        follow_up=bool(chosen.get(FOLLOW_UP, {}).get("selected_options")),
        subjects=_values(chosen.get(SUBJECTS, {})),
        publishers=_values(chosen.get(PUBLISHERS, {})),
        people=tuple(chosen.get(PEOPLE, {}).get("selected_users") or ()),
        ingest_by=tuple(chosen.get(INGEST_BY, {}).get("selected_users") or ()),
        ask_person=chosen.get(ASK_PERSON, {}).get("selected_conversation") or None,
    )


def options(names: Sequence[str], typed: str) -> list[Block]:
    """Return the names that hold what was typed, as options of a select menu."""
    wanted = typed.casefold()
    fitting = [one for one in names if wanted in one.casefold() and len(one) <= MAX_OPTION_VALUE]
    return [_option(one) for one in fitting[:MAX_OPTIONS]]


def _values(chosen: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(option["value"] for option in chosen.get("selected_options") or ())


def _field(name: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": element | {"action_id": name},
        "optional": optional,
    }


def _who_sees(settings: ChannelSettings) -> Block:
    made = {one: {"text": plain(words), "value": one.value} for one, words in _WHO_SEES.items()}
    return {
        "type": "radio_buttons",
        "options": list(made.values()),
        "initial_option": made[settings.answer_in],
    }


def _follow_up(settings: ChannelSettings) -> Block:
    option = {"text": plain("Answer replies in my threads without a mention"), "value": "on"}
    element: Block = {"type": "checkboxes", "options": [option]}
    return element | {"initial_options": [option]} if settings.follow_up else element


def _names(name: str, chosen: tuple[str, ...], nothing: str) -> Block:
    element: Block = {
        "type": "multi_external_select",
        "action_id": name,
        "min_query_length": 0,
        "placeholder": plain(nothing),
    }
    initial = [_option(one) for one in chosen[:MAX_OPTIONS]]
    return element | {"initial_options": initial} if initial else element


def _people(name: str, chosen: tuple[str, ...], nothing: str) -> Block:
    element: Block = {
        "type": "multi_users_select",
        "action_id": name,
        "placeholder": plain(nothing),
    }
    return element | {"initial_users": [*chosen]} if chosen else element


def _desk(settings: ChannelSettings) -> Block:
    element: Block = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        "placeholder": plain("Nobody"),
    }
    desk = settings.ask_person
    return element | {"initial_conversation": desk} if desk else element


def _option(name: str) -> Block:
    return {"text": plain(clip(clean(name), _MAX_OPTION_TEXT) or "-"), "value": name}
