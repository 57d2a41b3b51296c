"""What was asked and answered in each Slack thread, kept by us: reading Slack back is rationed."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select
from sqlalchemy.sql.elements import ColumnElement

from store.slack_tables import turns


@dataclass(frozen=True, slots=True)
class ThreadKey:
    """Names one thread: a thread is known by its first message's timestamp in its channel."""

    team: str
    channel: str
    thread_ts: str


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A question, the answer that was given to it, and the ids of the reports that it rests on.

    `reports` is None where nobody knows: it was written by an earlier version, or in a crash.
    """

    question: str
    answer: str
    reports: tuple[str, ...] | None = None


class Threads:
    """The turns of every thread, oldest first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def last(self, key: ThreadKey, limit: int) -> tuple[StoredTurn, ...]:
        """Return the last `limit` turns of a thread, oldest of them first."""
        return self._last(limit, *_of(key))

    def before(self, key: ThreadKey, number: int, limit: int) -> tuple[StoredTurn, ...]:
        """Return the last `limit` turns before the question with that number in the inbox."""
        return self._last(limit, *_of(key), turns.c.inbox < number)

    def _last(self, limit: int, *conditions: ColumnElement[bool]) -> tuple[StoredTurn, ...]:
        query = select(turns.c.question, turns.c.answer, turns.c.reports).where(*conditions)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(turns.c.id.desc()).limit(limit)).all()
        return tuple(
            StoredTurn(
                row.question, row.answer, None if row.reports is None else tuple(row.reports)
            )
            for row in reversed(rows)
        )

    def add(self, key: ThreadKey, turn: StoredTurn, at: float) -> None:
        """Append a turn in a transaction of its own."""
        with self._engine.begin() as connection:
            append(connection, key, turn, at)


def _of(key: ThreadKey) -> tuple[ColumnElement[bool], ...]:
    return (
        turns.c.team == key.team,
        turns.c.channel == key.channel,
        turns.c.thread_ts == key.thread_ts,
    )


def append(
    connection: Connection, key: ThreadKey, turn: StoredTurn, at: float, inbox: int | None = None
) -> None:
    """Append a turn within the caller's transaction; `inbox` is its question's number there."""
    connection.execute(
        turns.insert().values(
            team=key.team,
            channel=key.channel,
            thread_ts=key.thread_ts,
            question=turn.question,
            answer=turn.answer,
            at=at,
            reports=None if turn.reports is None else list(turn.reports),
            inbox=inbox,
        )
    )


def forget(connection: Connection, inbox: int) -> None:
    """Take the turn of a question out of its thread, within the caller's transaction."""
    connection.execute(turns.delete().where(turns.c.inbox == inbox))
