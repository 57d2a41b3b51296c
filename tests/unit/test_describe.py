import json
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from ingest.describe import DescribeSettings, describe
from ingest.load import load
from ingest.records import Loaded, Metadata, Overrides, RawFile
from store.records import Heading, Page, ReportKind

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
SETTINGS = DescribeSettings()


def loaded(*paragraphs, headings=(), metadata=None):
    starts, at = {}, 0
    for paragraph in paragraphs:
        starts.setdefault(paragraph, at)
        at += len(paragraph) + 2
    text = "\n\n".join(paragraphs)
    found = tuple(Heading(1, starts[words], starts[words] + len(words)) for words in headings)
    return Loaded(text, (Page(1, None, 0, len(text)),), found, metadata or Metadata())


def described(report, name="report.pdf", overrides=None):
    return describe(RawFile(Path(name), b"", ""), report, overrides or Overrides(), SETTINGS)


REPORT = (
    "Norbridge Borough Council",
    "Inspection of children’s social care services",
    "Inspection dates: 3 June to 14 June 2019",
    "Lead inspector: Ann Hill",
    "Services for children in Norbridge are good.",
    "This inspection was carried out by inspectors from Ofsted and the Care Quality Commission.",
)


def test_an_inspection_report_is_described():
    report = loaded(*REPORT, headings=REPORT[:2], metadata=Metadata(title="Draft report v2"))
    found = described(report, "norbridge-2019-07-20.pdf")
    assert found.title.value == (
        "Norbridge Borough Council: Inspection of children’s social care services"
    )
    assert (found.subject.value, found.subject.sure) == ("Norbridge", True)
    assert found.publisher.value == "Ofsted and Care Quality Commission"
    assert found.kind.value is ReportKind.INSPECTION_REPORT
    assert (found.inspected_from.value, found.inspected_to.value) == (
        date(2019, 6, 3),
        date(2019, 6, 14),
    )
    assert (found.published_on.value, found.published_on.origin, found.published_on.sure) == (
        date(2019, 7, 20),
        "file name",
        False,
    )
    assert (found.url.value, found.url.origin, found.url.sure) == (None, "not found", False)


def test_older_and_newer_reports_on_an_authority_share_its_subject():
    old = loaded("City of Norbridge Metropolitan District Council", REPORT[1], "Text.")
    new = loaded("Inspection of Norbridge local authority children’s services", "Text.")
    trust = loaded("Inspection of Norbridge Children and Families Trust", "Text.")
    assert {described(one).subject.value for one in (old, new, trust)} == {"Norbridge"}


def test_the_stated_date_wins_over_file_name_and_metadata():
    report = loaded(
        *REPORT,
        "Report published: 9 August 2019",
        metadata=Metadata(published_on=date(2019, 8, 1), published_on_from="PDF creation date"),
    )
    found = described(report, "x-2019-08-09.pdf").published_on
    assert (found.value, found.sure) == (date(2019, 8, 9), True)
    assert found.origin == "the text: “Report published: 9 August 2019”"
    # What is printed can be the day for which publication was planned.
    found = described(report, "x-2019-08-12.pdf").published_on
    assert (found.value, found.sure) == (date(2019, 8, 9), False)
    assert found.origin.endswith(", but the file's name says 2019-08-12")


def test_what_a_person_says_wins():
    said = Overrides(published_on=date(2020, 1, 2), subject="Southbridge")
    found = described(loaded(*REPORT, "Report published: 9 August 2019"), overrides=said)
    assert (found.published_on.value, found.published_on.origin) == (
        date(2020, 1, 2),
        "--published",
    )
    assert (found.subject.value, found.subject.origin) == ("Southbridge", "--subject")


@pytest.mark.parametrize(
    ("name", "metadata"),
    [
        ("visit-2019-06-05.pdf", Metadata()),
        ("x.pdf", Metadata(published_on=date(2019, 6, 5), published_on_from="PDF creation date")),
    ],
)
def test_a_day_of_the_inspection_is_never_the_publication_date(name, metadata):
    assert described(loaded(*REPORT, metadata=metadata), name).published_on.value is None


def test_a_creation_date_is_never_sure_and_comes_last():
    made = Metadata(published_on=date(2019, 8, 1), published_on_from="PDF creation date")
    assert described(loaded(*REPORT, metadata=made)).published_on.sure is False
    named = described(loaded(*REPORT, metadata=made), "x-2019-08-09.pdf").published_on
    assert named.value == date(2019, 8, 9)


