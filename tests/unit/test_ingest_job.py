"""Each file succeeds or fails alone; what would fail all of them stops the job."""

from datetime import date

import pytest
from fakes import HashEmbedder
from ingest_kit import make_desk
from reportlab.pdfgen import canvas
from sqlalchemy import update

from ingest.job import Outcome, run
from ingest.pipeline import READING
from ingest.records import Overrides
from store.errors import (
    MissingPartError,
    SettingsError,
    StoreBusyError,
    StoreFullError,
    StoreMismatchError,
    UnknownReportError,
)
from store.records import ReportStatus
from store.tables import revisions

TEXT = "A report\n\nBurglary victims waited nine days for an officer.\n"
NOTHING_SAID = Overrides()


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    folder.mkdir()
    return folder


@pytest.fixture
def ingest(shelf, source):
    """Ingest the named files; a text given with a name is written first."""

    def ingest(*names, said=NOTHING_SAID, embedder=HashEmbedder, **written):
        for stem, text in written.items():
            (source / f"{stem}.txt").write_text(text)
        desk = make_desk(shelf, embedder)
        paths = [source / name for name in (*names, *(f"{stem}.txt" for stem in written))]
        return list(run(paths, said, desk))

    return ingest


def outcomes(results):
    return [result.outcome for result in results]


def test_new_unchanged_and_changed_files_are_told_apart(ingest):
    (new,) = ingest(a=TEXT)
    (unchanged,) = ingest("a.txt")
    (changed,) = ingest(a=f"{TEXT}\nMore.")

    assert outcomes([new, unchanged, changed]) == [
        Outcome.INDEXED,
        Outcome.UNCHANGED,
        Outcome.UPDATED,
    ]
    assert [r.report.revision for r in (new, unchanged, changed)] == [1, 1, 2]


def test_what_an_older_ingest_read_is_read_again(ingest, shelf):
    ingest(a=TEXT)
    with shelf.engine.begin() as connection:
        connection.execute(update(revisions).values(reading=READING - 1))

    (again,) = ingest("a.txt")
    (then,) = ingest("a.txt")

    assert outcomes([again, then]) == [Outcome.UPDATED, Outcome.UNCHANGED]
    assert (again.report.revision, again.report.reading) == (2, READING)


def test_the_same_bytes_elsewhere_are_a_duplicate_and_say_of_what(ingest):
    first, second = ingest(a=TEXT, b=TEXT)

    assert second.outcome is Outcome.DUPLICATE
    assert second.report.report_id == first.report.report_id
    assert "a.txt" in second.reason


def test_one_bad_file_does_not_cost_the_others(ingest, source):
    (source / "bad.pdf").write_bytes(b"%PDF-1.7 cut short")
    (source / "odd.xyz").write_bytes(b"?")

    results = ingest("none.txt", "bad.pdf", "odd.xyz", a=TEXT)

    assert outcomes(results) == [Outcome.FAILED] * 3 + [Outcome.INDEXED]
    assert all(result.reason for result in results[:3])


def test_a_bug_fails_one_file_and_not_the_job(ingest):
    texts = {"a": TEXT, "b": "Another report\n\nIt fails.\n", "c": "A third\n\nIt works.\n"}

    class Fragile(HashEmbedder):
        def embed_documents(self, given):
            if "fails" in given[0]:
                raise ZeroDivisionError
            return super().embed_documents(given)

    results = ingest(embedder=Fragile, **texts)

    assert outcomes(results) == [Outcome.INDEXED, Outcome.FAILED, Outcome.INDEXED]
    assert "log" in results[1].reason


@pytest.mark.parametrize(
    "error", [SettingsError, StoreBusyError, StoreMismatchError, MissingPartError, StoreFullError]
)
def test_what_would_fail_every_file_stops_the_job(ingest, error):
    def refuse():
        raise error("in the way")

    with pytest.raises(error):
        ingest(embedder=refuse, a=TEXT, b=TEXT)


