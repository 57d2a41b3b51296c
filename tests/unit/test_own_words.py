"""What stands in for a paraphrase that failed a check: the sentences that it rests on."""

import pytest
from claims_kit import make_hit

from bot.answering.own_words import in_own_words
from bot.answering.records import Claim, Draft, Evidence, StatementKind, Withheld

ONE = "Officers moved 12 call handlers in May."
TWO = "Residents complained of long waits at the desk."
HIT = make_hit(f"{ONE} {TWO}", start=100)
FIRST = Evidence(HIT, 100, 100 + len(ONE))
SECOND = Evidence(HIT, 101 + len(ONE), 101 + len(ONE) + len(TWO))


def said(text, *evidence, kind=StatementKind.PARAPHRASE):
    return Claim(text, kind, None, evidence)


def shown(*claims, failed):
    draft = in_own_words(Draft(claims), [Withheld(one.text, "why") for one in failed], {})
    return draft and [(one.text, one.kind) for one in draft.claims]


def test_the_sentence_that_a_paraphrase_rests_on_stands_in_its_place():
    wrong = said("In May officers moved 120 call handlers.", FIRST)
    right = said("Residents complained of waits.", SECOND)

    assert shown(wrong, right, failed=[wrong]) == [
        (ONE, StatementKind.QUOTE),
        ("Residents complained of waits.", StatementKind.PARAPHRASE),
    ]


def test_two_sentences_stand_in_where_it_rests_on_both():
    both = said("Officers moved call handlers and residents complained of waits.", FIRST, SECOND)

    assert shown(both, failed=[both]) == [(ONE, StatementKind.QUOTE), (TWO, StatementKind.QUOTE)]


@pytest.mark.parametrize(
    "wrong",
    [
        said("The budget of the officers was doubled by ministers last year.", FIRST),
        said(ONE.replace("12", "99"), FIRST, kind=StatementKind.QUOTE),
        said("Ellinghaven officers moved 120 call handlers in May.", FIRST),
        said("Nothing is cited here at all."),
    ],
    ids=["about something else", "a quotation", "about somebody else", "nothing cited"],
)
def test_nothing_else_stands_in(wrong):
    assert shown(wrong, failed=[wrong]) is None


def test_what_is_shown_already_is_not_said_twice():
    right = said(ONE, FIRST, kind=StatementKind.QUOTE)
    wrong = said("Officers moved 120 call handlers in May.", FIRST)

    assert shown(right, wrong, failed=[wrong]) is None


def test_nothing_is_changed_where_nothing_failed():
    assert shown(said(ONE, FIRST), failed=[]) is None
