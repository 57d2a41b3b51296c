"""The default composer and the answer path, on reports written here."""

from dataclasses import replace
from datetime import date

import pytest
from fakes import HashEmbedder, Shelf, WordReranker

from bot.answering.errors import ModelUnavailableError
from bot.answering.extract import ExtractComposer
from bot.answering.pipeline import AnswerParts, answer
from bot.answering.records import Claim, Draft, Evidence, Question, StatementKind, Status, Turn
from bot.answering.settings import AnswerSettings
from bot.answering.vocabulary import Vocabulary
from bot.answering.wording import headline
from store.records import Filters, ReportStatus
from store.retrieve import Retriever, Searches
from store.settings import StoreSettings

# WordReranker scores the share of a question's words; half of them is an answer here.
SETTINGS = AnswerSettings(answer_score=0.5)
FORCE = "Wexholme Police"


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.add(
        "old.txt",
        "Wexholme Police is still in special monitoring after the inspection.",
        title="Wexholme Police 2019",
        subject=FORCE,
        published_on=date(2019, 5, 1),
    )
    shelf.add(
        "new.txt",
        "Wexholme Police is no longer in special monitoring. Backlogs of cases remain a concern.",
        title="Wexholme Police 2023",
        subject=FORCE,
        published_on=date(2023, 5, 1),
    )
    return shelf


class Broken:
    """A chat model that is away."""

    def compose(self, *_):
        raise ModelUnavailableError("away")


class Liar:
    """A chat model that changes a word of what it quotes."""

    def compose(self, _, hits):
        passage = hits[0].passage
        evidence = (Evidence(hits[0], passage.start, passage.end),)
        text = passage.text.replace("special", "no special")
        return Draft((Claim(text, StatementKind.EXTRACT, None, evidence),))


def parts(shelf: Shelf, model=None) -> AnswerParts:
    searches = Searches(lambda: shelf.vectors, shelf.lexical, HashEmbedder, WordReranker)
    retriever = Retriever(shelf.catalog, searches, StoreSettings())
    return AnswerParts(
        catalog=shelf.catalog,
        retriever=retriever,
        composer=ExtractComposer(WordReranker, shelf.catalog, {}, SETTINGS),
        model_composer=model,
        texts=shelf.catalog,
        aliases={},
        vocabulary=lambda _viewer: Vocabulary({}, shelf.catalog.subjects()),
        settings=SETTINGS,
    )


def ask(shelf: Shelf, text: str, model=None, **more):
    return answer(Question(text, **more), parts(shelf, model))


MONITORING = "Is Wexholme Police in special monitoring?"


def test_the_newest_report_comes_first_and_the_answer_is_as_of_it(shelf):
    given = ask(shelf, MONITORING)

    assert given.status is Status.ANSWERED
    assert "no longer" in given.statements[0].text
    assert given.as_of == date(2023, 5, 1)


def test_a_year_puts_its_report_first(shelf):
    given = ask(shelf, "Was Wexholme Police in special monitoring in 2019?")

    assert given.statements[0].citations[0].published_on == date(2019, 5, 1)
    assert all("2023" not in one.citations[0].title for one in given.statements)


def test_the_force_may_be_any_of_several(shelf):
    shelf.add(
        "other.txt",
        "Brackwater Police is in special monitoring.",
        title="Brackwater Police 2022",
        subject="Brackwater Police",
        published_on=date(2022, 5, 1),
    )

    given = ask(shelf, "Is the force in special monitoring?")

    assert given.status is Status.UNCLEAR
    assert set(given.choices) == {"Wexholme Police", "Brackwater Police"}
    assert headline(given).startswith("Which do you mean: ")


def test_a_newer_report_that_does_not_answer_is_named(shelf):
    shelf.add(
        "newest.txt",
        "Car parks were repainted.",
        title="Wexholme Police 2025",
        subject=FORCE,
        published_on=date(2025, 5, 1),
    )

    given = ask(shelf, MONITORING)

    assert given.as_of == date(2023, 5, 1)
    assert "nothing on this in the newest report" in given.notices[0]
    assert "Wexholme Police 2025" in given.notices[0]


def test_reports_on_several_subjects_are_no_history(shelf):
    assert ask(shelf, MONITORING).history


def test_every_citation_is_what_stands_in_the_stored_text(shelf):
    for one in ask(shelf, MONITORING).statements:
        for c in one.citations:
            assert shelf.catalog.text(c.report_id, c.revision)[c.start : c.end] == c.quote


