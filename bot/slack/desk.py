"""Where listeners hand questions over: the inbox, the waiting room and the workers behind it."""

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from queue import Empty, Full, Queue

import structlog

from bot.answering.wording import paused
from bot.slack.failures import guarded, survives
from bot.slack.incoming import Changed
from bot.slack.limits import Limits
from bot.slack.reply import Replier
from bot.slack.settings import SlackSettings
from bot.slack.signals import DeskSignals
from bot.slack.statuses import Statuses
from bot.slack.waiting import WaitingRoom
from bot.slack.wording import BUSY, STOPPED
from store.inbox import Asked, Entry, InboxState, Surface, Task
from store.threads import ThreadKey

_log = structlog.get_logger(__name__)

SWEEP_SECONDS = 60.0
# What another process let go of, or died over, is taken up within this time.
LOOK_SECONDS = 5.0
ERASE_SECONDS = 3_600.0
# What ends something that was said is done whatever else is going on.
_ENDS = (Task.WITHDRAW, Task.RESOLVE)


class Desk:
    """Takes questions in and has them answered by its own threads, outside Bolt's pool.

    One more thread turns askers away when there is no room, and looks every few seconds for
    questions that were left in the inbox because Slack could not be reached.
    """

    def __init__(
        self,
        replier: Replier,
        settings: SlackSettings,
        stopping: threading.Event,
        sweep_seconds: float = SWEEP_SECONDS,
    ) -> None:
        self.parts = replier.parts
        self.permissions = replier.permissions
        self._inbox = replier.parts.inbox
        self._room = WaitingRoom(settings.queue_size)
        self._statuses = Statuses(replier.outbox, self._room.waiting)
        self._signals = DeskSignals(self._statuses)
        self._replier = replace(replier, signals=self._signals)
        self._limits = Limits(replier.parts.rates, settings.limits)
        self._settings = settings
        self._stopping = stopping
        self._sweep_seconds = sweep_seconds
        self._turned_away: Queue[tuple[Entry, str]] = Queue(maxsize=10 * settings.queue_size)
        # What is about to be refused counts for nothing against its asker.
        self._refusing: set[int] = set()
        self._threads: list[threading.Thread] = []

    def receive(self, asked: Asked) -> None:
        """Keep a question and queue it. Quick: it is called before Slack is told "received"."""
        if asked.surface is Surface.FOLLOW_UP and not self._is_ours(asked):
            return
        refusal = self._limits.refusal(asked, tuple(self._refusing))
        entry = self._inbox.add(asked)
        if entry is None:
            _log.info("slack.known_already", event_id=asked.event_id)
        elif refusal is not None:
            self._turn_away(entry, refusal)
        else:
            self._let_in(entry)

    def change(self, changed: Changed) -> None:
        """Take an edited question up anew, or take back what was said to a deleted one. Quick."""
        place = (changed.team, changed.channel, changed.ts)
        entry = (
            self._inbox.withdraw(*place)
            if changed.text is None
            else self._inbox.edit(*place, changed.text)
        )
        if entry is not None:
            self._let_in(entry)

    def stop_thread(self, key: ThreadKey) -> None:
        """Drop the questions of a thread that have no answer yet, and have it said. Quick."""
        for entry in self._inbox.stop(key):
            if not self._room.remove(entry):
                self._signals.stop(entry)
            self._turn_away(entry, STOPPED)

    def start(self) -> None:
        """Start the threads, and answer first what an earlier run left unfinished."""
        if self.parts.lease is not None:
            self._inbox.work_as(self.parts.lease)
        self._take_up(older_than=0.0)
        names = [f"slack-worker-{number}" for number in range(1, self._settings.workers + 1)]
        self._threads = [threading.Thread(target=self._work, name=name) for name in names]
        self._threads.append(threading.Thread(target=self._keep_house, name="slack-doorman"))
        self._statuses.start()
        for thread in self._threads:
            # A worker that hangs must not keep the process alive after `stop` gave up on it.
            thread.daemon = True
            thread.start()

    def is_idle(self) -> bool:
        """Return whether nothing waits here or is being answered."""
        return self._room.is_empty() and self._turned_away.empty()

    def stop(self, seconds: float) -> None:
        """Finish the answers in progress, for so long at most; leave the rest in the inbox."""
        deadline = time.monotonic() + seconds
        self._stopping.set()
        self._room.close()
        for thread in self._threads:
            thread.join(max(deadline - time.monotonic(), 0.0))
        self._statuses.stop(max(deadline - time.monotonic(), 0.0))
        left = [thread.name for thread in self._threads if thread.is_alive()]
        if left:
            _log.warning("slack.stopped_early", still_working=left)
        if handed := self._inbox.hand_back(all_of_it=not left):
            _log.info("slack.handed_back", questions=handed)
        self._threads = []

    def _turn_away(self, entry: Entry, text: str) -> None:
        self._refusing.add(entry.id)
        try:
            self._turned_away.put_nowait((entry, text))
        except Full:
            self._refusing.discard(entry.id)
            # It is in the inbox: the sweep takes it up.
            _log.warning("slack.overrun", inbox_id=entry.id)

    def _is_ours(self, asked: Asked) -> bool:
        settings = self.parts.channels.get(asked.team, asked.channel)
        return settings.follow_up and self._inbox.holds_thread(asked.thread)

    def _let_in(self, entry: Entry) -> None:
        if not self._room.put(entry, even_if_full=entry.asked.task in _ENDS):
            self._turn_away(entry, BUSY)

    def _work(self) -> None:
        while (entry := self._room.take()) is not None:
            guarded(entry, self._answer_or_refuse, self._replier.apologise)
            self._signals.over(entry)
            self._room.done(entry)

    def _answer_or_refuse(self, entry: Entry) -> None:
        reason = None if entry.asked.task in _ENDS else self.parts.paused()
        if reason is None:
            self._replier.answer(entry)
        else:
            self._replier.refuse(entry, paused(reason))

    def _keep_house(self) -> None:
        next_sweep = time.monotonic() + min(self._sweep_seconds, LOOK_SECONDS)
        next_erasing = time.monotonic()
        while not self._stopping.is_set():
            try:
                entry, text = self._turned_away.get(timeout=0.2)
            except Empty:
                pass
            else:
                refuse = partial(self._replier.refuse, text=text)
                stopped = entry.state is InboxState.STOPPING
                say = self._replier.stop if stopped else refuse
                guarded(entry, say, self._replier.apologise)
                self._refusing.discard(entry.id)
            if time.monotonic() >= next_erasing:
                survives(self._erase_what_is_old, during="retention")
                next_erasing = time.monotonic() + ERASE_SECONDS
            if time.monotonic() >= next_sweep:
                survives(lambda: self._take_up(older_than=self._sweep_seconds), during="sweep")
                next_sweep = time.monotonic() + min(self._sweep_seconds, LOOK_SECONDS)

    def _erase_what_is_old(self) -> None:
        days, retention = self._settings.retention_days, self.parts.retention
        if days is not None and retention is not None:
            before = datetime.now(UTC) - timedelta(days=days)
            if number := retention.erase_before(before, "slack.retention_days"):
                _log.info("slack.erased", questions=number)

    def _take_up(self, older_than: float) -> None:
        horizon = time.time() - older_than
        for entry in self._inbox.to_take_up(horizon):
            if entry.state is InboxState.STOPPING:
                self._turn_away(entry, STOPPED)
            else:
                self._room.put(entry, even_if_full=True)
