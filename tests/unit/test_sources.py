"""Folders, feeds and addresses: each remembers what it has shown, and loses nothing in silence."""

import os
import shutil
import threading
import time
from dataclasses import replace
from email.message import EmailMessage

import pytest
from ingest_kit import make_desk
from web import Page, serving

from ingest.errors import UnreadableError
from ingest.job import Outcome, finish_left_over, run
from ingest.records import Overrides, RawFile
from ingest.settings import IngestSettings
from ingest.sources.find import find, sift
from ingest.sources.folder import discover
from ingest.sources.mail import attachments
from ingest.wiring import Library
from ingest.workers import Readers
from store.errors import TransientError
from store.jobs import JobState, Wanted
from store.settings import StoreSettings

TEXT = "Saltmere: the kennels\n\nSaltmere Constabulary keeps {} police dogs at the kennels.\n"
HTML = (
    "<html><head><title>Saltmere kennels {0}</title></head><body><main><h1>Saltmere kennels {0}"
    "</h1><p>Saltmere Constabulary keeps {0} police dogs at the kennels in Brackwater, and nobody "
    "there could say for how long it has done so, or why.</p></main></body></html>"
)
ENTRY = (
    "<item><title>{0}</title><link>{1}</link><guid>{1}</guid>"
    "<pubDate>Thu, 0{0} Oct 2026 09:00:00 GMT</pubDate></item>"
)
QUICK = {"retry": {"attempts": 3, "first_seconds": 0.01}}
WEB = {"fetch": {"allow_private": True, "delay_seconds": 0}, **QUICK}


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "reports"
    made.mkdir()
    return made


@pytest.fixture
def web():
    with serving() as served:
        yield served


NOTHING_SAID = Overrides()


def ingest(desk, *places, said=NOTHING_SAID):
    return list(run(places, said, desk))


def told(results):
    return [(one.name, one.outcome.value) for one in results]


def feed(web, *paths):
    items = "".join(ENTRY.format(at, web.url(path)) for at, path in enumerate(paths, start=1))
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Releases</title>'
    content = f"{head}<link>{web.url('/')}</link>{items}</channel></rss>"
    return Page(content.encode(), "application/rss+xml", etag=f'"{len(content)}"')


def test_files_are_known_without_being_read(shelf, folder, monkeypatch):
    for number in range(3):
        file = folder / f"{number}.txt"
        file.write_text(TEXT.format(number))
        os.utime(file, (time.time() - 60,) * 2)
    ingest(make_desk(shelf), folder)
    # Their ctime is fresh, so the next run hashes them once more; from then on they are known.
    with monkeypatch.context() as patched:
        patched.setattr(time, "time_ns", lambda: int((time.time() + 60) * 1e9))
        ingest(make_desk(shelf), folder)
    monkeypatch.setattr("ingest.sources.stat.read", None)

    results = ingest(make_desk(shelf), folder)

    assert [one.outcome for one in results] == [Outcome.UNCHANGED] * 3


def test_a_change_that_keeps_size_and_time_is_noticed(shelf, folder):
    """Within the clock's tick nothing tells the two apart but the bytes (git: racily clean)."""
    file = folder / "a.txt"
    file.write_text(TEXT.format(14))
    before = file.stat()
    ingest(make_desk(shelf), folder)
    file.write_text(TEXT.format(15))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert told(ingest(make_desk(shelf), folder)) == [("a.txt", "updated")]


def test_what_is_gone_is_flagged_until_it_is_back(shelf, folder):
    file, desk = folder / "a.txt", make_desk(shelf)
    file.write_text(TEXT.format(14))
    ingest(desk, folder)
    file.rename(folder.parent / "kept")
    nothing = ingest(desk, folder)
    (flagged,) = desk.sources.gone()
    since = flagged.since
    ingest(desk, folder)
    (still,) = desk.sources.gone()
    (folder.parent / "kept").rename(file)
    back = ingest(desk, folder)

    assert nothing == []
    assert (flagged.report_id, flagged.source) == ("a", str(folder))
    assert still.since == since
    assert told(back) == [("a.txt", "unchanged")]
    assert desk.sources.gone() == []
    assert shelf.catalog.report("a").status == "indexed"


def test_a_folder_that_is_gone_itself_flags_nothing(shelf, folder):
    (folder / "a.txt").write_text(TEXT.format(14))
    desk = make_desk(shelf)
    ingest(desk, folder)
    folder.rename(folder.parent / "unmounted")

    (result,) = ingest(desk, folder)

    assert result.outcome is Outcome.FAILED
    assert desk.sources.gone() == []


