"""One job: a file or address becomes a report, or it is said why not."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from ingest.alike import Wording
from ingest.changed import what_changed
from ingest.desk import Desk, is_settled, was_moved
from ingest.embargoes import duplicate_reason, put_under_embargo
from ingest.errors import GoneError, UnreadableError
from ingest.near import NearlySameError
from ingest.outcomes import FileResult, Outcome
from ingest.page_notes import page_notes
from ingest.pipeline import ingest_report
from ingest.records import Overrides, RawFile
from ingest.settings import IngestSettings
from ingest.sources.body import raw_file
from ingest.sources.feed import entries
from ingest.sources.fetch import Fetched, Version
from ingest.sources.mail import mail_of
from ingest.supersession import replacement_note
from store.jobs import Job, Wanted
from store.records import Embargo, ReportSummary, Revision
from store.sources import Seen, Source, SourceKind

# Said of what is to be indexed though the library has it.
EVEN_IF_DUPLICATE = "even_if_duplicate"


@dataclass(frozen=True, slots=True)
class Done:
    """What a job came to.

    `outcome` is None for a feed, which is no report. `more` is what it brought up, `others` what
    of that is settled already; `noted` and `checked` what to remember once all that is kept.
    """

    outcome: Outcome | None
    report: ReportSummary | None = None
    reason: str | None = None
    more: Sequence[Wanted] = ()
    others: Sequence[FileResult] = ()
    noted: Sequence[Seen] = ()
    checked: tuple[Source, Version] | None = None


class SameBytes:
    """Lets one of several threads at a time work on the same bytes."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._held: set[str] = set()

    @contextmanager
    def held(self, sha256: str) -> Iterator[None]:
        """Be the only one with these bytes while the block runs."""
        with self._changed:
            self._changed.wait_for(lambda: sha256 not in self._held)
            self._held.add(sha256)
        try:
            yield
        finally:
            with self._changed:
                self._held.discard(sha256)
                self._changed.notify_all()


def work(job: Job, raw: RawFile | None, desk: Desk, same: SameBytes) -> Done:
    """Do a job; `raw` is its file, None for an address, which is fetched.

    Raises PermanentError where trying again will not help, TransientError where it may.
    """
    if raw is None:
        return _fetch(job, desk, same)
    return _ingest(raw, job, desk, same)


def _ingest(raw: RawFile, job: Job, desk: Desk, same: SameBytes) -> Done:
    said = Overrides.of(job.said)
    with same.held(raw.sha256):
        known = desk.places.known([raw.place]).get(raw.place)
        if known and is_settled(known, raw.sha256, said):
            held = put_under_embargo(known.report, said.embargo, desk.parts.index)
            return Done(Outcome.UNCHANGED, known.report, held)
        is_new = known is None and EVEN_IF_DUPLICATE not in job.said
        twin = desk.catalog.report_with(raw.sha256) if is_new else None
        if twin:
            return _twin(raw, twin, said.embargo, desk)
        more = _attached(raw, job, desk)
        try:
            also = said.with_earlier(known.said) if known else said
            report, notices = _index(raw, also, desk, compared=is_new and not said.supersedes)
        except NearlySameError as error:
            return Done(Outcome.DUPLICATE, error.report, str(error), more)
        except UnreadableError as error:
            if not more:
                raise
            return Done(Outcome.FAILED, reason=str(error), more=more)
    outcome = Outcome.UPDATED if known else Outcome.INDEXED
    changed = what_changed(known.report, report, desk.catalog) if known else None
    reasons = filter(None, (changed, *notices, _page_notes(report, desk)))
    return Done(outcome, report, " ".join(reasons) or None, more)


def _index(
    raw: RawFile, said: Overrides, desk: Desk, *, compared: bool
) -> tuple[ReportSummary, list[str]]:
    """Index a file once it is known not to be another in another frame; say what was noticed.

    Raises NearlySameError.
    """
    read: list[Wording] = []
    notices: list[str] = []
    with ExitStack() as held:

        def compare_then_go_on(raw: RawFile, said: Overrides, settings: IngestSettings) -> Revision:
            revision = desk.parts.read(raw, said, settings)
            wording = Wording.of(revision.text)
            read.append(wording)
            notices.extend(revision.notes)
            if compared:
                held.enter_context(desk.near.turn(wording))
                notices.extend(filter(None, [desk.near.check(revision, wording, raw.place)]))
            return revision

        report = ingest_report(raw, said, replace(desk.parts, read=compare_then_go_on))
        desk.near.keep(report, read[0])
    return report, notices


def _twin(raw: RawFile, twin: ReportSummary, embargo: Embargo | None, desk: Desk) -> Done:
    """Say of what a file is a copy; where the other is gone, it was moved."""
    if not was_moved(raw, twin):
        return Done(Outcome.DUPLICATE, twin, duplicate_reason(twin, embargo))
    desk.places.move(twin, raw.place)
    moved = desk.catalog.report(twin.report_id)
    return Done(Outcome.UNCHANGED, moved, f"Moved here from {twin.path}.")


