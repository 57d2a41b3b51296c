"""An answer made ready for Slack: the message with its buttons, and what is kept of it."""

from dataclasses import dataclass, replace

from bot.answering.records import Answer, Status
from bot.slack.blocks.actions import Controls
from bot.slack.blocks.answer import show_answer
from bot.slack.blocks.plain import SHORT_TEXT, answer_text
from bot.slack.blocks.rich import rich, section, text
from bot.slack.delivery import Message
from bot.slack.kept import to_body
from bot.slack.mrkdwn import escape
from store.inbox import Entry, InboxState, Surface


@dataclass(frozen=True, slots=True)
class Given:
    """A message with the answer that it shows; `body` is what is kept of it."""

    message: Message
    answer: Answer
    body: str


def give(
    entry: Entry,
    answer: Answer,
    *,
    private: bool,
    person: bool = False,
    notes: tuple[str, ...] = (),
) -> Given:
    """Render an answer; what has no room is kept for "More".

    `private` is for an answer that the asker alone sees and may share. `person` offers to ask one.
    """
    controls = _controls(entry, answer, private=private, person=person)
    shown = show_answer(answer, controls, *notes)
    kept = replace(
        answer,
        statements=tuple(one for one in answer.statements if one not in shown.left),
        further=(*shown.left, *answer.further),
    )
    message = Message(
        text=answer_text(answer, *notes),
        outcome=InboxState.ANSWERED,
        blocks=tuple(shown.blocks),
        plainer=tuple(shown.without_table) if shown.without_table != shown.blocks else (),
        short=answer_text(answer, *notes, limit=SHORT_TEXT),
        private=private,
    )
    return Given(message, kept, to_body(kept))


def notice(words: str, outcome: InboxState) -> Message:
    """Return a message that is no answer; `words` are clean."""
    return Message(escape(words), outcome, (rich([section([text(words)])]),))


def _controls(entry: Entry, answer: Answer, *, private: bool, person: bool) -> Controls:
    in_channel = bool(entry.asked.channel) and entry.asked.surface is not Surface.DIRECT
    found = answer.status in (Status.ANSWERED, Status.PARTLY_ANSWERED)
    return Controls(
        number=entry.id,
        passages=found,
        share=private and in_channel and found and entry.asked.channel[:1] != "D",
        person=person,
    )
