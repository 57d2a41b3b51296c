"""What a person says of a report: checked, effective at once, audited, kept, and undone."""

import json
from datetime import date

import pytest
from fakes import HashEmbedder
from ingest_kit import make_desk
from sqlalchemy import select

from bot.output import report_card
from ingest.correct import CorrectParts, correct_report
from ingest.corrections import read_changes
from ingest.describe import DescribeSettings
from ingest.job import Outcome, run
from ingest.pipeline import IngestParts
from ingest.records import Overrides
from ingest.settings import IngestSettings
from store.errors import CorrectionError, StoreChangedError, UnknownReportError
from store.records import Filters, ReportKind, ReportStatus
from store.revisions import revision_notes
from store.tables import audit

KNOWN = DescribeSettings()
ALIASES = {"subjects": KNOWN.subjects, "publishers": KNOWN.publishers}
MET = "Metropolitan Police Service"
TEXT = "A progress report\n\nBurglary victims waited nine days for an officer.\n"
TODAY = f"{date.today().day} {date.today():%B %Y}"  # noqa: DTZ011 - the day where the person sits


class Counted(HashEmbedder):
    """Counts what it embeds."""

    def __init__(self):
        self.texts = 0

    def embed_documents(self, texts):
        self.texts += len(texts)
        return super().embed_documents(texts)


@pytest.fixture
def embedder():
    return Counted()


@pytest.fixture
def parts(shelf, embedder):
    ingest = IngestParts(shelf.index, lambda: embedder, IngestSettings())
    return CorrectParts(shelf.catalog, lambda: shelf.vectors, ingest)


@pytest.fixture
def ingest(tmp_path, shelf, embedder):
    def ingest(text, name="a.txt", said=None):
        path = tmp_path / name
        path.write_text(text)
        (result,) = run([path], said or Overrides(), make_desk(shelf, lambda: embedder))
        return result

    return ingest


@pytest.fixture
def correct(parts):
    def correct(*words, report="a", by="anna"):
        return correct_report(report, read_changes(words, ALIASES), by, parts)

    return correct


def events(shelf, name):
    with shelf.engine.connect() as connection:
        query = select(audit.c.body).where(audit.c.event == name)
        return [json.loads(body) for body in connection.execute(query).scalars()]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["title=A  report"], {"title": "A report"}),
        (["subject=the Met"], {"subject": MET}),
        (["subject=City of London Police"], {"subject": "City of London Police"}),
        (["subject=Norbridge Borough Council"], {"subject": "Norbridge"}),
        (["also-on=Met; Kent Police;"], {"also_on": f"{MET}; Kent Police"}),
        (["publisher=CQC"], {"publisher": "Care Quality Commission"}),
        (["kind=Press_Release"], {"kind": "press release"}),
        (["published_on=29 May 2024"], {"published_on": "2024-05-29"}),
        (["published_on=2024-05-29", "title="], {"published_on": "2024-05-29", "title": ""}),
        (
            ["reference=HC 123; ISBN 978-1-5286-1234-5"],
            {"reference": "HC 123; ISBN 978-1-5286-1234-5"},
        ),
        (["url=https://www.example.org/a?b=c"], {"url": "https://www.example.org/a?b=c"}),
    ],
)
def test_corrections_are_read_into_one_form(words, expected):
    assert read_changes(words, ALIASES) == expected


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["title"], "'title' is no correction; write field=value"),
        (["publishd_on=2024-05-29"], "'publishd_on' cannot be corrected; these can: title,"),
        (["published_on=31 June 2024"], "is no day; give one as 2024-05-29"),
        (["published_on=May 2024"], "is no day"),
        (["published_on=2024-05-29 or so"], "is no day"),
        (["inspected_from=3 to 5 June 2024"], "is no day"),
        (["kind=novel"], "'novel' is no kind of report; these are: inspection report,"),
        (["url=example.org"], "is no address; one begins with https://"),
        (["url=javascript://x"], "is no address"),
        (["title=…"], "holds no words"),
        (["title=a\x1b[31m"], "holds no words"),
        (["title=a", "title=b"], "title is given twice"),
        (["title=" + "a" * 401], "400 may be given"),
        (["sha256=0"], "cannot be corrected"),
    ],
)
def test_what_cannot_be_so_is_refused_in_one_line(words, why):
    with pytest.raises(CorrectionError, match=r"\A[^\n]+\Z") as raised:
        read_changes(words, ALIASES)
    assert why in str(raised.value)


def test_a_correction_holds_at_once_for_search_and_filters(ingest, correct, shelf):
    ingest(TEXT)
    after = correct("title=Zebra review", "subject=the Met", "also_on=Kent Police")

    assert (after.title, after.revision, after.sha256) == (
        "Zebra review",
        2,
        shelf.catalog.revision("a", 1).sha256,
    )
    assert shelf.lexical.best("zebra", 5, None)
    assert shelf.catalog.text("a", 2) == shelf.catalog.text("a", 1)
    for subject in (MET, "Kent Police"):
        found = shelf.catalog.searchable(Filters(subjects=(subject,)))
        assert [one.report_id for one in found] == ["a"]
    for other in ("City of London Police", "Kent", "%", "Police"):
        assert shelf.catalog.searchable(Filters(subjects=(other,))) == []
    assert shelf.catalog.subjects() == ["Kent Police", MET]
    assert shelf.catalog.owners() == shelf.lexical.owners() == shelf.vectors.owners()


