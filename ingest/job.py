"""The ingest job: many files and addresses, each of which succeeds or fails alone.

What is to be done stands in the job table before any of it is begun, so that whatever ends the
program, the next one goes on where it stopped.
"""

import heapq
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import structlog

from ingest.desk import Desk
from ingest.errors import FetchError
from ingest.outcomes import FileResult, Outcome
from ingest.records import Overrides, RawFile
from ingest.slots import Later, Slot
from ingest.sources.fetch import is_address
from ingest.sources.find import find, sift
from ingest.sources.stat import take
from ingest.sources.waits import back_off
from ingest.work import Done, SameBytes, replacement, says_it_replaces, work
from store.errors import ReportdeskError, TransientError
from store.faults import ENDS_THE_RUN, fault_behind
from store.jobs import MOST_CRASHES, Ended, Job, JobState, Wanted

log = structlog.get_logger(__name__)

PATIENCE_SECONDS = 30.0
# How often it looks whether another process has finished a file that is wanted here too.
_BUSY_SECONDS = 0.2
_RENEW_SECONDS = 20.0
_AHEAD = 1


def run(
    places: Sequence[str | Path], said: Overrides, desk: Desk, stop: threading.Event | None = None
) -> Iterator[FileResult]:
    """Ingest files, folders and addresses; yield each outcome, in order, when it is durable.

    What says that it replaces a report comes last, when all that it may mean is known.
    Raises what would fail every file alike: a data folder in use, a model or setting amiss.
    """
    return work_off(find(places, said, desk), desk, stop)


def work_off(
    wanted: Sequence[Wanted],
    desk: Desk,
    stop: threading.Event | None = None,
    patience: float = PATIENCE_SECONDS,
) -> Iterator[FileResult]:
    """Ingest what is wanted, like `run`; once `stop` is set nothing more is begun.

    `patience` is how long this run waits, in seconds, for what is to be tried again; the rest is
    left for a later one.
    """
    return _Run(desk, stop or threading.Event(), patience).results(sift(wanted, desk))


def finish_left_over(
    desk: Desk, stop: threading.Event | None = None, patience: float = PATIENCE_SECONDS
) -> Iterator[FileResult]:
    """Finish what an ended process left, and what is due to be tried again, like `run`."""
    slots = [Slot(job.address, job, left_over=True) for job in desk.jobs.adopt()]
    return _Run(desk, stop or threading.Event(), patience).results_of(slots)


