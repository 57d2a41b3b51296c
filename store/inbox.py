"""Questions from Slack, kept from before they are acknowledged until they have an answer.

A redelivered event and the second event of a mention are refused by the table's unique keys,
so both are harmless after a restart too.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Engine, Row, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.elements import ColumnElement

from store.asked import (
    ANSWERABLE,
    OPEN,
    UNFINISHED,
    Asked,
    Entry,
    InboxState,
    Surface,
    Task,
    about,
)
from store.leases import RENEWED_FOR_SECONDS, Lease
from store.slack_tables import inbox
from store.threads import StoredTurn, ThreadKey, append, forget

__all__ = ["UNFINISHED", "Asked", "Entry", "Inbox", "InboxState", "Surface", "Task", "about"]

_FOR_GOOD = (InboxState.WITHDRAWN, InboxState.ERASED)
_MESSAGES = (Surface.MENTION, Surface.DIRECT, Surface.FOLLOW_UP)


class Inbox:
    """The questions, each in one state. `clock` returns seconds since 1970."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock
        self._lease: Lease | None = None

    def work_as(self, lease: Lease) -> None:
        """Put a name on what this process has in hand, so that others leave it alone."""
        self._lease = lease

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
            "surface": asked.surface,
            "task": asked.task,
            "ref": asked.ref,
            "files": asked.files,
            "reply_to": asked.reply_to,
            "state": InboxState.RECEIVED,
            "attempts": 0,
            "owner": self._owner,
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
                inbox.c.state.in_(ANSWERABLE),
                inbox.c.attempts == entry.attempts,
            )
            .values(state=InboxState.WORKING, attempts=entry.attempts + 1, owner=self._owner)
        )
        with self._engine.begin() as connection:
            if connection.execute(claim).rowcount != 1:
                return None
        return replace(entry, state=InboxState.WORKING, attempts=entry.attempts + 1)

    def claim(self, entry: Entry) -> bool:
        """Take the right to say the one thing that ends a question.

        Return False where it was closed, stopped, edited or deleted meanwhile.
        """
        claim = update(inbox).where(
            inbox.c.id == entry.id,
            inbox.c.state.in_(ANSWERABLE),
            inbox.c.version == entry.version,
        )
        with self._engine.begin() as connection:
            return connection.execute(claim.values(state=InboxState.POSTING)).rowcount == 1

    def stop(self, key: ThreadKey) -> tuple[Entry, ...]:
        """Stop the questions of a thread that have no answer yet, and return them.

        One whose answer is on its way is past stopping.
        """
        wanted = select(inbox).where(
            inbox.c.team == key.team,
            inbox.c.channel == key.channel,
            inbox.c.thread_ts == key.thread_ts,
            inbox.c.state.in_(OPEN),
            inbox.c.task == Task.ASK,
        )
        stopping = {"state": InboxState.STOPPING, "owner": self._owner}
        stopped = []
        with self._engine.begin() as connection:
            for row in connection.execute(wanted).all():
                change = update(inbox).where(inbox.c.id == row.id, inbox.c.state.in_(OPEN))
                if connection.execute(change.values(stopping)).rowcount == 1:
                    stopped.append(replace(_entry(row), state=InboxState.STOPPING))
        return tuple(stopped)

    def finish(
        self,
        entry: Entry,
        state: InboxState,
        answer: str | None = None,
        reports: tuple[str, ...] | None = None,
    ) -> bool:
        """Close a question; an `answer` becomes a turn of its thread in the same transaction.

        `reports` are the ids of those that the answer rests on, None where that is not known.
        Returns False where the question was closed, edited or deleted meanwhile.
        """
        now = self._clock()
        close = update(inbox).where(
            inbox.c.id == entry.id,
            inbox.c.state.in_(UNFINISHED),
            inbox.c.version == entry.version,
        )
        with self._engine.begin() as connection:
            closed = connection.execute(close.values(state=state, finished_at=now))
            if closed.rowcount != 1:
                return False
            if answer is not None:
                turn = StoredTurn(entry.asked.text, answer, reports)
                append(connection, entry.asked.thread, turn, now, entry.id)
        return True

    def edit(self, team: str, channel: str, ts: str, text: str) -> Entry | None:
        """Take an edited message up anew; None where it is no question of ours or reads the same.

        Its turn in the thread goes: it is no longer what was asked.
        """
        now = self._clock()
        with self._engine.begin() as connection:
            row = connection.execute(select(inbox).where(*_at(team, channel, ts))).first()
            # Slack also tells of an edit when a link unfurls, years later for all we know.
            if row is None or row.text == text or row.state in _FOR_GOOD:
                return None
            values = {
                "text": text,
                "version": row.version + 1,
                "state": InboxState.RECEIVED,
                "attempts": 0,
                "owner": self._owner,
                "received_at": now,
                "finished_at": None,
            }
            change = update(inbox).where(inbox.c.id == row.id, inbox.c.version == row.version)
            if connection.execute(change.values(values)).rowcount != 1:
                return None
            forget(connection, row.id)
            changed = connection.execute(select(inbox).where(inbox.c.id == row.id)).one()
        return _entry(changed)

    def withdraw(self, team: str, channel: str, ts: str) -> Entry | None:
        """Close a question whose message was deleted; return the task to delete its answer.

        None where it is no question of ours, or withdrawn already.
        """
        with self._engine.begin() as connection:
            row = connection.execute(select(inbox).where(*_at(team, channel, ts))).first()
            if row is None or row.state == InboxState.WITHDRAWN:
                return None
            change = update(inbox).where(inbox.c.id == row.id)
            connection.execute(change.values(state=InboxState.WITHDRAWN, text=""))
            forget(connection, row.id)
        return self.add(about(_entry(row), Task.WITHDRAW, row.user))

    def to_take_up(self, horizon: float) -> tuple[Entry, ...]:
        """Return the unfinished that nobody has in hand, and our own received before `horizon`."""
        free: dict[str | None, bool] = {None: True, self._owner: False}
        query = select(inbox).where(inbox.c.state.in_(UNFINISHED)).order_by(inbox.c.id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        for row in rows:
            if row.owner not in free:
                free[row.owner] = self._is_dead(row.owner, row.received_at)
        return tuple(
            _entry(row)
            for row in rows
            if free[row.owner] or (row.owner == self._owner and row.received_at <= horizon)
        )

    def hand_back(self, *, all_of_it: bool) -> int:
        """Let others have what we have in hand; return how much that is.

        Without `all_of_it` only what nobody has begun: the rest is ours until this process ends.
        """
        if self._owner is None:
            return 0
        states = UNFINISHED if all_of_it else (InboxState.RECEIVED, InboxState.STOPPING)
        ours = update(inbox).where(inbox.c.owner == self._owner, inbox.c.state.in_(states))
        with self._engine.begin() as connection:
            return connection.execute(ours.values(owner=None)).rowcount

    @property
    def _owner(self) -> str | None:
        return self._lease.name if self._lease is not None else None

    def _is_dead(self, owner: str, received_at: float) -> bool:
        until = received_at + RENEWED_FOR_SECONDS
        return self._lease is None or self._lease.is_dead(owner, until, self._clock())

    def unfinished(self) -> tuple[Entry, ...]:
        """Return what still wants an answer, oldest first."""
        query = select(inbox).where(inbox.c.state.in_(UNFINISHED)).order_by(inbox.c.id)
        with self._engine.connect() as connection:
            return tuple(_entry(row) for row in connection.execute(query))

    def get(self, number: int) -> Entry | None:
        """Return the question with that number, None where there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(select(inbox).where(inbox.c.id == number)).one_or_none()
        return _entry(row) if row else None

    def task_about(self, number: int, task: Task) -> Entry | None:
        """Return the task about a question, None where nobody has set it."""
        query = select(inbox).where(inbox.c.ref == number, inbox.c.task == task)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return _entry(row) if row else None

    def holds_thread(self, key: ThreadKey) -> bool:
        """Return whether a question was taken in that thread; an empty mention is none."""
        query = (
            select(inbox.c.id)
            .where(
                inbox.c.team == key.team,
                inbox.c.channel == key.channel,
                inbox.c.thread_ts == key.thread_ts,
                inbox.c.text != "",
                inbox.c.task == Task.ASK,
                inbox.c.surface.in_(_MESSAGES),
            )
            .limit(1)
        )
        with self._engine.connect() as connection:
            return connection.execute(query).first() is not None


def _at(team: str, channel: str, ts: str) -> tuple[ColumnElement[bool], ...]:
    place = (inbox.c.team == team, inbox.c.channel == channel, inbox.c.ts == ts)
    return (*place, inbox.c.task == Task.ASK, inbox.c.surface.in_(_MESSAGES))


def _entry(row: Row[Any]) -> Entry:
    asked = Asked(
        event_id=row.event_id,
        team=row.team,
        channel=row.channel,
        ts=row.ts,
        thread_ts=row.thread_ts,
        user=row.user,
        text=row.text,
        surface=Surface(row.surface),
        files=row.files,
        task=Task(row.task),
        ref=row.ref,
        reply_to=row.reply_to,
    )
    return Entry(row.id, asked, InboxState(row.state), row.attempts, row.received_at, row.version)
