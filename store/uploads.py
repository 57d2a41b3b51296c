"""What people share in Slack to be added to the reports, from the share to the result.

Each change of a row and the audit event that says so are one transaction, so that a click that
comes twice, or after a restart, finds what the first one did.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, Row, Update, or_, select, update
from sqlalchemy.exc import IntegrityError

from store.audit import append
from store.upload_tables import uploads

EVENT = "upload"


class UploadKind(StrEnum):
    """What was shared."""

    FILE = "file"
    LINK = "link"


class UploadState(StrEnum):
    """Where it stands; RECEIVED and ADDING are for the bot to work on, OFFERED for a person."""

    RECEIVED = "received"
    OFFERED = "offered"
    ADDING = "adding"
    ADDED = "added"
    DISCARDED = "discarded"
    FAILED = "failed"


IN_WORK = (UploadState.RECEIVED, UploadState.ADDING)
# From where a person may have it looked at once more.
AGAIN = (UploadState.FAILED, UploadState.DISCARDED)


@dataclass(frozen=True, slots=True)
class Shared:
    """A file or link of one message: `item` is Slack's id of the file, or the address."""

    team: str
    channel: str
    ts: str
    thread_ts: str
    user: str
    kind: UploadKind
    item: str
    name: str


@dataclass(frozen=True, slots=True)
class Upload:
    """One row. `offer` is what its card shows, `said` what was corrected, both plain JSON data.

    `attempts` counts how often work on its state was begun.
    """

    id: int
    shared: Shared
    state: UploadState
    attempts: int
    version: int
    shown: int
    card_ts: str | None
    place: str | None
    offer: dict[str, Any] | None
    said: dict[str, Any]
    report_id: str | None
    revision: int | None
    reason: str | None
    decided_by: str | None
    changed_at: float


@dataclass(frozen=True, slots=True)
class Added:
    """The report that an upload became, or already was."""

    report_id: str
    revision: int


