"""From a question in the inbox to one message in its thread: the same for every surface."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

import structlog

from bot.answering.pipeline import Step
from bot.answering.records import Answer, Question, Status, Turn
from bot.answering.wording import headline
from bot.slack.blocks.plain import SHORT_TEXT, remembered
from bot.slack.delivery import Message, Outbox
from bot.slack.errands import Errands
from bot.slack.failures import reference
from bot.slack.given import Given, give, notice
from bot.slack.mrkdwn import clean, clip
from bot.slack.parts import SlackParts
from bot.slack.permissions import Permissions
from bot.slack.settings import SlackSettings
from bot.slack.signals import NoSignals, Signals, StoppedError
from bot.slack.steps import Steps
from bot.slack.viewers import is_private, viewer_of
from bot.slack.wording import (
    BUSY,
    HELP,
    LATE,
    NO_ATTACHMENTS,
    NOT_ALLOWED,
    OFFERED_ATTACHMENTS,
    STOPPED,
    apology,
)
from store.answers import Place
from store.inbox import Asked, Entry, InboxState, Surface, Task

_log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 3
STALE_SECONDS = 3_600.0
# Past both, not even the apology gets through.
HOPELESS_ATTEMPTS = 10
HOPELESS_SECONDS = 24 * STALE_SECONDS


@dataclass(frozen=True, slots=True)
class Replier:
    """Answers questions of the inbox. `clock` returns seconds since 1970."""

    parts: SlackParts
    outbox: Outbox
    settings: SlackSettings
    permissions: Permissions
    clock: Callable[[], float] = time.time
    signals: Signals = field(default_factory=NoSignals)

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
        elif not self._may_ask(entry):
            self._close(entry, replace(notice(NOT_ALLOWED, InboxState.REFUSED), private=True))
        elif entry.asked.task is not Task.ASK:
            self._run_errand(entry)
        elif age > STALE_SECONDS:
            self._close(entry, notice(LATE, InboxState.APOLOGISED))
        elif entry.attempts > MAX_ATTEMPTS:
            self.apologise(entry)
        elif entry.asked.text.strip(" ?.!").casefold() in ("", "help"):
            self._close(entry, notice(_help(entry), InboxState.ANSWERED))
        else:
            with suppress(StoppedError):
                self._ask(entry)

    def apologise(self, entry: Entry) -> None:
        """Say that it went wrong, with a reference, and close the question."""
        self._close(entry, notice(apology(reference(entry)), InboxState.APOLOGISED))

    def refuse(self, waiting: Entry, text: str = BUSY) -> None:
        """Say that this question is not answered, by default for too many of them; close it."""
        entry = self.parts.inbox.begin(waiting)
        if entry is not None and not (entry.attempts > 1 and self._was_answered(entry)):
            self._close(entry, _refusal(text))

    def stop(self, entry: Entry) -> None:
        """Say to a question that was stopped that it was, and close it."""
        now = self.parts.inbox.get(entry.id)
        if now is None or now.state is not InboxState.STOPPING:
            return
        if not (entry.attempts and self._was_answered(entry)):
            self._close(entry, notice(STOPPED, InboxState.STOPPED))

    def _may_ask(self, entry: Entry) -> bool:
        asked = entry.asked
        if asked.task in (Task.WITHDRAW, Task.RESOLVE):
            # These end what was asked, and are done by whoever deletes it or was called for.
            return True
        return self.permissions.may_ask(asked.team, asked.channel, asked.user)

    def _ask(self, entry: Entry) -> None:
        asked = entry.asked
        steps = Steps(lambda status: self.signals.show(asked, status))

        def on_step(step: Step) -> None:
            self.signals.check(entry)
            steps.tell(step)

        steps.begin()
        turns = (
            self.parts.threads.last(asked.thread, self.settings.remembered_turns)
            if asked.in_thread
            else ()
        )
        history = tuple(Turn(turn.question, turn.answer, turn.reports) for turn in turns)
        # Once: whose rights an answer has and who sees it must not come from two settings.
        settings = self.parts.channels.get(asked.team, asked.channel)
        viewer = viewer_of(asked, settings)
        question = Question(asked.text, history, id=f"slack-{entry.id}", viewer=viewer)
        answer = self.parts.ask(question, on_step)
        if answer.status is Status.PAUSED:
            self._close(entry, _refusal(headline(answer)))
            return
        notes = (self._of_files(asked),) if asked.files else ()
        private = is_private(asked, settings)
        given = give(entry, answer, private=private, person=bool(settings.ask_person), notes=notes)
        self._close(entry, given.message, given)

    def _of_files(self, asked: Asked) -> str:
        """Say what becomes of what came with a question."""
        offers = self.parts.library is not None
        may = offers and self.permissions.may_ingest(asked.team, asked.channel, asked.user)
        return OFFERED_ATTACHMENTS if may else NO_ATTACHMENTS

    def _close(self, entry: Entry, message: Message, given: Given | None = None) -> None:
        """Post the one message that ends a question, and note that it is ended."""
        if entry.state is not InboxState.STOPPING and not self.parts.inbox.claim(entry):
            _log.info("slack.overtaken", inbox_id=entry.id)
            return
        self.signals.ends(entry.asked)
        answers = self.parts.answers
        private = message.private
        if private is None:
            settings = self.parts.channels.get(entry.asked.team, entry.asked.channel)
            private = is_private(entry.asked, settings)
        old = kept.place if (kept := answers.get(entry.id)) else None
        if given is not None:
            answers.keep(entry.id, given.body)
        place = self.outbox.post(entry, replace(message, private=private), old)
        if place is None:
            self.parts.inbox.finish(entry, InboxState.UNDELIVERABLE)
            _log.info("slack.closed", inbox_id=entry.id, state=InboxState.UNDELIVERABLE)
            return
        answers.posted(entry.id, place)
        self._finish(entry, message.outcome, place, given.answer if given else None)

    def _finish(
        self, entry: Entry, outcome: InboxState, place: Place, answer: Answer | None
    ) -> None:
        turn = answer if _is_turn(entry) else None
        closed = (
            self.parts.inbox.finish(entry, outcome, remembered(turn), turn.rests_on)
            if turn is not None
            else self.parts.inbox.finish(entry, outcome)
        )
        _log.info("slack.closed", inbox_id=entry.id, state=outcome, in_time=closed)
        if not closed:
            self._take_back(entry, place)

    def _take_back(self, entry: Entry, place: Place) -> None:
        """Delete what was posted to a question that was deleted meanwhile; an edited one waits."""
        now = self.parts.inbox.get(entry.id)
        if now is not None and now.state is InboxState.WITHDRAWN and not place.private:
            self.outbox.delete(entry, place)
            self.parts.answers.withdraw(entry.id)

    def _run_errand(self, entry: Entry) -> None:
        errands = Errands(self.parts, self.outbox)
        done = errands.run(entry)
        if done.message is None:
            self.parts.inbox.finish(entry, done.outcome)
            _log.info("slack.closed", inbox_id=entry.id, state=done.outcome)
        else:
            self._close(entry, done.message, done.given)
            if entry.asked.task is Task.SHARE and done.given is not None:
                self.outbox.remove_private(entry.asked)

    def _was_answered(self, entry: Entry) -> bool:
        """After a crash between posting and noting it, note it."""
        posted = self.outbox.already_posted(entry)
        if posted is None:
            return False
        self.parts.answers.posted(entry.id, posted.place)
        is_turn = posted.outcome is InboxState.ANSWERED and _is_turn(entry)
        self.parts.inbox.finish(entry, posted.outcome, posted.text if is_turn else None)
        _log.info("slack.found_posted", inbox_id=entry.id)
        return True


def _is_turn(entry: Entry) -> bool:
    """Whether later questions in the thread are read with this one: not what was asked aside."""
    asked = entry.asked
    aside = asked.surface in (Surface.COMMAND, Surface.SHORTCUT)
    return asked.task is Task.ASK and bool(asked.text) and not aside


def _refusal(text: str) -> Message:
    return notice(clip(clean(text), SHORT_TEXT), InboxState.REFUSED)


def _help(entry: Entry) -> str:
    return f"{NO_ATTACHMENTS} {HELP}" if entry.asked.files else HELP
