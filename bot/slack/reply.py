"""From a question in the inbox to one message in its thread: the same for every surface."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.answering.records import Answer, Question, Status, Turn
from bot.answering.wording import headline
from bot.slack.blocks.answer import answer_blocks
from bot.slack.blocks.plain import SHORT_TEXT, answer_text, remembered
from bot.slack.delivery import Message, Outbox
from bot.slack.failures import reference
from bot.slack.mrkdwn import clean, clip, escape
from bot.slack.settings import SlackSettings
from bot.slack.wording import BUSY, HELP, LATE, NO_ATTACHMENTS, apology
from store.inbox import Asked, Entry, Inbox, InboxState, Surface
from store.rates import Rates
from store.records import Viewer
from store.retention import Retention
from store.threads import Threads

_log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 3
STALE_SECONDS = 3_600.0
# Past both, not even the apology gets through.
HOPELESS_ATTEMPTS = 10
HOPELESS_SECONDS = 24 * STALE_SECONDS


def _never() -> None:
    return None


@dataclass(frozen=True, slots=True)
class SlackParts:
    """What Slack is connected to. `ask` is called by several threads at once.

    `paused` returns why nothing is answered at the moment, None where that is not so. Without
    `rates` there are no limits on how much is asked, and without `retention` nothing is erased.
    """

    ask: Callable[[Question], Answer]
    inbox: Inbox
    threads: Threads
    paused: Callable[[], str | None] = _never
    rates: Rates | None = None
    retention: Retention | None = None


@dataclass(frozen=True, slots=True)
class Replier:
    """Answers questions of the inbox. `clock` returns seconds since 1970."""

    parts: SlackParts
    outbox: Outbox
    settings: SlackSettings
    clock: Callable[[], float] = time.time

    def answer(self, waiting: Entry) -> None:
        """Answer one question, unless it is finished or another process has begun it."""
        entry = self.parts.inbox.begin(waiting)
        if entry is None:
            return
        if entry.attempts > 1 and self._was_answered(entry):
            return
        age = self.clock() - entry.received_at
        if entry.attempts > HOPELESS_ATTEMPTS and age > HOPELESS_SECONDS:
            _log.error("slack.given_up", inbox_id=entry.id, attempts=entry.attempts)
            self.parts.inbox.finish(entry, InboxState.UNDELIVERABLE)
        elif age > STALE_SECONDS:
            self._close(entry, Message(LATE, InboxState.APOLOGISED))
        elif entry.attempts > MAX_ATTEMPTS:
            self.apologise(entry)
        elif not entry.asked.text:
            self._close(entry, Message(_help(entry), InboxState.ANSWERED))
        else:
            self._ask(entry)

    def apologise(self, entry: Entry) -> None:
        """Say that it went wrong, with a reference, and close the question."""
        self._close(entry, Message(apology(reference(entry)), InboxState.APOLOGISED))

    def refuse(self, waiting: Entry, text: str = BUSY) -> None:
        """Say that this question is not answered, by default for too many of them; close it."""
        entry = self.parts.inbox.begin(waiting)
        if entry is not None and not (entry.attempts > 1 and self._was_answered(entry)):
            self._close(entry, _refusal(text))

    def _ask(self, entry: Entry) -> None:
        asked = entry.asked
        self.outbox.show_status(asked, "Reading the reports…")
        turns = self.parts.threads.last(asked.thread, self.settings.remembered_turns)
        history = tuple(Turn(turn.question, turn.answer, turn.reports) for turn in turns)
        question = Question(asked.text, history, id=f"slack-{entry.id}", viewer=_viewer(asked))
        answer = self.parts.ask(question)
        if answer.status is Status.PAUSED:
            self._close(entry, _refusal(headline(answer)))
            return
        notes = (NO_ATTACHMENTS,) if asked.files else ()
        message = Message(
            text=answer_text(answer, *notes),
            outcome=InboxState.ANSWERED,
            blocks=tuple(answer_blocks(answer, *notes)),
            short=answer_text(answer, *notes, limit=SHORT_TEXT),
        )
        self._close(entry, message, answer)

    def _close(self, entry: Entry, message: Message, answer: Answer | None = None) -> None:
        delivered = self.outbox.post(entry, message)
        state = message.outcome if delivered else InboxState.UNDELIVERABLE
        if delivered and answer is not None:
            self.parts.inbox.finish(entry, state, remembered(answer), answer.rests_on)
        else:
            self.parts.inbox.finish(entry, state)
        _log.info("slack.closed", inbox_id=entry.id, state=state)

    def _was_answered(self, entry: Entry) -> bool:
        """After a crash between posting and noting it, note it."""
        posted = self.outbox.already_posted(entry)
        if posted is None:
            return False
        is_turn = posted.outcome is InboxState.ANSWERED and bool(entry.asked.text)
        self.parts.inbox.finish(entry, posted.outcome, posted.text if is_turn else None)
        _log.info("slack.found_posted", inbox_id=entry.id)
        return True


def _refusal(text: str) -> Message:
    return Message(escape(clip(clean(text), SHORT_TEXT)), InboxState.REFUSED)


def _viewer(asked: Asked) -> Viewer:
    """Return who will read the answer: one person, or everybody in a channel."""
    if asked.surface is Surface.DIRECT:
        return Viewer(person=asked.user)
    return Viewer(channel=asked.channel)


def _help(entry: Entry) -> str:
    return f"{NO_ATTACHMENTS} {HELP}" if entry.asked.files else HELP
