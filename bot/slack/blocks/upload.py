"""The card of a file or link that may be added to the reports.

Whatever stands in a file or was typed by somebody is in plain or rich text, where Slack reads no
markup.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.answering.wording import long_date
from bot.moments import moment
from bot.output.report_card import readable
from bot.slack.blocks.rich import Block, button, context, person, plain, rich, section, text
from bot.slack.mrkdwn import clean, clip, escape
from bot.slack.offer import MAX_NOTE, Offer
from ingest.records import Overrides
from store.records import Embargo, Sourced
from store.uploads import Upload, UploadKind, UploadState

ADD, ANYWAY, CORRECT = "upload_add", "upload_add_anyway", "upload_correct"
DISCARD, AGAIN = "upload_discard", "upload_again"
# Kept with the choice of a report, which goes by its id: how its title was shown.
REPLACES = "upload_replaces"
# Kept with an embargo: the zone in which its end was given.
ZONE = "embargo_zone"
MAX_TEXT = 280
_LABELS = {
    "title": "title",
    "publisher": "publisher",
    "published_on": "publication date",
    "subject": "subject",
    "kind": "kind",
}
_HEADS = {
    "new": "Add this to the reports?",
    "changed": "Add this new version to the reports?",
    "moved": "The library has this already",
    "unchanged": "The library has this already",
    "duplicate": "The library seems to have this already",
}
_DRY_RUN = "Nothing is added yet."
_NO_TITLE = "No title found"


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows: an upload, and while it is worked on what is being done."""

    upload: Upload
    progress: str | None = None

    @property
    def offer(self) -> Offer | None:
        """What is offered, with what was corrected."""
        given = self.upload.offer
        return Offer.of(given).corrected(self.upload.said) if given else None

    @property
    def name(self) -> str:
        """What was shared, as a person calls it."""
        return clip(clean(self.upload.shared.name), MAX_TEXT) or "a file"


def card_blocks(card: Card) -> list[Block]:
    """Render a card for the state in which it is."""
    state = card.upload.state
    if state is UploadState.OFFERED and card.offer:
        return [*_offered(card, card.offer), *_buttons(card, card.offer)]
    if state is UploadState.FAILED:
        again = _act("Try again", AGAIN, card.upload)
        return [*_line("Not added: ", card.name), _words(_reason(card)), _actions([again])]
    if state is UploadState.ADDED:
        return _added(card)
    if state is UploadState.DISCARDED:
        return _line("Discarded: ", card.name, card.upload.decided_by)
    verb = "Adding " if state is UploadState.ADDING else "Looking at "
    blocks = _line(verb, card.name, card.upload.decided_by)
    return [*blocks, context(_shown(card.progress) or "Waiting for its turn…")]


def card_text(card: Card) -> str:
    """Return a card as plain text, for notifications and where blocks are not shown."""
    state, offer = card.upload.state, card.offer
    if state is UploadState.OFFERED and offer:
        lines = [
            _HEADS[offer.change],
            *(f"{label}: {words}" for label, words in _facts(card, offer)),
        ]
    elif state is UploadState.FAILED:
        lines = [f"Not added: {card.name}", _reason(card)]
    elif state is UploadState.ADDED:
        lines = [f"Added: {_title(card)}", *_result(card)]
    elif state is UploadState.DISCARDED:
        lines = [f"Discarded: {card.name}"]
    else:
        verb = "Adding" if state is UploadState.ADDING else "Looking at"
        lines = [f"{verb} {card.name}"]
    return escape("\n".join(lines))


def _offered(card: Card, offer: Offer) -> Iterator[Block]:
    yield {"type": "header", "text": plain(_HEADS[offer.change])}
    if offer.description is not None:
        title = _shown(offer.description.title.value)
        yield _paragraph([text(title or _NO_TITLE, bold=True)])
    facts = [
        part
        for label, words in _facts(card, offer)
        for part in (text(f"{label}: ", bold=True), text(f"{words}\n"))
    ]
    if facts:
        facts[-1] = text(facts[-1]["text"].rstrip("\n"))
        yield _paragraph(facts)
    for note in [*_to_check(offer), *offer.notes]:
        if words := clip(clean(note), MAX_NOTE):
            yield context(words)


def _facts(card: Card, offer: Offer) -> Iterator[tuple[str, str]]:
    """Yield what a card says of what is offered, as label and words."""
    if offer.same is not None and offer.change != "changed":
        yield "In the library", f"“{_shown(offer.same)}”"
    described = offer.description
    if described is not None:
        yield "Publisher", _fact(described.publisher)
        yield "Published", _fact(described.published_on)
        yield "Subject", "; ".join(map(_shown, described.subjects)) or "not found"
        yield "Kind", _fact(described.kind)
        yield "Holds", _holds(offer)
    yield from _replacing(card, offer)
    if embargo := Overrides.of(card.upload.said).embargo:
        yield "Embargo", embargo_words(embargo, card.upload.said.get(ZONE))
    yield ("Link" if card.upload.shared.kind is UploadKind.LINK else "File"), card.name


