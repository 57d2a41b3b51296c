"""Which sentences answer where no single one does, or more than one does."""

from datetime import date

import pytest
from fakes import HashEmbedder, Shelf

from bot.answering.boilerplate import is_legal_basis
from bot.answering.extract import ExtractComposer
from bot.answering.pipeline import AnswerParts, answer
from bot.answering.records import Question
from bot.answering.settings import AnswerSettings
from bot.answering.vocabulary import Vocabulary
from store.retrieve import Retriever, Searches
from store.settings import StoreSettings

SETTINGS = AnswerSettings(answer_score=3.0)
FORCE = "Wexholme Police"
TOGETHER = (
    "Panels meet at the station daily. Everybody with a part comes. The nurses stay away mostly."
)
TEXT = f"{TOGETHER}\n\nElsewhere the visits went well for months."


class Scripted:
    """Scores a text by the longest of the known ones that it ends with, 0 else."""

    def __init__(self, scores):
        self._scores = scores

    def score(self, _, texts):
        return [self._of(text) for text in texts]

    def _of(self, text):
        fitting = [one for one in self._scores if text.rstrip(".").endswith(one.rstrip("."))]
        return self._scores[max(fitting, key=len)] if fitting else 0.0


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    return Shelf(tmp_path)


def ask(shelf, question, reranker, text=TEXT, **described):
    described = {"title": "Wexholme", "subject": FORCE} | described
    shelf.add("a.txt", text, published_on=date(2023, 5, 1), **described)
    searches = Searches(lambda: shelf.vectors, shelf.lexical, HashEmbedder, lambda: reranker)
    given = answer(
        Question(question),
        AnswerParts(
            catalog=shelf.catalog,
            retriever=Retriever(shelf.catalog, searches, StoreSettings()),
            composer=ExtractComposer(lambda: reranker, shelf.catalog, {}, SETTINGS),
            model_composer=None,
            texts=shelf.catalog,
            aliases={},
            vocabulary=lambda _viewer: Vocabulary({}, shelf.catalog.subjects()),
            settings=SETTINGS,
        ),
    )
    return [one.text for one in given.statements]


def test_sentences_that_answer_only_together_are_shown_together(shelf):
    scores = Scripted({"months": 3.0, TOGETHER: 4.0})

    assert ask(shelf, "Do nurses come to panels?", scores) == [TOGETHER]


def test_one_fact_is_never_pieced_together(shelf):
    scores = Scripted({"months": 3.0, TOGETHER: 4.0})

    assert ask(shelf, "How many nurses come to panels?", scores) == []


@pytest.mark.parametrize(("second", "shown"), [(1.1, 2), (0.1, 1)])
def test_what_just_misses_beside_what_answers_is_shown_as_well(shelf, second, shown):
    text = "Some nurses came to 12 panels. Eleven doctors joined 14 panels. Visits took months."
    scores = Scripted({"months": 3.0, "12 panels": 1.0, "14 panels": second})

    assert len(ask(shelf, "How many panels did nurses come to?", scores, text)) == shown


def test_an_open_question_is_told_on(shelf):
    scores = Scripted({"daily": 5.0, "months": 3.0})

    assert ask(shelf, "Do panels meet at the station?", scores) == [TOGETHER]


def test_sentences_with_other_figures_are_no_repetitions(shelf):
    part, full = (
        "Part time places cost nurses up to £400.",
        "Full time places cost nurses up to £700.",
    )
    scores = Scripted({"£400": 6.0, "£700": 5.0})

    shown = ask(shelf, "What do places cost nurses?", scores, f"{part}\n\n{full}")

    assert shown == [part, full]


def test_what_does_not_fit_takes_no_room(shelf):
    long = [f"{who} {f'{how} ' * 120}meet." for who, how in (("Nurses", "often"), ("We", "gladly"))]
    short = ["Some wardens meet at the mill.", "Other wardens go to a panel on Monday."]
    scores = Scripted({short[0]: 6.0, long[0]: 5.5, long[1]: 5.4, short[1]: 5.0})

    shown = ask(shelf, "Do wardens meet?", scores, "\n\n".join([*long, *short]))

    assert shown == short


class OnlyWe(Scripted):
    """Finds nothing in answer to a question that names the speaker."""

    def score(self, question, texts):
        return [0.0] * len(texts) if "Pike" in question else super().score(question, texts)


def test_what_a_speaker_does_is_looked_for_as_the_speech_says_it(shelf):
    said = "Wardens matter, and we are to pay for them on every street."
    speech = f"Rowan Pike\u2019s speech to the forum\n\n{said}"
    scores = OnlyWe({said: 6.0})

    shown = ask(
        shelf, "Would Rowan Pike pay for wardens?", scores, speech, title="Speech to the forum"
    )

    assert shown == [said]


def test_under_which_law_a_report_was_made_is_no_finding():
    assert is_legal_basis("The review was carried out under section 15A of the Children Act 2004.")
    assert is_legal_basis("You may reuse this information free of charge in any format.")
    assert not is_legal_basis("The child was accommodated under section 20 of the Act.")
    assert not is_legal_basis("Enquiries under section 47 were carried out too late.")