def test_a_correction_says_who_made_it_and_what_it_replaced(ingest, correct, shelf):
    ingest(TEXT)
    fact = correct("published_on=2024-05-29").description.published_on

    assert (fact.value, fact.sure) == (date(2024, 5, 29), True)
    assert fact.origin == f"corrected by anna on {TODAY}"
    assert fact.found.value is None
    (event,) = events(shelf, "corrected")
    assert (event["by"], event["report_id"], event["revision"]) == ("anna", "a", 2)
    assert event["changes"] == {"published_on": {"old": None, "new": "2024-05-29"}}


def test_confirming_a_guess_makes_it_certain(ingest, correct):
    guess = ingest(TEXT, "a-2024-05-29.txt").report.description.published_on
    fact = correct("published_on=2024-05-29", report="a-2024-05-29").description.published_on

    assert (guess.value, guess.sure) == (fact.value, False)
    assert (fact.sure, fact.origin) == (True, f"confirmed by anna on {TODAY}")


def test_a_corrected_report_keeps_its_correction_in_a_new_file(ingest, correct):
    ingest(TEXT)
    correct("title=Zebra review", "published_on=2024-05-29", "kind=letter")
    after = ingest(f"{TEXT}\nMore.\n").report

    assert (after.title, after.published_on) == ("Zebra review", date(2024, 5, 29))
    assert after.description.kind.value is ReportKind.LETTER
    assert after.description.title.origin == f"corrected by anna on {TODAY}"
    assert ingest(f"{TEXT}\nMore.\n").outcome is Outcome.UNCHANGED


def test_what_is_said_with_a_later_file_wins_over_a_correction(ingest, correct):
    ingest(TEXT)
    correct("published_on=2024-05-29")
    said = Overrides(published_on=date(2024, 6, 1))

    assert ingest(f"{TEXT}\nMore.\n", said=said).report.published_on == date(2024, 6, 1)


def test_an_empty_value_undoes_a_correction_at_once(ingest, correct, shelf):
    before = ingest(TEXT).report.description
    correct("title=Zebra review")
    correct("title=Gnu review")
    after = correct("title=")

    assert after.description == before
    assert not shelf.lexical.best("gnu", 5, None)
    assert shelf.catalog.overrides("a") == {}
    assert ingest(f"{TEXT}\nMore.\n").report.title == before.title.value


def test_what_was_said_with_the_ingest_is_undone_likewise(ingest, correct):
    ingest(TEXT, said=Overrides(published_on=date(2024, 6, 1), subject="Kent Police"))
    after = correct("published_on=", "subject=").description

    assert (after.published_on.value, after.subject.value) == (None, None)


def test_saying_what_is_known_writes_nothing(ingest, correct, shelf):
    ingest(TEXT)
    correct("title=Zebra review")

    assert correct("title=Zebra review").revision == 2
    assert correct("url=").revision == 2
    assert len(events(shelf, "corrected")) == 1


def test_only_what_is_searched_for_is_embedded_again(ingest, correct, embedder, shelf):
    ingest(TEXT)
    embedder.texts = 0
    correct("kind=letter", "url=https://example.org")
    assert embedder.texts == 0
    correct("title=Zebra review")
    assert embedder.texts == 1
    assert shelf.vectors.owners() == {"a@3": 1}


def test_dates_that_cannot_be_together_are_refused(ingest, correct, shelf):
    ingest(TEXT)
    with pytest.raises(CorrectionError, match="after inspected_to"):
        correct("inspected_from=2024-05-29", "inspected_to=2024-05-01")
    assert shelf.catalog.report("a").revision == 1


def test_nobody_corrects_what_is_not_there(correct):
    with pytest.raises(UnknownReportError):
        correct("title=Zebra", report="nobody")


def test_a_report_that_changed_meanwhile_is_not_overwritten(ingest, parts, shelf):
    ingest(TEXT)

    class Slow(HashEmbedder):
        def embed_documents(self, texts):
            if not self.done:
                self.done = True
                ingest(f"{TEXT}\nMore.\n")
            return super().embed_documents(texts)

        done = False

    slow = Slow()
    late = CorrectParts(
        parts.catalog,
        parts.vectors,
        IngestParts(shelf.index, lambda: slow, IngestSettings()),
    )
    with pytest.raises(StoreChangedError):
        correct_report("a", {"title": "Zebra"}, "anna", late)
    assert "More." in shelf.catalog.text("a", shelf.catalog.report("a").revision)


def test_a_withdrawn_report_stays_withdrawn(ingest, correct, shelf):
    ingest(TEXT)
    shelf.index.set_status("a", ReportStatus.WITHDRAWN)

    assert correct("title=Zebra review").status is ReportStatus.WITHDRAWN


def test_the_card_says_what_is_not_certain_and_what_was_done(ingest, correct, shelf):
    ingest(TEXT, "a-2024-05-29.txt")
    after = correct("title=Zebra review", report="a-2024-05-29")
    notes = revision_notes(shelf.engine, after.report_id)
    card = report_card.text(after, 0, notes)

    assert "published   29 May 2024  [yellow]not certain[/yellow]" in card
    assert f"corrected by anna on {TODAY}; found before: “A progress report”" in card
    assert f"title corrected by anna on {TODAY}" in card
    assert "To check:[/yellow] publisher, kind, published." in card
    data = report_card.data(after, 0, notes)
    assert data["description"]["published_on"] == {
        "value": "2024-05-29",
        "origin": "file name",
        "sure": False,
    }
    assert [one["what"] for one in data["revisions"]] == [
        "ingested",
        f"title corrected by anna on {TODAY}",
    ]
