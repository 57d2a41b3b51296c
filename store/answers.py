"""Answers as they were given in Slack, kept whole: buttons on a message carry only their number."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine, select, update

from store.slack_tables import answers
from store.upsert import upsert


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands. `private` is one that only a single person sees."""

    channel: str
    ts: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer under its question's number in the inbox; `body` is "" for a mere notice.

    `place` is None until it is posted.
    """

    number: int
    body: str
    place: Place | None


class KeptAnswers:
    """Answers by number. `clock` returns seconds since 1970."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def keep(self, number: int, body: str) -> None:
        """Keep an answer before it is posted, in place of an earlier one to the same question."""
        with self._engine.begin() as connection:
            upsert(connection, answers, {"number": number}, {"body": body, "at": self._clock()})

    def posted(self, number: int, place: Place) -> None:
        """Note where an answer stands."""
        where = {"channel": place.channel, "ts": place.ts, "private": place.private}
        with self._engine.begin() as connection:
            upsert(connection, answers, {"number": number}, where)

    def get(self, number: int) -> KeptAnswer | None:
        """Return an answer, None where none is kept under that number."""
        with self._engine.connect() as connection:
            row = connection.execute(select(answers).where(answers.c.number == number)).first()
        if row is None:
            return None
        place = Place(row.channel, row.ts, bool(row.private)) if row.ts else None
        return KeptAnswer(row.number, row.body, place)

    def withdraw(self, number: int) -> None:
        """Forget what was answered and where."""
        change = update(answers).where(answers.c.number == number)
        with self._engine.begin() as connection:
            connection.execute(change.values(body="", channel=None, ts=None))
