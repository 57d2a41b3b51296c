"""What a person says in the modal of corrections, checked field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.moments import moment, read_moment
from bot.slack.blocks.upload import REPLACES, ZONE
from bot.slack.blocks.upload_modal import (
    CHANNELS,
    DAY,
    FACTS,
    PEOPLE,
    SUPERSEDES,
    TIME,
)
from bot.slack.mrkdwn import clean
from bot.slack.offer import Offer
from ingest.corrections import read_changes
from ingest.describe import DescribeSettings
from ingest.records import Correction, Overrides
from store.errors import CorrectionError
from store.records import Description, Embargo

_PICKED = ("selected_date", "selected_time", "selected_conversations", "selected_users", "value")


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields of the modal as they were left, by block."""

    facts: dict[str, str]
    supersedes: str | None
    supersedes_title: str
    day: str | None
    time: str | None
    zone: str
    channels: tuple[str, ...]
    people: tuple[str, ...]


@dataclass(slots=True)
class Corrections:
    """What is said of a report from now on, as plain JSON data; what is wrong with it, by block."""

    said: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read_filled(values: Mapping[str, Any]) -> Filled:
    """Return what a submitted modal holds; `values` are Slack's `view.state.values`."""
    given = {block: _picked(next(iter(one.values()))) for block, one in values.items()}
    selected: Mapping[str, Any] = next(iter(values.get(SUPERSEDES, {}).values()), {})
    chosen: Mapping[str, Any] = selected.get("selected_option") or {}
    return Filled(
        facts={name: " ".join(str(given.get(name) or "").split()) for name in FACTS},
        supersedes=chosen.get("value"),
        supersedes_title=str((chosen.get("text") or {}).get("text") or ""),
        day=given.get(DAY),
        time=given.get(TIME),
        zone=str(given.get(ZONE) or "").strip(),
        channels=tuple(given.get(CHANNELS) or ()),
        people=tuple(given.get(PEOPLE) or ()),
    )


def corrections(
    filled: Filled, offer: Offer, by: str, describe: DescribeSettings, now: datetime
) -> Corrections:
    """Return what was corrected: a field that was left as it was found is no correction.

    `by` is put beside each fact for good. An embargo must end after `now`.
    """
    made = Corrections()
    described = offer.description
    assert described is not None, "only what can be added is corrected"
    facts = _facts(filled, described, by, describe, made.errors)
    embargo = _embargo(filled, now, made.errors)
    said = Overrides(supersedes=filled.supersedes, embargo=embargo, corrections=facts)
    made.said = said.said()
    if filled.supersedes:
        made.said[REPLACES] = filled.supersedes_title
    if embargo is not None:
        made.said[ZONE] = filled.zone
    return made


def _facts(
    filled: Filled,
    described: Description,
    by: str,
    describe: DescribeSettings,
    errors: dict[str, str],
) -> tuple[Correction, ...]:
    aliases = {"subjects": describe.subjects, "publishers": describe.publishers}
    made: list[Correction] = []
    for name, value in filled.facts.items():
        if not value or value == _found(getattr(described, name).value):
            continue
        try:
            changed = read_changes([f"{name}={value}"], aliases)
        except CorrectionError as error:
            errors[name] = str(error).removeprefix(f"{name}=")
        else:
            made.append(Correction(name, changed[name], by, date.today()))  # noqa: DTZ011 - the day where the bot runs
    return tuple(made)


def _found(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else clean(str(value or ""))


def _embargo(filled: Filled, now: datetime, errors: dict[str, str]) -> Embargo | None:
    if not filled.day and not filled.time:
        if filled.channels or filled.people:
            errors[DAY] = "Who may see it before goes with until when: choose a day and a time."
        return None
    if not filled.day or not filled.time:
        errors[TIME if filled.day else DAY] = "An embargo ends on a day at a time: choose both."
        return None
    if not filled.zone:
        errors[ZONE] = "Say in which time zone, such as Europe/London."
        return None
    try:
        until = read_moment(f"{filled.day} {filled.time} {filled.zone}")
    except ValueError as error:
        errors[ZONE] = _sentence(str(error))
        return None
    if until <= now:
        errors[DAY] = f"{moment(until)} is past."
        return None
    return Embargo(until, tuple(sorted(filled.channels)), tuple(sorted(filled.people)))


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}".removesuffix(".") + "."


def _picked(element: Mapping[str, Any]) -> Any:
    return next((element[name] for name in _PICKED if element.get(name)), None)
