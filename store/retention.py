"""Erasing what people asked and were told, after a time or because somebody wants it.

What makes a redelivered event known, and what shows that the audit log is whole, stays: ids,
times and digests. Words go.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    and_,
    delete,
    exists,
    false,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.sql.elements import ColumnElement

from store.audit import ERASED, append, redacted
from store.inbox import UNFINISHED, InboxState, Task
from store.said import said
from store.slack_tables import answers, feedback, help_requests, inbox, turns
from store.tables import audit

_SLACK_ID = "slack-"
_QUESTIONS = (Task.ASK, Task.SEARCH)


@dataclass(frozen=True, slots=True)
class _Others:
    """What goes beside all that belongs to the questions themselves, as conditions."""

    turns: ColumnElement[bool]
    feedback: ColumnElement[bool]
    events: ColumnElement[bool]
    help_requests: ColumnElement[bool]


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
                _Others(of_turns, of_feedback, of_events, false()),
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
                _Others(
                    of_turns,
                    feedback.c.person == person,
                    false(),
                    help_requests.c.asked_by == person,
                ),
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
    others: _Others,
    told: dict[str, Any],
) -> int:
    # What is deleted is overwritten, not only left out of the tables.
    connection.exec_driver_sql("PRAGMA secure_delete=ON")
    # Take the write lock first, as every writer of the audit log does.
    connection.execute(delete(audit).where(false()))
    numbers = _numbers(of_inbox)
    connection.execute(delete(turns).where(or_(turns.c.inbox.in_(numbers), others.turns)))
    connection.execute(update(answers).where(answers.c.number.in_(numbers)).values(body=""))
    by_number = or_(feedback.c.number.in_(numbers), others.feedback)
    connection.execute(update(feedback).where(by_number).values(comment=None))
    of_help = help_requests.c.number.in_(numbers)
    connection.execute(
        update(help_requests).where(or_(of_help, others.help_requests)).values(asked_by="")
    )
    events = _erase_events(connection, numbers, others.events)
    asked = select(func.count()).where(inbox.c.id.in_(numbers), inbox.c.task.in_(_QUESTIONS))
    number = connection.execute(asked).scalar_one()
    gone = update(inbox).where(inbox.c.id.in_(numbers))
    values = {"text": "", "user": "", "reply_to": None, "state": InboxState.ERASED}
    connection.execute(gone.values(values))
    if number or any(events.values()):
        append(connection, ERASED, {**told, "questions": number, **events})
    return max(number, len(events["events"]) + len(events["rewritten"]))


def _numbers(of_inbox: ColumnElement[bool]) -> Select[Any]:
    """Return the numbers of finished questions, and of what was done about them since.

    A click on an answer is a task of its own, and it repeats the question.
    """
    finished = and_(inbox.c.state.not_in(UNFINISHED), inbox.c.state != InboxState.ERASED)
    found = select(inbox.c.id).where(of_inbox, finished).cte("found", recursive=True)
    about = select(inbox.c.id).where(inbox.c.ref == found.c.id, finished)
    return select(found.union(about).c.id)


def _erase_events(
    connection: Connection, chosen: Select[Any], of_events: ColumnElement[bool]
) -> dict[str, Any]:
    """Erase the words behind audited events; return their numbers."""
    ids = [f"{_SLACK_ID}{one}" for one in connection.execute(chosen).scalars()]
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
