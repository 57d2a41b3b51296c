"""What may be searched, and what is read back as it was written."""

from dataclasses import replace
from datetime import date

import pytest
from fakes import MODEL, make_description, make_revision, new_revision

from store.errors import UnknownReportError
from store.records import Filters, Heading, Page, Quote, ReportKind, ReportStatus, Sourced

JUNE, JULY = date(2024, 6, 1), date(2024, 7, 1)


def ids(found):
    return sorted(report.report_id for report in found)


def whole_revision():
    text = "Findings\n\nThe chief said: “It is late.”\n\nThe end."
    return replace(
        make_revision("Findings", "The chief said: “It is late.”", "The end."),
        description=replace(
            make_description("Findings: a review", "Met", date(2024, 5, 9)),
            kind=Sourced(ReportKind.LETTER, "first page", sure=False),
            inspected_from=Sourced(date(2023, 1, 2), "text"),
            url=Sourced("https://x.example/r?a=1#b", "metadata"),
        ),
        pages=(Page(1, "i", 0, 10), Page(2, None, 10, len(text))),
        headings=(Heading(1, 0, 8),),
        quotes=(Quote(27, 38, 0, "the chief", None, 10, 39), Quote(41, 44, 1, *[None] * 4)),
    )


def test_a_revision_is_read_back_as_it_was_written(shelf):
    written = whole_revision()
    shelf.index.replace(new_revision("/r/a.txt", written))

    assert shelf.catalog.revision("a") == written
    assert shelf.catalog.revision("a", 1) == written
    assert shelf.catalog.quotes("a", 1) == written.quotes
    assert shelf.catalog.pages("a", 1) == written.pages


@pytest.mark.parametrize("text", ["", "𝔐𝔢𝔱 é e\u0301 \u00a0|\t\r\n“x”", "a\x00b", "\ufffe\u2028"])
def test_any_text_is_kept_to_the_code_point(shelf, text):
    shelf.index.replace(new_revision("/r/a.txt", replace(make_revision(), text=text)))

    assert shelf.catalog.text("a", 1) == text


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 2), (48, 2), (9999, None)])
def test_an_offset_is_on_one_page(shelf, offset, page):
    shelf.index.replace(new_revision("/r/a.txt", whole_revision()))

    assert shelf.catalog.page("a", 1, offset) == page


def test_reports_come_newest_first_and_those_without_a_date_last(shelf):
    shelf.add("/r/undated.txt", "One.", published_on=None)
    shelf.add("/r/old.txt", "Two.", published_on=date(2019, 1, 1))
    shelf.add("/r/new.txt", "Three.", published_on=date(2024, 1, 1))

    assert [r.report_id for r in shelf.catalog.reports()] == ["new", "old", "undated"]


def test_a_report_is_found_by_its_path_and_by_its_bytes(shelf):
    report = shelf.add("/r/met.txt", "One.")

    assert shelf.catalog.report_at("/r/met.txt") == report
    assert shelf.catalog.report_with(report.sha256) == report
    assert shelf.catalog.report_at("/r/other.txt") is None
    assert shelf.catalog.report_with("0" * 64) is None


def test_the_bytes_of_an_old_revision_are_no_longer_a_report(shelf):
    old = shelf.add("/r/met.txt", "One.")
    shelf.add("/r/met.txt", "Two.")

    assert shelf.catalog.report_with(old.sha256) is None


@pytest.mark.parametrize("call", ["report", "revision"])
def test_an_unknown_report_is_named(shelf, call):
    with pytest.raises(UnknownReportError, match="'nobody'"):
        getattr(shelf.catalog, call)("nobody")


def test_an_unknown_revision_is_named(shelf):
    shelf.add("/r/met.txt", "One.")

    for read in (shelf.catalog.revision, shelf.catalog.text):
        with pytest.raises(UnknownReportError, match="'met' has no revision 7"):
            read("met", 7)


def test_passages_come_by_key_and_unknown_keys_are_left_out(shelf):
    shelf.add("/r/met.txt", "One.", "Two.")

    found = shelf.catalog.passages(["met@1#1", "met@2#0", "met@1#9", "nobody@1#0"])

    assert list(found) == ["met@1#1"]
    report, passage = found["met@1#1"]
    assert (report.report_id, passage.text, passage.start) == ("met", "Two.", 6)
    assert shelf.catalog.passages([]) == {}


@pytest.fixture
def replaced(shelf):
    """A report of May, superseded by one of June."""
    shelf.add("/r/may.txt", "Old.", subject="Met", published_on=date(2024, 5, 1))
    shelf.add("/r/june.txt", "New.", supersedes="may", subject="Met", published_on=JUNE)
    shelf.add("/r/undated.txt", "When?", published_on=None)
    return shelf.catalog


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), ["june", "undated"]),
        (Filters(as_of=JULY), ["june"]),
        (Filters(as_of=JUNE), ["june"]),
        (Filters(as_of=date(2024, 5, 31)), ["may"]),
        (Filters(as_of=date(2024, 4, 30)), []),
        (Filters(subjects=("Met",)), ["june"]),
        (Filters(subjects=()), []),
        (Filters(subjects=("City", "Met"), as_of=date(2024, 5, 2)), ["may"]),
        (Filters(published_from=JUNE), ["june"]),
        (Filters(published_from=JULY), []),
        (Filters(published_to=JUNE), ["june"]),
        (Filters(published_to=date(2024, 5, 31)), []),
    ],
    ids=str,
)
def test_a_superseded_report_is_searched_only_as_of_before_its_successor(replaced, filters, found):
    assert ids(replaced.searchable(filters)) == found


@pytest.mark.parametrize("status", [ReportStatus.WITHDRAWN, ReportStatus.EMBARGOED])
@pytest.mark.parametrize("as_of", [None, date(2020, 1, 1), JULY])
def test_what_may_not_be_seen_is_not_searched_counted_or_hinted_at(shelf, status, as_of):
    shelf.add("/r/a.txt", "One.", subject="Met", published_on=date(2019, 1, 1))
    shelf.put("a", status)
    filters = Filters(as_of=as_of)

    assert shelf.catalog.searchable(filters) == []
    coverage = shelf.catalog.coverage(filters)
    assert (coverage.reports, coverage.earliest, coverage.latest) == (0, None, None)
    assert shelf.catalog.subjects() == []


def test_coverage_spans_the_dates_that_are_known(replaced):
    coverage = replaced.coverage(Filters())

    assert (coverage.reports, coverage.earliest, coverage.latest) == (2, JUNE, JUNE)


def test_counts_are_of_current_passages(shelf):
    shelf.add("/r/a.txt", "One.", "Two.")
    shelf.add("/r/a.txt", "Three.")

    assert shelf.catalog.passage_count() == 1
    assert shelf.catalog.owners() == {"a@2": 1}


def test_the_model_is_remembered_as_it_was_named(shelf):
    shelf.add("/r/a.txt", "One.")

    shelf.writer(MODEL).check_model()
