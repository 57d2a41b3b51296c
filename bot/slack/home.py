"""The Home tab and the prompts of the Messages tab, made for the person who opens them."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePath
from queue import Full, Queue

import structlog
from slack_sdk import WebClient

from bot.answering.wording import long_date
from bot.slack.blocks.home import Home, Item, dated, home_view
from bot.slack.failures import survives
from bot.slack.offer import for_people
from bot.slack.permissions import Permissions
from bot.slack.prompts import Prompts
from ingest.desk import Desk
from ingest.embargoes import embargo_from
from ingest.sources.fetch import is_address
from store.jobs import Job, JobState
from store.lately import Lately
from store.records import Filters, ReportSummary, Viewer
from store.uploads import Upload, Uploads, UploadState

_log = structlog.get_logger(__name__)

HOME, MESSAGES = "home", "messages"
NEWEST, LATEST, THREADS = 6, 5, 5
_WAITING = 200
# Of the latest, so many are looked at for those that a person may see.
_LOOKED_AT = 60
PROMPTS_TITLE = "Ask, for example"


@dataclass(frozen=True, slots=True)
class HomeParts:
    """What the tab is made from. `desk` is the ingest job's.

    `paused` returns why the bot is paused, None where it is not. `lines` returns the press lines
    that await somebody in a team.
    """

    desk: Callable[[], Desk]
    uploads: Uploads
    lately: Lately
    prompts: Prompts
    paused: Callable[[str], str | None] = lambda _team: None
    lines: Callable[[str, str], Sequence[Item]] = lambda _team, _person: ()


@dataclass(frozen=True, slots=True)
class Opened:
    """Who opened which tab, and the direct channel with them."""

    team: str
    person: str
    channel: str
    tab: str


Waiting = Queue[Opened | None]


class HomeDesk:
    """Publishes tabs from threads of its own. `address_of` gives a team's own web address."""

    def __init__(
        self,
        parts: HomeParts,
        rights: Permissions,
        client_of: Callable[[str], WebClient],
        address_of: Callable[[str], str],
    ) -> None:
        self._parts = parts
        self._rights = rights
        self._client_of = client_of
        self._address_of = address_of
        self._to_show: Waiting = Queue(_WAITING)
        self._to_find: Waiting = Queue(_WAITING)
        self._running: list[threading.Thread] = []

    def opened(self, opened: Opened) -> None:
        """Have a tab brought up to date. Quick."""
        if opened.tab in (HOME, MESSAGES):
            _put(self._to_show, opened)

    def start(self) -> None:
        """Start the threads: nobody's tab waits while questions are found for somebody else's."""
        for name, queue, work in (
            ("slack-home", self._to_show, self._show),
            ("slack-prompts", self._to_find, self._find),
        ):
            thread = threading.Thread(target=_work, args=(queue, work), name=name, daemon=True)
            self._running.append(thread)
            thread.start()

    def stop(self, seconds: float) -> None:
        """End the threads: an open tab is made anew when it is opened next."""
        deadline = time.monotonic() + seconds
        for queue in (self._to_show, self._to_find):
            while not queue.empty():
                queue.get_nowait()
            queue.put(None)
        for thread in self._running:
            thread.join(max(deadline - time.monotonic(), 0.0))
        self._running = []

    def _show(self, opened: Opened) -> None:
        known = self._parts.prompts.known(Viewer(person=opened.person))
        if opened.tab == HOME or known:
            self._publish(opened, known or ())
        if known is None:
            _put(self._to_find, opened)

    def _find(self, opened: Opened) -> None:
        if found := self._parts.prompts.find(Viewer(person=opened.person)):
            self._publish(opened, found)

    def _publish(self, opened: Opened, questions: Sequence[str]) -> None:
        client = self._client_of(opened.team)
        if opened.tab == HOME:
            view = home_view(self._home(opened, questions))
            client.views_publish(user_id=opened.person, view=view)
            return
        # In an agent's direct channel they belong to no thread.
        client.assistant_threads_setSuggestedPrompts(
            channel_id=opened.channel,
            title=PROMPTS_TITLE,
            prompts=[{"title": one, "message": one} for one in questions],
        )

    def _home(self, opened: Opened, questions: Sequence[str]) -> Home:
        parts, viewer = self._parts, Viewer(person=opened.person)
        catalog = parts.desk().catalog
        held = catalog.searchable(Filters(viewer=viewer))
        days = [one.published_on for one in held if one.published_on]
        trusted = self._is_trusted(opened)
        return Home(
            reports=len(held),
            passages=sum(one.passages for one in held),
            first=min(days, default=None),
            last=max(days, default=None),
            newest=[_report(one) for one in held[:NEWEST]],
            subjects=catalog.subjects(Filters(viewer=viewer)),
            questions=questions,
            threads=[*self._threads(opened)],
            added=[*self._added(viewer)] if trusted else (),
            failed=[*self._failed(opened, viewer)][:LATEST] if trusted else None,
            lines=parts.lines(opened.team, opened.person),
            paused=parts.paused(opened.team),
        )

    def _is_trusted(self, opened: Opened) -> bool:
        adds = self._parts.lately.adds_somewhere(opened.team, opened.person)
        return adds or self._rights.may_configure(opened.person)

    def _threads(self, opened: Opened) -> Iterator[Item]:
        base = self._address_of(opened.team).rstrip("/")
        for one in self._parts.lately.asked(opened.team, opened.person, THREADS):
            place = f"{base}/archives/{one.channel}/p{one.ts.replace('.', '')}"
            within = f"?thread_ts={one.thread_ts}&cid={one.channel}"
            url = f"{place}{within if one.thread_ts != one.ts else ''}" if base else None
            yield Item(one.text, url, _day(one.at))

    def _added(self, viewer: Viewer) -> Iterator[Item]:
        for one in self._parts.lately.ingested(viewer, LATEST):
            about = f"revision {one.report.revision}, added {_day(_at(one.at))}"
            yield Item(one.report.title, one.report.description.url.value, about)

    def _failed(self, opened: Opened, viewer: Viewer) -> Iterator[Item]:
        """Yield what could not be added, newest first, as far as somebody may know of it."""
        desk = self._parts.desk()
        hidden = self._hidden(desk, viewer)
        found = [*self._failed_uploads(opened), *self._failed_jobs(desk, viewer, hidden)]
        for at, name, reason in sorted(found, reverse=True):
            yield Item(name, None, f"{_day(at)}. {reason}".strip())

    def _failed_uploads(self, opened: Opened) -> Iterator[tuple[float, str, str]]:
        states = (UploadState.FAILED,)
        for one in self._parts.uploads.lately(opened.team, states, _LOOKED_AT):
            if self._may_know(one, opened.person):
                yield one.changed_at, one.shared.name, one.reason or ""

    def _may_know(self, upload: Upload, person: str) -> bool:
        shared = upload.shared
        return shared.user == person or self._rights.may_ingest(shared.team, shared.channel, person)

    def _failed_jobs(
        self, desk: Desk, viewer: Viewer, hidden: set[str]
    ) -> Iterator[tuple[float, str, str]]:
        ours = desk.folder.resolve()
        dead = desk.jobs.jobs(JobState.DEAD)[-_LOOKED_AT:]
        for job in dead:
            # What was shared in Slack is among the uploads, with who may know of it.
            shared = not is_address(job.address) and PurePath(job.address).is_relative_to(ours)
            if not shared and job.address not in hidden and _is_open(job, viewer):
                name = job.address if is_address(job.address) else PurePath(job.address).name
                reason = for_people(job.reason, desk, viewer)
                yield job.finished_at or job.created_at, name, reason

    @staticmethod
    def _hidden(desk: Desk, viewer: Viewer) -> set[str]:
        seen = desk.catalog.seen_ids(viewer)
        return {one.path for one in desk.catalog.reports() if one.report_id not in seen}


def _put(queue: Waiting, opened: Opened) -> None:
    try:
        queue.put_nowait(opened)
    except Full:
        _log.warning("slack.home_overrun", tab=opened.tab)


def _work(queue: Waiting, work: Callable[[Opened], None]) -> None:
    while (opened := queue.get()) is not None:
        survives(partial(work, opened), tab=opened.tab)


def _is_open(job: Job, viewer: Viewer) -> bool:
    """Whether a file that was to be under embargo may be known of."""
    embargo = embargo_from(job.said)
    over = embargo is None or embargo.until <= datetime.now(UTC)
    return over or (embargo is not None and viewer.person in embargo.people)


def _report(report: ReportSummary) -> Item:
    described = report.description
    about = described.subject.value or described.publisher.value or ""
    return dated(report.title, described.url.value, report.published_on, about)


def _at(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _day(at: float) -> str:
    return long_date(datetime.fromtimestamp(at).astimezone().date())
