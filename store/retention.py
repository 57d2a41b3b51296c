"""Erasing what people asked and were told, after a time or because somebody wants it.

What makes a redelivered event known, and what shows that the audit log is whole, stays: ids,
times and digests. Words go.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, and_, delete, exists, false, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from store.audit import ERASED, append, redacted
from store.inbox import UNFINISHED, InboxState
from store.said import said
from store.slack_tables import answers, feedback, help_requests, inbox, turns
from store.tables import audit

_SLACK_ID = "slack-"


class Retention:
    """Erases questions and answers; what was erased, by number, is audited."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def erase_before(self, moment: datetime, by: str) -> int:
        """Erase what was asked before a moment; return how many questions that were.

        A question that still waits for its answer is left alone.
        """
        at = moment.timestamp()
        of_turns = turns.c.at < at
        of_feedback = feedback.c.at < at
        of_events = audit.c.at < moment.astimezone(UTC).isoformat(timespec="milliseconds")
        with self._engine.begin() as connection:
            number = _erase(
                connection,
                inbox.c.received_at < at,
                (of_turns, of_feedback, of_events),
                {"before": moment.isoformat(), "by": by},
            )
        self._empty_journal(number)
        return number

    def erase_person(self, person: str, by: str) -> int:
        """Erase what one person asked and was told; return how many questions that were.

        Their account's id stays in the audit log, which holds no words.
        """
        # Turns of earlier versions do not say whose question they answer.
        asked_in = and_(
            inbox.c.user == person,
            inbox.c.team == turns.c.team,
            inbox.c.channel == turns.c.channel,
            inbox.c.thread_ts == turns.c.thread_ts,
            inbox.c.text == turns.c.question,
        )
        of_turns = and_(turns.c.inbox.is_(None), exists().where(asked_in))
        with self._engine.begin() as connection:
            number = _erase(
                connection,
                inbox.c.user == person,
                (of_turns, feedback.c.person == person, false()),
                {"of_one_person": True, "by": by},
            )
        self._empty_journal(number)
        return number

    def _empty_journal(self, number: int) -> None:
        """Write what was changed into the database file, so that no old page stays beside it."""
        if number:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _erase(
    connection: Connection,
    of_inbox: ColumnElement[bool],
    others: tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]],
    told: dict[str, Any],
) -> int:
    # What is deleted is overwritten, not only left out of the tables.
    connection.exec_driver_sql("PRAGMA secure_delete=ON")
    # Take the write lock first, as every writer of the audit log does.
    connection.execute(delete(audit).where(false()))
    chosen = and_(of_inbox, inbox.c.state.not_in(UNFINISHED), inbox.c.state != InboxState.ERASED)
    of_turns, of_feedback, of_events = others
    numbers = select(inbox.c.id).where(chosen).scalar_subquery()
    connection.execute(delete(turns).where(or_(turns.c.inbox.in_(numbers), of_turns)))
    connection.execute(update(answers).where(answers.c.number.in_(numbers)).values(body=""))
    by_number = or_(feedback.c.number.in_(numbers), of_feedback)
    connection.execute(update(feedback).where(by_number).values(comment=None))
    of_help = help_requests.c.number.in_(numbers)
    connection.execute(update(help_requests).where(of_help).values(asked_by=""))
    events = _erase_events(connection, chosen, of_events)
    gone = update(inbox).where(chosen)
    values = {"text": "", "user": "", "reply_to": None, "state": InboxState.ERASED}
    number = connection.execute(gone.values(values)).rowcount
    if number or any(events.values()):
        append(connection, ERASED, {**told, "questions": number, **events})
    return max(number, len(events["events"]) + len(events["rewritten"]))


def _erase_events(
    connection: Connection, chosen: ColumnElement[bool], of_events: ColumnElement[bool]
) -> dict[str, Any]:
    """Erase the words behind audited events; return their numbers."""
    ids = [
        f"{_SLACK_ID}{one}"
        for one in connection.execute(select(inbox.c.id).where(chosen)).scalars()
    ]
    numbers = list(
        connection.execute(
            select(said.c.number).join(audit, audit.c.number == said.c.number).where(of_events)
        ).scalars()
    )
    for some in _in_parts(ids):
        query = select(said.c.number).where(said.c.question_id.in_(some))
        numbers += connection.execute(query).scalars()
    numbers = sorted(set(numbers))
    for some in _in_parts(numbers):
        connection.execute(delete(said).where(said.c.number.in_(some)))
    return {"events": numbers, "rewritten": _rewrite(connection, set(ids), of_events)}


def _rewrite(
    connection: Connection, ids: set[str], of_events: ColumnElement[bool]
) -> dict[str, list[str]]:
    """Take the words out of events that earlier versions wrote into the chain itself.

    Such an event keeps its hash, which can no longer be made from it; so what it was rewritten to
    is named here, and with it in the chain.
    """
    rewritten: dict[str, list[str]] = {}
    old = select(audit, of_events.label("is_old")).where(
        audit.c.event == "answered", audit.c.body.contains('"question": "')
    )
    for row in connection.execute(old).all():
        if not row.is_old and json.loads(row.body).get("id") not in ids:
            continue
        body = redacted(row.body)
        connection.execute(update(audit).where(audit.c.number == row.number).values(body=body))
        rewritten[str(row.number)] = [row.hash, hashlib.sha256(body.encode()).hexdigest()]
    return rewritten


def _in_parts(values: list[Any], size: int = 500) -> Iterator[list[Any]]:
    for begin in range(0, len(values), size):
        yield values[begin : begin + size]
