"""What happened lately: what came into the library, what somebody asked, what could not be read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from store import rows
from store.clock import Clock, utc_now
from store.inbox import InboxState, Surface, Task
from store.records import Filters, ReportSummary, Viewer
from store.slack_tables import channels, inbox
from store.standing import CURRENT, may_be_searched
from store.tables import reports, revisions

_IN_THREADS = (Surface.MENTION, Surface.DIRECT, Surface.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A report with when its current revision was written."""

    report: ReportSummary
    at: datetime


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """A question that somebody asked: `at` is in seconds since 1970."""

    text: str
    channel: str
    ts: str
    thread_ts: str
    at: float


class Lately:
    """Reads the latest; `clock` says when embargoes end.

    `slack` is the database that what is said in Slack is kept in, where that is another one.
    """

    def __init__(self, engine: Engine, clock: Clock = utc_now, slack: Engine | None = None) -> None:
        self._engine = engine
        self._slack = slack or engine
        self._clock = clock

    def ingested(self, viewer: Viewer, limit: int) -> list[Fresh]:
        """Return the latest of the reports that may be searched for a viewer."""
        query = select(reports, *rows.SUMMARY_COLUMNS, revisions.c.ingested_at)
        query = query.join(revisions, CURRENT)
        query = query.where(may_be_searched(Filters(viewer=viewer), self._clock()))
        order = (revisions.c.ingested_at.desc(), reports.c.report_id)
        with self._engine.connect() as connection:
            found = connection.execute(query.order_by(*order).limit(limit)).all()
        return [Fresh(rows.summary(row, self._clock()), row.ingested_at) for row in found]

    def asked(self, team: str, person: str, limit: int) -> list[AskedBefore]:
        """Return the latest questions of somebody that stand in a thread, newest first."""
        query = (
            select(inbox)
            .where(
                inbox.c.team == team,
                inbox.c.user == person,
                inbox.c.text != "",
                inbox.c.task == Task.ASK,
                inbox.c.surface.in_(_IN_THREADS),
                inbox.c.state != InboxState.WITHDRAWN,
            )
            .order_by(inbox.c.id.desc())
            .limit(limit)
        )
        with self._slack.connect() as connection:
            found = connection.execute(query).all()
        return [
            AskedBefore(row.text, row.channel, row.ts, row.thread_ts, row.received_at)
            for row in found
        ]

    def adds_somewhere(self, team: str, person: str) -> bool:
        """Return whether somebody may add reports from any channel."""
        query = select(channels.c.settings).where(channels.c.team == team)
        with self._slack.connect() as connection:
            return any(
                person in settings["ingest_by"] for settings in connection.execute(query).scalars()
            )