def _replacing(card: Card, offer: Offer) -> Iterator[tuple[str, str]]:
    described = offer.description
    if offer.change == "changed" and offer.same:
        yield "New version of", f"“{_shown(offer.same)}”"
    if chosen := card.upload.said.get("supersedes"):
        names = dict(offer.replaces)
        yield (
            "Replaces",
            f"“{_shown(card.upload.said.get(REPLACES) or names.get(chosen) or chosen)}”",
        )
    elif described is not None and described.supersedes.value:
        yield "It says", f"“{_shown(described.supersedes.value)}”"
        if len(offer.replaces) == 1:
            title = _shown(offer.replaces[0][1])
            yield "That may be", f"“{title}”; to replace it, choose it under Correct…"


def _to_check(offer: Offer) -> Iterator[str]:
    described = offer.description
    if described is None:
        return
    doubtful = [label for name, label in _LABELS.items() if not getattr(described, name).sure]
    if doubtful:
        yield f"To check: {', '.join(doubtful)}."


def _fact(fact: Sourced[Any]) -> str:
    """Return a fact with where it comes from and how sure that is."""
    if fact.value is None:
        return "not found"
    doubt = "" if fact.sure else ", not certain"
    return f"{_shown(readable(fact.value))} ({_shown(fact.origin)}{doubt})"


def _holds(offer: Offer) -> str:
    pages = f"{_number(offer.pages, 'page')}, " if offer.pages else ""
    return f"{pages}{_number(offer.passages, 'passage')}"


def _buttons(card: Card, offer: Offer) -> list[Block]:
    upload = card.upload
    discard = _act("Discard", DISCARD, upload)
    if not offer.can_be_added:
        anyway = _act("Add anyway", ANYWAY, upload)
        buttons = [anyway, discard] if offer.change == "duplicate" else [discard]
        return [_actions(buttons)]
    add = _act("Add", ADD, upload, "primary")
    return [
        _actions([add, _act("Correct…", CORRECT, upload), discard]),
        context(_DRY_RUN),
    ]


def _added(card: Card) -> list[Block]:
    blocks = _line("Added: ", _title(card), card.upload.decided_by)
    return [*blocks, *(_words(words) for words in _result(card))]


def _result(card: Card) -> Iterator[str]:
    upload, offer = card.upload, card.offer
    holds = f", {_holds(offer)}" if offer and offer.description else ""
    yield f"Indexed as revision {upload.revision}{holds}. Ask away."
    if embargo := Overrides.of(upload.said).embargo:
        yield f"Under embargo: {embargo_words(embargo, upload.said.get(ZONE))}."
    if words := clip(clean(upload.reason or ""), MAX_NOTE):
        yield words


def _title(card: Card) -> str:
    described = card.offer.description if card.offer else None
    return (_shown(described.title.value) if described else "") or card.name


def _reason(card: Card) -> str:
    return clip(clean(card.upload.reason or ""), 2_000) or "The log has the reason."


def embargo_words(embargo: Embargo, zone: str | None) -> str:
    """Return until when a report is under embargo, in a zone too, and who may see it before."""
    who = [_number(len(embargo.channels), "channel")] if embargo.channels else []
    who += [_number(len(embargo.people), "person", "people")] if embargo.people else []
    seen = f"seen before by {' and '.join(who)} only" if who else "seen by nobody before"
    until = moment(embargo.until)
    if zone and zone != "UTC":
        there = embargo.until.astimezone(ZoneInfo(zone))
        until = f"{long_date(there.date())}, {there:%H:%M} {zone} ({until})"
    return f"until {until}, {seen}"


def _words(words: str) -> Block:
    return _paragraph([text(words)])


def _paragraph(elements: Sequence[Block]) -> Block:
    return rich([section(elements)])


def _act(label: str, action_id: str, upload: Upload, style: str | None = None) -> Block:
    return button(label, action_id, str(upload.id), style)


def _actions(buttons: Sequence[Block]) -> Block:
    return {"type": "actions", "elements": list(buttons)}


def _line(before: str, name: str, by: str | None = None) -> list[Block]:
    # The name of whoever clicked: a message that is changed notifies nobody.
    who = [text(" — "), person(by)] if by else []
    return [rich([section([text(before), text(name, bold=True), *who])])]


def _shown(words: object) -> str:
    return clip(clean(str(words or "")), MAX_TEXT)


def _number(count: int, one: str, many: str | None = None) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {many or one + 's'}"
