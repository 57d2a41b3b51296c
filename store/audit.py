"""The audit log: append-only, each event chained to the one before by SHA-256."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, select

from store.tables import audit

GENESIS = "0" * 64


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

    def broken_at(self) -> int | None:
        """Return the number of the first event whose chain does not hold, None if all do."""
        previous = GENESIS
        with self._engine.connect() as connection:
            for row in connection.execute(select(audit).order_by(audit.c.number)):
                if row.previous != previous or row.hash != _digest(
                    row.previous, row.at, row.event, row.body
                ):
                    return int(row.number)
                previous = row.hash
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


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
