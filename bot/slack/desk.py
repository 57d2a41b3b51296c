"""Where listeners hand questions over: the inbox, the waiting room and the workers behind it."""

import threading
import time
from queue import Empty, Full, Queue

import structlog

from bot.slack.failures import guarded, survives
from bot.slack.incoming import Changed
from bot.slack.reply import Replier
from bot.slack.settings import SlackSettings
from bot.slack.waiting import WaitingRoom
from store.inbox import Asked, Entry, Surface

_log = structlog.get_logger(__name__)

SWEEP_SECONDS = 60.0


class Desk:
    """Takes questions in and has them answered by its own threads, outside Bolt's pool.

    One more thread turns askers away when there is no room, and looks every minute for
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
        self._replier = replier
        self._settings = settings
        self._stopping = stopping
        self._sweep_seconds = sweep_seconds
        self._room = WaitingRoom(settings.queue_size)
        self._turned_away: Queue[Entry] = Queue(maxsize=10 * settings.queue_size)
        self._threads: list[threading.Thread] = []

    def receive(self, asked: Asked) -> None:
        """Keep a question and queue it. Quick: it is called before Slack is told "received"."""
        if asked.surface is Surface.FOLLOW_UP and not self._is_ours(asked):
            return
        entry = self._inbox.add(asked)
        if entry is None:
            _log.info("slack.known_already", event_id=asked.event_id)
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

    def start(self) -> None:
        """Start the threads, and answer first what an earlier run left unfinished."""
        self._take_up(older_than=0.0)
        names = [f"slack-worker-{number}" for number in range(1, self._settings.workers + 1)]
        self._threads = [threading.Thread(target=self._work, name=name) for name in names]
        self._threads.append(threading.Thread(target=self._keep_house, name="slack-doorman"))
        for thread in self._threads:
            # A worker that hangs must not keep the process alive after `stop` gave up on it.
            thread.daemon = True
            thread.start()

    def stop(self, seconds: float) -> None:
        """Finish the answers in progress, for so long at most; leave the rest in the inbox."""
        deadline = time.monotonic() + seconds
        self._stopping.set()
        self._room.close()
        for thread in self._threads:
            thread.join(max(deadline - time.monotonic(), 0.0))
        left = [thread.name for thread in self._threads if thread.is_alive()]
        if left:
            _log.warning("slack.stopped_early", still_working=left)
        self._threads = []

    def _is_ours(self, asked: Asked) -> bool:
        settings = self.parts.channels.get(asked.team, asked.channel)
        return settings.follow_up and self._inbox.holds_thread(asked.thread)

    def _let_in(self, entry: Entry) -> None:
        if not self._room.put(entry):
            try:
                self._turned_away.put_nowait(entry)
            except Full:
                _log.warning("slack.overrun", inbox_id=entry.id)

    def _work(self) -> None:
        while (entry := self._room.take()) is not None:
            guarded(entry, self._replier.answer, self._replier.apologise)
            self._room.done(entry)

    def _keep_house(self) -> None:
        next_sweep = time.monotonic() + self._sweep_seconds
        while not self._stopping.is_set():
            try:
                entry = self._turned_away.get(timeout=0.2)
            except Empty:
                pass
            else:
                guarded(entry, self._replier.refuse, self._replier.apologise)
            if time.monotonic() >= next_sweep:
                survives(lambda: self._take_up(older_than=self._sweep_seconds), during="sweep")
                next_sweep = time.monotonic() + self._sweep_seconds

    def _take_up(self, older_than: float) -> None:
        horizon = time.time() - older_than
        for entry in self._inbox.unfinished():
            if entry.received_at <= horizon:
                self._room.put(entry, even_if_full=True)
