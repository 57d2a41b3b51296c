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


PAGE = {"url": "https://inspectorate.example.org.uk/publications/a-page/"}


@pytest.mark.parametrize(
    ("title", "paragraphs", "doubt"),
    [
        ("Programme 2019/20", ["Published on: 14 June 2023", "It is set."], "the title says 2020"),
        (
            "A consultation",
            ["Published on: 6 March 2023", "The consultation closed on 3 May 2020."],
            "it tells of nothing after 2020-05-03",
        ),
        (
            "A letter",
            ["Published on: 6 March 2023", "29 June 2022", "Dear Chief Constable", "We write."],
            "the date at the top of the letter: “29 June 2022” is earlier",
        ),
        ("PEEL 2023–2025", ["Published on: 6 March 2024", "It was on 4 March 2024."], None),
        ("A release", ["Published on: 6 March 2024", "It was on 3 May 2023."], None),
    ],
)
def test_the_day_of_a_site_s_move_is_not_taken_for_certain(title, paragraphs, doubt):
    report = loaded(title, *paragraphs, metadata=Metadata(title=title, **PAGE))
    found = described(report, "page.html").published_on
    assert found.sure is (doubt is None)
    assert found.origin.endswith(doubt or "”")


def test_a_letter_s_own_date_wins_over_that_of_the_move():
    moved = Metadata(published_on=date(2023, 3, 6), published_on_from="JSON-LD datePublished")
    report = loaded("29 June 2022", "Dear Chief Constable", "Progress", "We write.", metadata=moved)
    found = described(report, "page.html").published_on
    assert (found.value, found.sure) == (date(2022, 6, 29), True)


@pytest.mark.parametrize(
    ("paragraphs", "published", "updated"),
    [
        (["Published 28 June 2022", "Last updated 3 May 2024"], "2022-06-28", "2024-05-03"),
        (
            ["Updated: 3 May 2024", "This page was first published on 28 June 2022."],
            "2022-06-28",
            "2024-05-03",
        ),
        (["Published: 3 May 2024", "First published: 28 June 2022"], "2022-06-28", None),
        (["Published: 1 May 2024", "Reissued 3 June 2024"], "2024-05-01", "2024-06-03"),
        (["Reissued on 3 June 2024"], "2024-06-03", "2024-06-03"),
        (["Date of issue: 3 June 2024"], "2024-06-03", None),
        (["EMBARGOED UNTIL 00:01 ON THURSDAY 29 MAY 2024"], "2024-05-29", None),
        (["For immediate release: 29 May 2024"], "2024-05-29", None),
        (["Handed down on 9 July 2024"], "2024-07-09", None),
        (["29 May 2024"], "2024-05-29", None),
        (["The next report will be published in May."], None, None),
    ],
)
def test_first_publication_and_update_are_two_things(paragraphs, published, updated):
    found = described(loaded("A report", *paragraphs, "Its text goes on here, and on."))
    days = [fact.value and str(fact.value) for fact in (found.published_on, found.updated_on)]
    assert days == [published, updated]


def test_a_page_s_metadata_tell_its_update():
    page = Metadata(updated_on=date(2024, 5, 3), updated_on_from="meta dcterms.modified")
    found = described(loaded("A page", "Text.", metadata=page), "page.html").updated_on
    assert (found.value, found.origin) == (date(2024, 5, 3), "meta dcterms.modified")


@pytest.mark.parametrize(
    ("paragraphs", "title", "kind"),
    [
        (
            ["EMBARGOED UNTIL 9 MAY 2024", "Force must do better", "It must, said inspectors."],
            "Force must do better",
            ReportKind.PRESS_RELEASE,
        ),
        (
            ["PEEL 2023–25", "An inspection of Kent Police"],
            "PEEL 2023–25: An inspection of Kent Police",
            ReportKind.INSPECTION_REPORT,
        ),
        (
            ["9 May 2024", "Dear Sir Mark,", "Re: Progress", "We write."],
            "Progress",
            ReportKind.LETTER,
        ),
        (
            ["Ann Hill", "9 May 2024", "Dear Ms Jones", "I write to set out what we found."],
            "Letter to Ms Jones",
            ReportKind.LETTER,
        ),
        (["Title: A new way IA No: D/01 Stage: Final"], "A new way", ReportKind.OTHER),
        (
            ["TRANSPOSITION NOTE", "Directive on mirrors"],
            "TRANSPOSITION NOTE: Directive on mirrors",
            ReportKind.OTHER,
        ),
        (
            [
                "Neutral Citation Number: [2024] EWHC 12 (KB)",
                "Between:",
                "(1) ANN HILL",
                "Claimant",
                "- and -",
                "NORBRIDGE MUGS LTD | Defendant",
                "Approved Judgment",
            ],
            "Ann Hill v Norbridge Mugs Ltd [2024] EWHC 12 (KB)",
            ReportKind.JUDGMENT,
        ),
    ],
)
def test_releases_letters_and_judgments_get_a_title_that_can_be_shown(paragraphs, title, kind):
    found = described(loaded(*paragraphs))
    assert (found.title.value, found.kind.value) == (title, kind)


