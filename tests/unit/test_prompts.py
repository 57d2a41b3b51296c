"""Suggested questions: on what came in lately, and each one that the bot answers."""

from datetime import timedelta

import pytest
from fakes import HashEmbedder, WordReranker
from findings_shelf import FindingsShelf

from bot.answering.extract import ExtractComposer
from bot.answering.pipeline import AnswerParts, answer
from bot.answering.records import Question, Status
from bot.answering.settings import AnswerSettings
from bot.answering.vocabulary import Vocabulary
from bot.slack.prompts import MOST_PROMPTS, Prompts
from store.lately import Lately
from store.records import NOBODY, Embargo, Filters, Viewer
from store.retrieve import Retriever, Searches
from store.settings import StoreSettings

RECOMMENDED = """# What needs to improve

We recommend that {0} should answer calls to 101 within two minutes by 31 March 2025.

{0} does not answer calls to 101 quickly enough, and too many concerns remain.
"""


def parts(shelf: FindingsShelf) -> AnswerParts:
    def vocabulary(viewer: Viewer) -> Vocabulary:
        filters = Filters(viewer=viewer)
        return Vocabulary.of(
            {}, {}, shelf.catalog.searchable(filters), shelf.catalog.people(filters)
        )

    searches = Searches(lambda: shelf.vectors, shelf.lexical, HashEmbedder, WordReranker)
    return AnswerParts(
        catalog=shelf.catalog,
        retriever=Retriever(shelf.catalog, searches, StoreSettings()),
        composer=ExtractComposer(WordReranker, shelf.catalog, {}, AnswerSettings()),
        model_composer=None,
        texts=shelf.catalog,
        aliases={},
        vocabulary=vocabulary,
        settings=AnswerSettings(),
    )


@pytest.fixture
def shelf(tmp_path):
    opened = FindingsShelf(tmp_path)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def prompts(shelf):
    given = parts(shelf)
    return Prompts(lambda: given, Lately(shelf.engine, lambda: shelf.now))


def test_an_empty_library_suggests_nothing(prompts):
    assert prompts.find(NOBODY) == ()
    assert prompts.known(NOBODY) == ()


def test_each_question_is_answered(shelf, prompts):
    shelf.add_grades(2021, overall="Good", leaders="Good")
    shelf.add_grades(2024, overall="Inadequate", leaders="Inadequate")
    shelf.add_text(2025, RECOMMENDED.format("Norbridge Police"), "Norbridge Police")
    found = prompts.find(NOBODY)

    assert "What changed for Saltmere since 2021?" in found
    assert "What was Norbridge Police told to do, and by when?" in found
    assert len(found) <= MOST_PROMPTS
    given = parts(shelf)
    assert {answer(Question(one), given).status for one in found} == {Status.ANSWERED}


def test_what_is_not_answered_is_not_suggested(shelf, prompts):
    shelf.add_text(2024, "# Contents\n\nPage 1 of 1", "Saltmere")

    assert prompts.find(NOBODY) == ()


def test_who_may_not_see_a_report_is_suggested_nothing_on_it(shelf, prompts):
    report_id = shelf.add_text(2025, RECOMMENDED.format("Norbridge Police"), "Norbridge Police")
    until = shelf.now + timedelta(days=2)
    shelf.lifecycle.embargo(report_id, Embargo(until, people=("U1",)), "tester")

    assert prompts.find(NOBODY) == ()
    assert "Norbridge" in str(prompts.find(Viewer(person="U1")))
    shelf.now = until
    assert "Norbridge" in str(prompts.find(NOBODY))


def test_what_was_found_is_remembered_until_the_library_changes(shelf, prompts):
    shelf.add_text(2025, RECOMMENDED.format("Norbridge Police"), "Norbridge Police")
    assert prompts.known(NOBODY) is None
    found = prompts.find(NOBODY)
    assert prompts.known(Viewer(person="U9")) == found
    shelf.add_grades(2024, overall="Good")

    assert prompts.known(NOBODY) is None