def _attached(raw: RawFile, job: Job, desk: Desk) -> tuple[Wanted, ...]:
    """Return what is attached to a mail; each is to become a report of its own."""
    # A mail within a mail is no file; its attachments came with the outer one's.
    if mail_of(raw.address) if raw.address else not raw.path.is_file():
        return ()
    # An embargo and whose they are hold for them too; a title is the mail's own.
    own = ("supersedes", "corrections")
    said = {name: value for name, value in job.said.items() if name not in own}
    return tuple(Wanted(one.place, job.source, said) for one in desk.attached(raw))


def _page_notes(report: ReportSummary, desk: Desk) -> str | None:
    pages = desk.catalog.pages(report.report_id, report.revision)
    return page_notes(pages, ocr=desk.parts.settings.ocr != "off")


def says_it_replaces(done: Done) -> bool:
    """Whether a job came to a report that says that it replaces another."""
    written = done.outcome in {Outcome.INDEXED, Outcome.UPDATED}
    return written and done.report is not None and bool(done.report.description.supersedes.value)


def replacement(report: ReportSummary, desk: Desk) -> str | None:
    """Say what a report says it replaces, unless a person has seen to that already."""
    others = desk.catalog.reports()
    done = any(one.superseded_by == report.report_id for one in others)
    return None if done else replacement_note(report, others)


def _fetch(job: Job, desk: Desk, same: SameBytes) -> Done:
    """Fetch what is at an address: a report, or a feed that lists some."""
    known = desk.places.known([job.address]).get(job.address)
    feed = desk.sources.find(SourceKind.FEED, job.address)
    before = desk.sources.shown_at(job.source, job.address)
    version = Version(feed.etag, feed.last_modified) if feed else None
    if known and before and is_settled(known, None, Overrides.of(job.said)):
        version = Version(before.etag, before.last_modified)
    try:
        fetched = desk.fetcher().fetch(job.address, version)
    except GoneError as error:
        if known is None:
            raise
        desk.sources.mark_gone([job.address])
        raise GoneError(f"{error} {withdraw_hint(known.report.report_id)}") from error
    if before and before.gone_at is not None:
        desk.sources.mark_back([job.address])
    if fetched.body is None:
        return Done(Outcome.UNCHANGED, known.report) if known else _feed_again(job, feed, desk)
    if fetched.body.is_feed:
        return _entries(job, fetched, desk)
    raw = _fetched_file(job.address, fetched, desk)
    told = fetched.version
    seen = Seen(job.source, job.address, None, 0, raw.sha256, told.etag, told.last_modified)
    done = _ingest(raw, job, desk, same)
    return replace(done, noted=[replace(seen, mark=before.mark if before else None)])


def _fetched_file(address: str, fetched: Fetched, desk: Desk) -> RawFile:
    """Return what was fetched, or what of it was asked for: a file that is attached to a mail."""
    assert fetched.body is not None
    mail = mail_of(address)
    raw = raw_file(mail or address, fetched.address, fetched.body)
    if mail is None:
        return raw
    found = next((one for one in desk.attached(raw) if one.place == address), None)
    if found is None:
        raise UnreadableError("The mail at this address has no such file attached any more.")
    return found


def withdraw_hint(report_id: str) -> str:
    """Say what a person can do about a report whose file or page is gone."""
    return (
        f"The report {report_id} stays until a person decides; "
        f"`reportdesk reports withdraw {report_id}` takes it out of the answers."
    )


def _entries(job: Job, fetched: Fetched, desk: Desk) -> Done:
    """Return what a feed lists: what is new or changed is to be fetched."""
    assert fetched.body is not None
    limit = desk.parts.settings.fetch.feed_entries
    listed = entries(fetched.address, fetched.body, limit)
    feed = desk.sources.source(SourceKind.FEED, job.address)
    shown = desk.sources.shown(feed.id)
    known = desk.places.known([one.address for one in listed])
    said = Overrides.of(job.said)
    more: list[Wanted] = []
    others: list[FileResult] = []
    noted: list[Seen] = []
    for one in listed:
        seen, there = shown.get(one.address), known.get(one.address)
        same = seen is not None and seen.mark == one.mark
        if same and there and is_settled(there, None, said):
            others.append(FileResult(one.address, Outcome.UNCHANGED, there.report, 0.0))
            continue
        more.append(Wanted(one.address, feed.id, job.said))
        noted.append(replace(seen or Seen(feed.id, one.address), mark=one.mark))
    told = (feed, fetched.version)
    return Done(None, more=more, others=others, noted=noted, checked=told)


def _feed_again(job: Job, feed: Source | None, desk: Desk) -> Done:
    """Return what an unchanged feed listed: what of it is no report yet is fetched again."""
    assert feed is not None
    shown = desk.sources.shown(feed.id)
    known = desk.places.known(list(shown))
    said = Overrides.of(job.said)
    settled = {at: one for at, one in known.items() if is_settled(one, None, said)}
    others = [FileResult(at, Outcome.UNCHANGED, one.report, 0.0) for at, one in settled.items()]
    more = [Wanted(at, feed.id, job.said) for at in known if at not in settled]
    return Done(None, more=more, others=others)
