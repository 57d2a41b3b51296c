"""A draft against the reports: what holds is cited, what does not is named for what it is."""

# ruff: noqa: E501 - quoted texts are easier to read on long lines.

from datetime import date
from pathlib import Path

import pytest
from fakes import HashEmbedder, Shelf, make_revision, new_revision

from bot.checking.check import CheckParts, check
from bot.checking.records import Checked, CheckVerdict
from ingest.load.text import load_text
from ingest.quotes import find_quotes
from ingest.records import RawFile
from store.retrieve import Retriever, Searches
from store.settings import StoreSettings

ALIASES = {"Brackenshire Police": ["BP", "the force of Brackenshire"], "Dunmere Police": []}
REPORT = (
    (
        "Brackenshire Police answers 96 per cent of 999 calls within ten seconds. The average wait on "
        "101 was 38 seconds in the year to 31 March 2024. The force isn’t ready for a major incident."
    ),
    (
        "Detainees are not permitted to leave the yard without an officer. Some of the 1,260 officers "
        "were trained in 2023. Brackenshire Police was graded requires improvement at solving crime."
    ),
    (
        "Chief Constable Rowan Pike said: “We know that families have waited too long, and we will "
        "not pretend otherwise. We are sorry for every one of those delays.”"
    ),
    "“It was avoidable, and it was foreseen,” said HM Inspector Imogen Vance.",
    "The team saw well-run offices and ﬁrst-rate kit. It saw victims who were never called.",
)
OTHER = (
    (
        "Dunmere Police lent two radios to the volunteers. The volunteers were grateful for the loan "
        "of both radios and returned them within a week."
    ),
)


def revise(shelf, path, paragraphs, **facts):
    revision = make_revision(*paragraphs, **facts)
    quotes = find_quotes(revision.text, ())
    fields = {name: getattr(revision, name) for name in revision.__dataclass_fields__}
    return shelf.index.replace(new_revision(path, type(revision)(**{**fields, "quotes": quotes})))


@pytest.fixture
def shelf(tmp_path):
    made = Shelf(tmp_path)
    revise(
        made,
        "/b.txt",
        REPORT,
        title="Brackenshire 2024",
        subject="Brackenshire Police",
        published_on=date(2024, 9, 24),
    )
    revise(
        made,
        "/d.txt",
        OTHER,
        title="Dunmere 2023",
        subject="Dunmere Police",
        published_on=date(2023, 5, 2),
    )
    yield made
    made.engine.dispose()


def checked(shelf, draft: str) -> tuple[Checked, ...]:
    searches = Searches(lambda: shelf.vectors, shelf.lexical, HashEmbedder)
    retriever = Retriever(shelf.catalog, searches, StoreSettings())
    names = {other: name for name, others in ALIASES.items() for other in others}
    parts = CheckParts(shelf.catalog, retriever, names, ALIASES)
    return check(load_text(RawFile(Path("draft.txt"), draft.encode(), "")), parts)


def one(shelf, draft: str) -> Checked:
    found = checked(shelf, draft)
    assert len(found) == 1, found
    return found[0]


HONEST = [
    "The report found “victims who were never called”.",
    "The report found 'victims who were never called'.",
    'The inspectors saw "well-run offices and first-rate kit" there.',
    (
        "“We know that families have waited too long, and we will not pretend otherwise,” said Rowan "
        "Pike."
    ),
    (
        "“We are sorry for every one of those delays.” That is what Pike said, and he meant it. "
        "“We are sorry for every one of those delays,” said Mr Pike."
    ),
    "Rowan Pike said families had “waited too long”.",
    "“It was avoidable ... it was foreseen,” said Imogen Vance.",
    "Inspectors called it “avoidable”.",
    "It was not “permitted to leave the yard” at all.",
    "“[D]etainees are not permitted to leave the yard without an officer.”",
    "Brackenshire Police\nsaid: “We are sorry for every one\nof those de-\nlays.”",
]


@pytest.mark.parametrize("draft", HONEST)
def test_an_honest_quotation_is_verbatim_and_cited_to_the_letter(shelf, draft):
    quotations = [c for c in checked(shelf, draft) if c.verdict is not CheckVerdict.SUPPORTED]
    assert quotations
    for given in quotations:
        assert given.verdict is CheckVerdict.VERBATIM, given
        citation = given.citation
        text = shelf.catalog.text(citation.report_id, citation.revision)
        assert text[citation.start : citation.end] == citation.quote != ""