def test_a_moved_file_is_one_report_that_knows_its_new_path(shelf, folder):
    desk = make_desk(shelf)
    (folder / "a.txt").write_text(TEXT.format(14))
    ingest(desk, folder)
    (folder / "2024").mkdir()
    (folder / "a.txt").rename(folder / "2024" / "kennels.txt")

    (moved,) = ingest(desk, folder)
    (again,) = ingest(desk, folder)

    assert (moved.outcome, moved.report.report_id) == (Outcome.UNCHANGED, "a")
    assert "Moved here from" in moved.reason
    assert again.outcome is Outcome.UNCHANGED
    assert [one.path for one in shelf.catalog.reports()] == [str(folder / "2024" / "kennels.txt")]
    assert desk.sources.gone() == []


def test_a_copy_is_a_duplicate_and_two_threads_agree_on_it(shelf, folder):
    for name in "abcdef":
        (folder / f"{name}.txt").write_text(TEXT.format(14))

    results = ingest(make_desk(shelf, workers=4), folder)

    assert told(results) == [("a.txt", "indexed"), *((f"{n}.txt", "duplicate") for n in "bcdef")]
    assert len(shelf.catalog.reports()) == 1


def test_what_is_left_is_finished_as_it_was_said_then(shelf, folder):
    """A process that died after it had written down what was wanted."""
    (folder / "a.txt").write_text(TEXT.format(14))
    (folder / "b.txt").write_text(TEXT.format(15))
    dead, desk = make_desk(shelf), make_desk(shelf)
    said = Overrides(subject="Saltmere")
    wanted = [one for one in sift(find([folder], said, dead), dead) if isinstance(one, Wanted)]
    first, _ = dead.jobs.put(wanted).values()
    dead.jobs.begin(first)

    assert desk.jobs.left_over() == 0
    shutil.rmtree(shelf.folder / "leases")
    assert desk.jobs.left_over() == 2
    results = list(finish_left_over(desk))

    assert told(results) == [("b.txt", "indexed"), ("a.txt", "indexed")]
    assert all(one.left_over for one in results)
    assert all(one.report.description.subject.value == "Saltmere" for one in results)
    assert desk.jobs.job(first.id).crashes == 1
    assert desk.jobs.left_over() == 0


def test_what_another_process_has_in_hand_is_waited_for(shelf, folder):
    file = folder / "a.txt"
    file.write_text(TEXT.format(14))
    other, desk = make_desk(shelf), make_desk(shelf)
    theirs = run([file], Overrides(), other)
    held = other.jobs.put([Wanted(str(file), 1)])
    results = run([file], Overrides(), desk)

    assert desk.jobs.put([Wanted(str(file), 1)]) == {}
    other.jobs.let_go([job.id for job in held.values()])
    assert told(results) == [("a.txt", "indexed")]
    assert told(theirs) == [("a.txt", "unchanged")]


def test_an_address_is_a_report_known_by_it(shelf, web):
    desk, url = make_desk(shelf, **WEB), web.url("/kennels?year=2024")
    web.pages["/kennels?year=2024"] = Page(HTML.format(14).encode(), etag='"1"')

    (new,) = ingest(desk, url)
    (same,) = ingest(make_desk(shelf, **WEB), url)
    web.pages["/kennels?year=2024"] = Page(HTML.format(15).encode(), etag='"2"')
    (changed,) = ingest(desk, url)

    assert [one.outcome.value for one in (new, same, changed)] == [
        "indexed",
        "unchanged",
        "updated",
    ]
    assert new.report.description.url.value == url
    assert (changed.path, changed.report.path, changed.report.revision) == (url, url, 2)
    assert web.asked[3][1]["if-none-match"] == '"1"'


def test_an_address_where_nothing_is_any_more_flags_its_report(shelf, web):
    desk, url = make_desk(shelf, **WEB), web.url("/a")
    web.pages["/a"] = Page(HTML.format(14).encode())
    ingest(desk, url)
    page = web.pages.pop("/a")

    (missing,) = ingest(desk, url)
    flagged = desk.sources.gone()
    web.pages["/a"] = page
    (back,) = ingest(desk, url)

    assert missing.outcome is Outcome.FAILED
    assert "reports withdraw a" in missing.reason
    assert [one.report_id for one in flagged] == ["a"]
    assert (back.outcome, desk.sources.gone()) == (Outcome.UNCHANGED, [])