class Uploads:
    """The table. `clock` returns seconds since 1970."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def receive(self, shared: Shared, by: str) -> Upload | None:
        """Keep what was shared; return None if it is known, unless it failed or was discarded."""
        now = self._clock()
        values = {
            **{name: getattr(shared, name) for name in Shared.__slots__},
            "state": UploadState.RECEIVED,
            "attempts": 0,
            "version": 1,
            "shown": 0,
            "said": {},
            "received_at": now,
            "changed_at": now,
        }
        try:
            with self._engine.begin() as connection:
                key = connection.execute(uploads.insert().values(values)).inserted_primary_key
                assert key is not None, "an insert returns its key"
                self._tell(connection, int(key[0]), UploadState.RECEIVED, by)
        except IntegrityError:
            known = self._known(shared)
            return self.again(known.id, by) if known and known.state in AGAIN else None
        return self.get(int(key[0]))

    def get(self, number: int) -> Upload | None:
        """Return one, None where there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(select(uploads).where(uploads.c.id == number)).one_or_none()
        return _upload(row) if row else None

    def of_message(self, team: str, channel: str, ts: str) -> tuple[Upload, ...]:
        """Return what a message brought."""
        query = select(uploads).filter_by(team=team, channel=channel, ts=ts).order_by(uploads.c.id)
        with self._engine.connect() as connection:
            return tuple(_upload(row) for row in connection.execute(query))

    def begin(self, upload: Upload) -> Upload | None:
        """Count an attempt at its state; return None if that has changed or somebody has begun."""
        claim = _if_in(upload.id, upload.state).where(uploads.c.attempts == upload.attempts)
        with self._engine.begin() as connection:
            claimed = connection.execute(claim.values(attempts=upload.attempts + 1))
            if claimed.rowcount != 1:
                return None
        return replace(upload, attempts=upload.attempts + 1)

    def offer(self, upload: Upload, place: str, offer: dict[str, Any]) -> bool:
        """Say what it is; return False if it is no longer to be looked at."""
        values = {"state": UploadState.OFFERED, "place": place, "offer": offer}
        found = {"place": place, "change": offer.get("change")}
        return self._change(upload.id, upload.state, values, (upload.shared.user, found))

    def correct(self, number: int, said: dict[str, Any], by: str) -> bool:
        """Keep all that a person says of it; return False if it is no longer on offer."""
        return self._change(
            number, UploadState.OFFERED, {"said": said}, (by, {"said": said}), what="corrected"
        )

    def decide(self, number: int, state: UploadState, by: str, also: dict[str, str]) -> bool:
        """Move what is on offer to ADDING or DISCARDED; return False if it is not on offer.

        `also` is what is said of the job rather than of the report, where nothing is said of that.
        """
        values = {"state": state, "decided_by": by, **({"said": also} if also else {})}
        return self._change(number, UploadState.OFFERED, values, (by, also))

    def again(self, number: int, by: str) -> Upload | None:
        """Let one that failed or was discarded be looked at once more; None if it did neither."""
        fresh: dict[str, Any] = {"state": UploadState.RECEIVED, "said": {}}
        fresh |= {"reason": None, "decided_by": None}
        if any(self._change(number, state, fresh, (by, {})) for state in AGAIN):
            return self.get(number)
        return None

    def added(self, upload: Upload, report: Added, reason: str | None) -> bool:
        """Say which report it became."""
        became = {"report_id": report.report_id, "revision": report.revision}
        values = {"state": UploadState.ADDED, "reason": reason, **became}
        return self._change(upload.id, upload.state, values, (upload.decided_by or "", became))

    def fail(self, upload: Upload, reason: str, why: str | None = None) -> bool:
        """Say that nothing came of it; `why` is for the audit log where users get less."""
        values = {"state": UploadState.FAILED, "reason": reason}
        by = upload.decided_by or upload.shared.user
        return self._change(upload.id, upload.state, values, (by, {"reason": why or reason}))

    def posted(self, upload: Upload, card_ts: str) -> None:
        """Remember the message that is its card."""
        with self._engine.begin() as connection:
            connection.execute(_at(upload.id).values(card_ts=card_ts))

    def shown(self, upload: Upload) -> None:
        """Say that its card shows this version of it."""
        older = _at(upload.id).where(uploads.c.shown < upload.version)
        with self._engine.begin() as connection:
            connection.execute(older.values(shown=upload.version))

    def unfinished(self, before: float) -> tuple[Upload, ...]:
        """Return what wants work or has a card to bring up to date, unchanged since `before`."""
        wants = or_(uploads.c.state.in_(IN_WORK), uploads.c.shown < uploads.c.version)
        query = select(uploads).where(wants, uploads.c.changed_at <= before).order_by(uploads.c.id)
        with self._engine.connect() as connection:
            return tuple(_upload(row) for row in connection.execute(query))

    def lately(self, team: str, states: Sequence[UploadState], limit: int) -> tuple[Upload, ...]:
        """Return a team's latest in one of these states, newest change first."""
        query = select(uploads).where(uploads.c.team == team, uploads.c.state.in_(states))
        query = query.order_by(uploads.c.changed_at.desc(), uploads.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            return tuple(_upload(row) for row in connection.execute(query))

    def _known(self, shared: Shared) -> Upload | None:
        key = {name: getattr(shared, name) for name in ("team", "channel", "ts", "item")}
        with self._engine.connect() as connection:
            row = connection.execute(select(uploads).filter_by(**key)).one_or_none()
        return _upload(row) if row else None

    def _change(
        self,
        number: int,
        state: UploadState,
        values: dict[str, Any],
        told: tuple[str, dict[str, Any]],
        what: str | None = None,
    ) -> bool:
        """Change what is in a state still, with its audit event; return False if it is not."""
        fresh: dict[str, Any] = {
            "version": uploads.c.version + 1,
            "changed_at": self._clock(),
        }
        if "state" in values:
            fresh["attempts"] = 0
        with self._engine.begin() as connection:
            changed = connection.execute(_if_in(number, state).values(**values, **fresh))
            if changed.rowcount != 1:
                return False
            self._tell(connection, number, what or values["state"], *told)
        return True

    def _tell(
        self,
        connection: Connection,
        number: int,
        what: str,
        by: str,
        facts: dict[str, Any] | None = None,
    ) -> None:
        row = connection.execute(select(uploads).where(uploads.c.id == number)).one()
        where = {"team": row.team, "channel": row.channel, "ts": row.ts}
        shared = {"by": by, row.kind: row.item, "name": row.name}
        body = {"upload": number, "what": str(what), **where, **shared, **(facts or {})}
        append(connection, EVENT, body)


def _at(number: int) -> Update:
    return update(uploads).where(uploads.c.id == number)


def _if_in(number: int, state: UploadState) -> Update:
    return _at(number).where(uploads.c.state == state)


def _upload(row: Row[Any]) -> Upload:
    facts = row._mapping  # noqa: SLF001 - SQLAlchemy's own name for a row as a mapping
    shared = {name: facts[name] for name in Shared.__slots__}
    shared["kind"] = UploadKind(shared["kind"])
    rest = {name: facts[name] for name in Upload.__slots__ if name != "shared"}
    return Upload(
        shared=Shared(**shared),
        **{**rest, "state": UploadState(row.state), "said": dict(row.said)},
    )
