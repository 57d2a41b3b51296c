"""How many questions a person or a channel has asked lately, counted from the inbox."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Engine, and_, select
from sqlalchemy.sql.elements import ColumnElement

from store.inbox import Asked, InboxState, Task
from store.slack_tables import inbox

# What is asked of the reports; a click on an answer, say to share it, is no question.
_COUNTED = (Task.ASK, Task.SEARCH)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many questions in so many seconds; those in `except_for`, by number, do not count."""

    number: int
    seconds: float
    except_for: Collection[int] = ()


class Rates:
    """Counts questions. What was refused counts for nothing, or nobody would get through again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def person_may_ask_at(self, asked: Asked, limit: Limit, now: float) -> float:
        """Return when the asker may ask: `now`, or later where the limit is reached."""
        who = and_(inbox.c.team == asked.team, inbox.c.user == asked.user)
        return self._free_at(who, limit, now)

    def channel_may_ask_at(self, asked: Asked, limit: Limit, now: float) -> float:
        """Return when the channel may ask: `now`, or later where the limit is reached."""
        where = and_(inbox.c.team == asked.team, inbox.c.channel == asked.channel)
        return self._free_at(where, limit, now)

    def _free_at(self, counted: ColumnElement[bool], limit: Limit, now: float) -> float:
        query = (
            select(inbox.c.received_at)
            .where(counted, inbox.c.received_at > now - limit.seconds)
            .where(inbox.c.task.in_(_COUNTED), inbox.c.state != InboxState.REFUSED)
            .where(inbox.c.id.not_in(limit.except_for))
            .order_by(inbox.c.received_at.desc())
            # With one more than this there would be too many.
            .offset(limit.number - 1)
            .limit(1)
        )
        with self._engine.connect() as connection:
            oldest = connection.execute(query).scalar_one_or_none()
        return now if oldest is None else max(oldest + limit.seconds, now)
