"""The audit log: append-only, each event chained to the one before by SHA-256.

What people said is not in the chain but in `store.said`, and the chain holds a digest of it, so
that it can be erased. Earlier versions wrote questions into the chain; where one had to be erased,
a later event named ERASED vouches for what is left of it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from store.said import digest as digest_of_words
from store.said import keep, said, sealed
from store.tables import audit

GENESIS = "0" * 64
ERASED = "erased"
# For each event that was rewritten: its hash, and the SHA-256 of the body that is left.
Vouched = Mapping[int, tuple[str, str]]
Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it was written: `body` is JSON, as text.

    `said` are the words behind it, as JSON, and `salt` goes into their digest; None where there are
    none, or where they were erased.
    """

    number: int
    at: str
    event: str
    body: str
    previous: str
    hash: str
    salt: str | None = field(default=None, compare=False)
    said: str | None = field(default=None, compare=False)

    @property
    def digest(self) -> str:
        """The hash that the event should have."""
        return _digest(self.previous, self.at, self.event, self.body)

    def holds(self, vouched: Vouched) -> bool:
        """Whether it is as it was written, or as what erased words from it left it."""
        if self.hash != self.digest:
            left = (self.hash, hashlib.sha256(self.body.encode()).hexdigest())
            return vouched.get(self.number) == left
        if self.said is None or self.salt is None:
            return True
        named = json.loads(self.body).get("said_sha256")
        return bool(named == digest_of_words(self.salt, self.said))


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """An answer as the audit log has it, with the spans of one report that it cites.

    `spans` are (revision, start, end). `question` is None where it was erased, `id` its own,
    `channel` or `person` who could read the answer.
    """

    number: int
    at: datetime
    question: str | None
    id: str | None
    channel: str | None
    person: str | None
    spans: tuple[Span, ...]


_WITH_WORDS = select(
    *(audit.c.number, audit.c.at, audit.c.event, audit.c.body, audit.c.previous, audit.c.hash),
    *(said.c.salt, said.c.text),
).outerjoin(said, said.c.number == audit.c.number)


class AuditLog:
    """Writes events; `body` must be plain JSON data without secrets."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(
        self, event: str, body: dict[str, Any], words: Mapping[str, Any] | None = None
    ) -> None:
        """Append one event in a transaction of its own.

        `words` are what people said, which may have to be erased one day; `body` has its "id".
        """
        with self._engine.begin() as connection:
            # Take the write lock before reading the last hash, so that two writers cannot fork.
            connection.exec_driver_sql("DELETE FROM audit WHERE 0")
            if words is None:
                append(connection, event, body)
                return
            salt, text, name = sealed(words)
            number = append(connection, event, body | {"said_sha256": name})
            keep(connection, number, body.get("id"), salt, text)

    def answers_citing(self, report_id: str) -> list[AnswerGiven]:
        """Return the answers that rest on a report, newest first."""
        # The body is JSON: an id that it names stands between quotation marks.
        named = audit.c.body.contains(json.dumps(report_id), autoescape=True)
        query = _WITH_WORDS.where(audit.c.event == "answered", named)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(audit.c.number.desc())).all()
        given = [_answer_given(row, report_id) for row in rows]
        return [one for one in given if one.spans]

    def events(self, since: date | None = None) -> Iterator[Event]:
        """Yield the events, oldest first; `since` leaves out those before that day (UTC)."""
        query = _WITH_WORDS.order_by(audit.c.number)
        if since is not None:
            query = query.where(audit.c.at >= since.isoformat())
        with self._engine.connect() as connection:
            for row in connection.execute(query):
                yield Event(*row)

    def broken_at(self) -> int | None:
        """Return the number of the first event whose chain does not hold, None if all do."""
        return first_broken(self.events(), GENESIS, self.vouched())

    def vouched(self) -> Vouched:
        """Return what is left of the events that words were erased from."""
        query = _WITH_WORDS.where(audit.c.event == ERASED)
        with self._engine.connect() as connection:
            return vouched(Event(*row) for row in connection.execute(query))


def vouched(events: Iterable[Event]) -> Vouched:
    """Return what is left of the events that others say words were erased from."""
    return {
        int(number): (left[0], left[1])
        for event in events
        if event.event == ERASED
        for number, left in json.loads(event.body).get("rewritten", {}).items()
    }


def redacted(body: str) -> str:
    """Return the body of an event without the words that earlier versions wrote into it."""
    left = json.loads(body) | {"question": None, "notices": []}
    return json.dumps(left, ensure_ascii=False, sort_keys=True)


def first_broken(
    events: Iterable[Event], previous: str | None = None, vouched_for: Vouched | None = None
) -> int | None:
    """Return the number of the first event that does not follow from the one before.

    `previous` is the hash that the first one must name, None where any may come before it.
    `vouched_for` is what is left of events that words were erased from.
    """
    for event in events:
        follows = previous in (None, event.previous)
        if not follows or not event.holds(vouched_for or {}):
            return event.number
        previous = event.hash
    return None


def append(connection: Connection, event: str, body: dict[str, Any]) -> int:
    """Append one event within the caller's transaction, which must already be a write one.

    Returns its number.
    """
    last = connection.execute(
        select(audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    ).scalar_one_or_none()
    previous = last or GENESIS
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    row = audit.insert().values(
        at=at,
        event=event,
        body=text,
        previous=previous,
        hash=_digest(previous, at, event, text),
    )
    number = connection.execute(row).inserted_primary_key
    assert number is not None, "an insert returns its key"
    return int(number[0])


def _answer_given(row: Any, report_id: str) -> AnswerGiven:
    body = json.loads(row.body)
    spans = [span for one in body["statements"] for span in one["spans"]]
    return AnswerGiven(
        number=row.number,
        at=datetime.fromisoformat(row.at),
        question=json.loads(row.text)["question"] if row.text else body.get("question"),
        id=body.get("id"),
        channel=body.get("channel"),
        person=body.get("person"),
        spans=tuple((span[1], span[2], span[3]) for span in spans if span[0] == report_id),
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