def test_a_template_s_title_is_not_the_report_s():
    stale = Metadata(title="Assessment of the older people’s grant 2019")
    report = loaded(
        "Assessment",
        "The new grant for farms",
        "A grant of 2019 for older people is another.",
        headings=["The new grant for farms"],
        metadata=stale,
    )
    assert described(report).title.value == "The new grant for farms"


@pytest.mark.parametrize(
    ("paragraphs", "publisher", "sure"),
    [
        (["Website: www.ofsted.gov.uk"], "Ofsted", True),
        (["[2024] UKSC 12"], "UK Supreme Court", True),
        (["[2024] UKSC 12", "On appeal from [2023] EWCA Civ 1"], "UK Supreme Court", True),
        (["On appeal from [2023] EWCA Civ 1"], None, False),
        (
            ["This note has been prepared by the Department for Culture, Media and Sport."],
            "Department for Culture, Media and Sport",
            True,
        ),
        (["A survey was carried out for the Home Office."], "Home Office", False),
        (
            ["HM Inspectorate of Constabulary has today (9 May) published a report."],
            "HMICFRS",
            True,
        ),
    ],
)
def test_publishers_are_certain_only_where_the_text_says_whose_work_it_is(
    paragraphs, publisher, sure
):
    found = described(loaded("A title", *paragraphs)).publisher
    assert (found.value, found.sure) == (publisher, sure)


def test_an_organisation_s_own_page_is_its():
    page = Metadata(url="https://www.gov.uk/government/organisations/ministry-of-mugs/about")
    told = loaded("About us", "The Ministry of Mugs makes mugs.", metadata=page)
    untold = loaded("About us", "We make mugs.", metadata=page)
    assert described(told, "a.html").publisher.value == "Ministry of Mugs"
    assert described(told, "a.html").publisher.sure
    assert described(untold, "a.html").publisher.value == "Ministry of Mugs"
    assert not described(untold, "a.html").publisher.sure


@pytest.mark.parametrize(
    ("title", "subjects"),
    [
        (
            "Inspection of Norbridge Council and Southbridge Council children’s services",
            ("Norbridge", "Southbridge"),
        ),
        ("Inspection of Norbridge and Southbridge Councils", ("Norbridge", "Southbridge")),
        ("Kent Police and Essex Police: an inspection", ("Kent Police", "Essex Police")),
        (
            "An inspection of the Met and the City of London Police",
            ("Metropolitan Police Service", "City of London Police"),
        ),
        (
            "Inspection of Windsor and Maidenhead Council children’s services",
            ("Windsor and Maidenhead",),
        ),
        (
            "Inspection of the Royal Borough of Kensington and Chelsea children’s services",
            ("Kensington and Chelsea",),
        ),
        ("Inspection of Telford & Wrekin Council children’s services", ("Telford and Wrekin",)),
        ("Inspection of Hull City Council children’s services", ("Kingston upon Hull",)),
        (
            "Inspection of Kingston upon Hull City Council children’s services",
            ("Kingston upon Hull",),
        ),
        (
            "Inspection of Royal Borough of Kingston upon Thames children’s services",
            ("Kingston upon Thames",),
        ),
        ("Inspection of Newcastle City Council children’s services", ("Newcastle upon Tyne",)),
        ("Review of Newcastle-under-Lyme Borough Council", ("Newcastle-under-Lyme",)),
        ("Inspection of North Yorkshire Council children’s services", ("North Yorkshire",)),
        ("An inspection of North Yorkshire Police", ("North Yorkshire Police",)),
        (
            "North Yorkshire Fire and Rescue Service: an inspection",
            ("North Yorkshire Fire and Rescue Service",),
        ),
        ("Inspection of Bedford Borough Council children’s services", ("Bedford",)),
        (
            "Inspection of Central Bedfordshire Council children’s services",
            ("Central Bedfordshire",),
        ),
        ("Inspection of Leicestershire County Council children’s services", ("Leicestershire",)),
        ("Inspection of Leicester City Council children’s services", ("Leicester",)),
        ("An inspection of the City of London Police", ("City of London Police",)),
        ("Report on an unannounced inspection of HMP Norbridge", ("HMP Norbridge",)),
        ("The police response to burglary: a thematic inspection", ()),
    ],
)
def test_a_report_is_on_the_bodies_in_its_title_and_on_no_look_alikes(title, subjects):
    found = described(
        loaded(
            title,
            "Kent Police did well. Essex Police did not. Sussex Police did.",
            headings=[title],
        )
    )
    assert found.subjects == subjects


def test_a_letter_without_a_body_in_its_title_is_on_whom_it_goes_to_but_not_for_certain():
    found = described(
        loaded(
            "9 May 2024",
            "Commissioner, Metropolitan Police Service",
            "Dear Sir Mark",
            "Progress",
            "Kent Police and Essex Police helped.",
        )
    )
    assert (found.subject.value, found.subject.sure) == ("Metropolitan Police Service", False)


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


def test_a_mail_is_titled_by_its_subject_and_its_sender_is_a_hint():
    metadata = Metadata(title="Burglary: what we found", publisher="Saltmere Police Authority")
    note = loaded("Dear all, the report is attached.", "Yours, Ann", metadata=metadata)

    found = described(note, "note.eml")

    assert (found.title.value, found.title.sure) == ("Burglary: what we found", False)
    assert (found.publisher.value, found.publisher.sure) == ("Saltmere Police Authority", False)