WRONG = [
    ("“Detainees are permitted to leave the yard,” it said.", "edited", "not"),
    ("Detainees are “permitted to leave the yard”.", "edited", "not permitted"),
    ("“The force is ready for a major incident.”", "edited", "isn’t"),
    ("“We know that families have waited far too long.”", "edited", "far"),
    ("“The average wait on 101 was 83 seconds.”", "edited", "38"),
    ("“We know that families have waited ... pretend otherwise.”", "stitched", "not"),
    ("“We know that families have waited too long. It was avoidable, and it was foreseen.”",
     "stitched", "different places"),
    ("“Pigs shall fly over Brackenshire before anybody resigns.”", "invented", "No report"),
    ("“It was avoidable, and it was foreseen,” said Rowan Pike.", "misattributed", "Imogen Vance"),
    ("Rowan Pike called it “avoidable”.", "misattributed", "Imogen Vance"),
    ("“Some of the 1,260 officers were trained in 2023,” said Rowan Pike.", "misattributed",
     "report's own"),
    ("Dunmere Police has “victims who were never called”.", "misattributed", "Brackenshire"),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "verdict", "why"), WRONG)
def test_a_wrong_quotation_is_named_for_what_it_is(shelf, draft, verdict, why):
    given = one(shelf, draft)
    assert (given.verdict, given.holds) == (verdict, False)
    assert why in given.why


def test_an_edited_quotation_comes_with_the_nearest_true_words(shelf):
    given = one(shelf, "“Detainees are permitted to leave the yard without an officer.”")
    assert (
        given.citation.quote == "Detainees are not permitted to leave the yard without an officer"
    )
    assert "“are not permitted”" in given.why


CLAIMS = [
    ("The average wait on 101 was 38 seconds.", "supported"),
    ("In the year to 31 March 2024 the average wait on 101 was 38 seconds.", "supported"),
    ("The average wait on 101 was 39 seconds.", "unsupported"),
    ("The average wait on 101 was 38 seconds in the year to 31 March 2023.", "unsupported"),
    ("Brackenshire Police was graded requires improvement at solving crime.", "supported"),
    ("Brackenshire Police was graded good at solving crime.", "unsupported"),
    ("All of the 1,260 officers were trained in 2023.", "unsupported"),
    ("Dunmere Police lent two radios to the volunteers.", "supported"),
    ("Kent Police lent two radios to the volunteers.", "unsupported"),
    ("The volunteers lent two radios to Dunmere Police.", "unsupported"),
    ("Dunmere Police has bought a fleet of 14 submarines.", "unsupported"),
]


@pytest.mark.parametrize(("draft", "verdict"), CLAIMS)
def test_a_sentence_with_facts_is_supported_or_not(shelf, draft, verdict):
    given = one(shelf, draft)
    assert given.verdict == verdict, given.why
    assert given.text == draft
    assert given.why


@pytest.mark.parametrize(
    "draft",
    [
        "We welcome the findings and will work hard. We are grateful to our good people.",
        "First of all, thank you. Once more, we are listening.",
        "Was the average wait on 101 really 39 seconds?",
    ],
)
def test_own_words_are_left_out(shelf, draft):
    assert checked(shelf, draft) == ()


def test_what_may_not_be_searched_is_invisible(shelf):
    draft = "“The volunteers were grateful for the loan of both radios.”"
    assert one(shelf, draft).verdict is CheckVerdict.VERBATIM
    with shelf.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE reports SET status = 'withdrawn' WHERE path = '/d.txt'")
    hidden = one(shelf, draft)
    assert hidden.verdict is CheckVerdict.INVENTED
    assert hidden.citation is None or "Dunmere" not in hidden.citation.title
    assert "Dunmere" not in hidden.why


def test_words_that_only_an_older_revision_has_are_named_as_such(shelf):
    corrected = (OTHER[0].replace("two radios", "three radios").replace("both", "all"),)
    revise(shelf, "/d.txt", corrected, title="Dunmere 2023", subject="Dunmere Police")
    given = one(shelf, "“Dunmere Police lent two radios to the volunteers.”")
    assert given.verdict is CheckVerdict.UNSUPPORTED
    assert "revision 2 has corrected it" in given.why
    assert "“three”, not “two”" in given.why
    assert given.citation.revision == 2
    assert "three radios" in given.citation.quote


def test_words_that_only_a_superseded_report_has_are_named_as_such(shelf):
    with shelf.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE reports SET status = 'superseded', superseded_by = "
            "(SELECT report_id FROM reports WHERE path = '/b.txt') WHERE path = '/d.txt'"
        )
    given = one(shelf, "“The volunteers were grateful for the loan of both radios.”")
    assert given.verdict is CheckVerdict.UNSUPPORTED
    assert "“Brackenshire 2024” has taken its place" in given.why


def test_the_order_is_the_draft_s_and_a_title_is_no_false_quotation(shelf):
    found = checked(
        shelf,
        "The report “Brackenshire 2024” is out.\n\nThe average wait on 101 was 38 seconds.\n\n"
        "“Victims who were never called” is how it put it.",
    )
    assert [c.verdict for c in found if c.verdict != "supported"] == ["verbatim", "verbatim"]
    assert found[-1].text.startswith("Victims")
