"""Questions from Slack, kept from before they are acknowledged until they have an answer.

A redelivered event and the second event of a mention are refused by the table's unique keys,
so both are harmless after a restart too.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, Row, select, update
from sqlalchemy.exc import IntegrityError

from store.tables import inbox
from store.threads import StoredTurn, ThreadKey, append

# The table has no column for it, and it only matters to how the answer is worded.
_WITH_FILES = "+files"


class Surface(StrEnum):
    """Where a question was asked."""

    MENTION = "mention"
    DIRECT = "direct"
    FOLLOW_UP = "follow_up"


class InboxState(StrEnum):
    """Where a question stands; RECEIVED and WORKING are unfinished."""

    RECEIVED = "received"
    WORKING = "working"
    ANSWERED = "answered"
    APOLOGISED = "apologised"
    REFUSED = "refused"
    UNDELIVERABLE = "undeliverable"


UNFINISHED = (InboxState.RECEIVED, InboxState.WORKING)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came in. `text` is without the mention, "" where nothing else was said."""

    event_id: str
    team: str
    channel: str
    ts: str
    thread_ts: str
    user: str
    text: str
    surface: Surface
    files: bool = False

    @property
    def thread(self) -> ThreadKey:
        """The thread that the answer belongs in."""
        return ThreadKey(self.team, self.channel, self.thread_ts)


@dataclass(frozen=True, slots=True)
class Entry:
    """A question in the inbox. `attempts` counts how often somebody began to answer it."""

    id: int
    asked: Asked
    state: InboxState
    attempts: int
    received_at: float


class Inbox:
    """The questions, each in one state. `clock` returns seconds since 1970."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def add(self, asked: Asked) -> Entry | None:
        """Keep a question; return None for one that is already known."""
        now = self._clock()
        values = {
            "event_id": asked.event_id,
            "team": asked.team,
            "channel": asked.channel,
            "ts": asked.ts,
            "thread_ts": asked.thread_ts,
            "user": asked.user,
            "text": asked.text,
            "surface": asked.surface + (_WITH_FILES if asked.files else ""),
            "state": InboxState.RECEIVED,
            "attempts": 0,
            "received_at": now,
        }
        try:
            with self._engine.begin() as connection:
                number = connection.execute(inbox.insert().values(values)).inserted_primary_key
        except IntegrityError:
            return None
        assert number is not None, "an insert returns its key"
        return Entry(int(number[0]), asked, InboxState.RECEIVED, 0, now)

    def begin(self, entry: Entry) -> Entry | None:
        """Count an attempt; return None if it is finished, or if somebody else has begun."""
        # Comparing `attempts` makes this a claim that only one process can win.
        claim = (
            update(inbox)
            .where(
                inbox.c.id == entry.id,
                inbox.c.state.in_(UNFINISHED),
                inbox.c.attempts == entry.attempts,
            )
            .values(state=InboxState.WORKING, attempts=entry.attempts + 1)
        )
        with self._engine.begin() as connection:
            if connection.execute(claim).rowcount != 1:
                return None
        return replace(entry, state=InboxState.WORKING, attempts=entry.attempts + 1)

    def finish(
        self,
        entry: Entry,
        state: InboxState,
        answer: str | None = None,
        reports: tuple[str, ...] | None = None,
    ) -> None:
        """Close a question; an `answer` becomes a turn of its thread in the same transaction.

        `reports` are the ids of those that the answer rests on, None where that is not known.
        """
        now = self._clock()
        with self._engine.begin() as connection:
            closed = connection.execute(
                update(inbox)
                .where(inbox.c.id == entry.id, inbox.c.state.in_(UNFINISHED))
                .values(state=state, finished_at=now)
            )
            if answer is not None and closed.rowcount == 1:
                turn = StoredTurn(entry.asked.text, answer, reports)
                append(connection, entry.asked.thread, turn, now)

    def unfinished(self) -> tuple[Entry, ...]:
        """Return what still wants an answer, oldest first."""
        query = select(inbox).where(inbox.c.state.in_(UNFINISHED)).order_by(inbox.c.id)
        with self._engine.connect() as connection:
            return tuple(_entry(row) for row in connection.execute(query))

    def asked(self, number: int) -> Asked | None:
        """Return the question with that number, None where there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(select(inbox).where(inbox.c.id == number)).one_or_none()
        return _entry(row).asked if row else None

    def holds_thread(self, key: ThreadKey) -> bool:
        """Return whether a question was taken in that thread; an empty mention is none."""
        query = (
            select(inbox.c.id)
            .where(
                inbox.c.team == key.team,
                inbox.c.channel == key.channel,
                inbox.c.thread_ts == key.thread_ts,
                inbox.c.text != "",
            )
            .limit(1)
        )
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None


def _entry(row: Row[Any]) -> Entry:
    asked = Asked(
        event_id=row.event_id,
        team=row.team,
        channel=row.channel,
        ts=row.ts,
        thread_ts=row.thread_ts,
        user=row.user,
        text=row.text,
        surface=Surface(row.surface.removesuffix(_WITH_FILES)),
        files=row.surface.endswith(_WITH_FILES),
    )
    return Entry(row.id, asked, InboxState(row.state), row.attempts, row.received_at)
