"""The one writer: a reader sees the old revision or the new one, whatever happens between."""

from datetime import date

import pytest
from fakes import MODEL, MemoryVectors, Shelf, make_revision, new_revision

from store.errors import PermanentError, StoreBusyError, StoreMismatchError, UnknownReportError
from store.index import Index
from store.locks import FileLock
from store.records import Filters, ReportStatus
from store.tables import chores

OLD, NEW = "Callers wait too long.", "Callers wait no longer."


class Crash(BaseException):
    """The process is gone: nothing after it runs."""


class DiesStaging(MemoryVectors):
    """Writes the vectors, and crashes before the catalog learns of them."""

    def upsert(self, keys, owner, vectors):
        super().upsert(keys, owner, vectors)
        raise Crash


class DiesRemoving(MemoryVectors):
    """Crashes after the switch, before the old vectors are gone."""

    def remove(self, owner):
        raise Crash


def agree(shelf: Shelf) -> bool:
    return shelf.catalog.owners() == shelf.lexical.owners() == shelf.vectors.owners()


def restarted(shelf: Shelf) -> Shelf:
    """The next process on the folder, with what the crashed one wrote."""
    survived = MemoryVectors()
    survived._held = shelf.vectors._held
    shelf.vectors = survived
    shelf.index = shelf.writer()
    return shelf


def test_a_new_report_is_in_all_three_places(shelf):
    report = shelf.add("/r/met-2024.txt", OLD, "A second paragraph.")

    assert (report.report_id, report.revision, report.passages) == ("met-2024", 1, 2)
    assert shelf.catalog.owners() == {"met-2024@1": 2}
    assert agree(shelf)


def test_a_report_without_passages_can_be_kept(shelf):
    assert shelf.add("/r/empty.txt").passages == 0
    assert agree(shelf)


def test_a_changed_file_becomes_revision_2_and_the_old_passages_are_gone(shelf):
    shelf.add("/r/met.txt", OLD, "Only the old one says burglary.")
    report = shelf.add("/r/met.txt", NEW)

    assert (report.report_id, report.revision) == ("met", 2)
    assert shelf.catalog.owners() == {"met@2": 1}
    assert agree(shelf)
    assert shelf.lexical.best("burglary", 5, None) == []
    assert shelf.catalog.passages(["met@1#0"]) == {}


def test_the_old_text_is_still_readable(shelf):
    shelf.add("/r/met.txt", OLD)
    shelf.add("/r/met.txt", NEW)

    assert shelf.catalog.text("met", 1) == OLD
    assert shelf.catalog.text("met", 2) == NEW
    assert shelf.catalog.revision("met", 1).text == OLD
    assert shelf.catalog.revision("met").text == NEW


def test_two_writers_of_the_same_bytes_make_one_revision(shelf):
    """Both ingests found the file new; the second to get the lock finds it written."""
    shelf.add("/r/met.txt", OLD)
    again = shelf.add("/r/met.txt", OLD)

    assert again.revision == 1
    assert agree(shelf)


def test_the_same_bytes_with_something_new_said_of_them_are_a_new_revision(shelf):
    shelf.add("/r/older.txt", "Something else.")
    shelf.add("/r/met.txt", OLD)

    assert shelf.add("/r/met.txt", OLD, supersedes="older").revision == 2
    assert shelf.catalog.report("older").status is ReportStatus.SUPERSEDED


@pytest.mark.parametrize("dies", [DiesStaging, DiesRemoving])
def test_a_crash_is_cleaned_up_by_the_next_writer(tmp_path, dies):
    shelf = Shelf(tmp_path)
    shelf.add("/r/met.txt", OLD)
    dying = dies()
    dying._held = shelf.vectors._held
    shelf.vectors = dying
    with pytest.raises(Crash):
        shelf.add("/r/met.txt", NEW)

    expected = OLD if dies is DiesStaging else NEW
    assert shelf.catalog.revision("met").text == expected
    assert shelf.catalog.owners() == shelf.lexical.owners()
    assert shelf.vectors.count() == 2

    restarted(shelf).add("/r/other.txt", "Another report.")

    assert agree(shelf)
    assert shelf.catalog.revision("met").text == expected
    shelf.engine.dispose()