def test_saying_something_new_of_a_file_writes_it_again(ingest):
    ingest(a=TEXT)
    (said,) = ingest("a.txt", said=Overrides(subject="Met"))
    (again,) = ingest("a.txt", said=Overrides(subject="Met"))

    assert (said.outcome, again.outcome) == (Outcome.UPDATED, Outcome.UNCHANGED)
    # Under the one name of its other reports.
    assert again.report.description.subject.value == "Metropolitan Police Service"


def test_what_was_said_of_a_file_outlasts_its_correction(ingest):
    day = date(2019, 3, 28)
    ingest(a=TEXT, said=Overrides(published_on=day, subject="Met"))
    (corrected,) = ingest(a=f"{TEXT}\nMore.")

    assert corrected.report.published_on == day
    assert corrected.report.description.subject.value == "Metropolitan Police Service"
    assert outcomes(ingest("a.txt")) == [Outcome.UNCHANGED]


def test_saying_a_part_of_it_again_changes_nothing(ingest):
    day = date(2019, 3, 28)
    ingest(a=TEXT, said=Overrides(published_on=day, subject="Met"))

    assert outcomes(ingest("a.txt", said=Overrides(subject="Met"))) == [Outcome.UNCHANGED]
    (other,) = ingest("a.txt", said=Overrides(subject="City"))
    assert (other.report.description.subject.value, other.report.published_on) == ("City", day)


def test_a_correction_does_not_supersede_again(ingest, shelf):
    ingest(old=f"{TEXT}Old.\n")
    ingest(a=TEXT, said=Overrides(supersedes="old"))
    shelf.index.set_status("old", ReportStatus.INDEXED)
    ingest(a=f"{TEXT}\nMore.")

    assert shelf.catalog.report("old").status is ReportStatus.INDEXED


def test_a_report_cannot_supersede_itself(ingest, shelf):
    ingest(a=TEXT)

    (result,) = ingest("a.txt", said=Overrides(supersedes="a"))

    assert result.outcome is Outcome.FAILED
    assert "itself" in result.reason
    assert shelf.catalog.report("a").status == "indexed"


def test_an_unknown_report_is_not_superseded(ingest):
    (result,) = ingest(a=TEXT, said=Overrides(supersedes="nobody"))

    assert result.outcome is Outcome.FAILED
    assert str(UnknownReportError("nobody")) in result.reason


def test_pages_that_gave_no_text_are_named(ingest, source):
    written = canvas.Canvas(str(source / "gaps.pdf"))
    for words in ("Burglary victims waited nine days for an officer.", "", "Thefts fell.", ""):
        written.drawString(72, 720, words)
        written.showPage()
    written.save()

    (result,) = ingest("gaps.pdf")

    assert result.outcome is Outcome.INDEXED
    assert result.reason == ("Of 4 pages, pages 2, 4 are blank.")


@pytest.mark.parametrize("names", [("old.txt", "new.txt"), ("new.txt", "old.txt")])
def test_what_says_it_replaces_another_is_told_so_in_whichever_order(shelf, ingest, source, names):
    letter = "{} May 2024\n\nA letter on the kennels of Saltmere Constabulary\n\nThere are {}.\n"
    (source / "old.txt").write_text(letter.format(3, "14 dogs"))
    replaces = "This letter replaces our letter of 3 May 2024."
    (source / "new.txt").write_text(f"{letter.format(10, '15 dogs')}\n{replaces}\n")

    old, new = ingest(*names)

    assert (old.path, new.path) == (str(source / "old.txt"), str(source / "new.txt"))
    assert old.reason is None
    assert f"“{replaces}”" in new.reason
    assert "`reportdesk reports supersede old --by new` does it" in new.reason
    (job,) = [one for one in make_desk(shelf).jobs.jobs() if one.address == new.path]
    assert job.reason == new.reason
