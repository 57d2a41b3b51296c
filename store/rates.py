"""How many questions a person or a channel has asked lately, counted from the inbox."""

from sqlalchemy import Engine, and_, select
from sqlalchemy.sql.elements import ColumnElement

from store.inbox import Asked, InboxState, Task
from store.slack_tables import inbox

# What is asked of the reports; a click on an answer, say to share it, is no question.
_COUNTED = (Task.ASK, Task.SEARCH)


class Rates:
    """Counts questions. What was refused counts for nothing, or nobody would get through again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def person_may_ask_at(self, asked: Asked, limit: int, seconds: float, now: float) -> float:
        """Return when the asker may ask: `now`, or later where `limit` in `seconds` is reached."""
        who = and_(inbox.c.team == asked.team, inbox.c.user == asked.user)
        return self._free_at(who, limit, seconds, now)

    def channel_may_ask_at(self, asked: Asked, limit: int, seconds: float, now: float) -> float:
        """Return when the channel may ask: `now`, or later where `limit` is reached."""
        where = and_(inbox.c.team == asked.team, inbox.c.channel == asked.channel)
        return self._free_at(where, limit, seconds, now)

    def _free_at(
        self, counted: ColumnElement[bool], limit: int, seconds: float, now: float
    ) -> float:
        query = (
            select(inbox.c.received_at)
            .where(counted, inbox.c.received_at > now - seconds)
            .where(inbox.c.task.in_(_COUNTED), inbox.c.state != InboxState.REFUSED)
            .order_by(inbox.c.received_at.desc())
            # With one more than this there would be too many.
            .offset(limit - 1)
            .limit(1)
        )
        with self._engine.connect() as connection:
            oldest = connection.execute(query).scalar_one_or_none()
        return now if oldest is None else max(oldest + seconds, now)
