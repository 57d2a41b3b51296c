"""The audit log: append-only, each event chained to the one before by SHA-256."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from store.tables import audit

GENESIS = "0" * 64
Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it was written: `body` is JSON, as text."""

    number: int
    at: str
    event: str
    body: str
    previous: str
    hash: str

    @property
    def digest(self) -> str:
        """The hash that the event should have."""
        return _digest(self.previous, self.at, self.event, self.body)


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """An answer as the audit log has it, with the spans of one report that it cites.

    `spans` are (revision, start, end). `id` is the question's own, `channel` or `person` who could
    read the answer.
    """

    number: int
    at: datetime
    question: str
    id: str | None
    channel: str | None
    person: str | None
    spans: tuple[Span, ...]


class AuditLog:
    """Writes events; `body` must be plain JSON data without secrets."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, event: str, body: dict[str, Any]) -> None:
        """Append one event in a transaction of its own."""
        with self._engine.begin() as connection:
            # Take the write lock before reading the last hash, so that two writers cannot fork.
            connection.exec_driver_sql("DELETE FROM audit WHERE 0")
            append(connection, event, body)

    def answers_citing(self, report_id: str) -> list[AnswerGiven]:
        """Return the answers that rest on a report, newest first."""
        # The body is JSON: an id that it names stands between quotation marks.
        named = audit.c.body.contains(json.dumps(report_id), autoescape=True)
        query = select(audit).where(audit.c.event == "answered", named)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(audit.c.number.desc())).all()
        given = [_answer_given(row, report_id) for row in rows]
        return [one for one in given if one.spans]

    def events(self, since: date | None = None) -> Iterator[Event]:
        """Yield the events, oldest first; `since` leaves out those before that day (UTC)."""
        query = select(audit).order_by(audit.c.number)
        if since is not None:
            query = query.where(audit.c.at >= since.isoformat())
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                yield Event(row.number, row.at, row.event, row.body, row.previous, row.hash)

    def broken_at(self) -> int | None:
        """Return the number of the first event whose chain does not hold, None if all do."""
        return first_broken(self.events(), GENESIS)


def first_broken(events: Iterable[Event], previous: str | None = None) -> int | None:
    """Return the number of the first event that does not follow from the one before.

    `previous` is the hash that the first one must name, None where any may come before it.
    """
    for event in events:
        follows = previous in (None, event.previous)
        if not follows or event.hash != event.digest:
            return event.number
        previous = event.hash
    return None


def append(connection: Connection, event: str, body: dict[str, Any]) -> None:
    """Append one event within the caller's transaction, which must already be a write one."""
    last = connection.execute(
        select(audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    ).scalar_one_or_none()
    previous = last or GENESIS
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    connection.execute(
        audit.insert().values(
            at=at,
            event=event,
            body=text,
            previous=previous,
            hash=_digest(previous, at, event, text),
        )
    )


def _answer_given(row: Row[Any], report_id: str) -> AnswerGiven:
    body = json.loads(row.body)
    spans = [span for one in body["statements"] for span in one["spans"]]
    return AnswerGiven(
        number=row.number,
        at=datetime.fromisoformat(row.at),
        question=body["question"],
        id=body.get("id"),
        channel=body.get("channel"),
        person=body.get("person"),
        spans=tuple((span[1], span[2], span[3]) for span in spans if span[0] == report_id),
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
