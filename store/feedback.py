"""What people thought of answers, and the questions that they want a person to look at."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, Row, select, update
from sqlalchemy.exc import IntegrityError

from store.audit import append
from store.slack_tables import feedback, help_requests
from store.upsert import upsert


class Verdict(StrEnum):
    """Whether an answer helped."""

    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"


class Reason(StrEnum):
    """Why an answer did not help."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    OLD = "old"
    WRONG_SOURCE = "wrong_source"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one person thought of the answer with that number."""

    number: int
    team: str
    person: str
    verdict: Verdict
    reason: Reason | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """A question that a person is to look at. `desk` is the channel that was told, `ts` its card.

    `resolved_by` is None while it is open.
    """

    number: int
    team: str
    asked_by: str
    desk: str
    ts: str | None = None
    resolved_by: str | None = None


class Feedback:
    """Opinions by answer and person, and requests for help by answer; audited.

    `clock` returns seconds since 1970.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def give(self, opinion: Opinion) -> None:
        """Keep an opinion, in place of an earlier one of the same person on the same answer."""
        key = {"number": opinion.number, "team": opinion.team, "person": opinion.person}
        said = {
            "verdict": opinion.verdict.value,
            "reason": opinion.reason.value if opinion.reason else None,
            "comment": opinion.comment,
        }
        audited = key | {name: said[name] for name in ("verdict", "reason")}
        with self._engine.begin() as connection:
            upsert(connection, feedback, key, said | {"at": self._clock()})
            append(connection, "feedback", audited)

    def all(self) -> tuple[Opinion, ...]:
        """Return every opinion, oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(feedback).order_by(feedback.c.at)).all()
        return tuple(
            Opinion(
                row.number,
                row.team,
                row.person,
                Verdict(row.verdict),
                Reason(row.reason) if row.reason else None,
                row.comment,
            )
            for row in rows
        )

    def ask_person(self, request: HelpRequest) -> bool:
        """Keep a request; return False where there is one for that answer already."""
        values = {
            "number": request.number,
            "team": request.team,
            "asked_by": request.asked_by,
            "desk": request.desk,
        }
        try:
            with self._engine.begin() as connection:
                row = help_requests.insert().values(**values, asked_at=self._clock())
                connection.execute(row)
                append(connection, "person_asked", values)
        except IntegrityError:
            return False
        return True

    def told(self, number: int, ts: str) -> None:
        """Note where the card stands that tells people of a request."""
        with self._engine.begin() as connection:
            change = update(help_requests).where(help_requests.c.number == number)
            connection.execute(change.values(ts=ts))

    def resolve(self, number: int, by: str) -> bool:
        """Close a request; return False where there is none open."""
        change = update(help_requests).where(
            help_requests.c.number == number, help_requests.c.resolved_by.is_(None)
        )
        with self._engine.begin() as connection:
            closed = connection.execute(change.values(resolved_by=by, resolved_at=self._clock()))
            if closed.rowcount != 1:
                return False
            append(connection, "person_done", {"number": number, "by": by})
        return True

    def request(self, number: int) -> HelpRequest | None:
        """Return the request for an answer, None where nobody made one."""
        query = select(help_requests).where(help_requests.c.number == number)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return _request(row) if row else None


def _request(row: Row[Any]) -> HelpRequest:
    return HelpRequest(row.number, row.team, row.asked_by, row.desk, row.ts, row.resolved_by)
