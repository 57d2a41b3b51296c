"""An inspection that no report is of, or a leader none names, is refused with what is held."""

import pytest
from findings_shelf import FindingsShelf

from bot.answering.records import Question, Understood
from bot.answering.understand import understand
from bot.answering.unheld import refuse_inspection, refuse_leader
from bot.answering.vocabulary import Vocabulary

JOINT = "Joint targeted area inspection of"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    made = FindingsShelf(tmp_path_factory.mktemp("shelf"))
    for subject, text, title in (
        ("Eastvale", "Plans were sent to partners.", f"{JOINT} Eastvale"),
        (
            "Westvale",
            "Lead inspector: Ann Lee\n\nThe SEND inspection of 2018 found gaps.",
            f"{JOINT} Westvale",
        ),
        ("Northmarch", "Ann Lee said that it had improved.", "A speech on Northmarch"),
    ):
        made.add_text(2020, text, subject, title=title)
    yield made
    made.close()


def read(shelf: FindingsShelf, question: str) -> Understood:
    return understand(Question(question), Vocabulary({}, shelf.catalog.subjects()))


def test_an_inspection_that_no_report_is_of_is_refused(shelf):
    draft = refuse_inspection(
        read(shelf, "Eastvale SEND inspection, what was the outcome?"), shelf.catalog
    )

    assert draft is not None
    assert draft.claims == ()
    assert draft.notices == (
        f"No report here is of a SEND inspection of Eastvale. I hold “{JOINT} Eastvale”.",
    )


@pytest.mark.parametrize(
    "question",
    [
        "What did the joint inspection of Eastvale find?",
        # Another report tells of it.
        "When was the SEND inspection of Westvale?",
        # Nobody knows what sort of report a speech is.
        "What did the SEND inspection of Northmarch find?",
        "How good is SEND provision in Eastvale?",
    ],
)
def test_what_a_report_may_tell_of_an_inspection_is_not_refused(shelf, question):
    assert refuse_inspection(read(shelf, question), shelf.catalog) is None


def test_a_leader_whom_no_report_names_is_refused(shelf):
    draft = refuse_leader(
        read(shelf, "Who was the lead inspector of the joint inspection of Eastvale?"),
        shelf.catalog,
    )

    assert draft is not None
    assert draft.notices[0].startswith("No report here names who led that inspection of Eastvale.")


@pytest.mark.parametrize(
    "question",
    [
        "Who was the lead inspector at Westvale?",
        "Who led the inspection of Northmarch?",
        "Who leads the service in Eastvale?",
    ],
)
def test_a_leader_whom_a_report_may_name_is_not_refused(shelf, question):
    assert refuse_leader(read(shelf, question), shelf.catalog) is None