def test_a_feed_brings_what_it_lists_and_later_what_is_new(shelf, web):
    desk, url = make_desk(shelf, **WEB), web.url("/feed")
    for number in (1, 2, 3):
        web.pages[f"/{number}"] = Page(HTML.format(number).encode())
    web.pages["/feed"] = feed(web, "/1", "/2")

    first = ingest(desk, url)
    again = ingest(desk, url)
    web.pages["/feed"] = feed(web, "/1", "/2", "/3")
    later = ingest(desk, url)

    assert told(first) == [("1", "indexed"), ("2", "indexed")]
    assert told(again) == [("1", "unchanged"), ("2", "unchanged")]
    assert sorted(told(later)) == [("1", "unchanged"), ("2", "unchanged"), ("3", "indexed")]
    assert sorted(web.paths()) == ["/1", "/2", "/3", "/feed", "/feed", "/feed"]


def test_what_a_feed_lists_is_not_lost_when_it_cannot_be_had(shelf, web):
    desk, url = make_desk(shelf, **WEB), web.url("/feed")
    web.pages["/1"] = Page(status=500)
    web.pages["/feed"] = feed(web, "/1")
    (failed,) = ingest(desk, url)
    web.pages["/1"] = Page(HTML.format(1).encode())
    (dead,) = desk.jobs.jobs(JobState.DEAD)
    desk.jobs.reopen([dead])

    (found,) = finish_left_over(desk)

    assert failed.outcome is Outcome.FAILED
    assert "tried 3 times" in failed.reason
    assert (found.outcome, found.path) == (Outcome.INDEXED, web.url("/1"))


def test_a_passing_failure_is_tried_again(shelf, web):
    web.pages["/a"] = Page(status=503)
    desk = make_desk(shelf, **WEB)

    class Recovers:
        asked = 0

        def fetch(self, address, known=None):
            self.asked += 1
            if self.asked == 2:
                web.pages["/a"] = Page(HTML.format(14).encode())
            return desk.fetcher().fetch(address, known)

    one = Recovers()
    (result,) = ingest(replace(desk, fetcher=lambda: one), web.url("/a"))

    assert (result.outcome, one.asked) == (Outcome.INDEXED, 2)


def test_what_a_server_puts_off_is_left_for_later(shelf, web):
    web.pages["/a"] = Page(status=429, headers={"Retry-After": "5000"})
    desk = make_desk(shelf, **WEB)

    (result,) = ingest(desk, web.url("/a"))
    (job,) = desk.jobs.jobs(JobState.RETRY)

    assert result.outcome is Outcome.FAILED
    assert "tries again" in result.reason
    assert job.next_at > time.time() + 4000
    assert desk.jobs.left_over() == 0


def test_what_fails_for_good_is_not_tried_again(shelf, folder):
    (folder / "a.pdf").write_bytes(b"%PDF-1.7 cut short")
    desk = make_desk(shelf)
    ingest(desk, folder)

    (job,) = desk.jobs.jobs(JobState.DEAD)
    assert (job.attempts, job.outcome) == (1, "failed")
    assert job.reason


def test_what_is_tried_too_often_is_dead(shelf, folder):
    (folder / "a.txt").write_text(TEXT.format(14))

    def refuse():
        raise TransientError("Not now.")

    (result,) = ingest(make_desk(shelf, refuse, **QUICK), folder)

    assert result.outcome is Outcome.FAILED
    assert result.reason.startswith("Not now. It was tried 3 times; `reportdesk jobs retry")


def test_what_is_attached_to_a_mail_becomes_reports_of_its_own(shelf, folder):
    mail = folder / "release.eml"
    mail.write_text("Subject: Kennels")
    attached = [RawFile(mail / f"{n}.txt", TEXT.format(n).encode(), str(n)) for n in (14, 15)]
    desk = replace(make_desk(shelf), attached=lambda _: tuple(attached))

    results = ingest(desk, folder, said=Overrides(subject="Saltmere"))

    assert told(results)[1:] == [("14.txt", "indexed"), ("15.txt", "indexed")]
    assert results[0].path == str(mail)
    assert results[1].path == str(mail / "14.txt")
    assert results[1].report.description.subject.value == "Saltmere"


def mail(*texts):
    """A mail with a text of its own and these attached."""
    made = EmailMessage()
    made["From"], made["Subject"] = "press@force.example", "Kennels: two notes"
    made.set_content("Saltmere Constabulary sends two notes on its kennels to the editors.\n")
    for number, text in enumerate(texts):
        made.add_attachment(text, filename=f"note {number}.txt")
    return made.as_bytes()


def mail_page(*texts, **headers):
    return Page(mail(*texts), "message/rfc822", headers=headers)