def test_what_crashed_while_staging_can_be_written_again(tmp_path):
    shelf = Shelf(tmp_path, DiesStaging())
    with pytest.raises(Crash):
        shelf.add("/r/met.txt", OLD, "More.", "And more.")
    assert shelf.catalog.reports() == []

    report = restarted(shelf).add("/r/met.txt", OLD)

    assert report.revision == 1
    assert agree(shelf)
    shelf.engine.dispose()


def test_clean_does_what_a_crash_left(tmp_path):
    shelf = Shelf(tmp_path, DiesStaging())
    with pytest.raises(Crash):
        shelf.add("/r/met.txt", OLD)

    restarted(shelf).index.clean()

    assert shelf.vectors.count() == 0
    shelf.engine.dispose()


def test_nothing_to_clean_does_not_open_the_vectors(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.add("/r/met.txt", OLD)
    shelf.vectors = None

    shelf.writer().clean()

    shelf.engine.dispose()


@pytest.mark.parametrize("call", ["replace", "clean"])
def test_who_waits_for_the_vectors_does_not_keep_others_from_writing(tmp_path, call):
    """Else an ingest that is refused would hold up the one that has the vectors."""
    shelf = Shelf(tmp_path)
    shelf.add("/r/met.txt", OLD)
    with shelf.engine.begin() as connection:
        connection.execute(chores.insert().values(owner="crashed@1"))
    lock = FileLock(tmp_path / "writer.lock")

    def busy():
        assert lock.acquire(wait=False)
        lock.release()
        raise StoreBusyError("in use")

    index = Index(shelf.engine, busy, tmp_path, MODEL)
    arguments = {
        "replace": [new_revision("/r/met.txt", make_revision(NEW))],
        "clean": [],
    }
    with pytest.raises(StoreBusyError):
        getattr(index, call)(*arguments[call])
    shelf.engine.dispose()


def test_a_failing_vector_store_leaves_the_old_revision(shelf, monkeypatch):
    shelf.add("/r/met.txt", OLD)

    def refuse(*_):
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(shelf.vectors, "upsert", refuse)
        with pytest.raises(OSError, match="full"):
            shelf.add("/r/met.txt", NEW)
    assert shelf.catalog.revision("met").text == OLD

    assert shelf.add("/r/met.txt", NEW).revision == 2
    assert agree(shelf)


def test_another_embedding_model_is_refused_with_the_remedy(shelf):
    shelf.add("/r/met.txt", OLD)
    other = shelf.writer("another model")

    with pytest.raises(StoreMismatchError, match=rf"{MODEL}.*another model.*--data"):
        other.replace(new_revision("/r/other.txt", make_revision(NEW)))
    with pytest.raises(StoreMismatchError):
        other.check_model()

    assert [report.report_id for report in shelf.catalog.reports()] == ["met"]
    assert shelf.vectors.count() == 1


def test_an_empty_folder_takes_any_model(shelf):
    shelf.writer("another model").check_model()


@pytest.mark.parametrize(
    ("path", "report_id"),
    [
        ("/r/Met Police: PEEL 2023/25.pdf", "25"),
        ("/r/PEEL (Met) — 2023–25 [FINAL] v2.pdf", "peel-met-2023-25-final-v2"),
        ("/r/Rapport définitif Élysée.docx", "rapport-definitif-elysee"),
        ("/r/Straße–Überblick.txt", "strasse-uberblick"),
        ("/r/报告.txt", "report"),
        ("/r/---.txt", "report"),
        ("/r/@1#0.txt", "1-0"),
        ("/r/a.b.c.txt", "a-b-c"),
        (f"/r/{'x' * 200}.txt", "x" * 80),
    ],
)
def test_a_report_is_named_by_its_file(shelf, path, report_id):
    assert shelf.add(path, OLD).report_id == report_id


def test_files_of_one_name_get_numbers_and_keep_them(shelf):
    first, second, third = (shelf.add(f"/{n}/met.txt", f"{OLD} {n}") for n in range(3))
    again = shelf.add("/1/met.txt", NEW)

    assert [r.report_id for r in (first, second, third)] == ["met", "met-2", "met-3"]
    assert (again.report_id, again.revision) == ("met-2", 2)


def test_a_taken_number_is_passed_over(shelf):
    shelf.add("/r/met-2.txt", OLD)
    shelf.add("/r/met.txt", NEW)

    assert shelf.add("/s/met.txt", "A third.").report_id == "met-3"


def test_superseding_takes_the_older_report_out_of_the_search(shelf):
    shelf.add("/r/older.txt", OLD)
    newer = shelf.add("/r/newer.txt", NEW, supersedes="older")

    older = shelf.catalog.report("older")
    assert (older.status, older.superseded_by) == (ReportStatus.SUPERSEDED, newer.report_id)
    assert [r.report_id for r in shelf.catalog.searchable(Filters())] == ["newer"]


@pytest.mark.parametrize("named", ["nobody", "newer"])
def test_only_another_report_can_be_superseded(shelf, named):
    """A report that superseded itself would vanish from the search."""
    shelf.add("/r/newer.txt", OLD)

    with pytest.raises(PermanentError, match=named):
        shelf.add("/r/newer.txt", NEW, supersedes=named)

    assert shelf.catalog.report("newer").revision == 1
    assert agree(shelf)


@pytest.mark.parametrize("status", [ReportStatus.WITHDRAWN, ReportStatus.EMBARGOED])
def test_superseding_does_not_bring_back_what_may_not_be_seen(shelf, status):
    shelf.add("/r/older.txt", OLD, published_on=date(2023, 1, 1))
    shelf.put("older", status)

    shelf.add("/r/newer.txt", NEW, supersedes="older", published_on=date(2024, 1, 1))

    assert shelf.catalog.report("older").status is status
    assert shelf.catalog.searchable(Filters(as_of=date(2023, 6, 1))) == []


def test_withdraw_and_restore(shelf):
    shelf.add("/r/met.txt", OLD)

    withdrawn = shelf.index.set_status("met", ReportStatus.WITHDRAWN, reason="An error")
    assert withdrawn.status is ReportStatus.WITHDRAWN
    assert shelf.catalog.searchable(Filters()) == []
    assert shelf.catalog.coverage(Filters()).reports == 0

    assert shelf.index.set_status("met", ReportStatus.INDEXED).status is ReportStatus.INDEXED
    assert len(shelf.catalog.searchable(Filters())) == 1


def test_withdrawing_needs_no_vectors(tmp_path):
    """Whatever else is wrong, a report can be taken out at once."""
    shelf = Shelf(tmp_path)
    shelf.add("/r/met.txt", OLD)
    with shelf.engine.begin() as connection:
        connection.execute(chores.insert().values(owner="crashed@1"))
    shelf.vectors = None
    other = shelf.writer("another model")

    other.set_status("met", ReportStatus.WITHDRAWN)

    assert shelf.catalog.searchable(Filters()) == []
    shelf.engine.dispose()


def test_a_withdrawn_report_stays_withdrawn_when_its_file_changes(shelf):
    shelf.add("/r/met.txt", OLD)
    shelf.index.set_status("met", ReportStatus.WITHDRAWN)

    assert shelf.add("/r/met.txt", NEW).status is ReportStatus.WITHDRAWN


def test_a_status_of_an_unknown_report_is_refused(shelf):
    with pytest.raises(UnknownReportError, match="nobody"):
        shelf.index.set_status("nobody", ReportStatus.WITHDRAWN)