def test_as_of_an_earlier_day_the_older_report_answers(shelf):
    given = ask(shelf, MONITORING, as_of=date(2020, 1, 1))

    assert given.as_of == date(2019, 5, 1)
    assert "still in special monitoring" in given.statements[0].text


@pytest.mark.parametrize("status", [ReportStatus.WITHDRAWN, ReportStatus.EMBARGOED])
def test_what_may_not_be_seen_is_neither_cited_nor_counted_nor_near(shelf, status):
    for report in shelf.catalog.reports():
        shelf.put(report.report_id, status)

    given = ask(shelf, MONITORING)

    assert given.status is Status.NOT_IN_REPORTS
    assert (given.nearest, given.coverage.reports) == ((), 0)
    assert headline(given) == "There are no reports to search yet."


def test_what_is_not_there_is_said_with_what_was_searched(shelf):
    given = ask(shelf, "Which cameras did officers buy?")

    assert given.status is Status.NOT_IN_REPORTS
    assert given.statements == ()
    assert "I searched 2 reports, published from 1 May 2019 to 1 May 2023." in headline(given)


def test_another_body_is_never_answered_from_this_one(shelf):
    given = ask(shelf, "Is Brackwater Police in special monitoring?")

    assert given.status is Status.NOT_IN_REPORTS


def test_a_model_that_is_away_is_replaced_and_the_answer_says_so(shelf):
    given = ask(shelf, MONITORING, Broken())

    assert given.status is Status.ANSWERED
    assert "chat model did not answer" in given.notices[0]


def test_what_a_model_changes_is_withheld_and_counted(shelf):
    given = ask(shelf, MONITORING, Liar())

    assert given.status is Status.NOT_IN_REPORTS
    assert len(given.withheld) == 1


@pytest.mark.parametrize("status", list(Status))
def test_each_status_has_its_sentence(shelf, status):
    given = ask(shelf, MONITORING)
    moved = type(given)(given.question, status, None, (), (), (), given.coverage)

    assert bool(headline(moved)) == (status is not Status.ANSWERED)


def test_an_empty_library_is_no_error(tmp_path):
    given = ask(Shelf(tmp_path / "empty"), "Anything at all?")

    assert given.status is Status.NOT_IN_REPORTS
    assert given.coverage == Shelf(tmp_path / "other").catalog.coverage(Filters())


class Spy:
    """A rewriter that notes what it is told of the conversation."""

    def __init__(self):
        self.told = []

    def rewrite(self, _question, history):
        self.told += [turn.answer for turn in history]


def test_what_its_viewer_may_not_see_is_no_part_of_the_conversation(shelf):
    shelf.put("new", ReportStatus.EMBARGOED)
    spy = Spy()
    history = (Turn("a?", "Seen.", ("old",)), Turn("b?", "Hidden.", ("old", "new")))

    answer(Question("Why?", history), replace(parts(shelf), rewriter=spy))

    assert spy.told == ["Seen.", ""]


def test_what_is_withdrawn_while_an_answer_is_composed_is_not_in_it(shelf):
    class Slow(ExtractComposer):
        def compose(self, understood, hits):
            draft = super().compose(understood, hits)
            shelf.put("new", ReportStatus.WITHDRAWN)
            return draft

    slow = Slow(WordReranker, shelf.catalog, {}, SETTINGS)
    given = answer(Question(MONITORING), replace(parts(shelf), composer=slow))

    assert given.rests_on == ("old",)
    assert given.as_of == date(2019, 5, 1)


def test_a_misspelt_name_is_read_as_the_known_one_and_that_is_said(shelf):
    words = Vocabulary({}, shelf.catalog.subjects(), stands=lambda _word: False)
    misspelt = "Is Wexhollme Police in special monitoring?"

    given = answer(Question(misspelt), replace(parts(shelf), vocabulary=lambda _viewer: words))

    assert "no longer" in given.statements[0].text
    assert "I read “Wexhollme” as Wexholme." in given.notices
    assert given.question.text == misspelt


def test_what_nothing_answers_is_asked_again_in_the_reports_words(tmp_path):
    shelf = Shelf(tmp_path)
    text = "The number of staff is seven."
    shelf.add("staff.txt", text, title="Staff", subject=FORCE)

    given = answer(Question("What total headcount?"), parts(shelf))

    assert [one.text for one in given.statements] == [text]
    assert given.notices == ("I read “headcount” as “number of staff”.",)