def test_publication_metadata_is_sure():
    page = loaded(
        "A page about care.",
        metadata=Metadata(
            title="Care for all",
            publisher="Home Office",
            published_on=date(2020, 3, 4),
            published_on_from="meta article:published_time",
            url="https://www.example.gov.uk/care",
        ),
    )
    found = described(page, "page.html")
    assert (found.title.value, found.publisher.value) == ("Care for all", "Home Office")
    assert (found.published_on.value, found.published_on.sure) == (date(2020, 3, 4), True)
    assert found.url.value == "https://www.example.gov.uk/care"
    assert found.kind.value is ReportKind.PAGE


def test_a_stated_date_far_from_the_page_s_own_is_doubted():
    moved = loaded(
        "Plan for 2019",
        "Published on: 6 March 2023",
        metadata=Metadata(title="Plan", url="https://example.org/2019/07/plan"),
    )
    assert described(moved, "plan.html").published_on.sure is False


def test_a_letter_takes_its_date_and_its_subject_line():
    letter = loaded(
        "13 March 2025",
        "Ann Hill, Director, Southbridge Council",
        "Dear Norbridge Safeguarding Partnership",
        "Joint targeted area inspection of Norbridge",
        "This inspection took place from 20 to 24 January 2025.",
        headings=("Joint targeted area inspection of Norbridge",),
    )
    found = described(letter)
    assert found.title.value == "Joint targeted area inspection of Norbridge"
    assert (found.kind.value, found.subject.value) == (ReportKind.LETTER, "Norbridge")
    assert (found.published_on.value, found.published_on.sure) == (date(2025, 3, 13), True)
    assert (found.inspected_from.value, found.inspected_to.value) == (
        date(2025, 1, 20),
        date(2025, 1, 24),
    )


def test_a_release_without_a_heading_gets_its_first_sentence():
    release = loaded(
        "Kent Police has made progress in how it protects children but has to do a good deal "
        "more, a report by HM Inspectorate of Constabulary says. Kent Police was told so.",
        "Inspector Ann Hill said:",
        "“Kent Police has more to do.”",
        "Notes to editors",
        "• More is here.",
    )
    found = described(release)
    assert found.title.value is not None
    assert found.title.value.startswith("Kent Police has made progress")
    assert found.title.value.endswith("…")
    assert len(found.title.value) <= 101
    assert found.title.sure is False
    assert found.kind.value is ReportKind.PRESS_RELEASE
    assert (found.subject.value, found.publisher.value) == ("Kent Police", "HMICFRS")
    assert (found.published_on.value, found.published_on.origin) == (None, "not found")


@pytest.mark.parametrize(
    "title",
    ["Microsoft Word - x.doc", "report", "LA NAME - report", "Untitled", "Southbridge plan"],
)
def test_what_a_file_was_called_is_no_title(title):
    report = loaded(*REPORT, headings=REPORT[:2], metadata=Metadata(title=title))
    assert described(report).title.origin == "heading on page 1"


def test_a_judgment_is_told_by_its_citation():
    found = described(loaded("Neutral Citation Number: [2024] EWHC 99 (Ch)", "Date: 9 July 2024"))
    assert found.kind.value is ReportKind.JUDGMENT
    assert found.title.value == "Judgment [2024] EWHC 99 (Ch)"
    assert found.published_on.value == date(2024, 7, 9)


def test_a_missing_year_is_not_sure():
    report = loaded(
        "2 August 2016",
        "Dear partnership",
        "Between 20 and 24 June, Ofsted carried out an inspection.",
    )
    found = described(report)
    assert (found.inspected_from.value, found.inspected_from.sure) == (date(2016, 6, 20), False)


def test_the_dates_of_an_earlier_inspection_are_left_alone():
    report = loaded("A title", "Dates of previous inspection: 3 to 7 July 2017")
    assert described(report).inspected_from.value is None


def test_an_empty_text_is_described_as_unknown():
    found = described(Loaded(""))
    assert found.title.value is None
    assert found.kind.value is ReportKind.OTHER


def test_settings_refuse_unknown_keys():
    with pytest.raises(ValidationError):
        DescribeSettings.model_validate({"subject": {}})


def test_real_reports_are_described_as_their_inspectorate_lists_them():
    facts = SHARED / "gold" / "inspection_facts.jsonl"
    if not facts.exists():
        pytest.skip("the shared reports are not here")
    for line in facts.read_text(encoding="utf-8").splitlines()[::6]:
        fact = json.loads(line)
        path = SHARED / "reports" / "ilacs" / f"{fact['doc']}.pdf"
        raw = RawFile(path, path.read_bytes(), "")
        found = describe(raw, load(raw), Overrides(), SETTINGS)
        assert (found.subject.value or "").casefold() == fact["local_authority"]
        assert found.inspected_from.value == date.fromisoformat(fact["inspection_start"])
        assert found.inspected_to.value == date.fromisoformat(fact["inspection_end"])
        assert found.published_on.value == date.fromisoformat(fact["published"])