class _Run:
    """One run: a few threads, what waits for them, and the results in order."""

    def __init__(self, desk: Desk, stop: threading.Event, patience: float) -> None:
        self._desk = desk
        self._stop = stop
        self._patience = patience
        self._same = SameBytes()
        self._out: deque[Slot] = deque()
        self._ready: deque[Slot] = deque()
        self._later: list[Later] = []
        self._running: dict[Future[Done], Slot] = {}
        self._replacing: list[Slot] = []
        self._renewed = time.monotonic()

    def results(self, sifted: Sequence[FileResult | Wanted]) -> Iterator[FileResult]:
        """Yield what is settled and what becomes of the rest."""
        jobs = self._desk.jobs.put([one for one in sifted if isinstance(one, Wanted)])
        slots = [
            Slot(one.address, jobs.get(one.address), one)
            if isinstance(one, Wanted)
            else Slot(one.path, results=[one])
            for one in sifted
        ]
        return self.results_of(slots)

    def results_of(self, slots: Sequence[Slot]) -> Iterator[FileResult]:
        """Yield what becomes of each slot."""
        self._out.extend(slots)
        for slot in slots:
            self._add(slot)
        # Of two files that replace the same report, the later one is to win.
        alone = any(slot.job and "supersedes" in slot.job.said for slot in slots)
        workers = 1 if alone else self._desk.parts.settings.workers
        pool = ThreadPoolExecutor(workers, thread_name_prefix="ingest")
        try:
            while self._ready or self._running or self._later:
                self._begin_some(pool, workers + (0 if alone else _AHEAD))
                yield from self._take_out()
                if self._stop.is_set() and not self._running:
                    yield from self._take_out(in_order=False)
                    yield from self._tell_replacements()
                    return
                self._wait()
            yield from self._take_out()
            yield from self._tell_replacements()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            self._desk.jobs.let_go()

    def _add(self, slot: Slot) -> None:
        if slot.results is not None:
            return
        if slot.job is None:
            self._put_off(slot, _BUSY_SECONDS)
        else:
            self._ready.append(slot)

    def _put_off(self, slot: Slot, seconds: float) -> None:
        number = len(self._later)
        heapq.heappush(self._later, Later(time.monotonic() + seconds, number, slot))

    def _begin_some(self, pool: ThreadPoolExecutor, most: int) -> None:
        while self._later and self._later[0].at <= time.monotonic():
            self._come_back(heapq.heappop(self._later).slot)
        while self._ready and len(self._running) < most and not self._stop.is_set():
            self._begin(self._ready.popleft(), pool)

    def _come_back(self, slot: Slot) -> None:
        """Take up what was put off: it is due again, or the other process may be done with it."""
        if slot.job is None and slot.wanted is not None:
            (sifted,) = sift([slot.wanted], self._desk)
            if isinstance(sifted, FileResult):
                slot.results = [sifted]
                return
            slot.job = self._desk.jobs.put([slot.wanted]).get(slot.address)
        self._add(slot)

    def _begin(self, slot: Slot, pool: ThreadPoolExecutor) -> None:
        job = slot.job
        assert job is not None
        slot.began = time.monotonic()
        if job.crashes >= MOST_CRASHES:
            reason = f"The program ended {job.crashes} times while it had this in hand."
            self._bury(slot, reason)
            return
        try:
            raw = None if is_address(job.address) else self._read(job)
        except ReportdeskError as error:
            self._failed(slot, error)
            return
        self._desk.jobs.begin(job)
        self._running[pool.submit(work, job, raw, self._desk, self._same)] = slot

    def _read(self, job: Job) -> RawFile:
        most = self._desk.parts.settings.max_file_megabytes
        taken = take(Path(job.address), job.source, most, self._desk.attached)
        self._desk.sources.note([taken.seen])
        return taken.raw

    def _wait(self) -> None:
        """Wait for a thread, for what is due, or for the time to say that this run lives."""
        pauses = [_RENEW_SECONDS, *(one.at - time.monotonic() for one in self._later[:1])]
        pause = max(0.0, min(pauses))
        if self._running:
            done, _ = wait(self._running, timeout=pause, return_when=FIRST_COMPLETED)
            for future in done:
                self._settle(self._running.pop(future), future)
        elif self._later and not self._ready:
            self._stop.wait(pause)
        if time.monotonic() - self._renewed >= _RENEW_SECONDS:
            self._desk.jobs.renew()
            self._renewed = time.monotonic()

    def _settle(self, slot: Slot, future: Future[Done]) -> None:
        try:
            done = future.result()
        except Exception as error:  # noqa: BLE001 - a file costs no other, whatever a parser does
            self._failed(slot, error)
        else:
            self._keep(slot, done)

    def _keep(self, slot: Slot, done: Done) -> None:
        """Write down what became of a job, then what it brought up and what to remember."""
        desk, job = self._desk, slot.job
        assert job is not None
        report_id = done.report.report_id if done.report else None
        state = JobState.DEAD if done.outcome is Outcome.FAILED else JobState.DONE
        ended = Ended(state, done.outcome, done.reason, report_id, more=done.more)
        more = [
            Slot(one.address, one, left_over=slot.left_over) for one in desk.jobs.end(job, ended)
        ]
        desk.sources.note(done.noted)
        if done.checked:
            source, version = done.checked
            desk.sources.checked(source, version.etag, version.last_modified)
        slot.results = [replace(one, left_over=slot.left_over) for one in done.others]
        if done.outcome:
            slot.results.append(self._result(slot, done.outcome, done))
        self._ready.extend(more)
        place = next((at for at, one in enumerate(self._out) if one is slot), -1)
        for one in reversed(more):
            self._out.insert(place + 1, one)
        if says_it_replaces(done):
            del self._out[place]
            self._replacing.append(slot)

    def _tell_replacements(self) -> Iterator[FileResult]:
        """Yield the results of what says that it replaces another, which this run may bring too."""
        for slot in self._replacing:
            *others, last = slot.results or []
            assert slot.job is not None
            assert last.report is not None
            notes = filter(None, (last.reason, replacement(last.report, self._desk)))
            reason = " ".join(notes) or None
            self._desk.jobs.tell(slot.job, reason)
            yield from (*others, replace(last, reason=reason))

    def _failed(self, slot: Slot, error: Exception) -> None:
        fault = fault_behind(error)
        if isinstance(fault, ENDS_THE_RUN):
            _raise(fault, error)
        if isinstance(fault, TransientError):
            self._try_again(slot, fault)
            return
        if fault is None:
            log.error("ingest failed", path=slot.address, exc_info=error)
        why = str(fault) if fault else "The file could not be processed; the log has the details."
        self._bury(slot, why)

    def _try_again(self, slot: Slot, fault: TransientError) -> None:
        """Put a job off, unless it was tried often enough."""
        job, settings = slot.job, self._desk.parts.settings.retry
        assert job is not None
        attempt = job.attempts + 1
        if attempt >= settings.attempts:
            again = f"`reportdesk jobs retry {job.id}` tries again"
            self._bury(slot, f"{fault} It was tried {attempt} times; {again}.")
            return
        asked = (fault.seconds if isinstance(fault, FetchError) else None) or 0.0
        pause = max(asked, back_off(attempt, settings))
        next_at = time.time() + pause
        ended = Ended(JobState.RETRY, None, str(fault), next_at=next_at)
        self._desk.jobs.end(job, ended)
        slot.job = replace(job, attempts=attempt)
        if pause <= self._patience:
            self._put_off(slot, pause)
            return
        self._desk.jobs.let_go([job.id])
        when = time.strftime("%H:%M", time.localtime(next_at))
        reason = (
            f"{fault} The next ingest after {when} tries again, and so does `reportdesk watch`."
        )
        slot.results = [self._result(slot, Outcome.FAILED, Done(Outcome.FAILED, reason=reason))]

    def _bury(self, slot: Slot, reason: str) -> None:
        assert slot.job is not None
        self._desk.jobs.end(slot.job, Ended(JobState.DEAD, Outcome.FAILED, reason))
        slot.results = [self._result(slot, Outcome.FAILED, Done(Outcome.FAILED, reason=reason))]

    def _result(self, slot: Slot, outcome: Outcome, done: Done) -> FileResult:
        took = time.monotonic() - slot.began
        return FileResult(slot.address, outcome, done.report, took, done.reason, slot.left_over)

    def _take_out(self, *, in_order: bool = True) -> Iterator[FileResult]:
        while self._out and not (in_order and self._out[0].results is None):
            yield from self._out.popleft().results or []


def _raise(fault: ReportdeskError, error: Exception) -> NoReturn:
    if fault is error:
        raise fault
    raise fault from error


__all__ = ["FileResult", "Outcome", "finish_left_over", "run", "work_off"]