@pytest.mark.parametrize("by_feed", [False, True])
def test_what_is_attached_to_a_mail_that_is_fetched_is_taken_too(shelf, web, by_feed):
    web.pages["/mail.eml"] = mail_page(TEXT.format(14), TEXT.format(15))
    web.pages["/feed"] = feed(web, "/mail.eml")
    place = web.url("/feed" if by_feed else "/mail.eml")

    first = ingest(make_desk(shelf, **WEB), place)
    again = ingest(make_desk(shelf, **WEB), place)

    addresses = [web.url(f"/mail.eml#attachment=note%20{number}.txt") for number in (0, 1)]
    assert [one.path for one in first] == [web.url("/mail.eml"), *addresses]
    assert {one.outcome for one in first} == {Outcome.INDEXED}
    assert "keeps 15 police dogs" in shelf.catalog.text(first[2].report.report_id, 1)
    assert {one.outcome for one in again} == {Outcome.UNCHANGED}
    assert len(shelf.catalog.reports()) == 3


def test_another_attachment_of_a_fetched_mail_is_a_revision(shelf, web):
    web.pages["/mail.eml"] = mail_page(TEXT.format(14))
    ingest(make_desk(shelf, **WEB), web.url("/mail.eml"))
    web.pages["/mail.eml"] = mail_page(TEXT.format(15))

    _, note = ingest(make_desk(shelf, **WEB), web.url("/mail.eml"))

    assert (note.outcome, note.report.revision) == (Outcome.UPDATED, 2)


def test_an_attachment_that_a_fetched_mail_has_no_more_fails_by_name(shelf, web):
    web.pages["/mail.eml"] = mail_page(TEXT.format(14))

    (missing,) = ingest(make_desk(shelf, **WEB), web.url("/mail.eml#attachment=other.txt"))

    assert missing.outcome is Outcome.FAILED
    assert "no such file attached" in missing.reason


def test_mails_are_taken_apart_where_it_costs_one_file(shelf, folder):
    """Of a mail that no reader can take apart the file fails, and those beside it do not."""
    (folder / "a.eml").write_bytes(mail(TEXT.format(14)))
    (folder / "b.txt").write_text(TEXT.format(15))

    def too_much(raw):
        if raw.path.suffix != ".eml":
            return ()
        raise UnreadableError("a.eml: reading it takes more than 30 s.")

    results = ingest(replace(make_desk(shelf), attached=too_much), folder)

    assert told(results) == [("a.eml", "failed"), ("b.txt", "indexed")]
    assert results[0].reason.startswith("a.eml: reading it takes")


def test_the_library_takes_mails_apart_in_a_reader(tmp_path, monkeypatch):
    library = Library(tmp_path / "data", StoreSettings(), IngestSettings())
    raw = RawFile(tmp_path / "a.eml", mail(TEXT.format(14)), "0" * 64)
    asked = []
    real = Readers.run

    def run_in_reader(readers, name, function, *given):
        asked.append((name, function))
        return real(readers, name, function, *given)

    monkeypatch.setattr(Readers, "run", run_in_reader)
    monkeypatch.setattr("ingest.sources.mail.parse_mail", None)
    try:
        desk = library.desk()
        (found,) = desk.attached(raw)
        none = desk.attached(replace(raw, path=tmp_path / "a.txt"))
    finally:
        library.close()

    assert (found.path, none) == (tmp_path / "a.eml" / "note 0.txt", ())
    assert asked == [("a.eml", attachments)]


def test_what_of_a_file_is_not_in_its_text_is_said(shelf, folder):
    (folder / "a.txt").write_text(TEXT.format(14))
    desk = make_desk(shelf)

    def noted(*given):
        return replace(desk.parts.read(*given), notes=("A chart was left out.",))

    (result,) = ingest(replace(desk, parts=replace(desk.parts, read=noted)), folder)

    assert result.reason == "A chart was left out."


def test_what_a_browser_saved_beside_a_page_is_no_report(tmp_path):
    for name in ("page.html", "page_files/frame.html", "page_files/deep/more.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("<p>Words</p>")
    (tmp_path / "case_files").mkdir()
    (tmp_path / "case_files" / "report.txt").write_text("Words")

    found = [path.relative_to(tmp_path.resolve()) for path in discover([tmp_path])]

    assert [str(path) for path in found] == ["case_files/report.txt", "page.html"]


def test_once_told_to_stop_it_finishes_what_it_holds_and_leaves_the_rest(shelf, folder):
    for number in range(12):
        (folder / f"{number}.txt").write_text(TEXT.format(number))
    stop, desk = threading.Event(), make_desk(shelf)

    results = []
    for result in run([folder], NOTHING_SAID, desk, stop):
        stop.set()
        results.append(result)

    assert 1 <= len(results) < 12
    assert len(shelf.catalog.reports()) == len(results)
    rest = list(finish_left_over(desk))
    assert len(results) + len(rest) == 12
    assert len(shelf.catalog.reports()) == 12
