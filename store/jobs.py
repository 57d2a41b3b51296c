"""The job table: what is to be ingested, what was said of it, what became of it.

One row a file or address. A row is waiting, running, done, to be tried again (`retry`) or `dead`;
rows in hand carry their owner's name, and those of a process that died are adopted by the next.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, Row, case, func, insert, select, update

from store.errors import PermanentError
from store.leases import RENEWED_FOR_SECONDS, Lease
from store.tables import jobs

# Whatever kills the program itself this often while one file is in hand is that file's doing.
MOST_CRASHES = 25
_MANY = 400


class JobState(StrEnum):
    """Where a job stands; a dead one waits for a person."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    RETRY = "retry"
    DEAD = "dead"


OPEN = (JobState.WAITING, JobState.RUNNING, JobState.RETRY)


class UnknownJobError(PermanentError):
    """No job goes by that number."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file or address to ingest, from which source, with what was said of it."""

    address: str
    source: int
    said: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """One row; times are seconds since 1970, `next_at` when it is to be tried again."""

    id: int
    address: str
    source: int
    said: dict[str, str]
    state: JobState
    attempts: int
    crashes: int
    next_at: float
    outcome: str | None
    reason: str | None
    report_id: str | None
    created_at: float
    finished_at: float | None


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a job, and what it brought up that is to be ingested too."""

    state: JobState
    outcome: str | None
    reason: str | None
    report_id: str | None = None
    next_at: float = 0.0
    more: Sequence[Wanted] = ()


class Jobs:
    """The table. `clock` returns seconds since 1970."""

    def __init__(
        self, engine: Engine, lease: Lease, clock: Callable[[], float] = time.time
    ) -> None:
        self._engine = engine
        self._lease = lease
        self._clock = clock

    def put(self, wanted: Sequence[Wanted]) -> dict[str, Job]:
        """Take these in hand, and return their jobs by address.

        What is open already keeps what was said of it then, unless said otherwise now. What
        another living process has in hand is left out.
        """
        with self._engine.begin() as connection:
            _take_write_lock(connection)
            return self._put(connection, wanted)

    def adopt(self) -> list[Job]:
        """Take in hand what an ended process left open and what is due to be tried again."""
        now = self._clock()
        query = select(jobs).where(jobs.c.state.in_(OPEN)).order_by(jobs.c.id)
        with self._engine.begin() as connection:
            _take_write_lock(connection)
            found = [row for row in connection.execute(query) if self._is_left(row, now)]
            for row in found:
                crashes = row.crashes + (row.state == JobState.RUNNING)
                connection.execute(_at(row.id).values(**self._in_hand(now), crashes=crashes))
            taken = _by_id(connection, [row.id for row in found])
        # What may have ended that process comes last.
        return sorted(taken, key=lambda job: job.crashes)

    def left_over(self) -> int:
        """Return how many jobs `adopt` would take."""
        return len(self.addresses_left_over())

    def addresses_left_over(self) -> list[str]:
        """Return the addresses of the jobs that `adopt` would take."""
        now = self._clock()
        with self._engine.connect() as connection:
            found = connection.execute(select(jobs).where(jobs.c.state.in_(OPEN))).all()
        return [row.address for row in found if self._is_left(row, now)]

    def begin(self, job: Job) -> None:
        """Say that work on it starts now."""
        with self._engine.begin() as connection:
            connection.execute(_at(job.id).values(state=JobState.RUNNING))

    def end(self, job: Job, ended: Ended) -> list[Job]:
        """Write down what became of a job; return the jobs of what it brought up."""
        now = self._clock()
        open_again = ended.state is JobState.RETRY
        with self._engine.begin() as connection:
            connection.execute(
                _at(job.id).values(
                    state=ended.state,
                    attempts=jobs.c.attempts + (ended.state in {JobState.RETRY, JobState.DEAD}),
                    next_at=ended.next_at,
                    outcome=ended.outcome,
                    reason=ended.reason,
                    report_id=ended.report_id,
                    finished_at=None if open_again else now,
                    owner=jobs.c.owner if open_again else None,
                )
            )
            more = self._put(connection, ended.more)
        return list(more.values())

    def tell(self, job: Job, reason: str | None) -> None:
        """Say something else of a job that has ended."""
        with self._engine.begin() as connection:
            connection.execute(_at(job.id).values(reason=reason))

    def let_go(self, ids: Iterable[int] | None = None) -> None:
        """Leave what this process has in hand to the next one, all of it unless told which."""
        mine = (
            update(jobs)
            .where(jobs.c.owner == self._lease.name)
            .values(
                owner=None,
                state=case(
                    (jobs.c.state == JobState.RUNNING, JobState.WAITING), else_=jobs.c.state
                ),
            )
        )
        if ids is not None:
            mine = mine.where(jobs.c.id.in_(list(ids)))
        with self._engine.begin() as connection:
            connection.execute(mine)

    def renew(self) -> None:
        """Say to other machines that this process still lives."""
        until = self._clock() + RENEWED_FOR_SECONDS
        with self._engine.begin() as connection:
            connection.execute(
                update(jobs).where(jobs.c.owner == self._lease.name).values(leased_until=until)
            )

    def jobs(self, state: JobState | None = None) -> list[Job]:
        """Return all jobs, or those in one state, in the order they came in."""
        query = select(jobs).order_by(jobs.c.id)
        if state:
            query = query.where(jobs.c.state == state)
        with self._engine.connect() as connection:
            return [_job(row) for row in connection.execute(query)]

    def job(self, number: int) -> Job:
        """Return one job. Raises UnknownJobError."""
        with self._engine.connect() as connection:
            row = connection.execute(select(jobs).where(jobs.c.id == number)).one_or_none()
        if row is None:
            raise UnknownJobError(f"There is no job {number}; `reportdesk jobs list` shows all.")
        return _job(row)

    def at(self, wanted: Sequence[Wanted]) -> dict[str, Job]:
        """Return the jobs that there are of these, by address."""
        with self._engine.connect() as connection:
            return {row.address: _job(row) for row in _at_addresses(connection, wanted)}

    def counts(self) -> dict[JobState, int]:
        """Return how many jobs are in each state."""
        query = select(jobs.c.state, func.count()).group_by(jobs.c.state)
        with self._engine.connect() as connection:
            return {JobState(state): number for state, number in connection.execute(query)}

    def reopen(self, given: Sequence[Job]) -> None:
        """Let dead jobs wait again, and those to be tried later be due now."""
        with self._engine.begin() as connection:
            for job in given:
                fresh = {"state": JobState.WAITING, "attempts": 0, "crashes": 0, "next_at": 0.0}
                again = _at(job.id).where(jobs.c.state.in_((JobState.DEAD, JobState.RETRY)))
                connection.execute(again.values(**fresh, owner=None, finished_at=None))

    def _put(self, connection: Connection, wanted: Sequence[Wanted]) -> dict[str, Job]:
        if not wanted:
            return {}
        now = self._clock()
        before = {row.address: row for row in _at_addresses(connection, wanted)}
        fresh = {**self._in_hand(now), "attempts": 0, "crashes": 0, "outcome": None}
        fresh |= {"reason": None, "report_id": None, "finished_at": None}
        inserted, taken = [], []
        for one in wanted:
            row = before.get(one.address)
            values = {"source": one.source, "said": one.said, **fresh}
            if row is None:
                inserted.append({"address": one.address, "created_at": now, **values})
            elif self._may_take(row, now):
                pending = row.said if row.state in OPEN else {}
                values["said"] = {**pending, **one.said}
                connection.execute(_at(row.id).values(**values))
            else:
                continue
            taken.append(one)
        if inserted:
            connection.execute(insert(jobs), inserted)
        return {row.address: _job(row) for row in _at_addresses(connection, taken)}

    def _in_hand(self, now: float) -> dict[str, Any]:
        until = now + RENEWED_FOR_SECONDS
        owner = self._lease.name
        return {"state": JobState.WAITING, "owner": owner, "leased_until": until, "next_at": 0.0}

    def _may_take(self, row: Row[Any], now: float) -> bool:
        free = row.owner is None or row.owner == self._lease.name
        return free or self._is_dead(row, now)

    def _is_left(self, row: Row[Any], now: float) -> bool:
        if row.owner is None:
            return bool(row.state != JobState.RETRY or row.next_at <= now)
        return row.owner != self._lease.name and self._is_dead(row, now)

    def _is_dead(self, row: Row[Any], now: float) -> bool:
        return self._lease.is_dead(row.owner, row.leased_until or 0.0, now)


def _take_write_lock(connection: Connection) -> None:
    """Be the only writer from here on, so that nobody takes what is being looked at."""
    connection.execute(update(jobs).where(jobs.c.id < 0).values(attempts=0))


def _at(number: int) -> Any:
    return update(jobs).where(jobs.c.id == number)


def _at_addresses(connection: Connection, wanted: Sequence[Wanted]) -> list[Row[Any]]:
    found: list[Row[Any]] = []
    for begin in range(0, len(wanted), _MANY):
        addresses = [one.address for one in wanted[begin : begin + _MANY]]
        found += connection.execute(select(jobs).where(jobs.c.address.in_(addresses))).all()
    return found


def _by_id(connection: Connection, ids: Sequence[int]) -> list[Job]:
    found: dict[int, Job] = {}
    for begin in range(0, len(ids), _MANY):
        query = select(jobs).where(jobs.c.id.in_(ids[begin : begin + _MANY]))
        found |= {row.id: _job(row) for row in connection.execute(query)}
    return [found[number] for number in ids]


def _job(row: Row[Any]) -> Job:
    return Job(
        row.id,
        row.address,
        row.source,
        dict(row.said),
        JobState(row.state),
        row.attempts,
        row.crashes,
        row.next_at,
        row.outcome,
        row.reason,
        row.report_id,
        row.created_at,
        row.finished_at,
    )
