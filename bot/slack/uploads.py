"""The threads that see to what people share in Slack: none of Bolt's, none that answers questions.

One shows cards, so that the last one shown is the last state; one looks at what is shared; one adds
reports.
"""

import threading
import time
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue

from slack_sdk.errors import SlackApiError

from bot.slack.adding import Adder
from bot.slack.blocks.upload import Card
from bot.slack.cards import Cards, Note
from bot.slack.failures import log_failure, survives
from store.uploads import IN_WORK, Upload, Uploads, UploadState

SWEEP_SECONDS = 60.0

_BROKE = (
    "Something went wrong on our side. Try again; if it keeps failing, quote the reference U{}."
)

_NO_CARD = (
    "I cannot write in that channel, so I have not offered it. Invite me to the channel and try "
    "again."
)


class UploadDesk:
    """Works on uploads: `adder` is given what to tell progress to."""

    def __init__(
        self,
        uploads: Uploads,
        cards: Cards,
        adder: Callable[[Callable[[int, str], None]], Adder],
    ) -> None:
        self._uploads = uploads
        self._adder = adder(self._progressed)
        self._cards = cards
        self._stopping = cards.stopping
        self._to_show: SimpleQueue[int | Note | None] = SimpleQueue()
        self._to_offer: SimpleQueue[int | None] = SimpleQueue()
        self._to_add: SimpleQueue[int | None] = SimpleQueue()
        self._progress: dict[int, str] = {}
        self._shown_progress: dict[int, str] = {}
        self._recovered: set[int] = set()
        self._reply_to: dict[int, str] = {}
        self._threads: list[threading.Thread] = []

    def take(self, upload: Upload, reply_to: str | None = None) -> None:
        """Have a card brought up to date, and done what its state wants.

        `reply_to` is where whoever brought it can be told that its card cannot be posted.
        """
        if reply_to is not None:
            self._reply_to[upload.id] = reply_to
        self._to_show.put(upload.id)
        if upload.state is UploadState.RECEIVED:
            self._to_offer.put(upload.id)
        elif upload.state is UploadState.ADDING:
            self._to_add.put(upload.id)
        elif upload.state is UploadState.DISCARDED:
            survives(lambda: self._adder.discard(upload), upload=upload.id)

    def tell(self, note: Note) -> None:
        """Have a note sent."""
        self._to_show.put(note)

    def start(self) -> None:
        """Start the threads, and take up what an earlier run left."""
        self._recovered = {one.id for one in self._take_up(older_than=0.0)}
        works: tuple[tuple[str, Callable[[], None]], ...] = (
            ("slack-cards", self._show_all),
            ("slack-offers", lambda: self._work(self._to_offer, self._adder.offer)),
            ("slack-adds", lambda: self._work(self._to_add, self._adder.add)),
        )
        for name, work in works:
            thread = threading.Thread(target=work, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def is_idle(self) -> bool:
        """Return whether nothing is in work."""
        return self._to_show.empty() and not self._uploads.unfinished(time.time())

    def stop(self, seconds: float) -> None:
        """Let what is in hand be finished, for so long at most; the rest is taken up later."""
        deadline = time.monotonic() + seconds
        self._stopping.set()
        self._to_offer.put(None)
        self._to_add.put(None)
        for thread in self._threads[1:]:
            thread.join(max(deadline - time.monotonic(), 0.0))
        # What became of them is still to be shown.
        self._to_show.put(None)
        for thread in self._threads[:1]:
            thread.join(max(deadline - time.monotonic(), 0.0))
        self._threads = []

    def _take_up(self, older_than: float) -> tuple[Upload, ...]:
        found = self._uploads.unfinished(time.time() - older_than)
        for upload in found:
            self.take(upload)
        return found

    def _progressed(self, number: int, words: str) -> None:
        self._progress[number] = words
        self._to_show.put(number)

    def _work(self, queue: SimpleQueue[int | None], work: Callable[[Upload], None]) -> None:
        while not self._stopping.is_set() and (number := queue.get()) is not None:
            self._work_on(number, work)

    def _work_on(self, number: int, work: Callable[[Upload], None]) -> None:
        state = UploadState.RECEIVED if work == self._adder.offer else UploadState.ADDING
        upload = self._uploads.get(number)
        if upload is None or upload.state is not state:
            return
        if not survives(lambda: work(upload), upload=number) and not self._stopping.is_set():
            survives(lambda: self._broke(number), upload=number)
        self._progress.pop(number, None)
        self._to_show.put(number)

    def _broke(self, number: int) -> None:
        upload = self._uploads.get(number)
        if upload is not None and upload.state in IN_WORK:
            self._uploads.fail(upload, _BROKE.format(number), "an error that the log has")

    def _show_all(self) -> None:
        next_sweep = time.monotonic() + SWEEP_SECONDS
        while True:
            try:
                one = self._to_show.get(timeout=max(0.0, next_sweep - time.monotonic()))
            except Empty:
                survives(self._sweep, during="sweep")
                next_sweep = time.monotonic() + SWEEP_SECONDS
                continue
            if one is None:
                return
            survives(partial(self._show, one), during="card")

    def _sweep(self) -> None:
        self._take_up(older_than=SWEEP_SECONDS)

    def _cannot_show(self, upload: Upload) -> None:
        """End what nobody could decide about, and tell who brought it."""
        if upload.state in (UploadState.RECEIVED, UploadState.OFFERED):
            self._uploads.fail(upload, _NO_CARD)
            # There is no card to show that either.
            if (failed := self._uploads.get(upload.id)) is not None:
                self._uploads.shown(failed)
        if reply_to := self._reply_to.pop(upload.id, None):
            shared = upload.shared
            self._cards.note(
                Note(shared.team, shared.channel, shared.user, _NO_CARD, None, reply_to)
            )

    def _show(self, one: int | Note) -> None:
        if isinstance(one, Note):
            self._cards.note(one)
            return
        upload = self._uploads.get(one)
        if upload is None:
            return
        progress = self._progress.get(one) if upload.state in IN_WORK else None
        if upload.shown >= upload.version and self._shown_progress.get(one) == progress:
            return
        recovered = one in self._recovered
        try:
            ts = self._cards.show(Card(upload, progress), recovered=recovered)
        except SlackApiError as error:
            # The channel is gone, or we are: there is nobody to show it to.
            log_failure(error, upload=one)
            self._cannot_show(upload)
        else:
            if ts != upload.card_ts:
                self._uploads.posted(upload, ts)
            self._recovered.discard(one)
            self._reply_to.pop(one, None)
        self._uploads.shown(upload)
        if progress is None:
            self._shown_progress.pop(one, None)
        else:
            self._shown_progress[one] = progress
