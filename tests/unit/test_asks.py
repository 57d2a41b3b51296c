"""What a question asks for: its sorts of asking, terse ones spelled out, pronouns put back."""

import pytest

from bot.answering.asks import BY_NAME, asked
from bot.answering.pronouns import of_the_one_before, put_back, with_their_names
from bot.answering.terse import spelled_out


@pytest.mark.parametrize(
    ("question", "sorts"),
    [
        ("From when did traders have to tell customers?", {"when", "past"}),
        ("Since when has a trust run the service?", {"when"}),
        ("How often are cases reviewed?", {"often"}),
        ("At what age do care leavers lose support?", {"age"}),
        ("What percentage of young people trust it?", {"number", "share"}),
        ("How much is a Band 4 licence?", {"number", "money"}),
        ("Eastvale care – who led the visit?", {"who"}),
        ("In the letter of 2019, when must the force reply?", {"when", "future", "actions"}),
        ("Did Rowan Pike give the force any credit?", {"improvements"}),
        ("Who gets the worst service?", {"who", "concerns"}),
        ("How much is known?", {"number"}),
        ("Who replaced Ann Lee as chief?", {"who", "successor"}),
        ("What time of day do the figures come out?", {"when", "clock"}),
        ("When were the countries going to meet again?", {"when"}),
        ("Did the state sign it in bad faith?", set()),
        ("Who gets universal credit?", {"who"}),
        ("Which child is it still not doing well enough by?", {"concerns"}),
    ],
)
def test_what_is_asked_for(question, sorts):
    assert asked(question) == sorts


@pytest.mark.parametrize(
    ("sort", "fits", "lacks"),
    [
        ("often", "Cases are reviewed every six weeks.", "Cases are reviewed by managers."),
        ("past", "It was done in 2017.", "The next one is due in 2026."),
        ("age", "Support ends at 21.", "Support ends too soon."),
        ("successor", "Bo Dale took over in May.", "Ann Lee, Chief Medical Officer"),
        ("clock", "Figures come out at 9:30am.", "Figures come out in May."),
        ("when", "It opens at 10am.", "It opens to all."),
        ("number", "Nineteen per cent went on.", "Some went on."),
        ("concerns", "Audits do not show what has been learnt.", "Children do not wait for help."),
        ("share", "Just eight of 222 children attended.", "Calls resulted in 467 referrals."),
    ],
)
def test_which_sentences_can_answer(sort, fits, lacks):
    assert BY_NAME[sort].sentence.search(fits)
    assert not BY_NAME[sort].sentence.search(lacks)


@pytest.mark.parametrize(
    ("terse", "whole"),
    [
        ("Band 4 sponsor licence cost?", "What is the Band 4 sponsor licence cost?"),
        ("cost of a Band 4 licence", "What is the cost of a Band 4 licence?"),
        ("Eastvale lead inspector?", "Who was the Eastvale lead inspector?"),
        ("lead inspector for Eastvale?", "Who was the lead inspector for Eastvale?"),
        ("Eastvale 2019 publication date", "When was the Eastvale 2019 report published?"),
        ("Eastvale inspection dates?", "When was the Eastvale inspection?"),
        ("Number of adoptions in Eastvale", "What is the number of adoptions in Eastvale?"),
        ("deadline for the appeal", "When is the deadline for the appeal?"),
    ],
)
def test_a_terse_question_is_spelled_out(terse, whole):
    assert spelled_out(terse) == whole


@pytest.mark.parametrize(
    "question",
    [
        "Eastvale grade?",
        "What did the licence cost?",
        "Did they pay the cost?",
        "In Eastvale, who is the director?",
        "Eastvale care leavers",
        "And the cost?",
    ],
)
def test_any_other_question_is_left_as_it_is(question):
    assert spelled_out(question) == question


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("And the mother, did she do anything wrong?", "did the mother do anything wrong?"),
        ("What about Ida Crane, what did Pike tell her?", "what did Pike tell Ida Crane?"),
        ("In Eastvale, did they improve?", "In Eastvale, did they improve?"),
        ("And what about Ida Crane?", "And what about Ida Crane?"),
    ],
)
def test_who_stands_in_front_takes_the_place_of_the_pronoun(question, whole):
    assert put_back(question) == whole


@pytest.mark.parametrize(
    ("question", "before", "whole"),
    [
        (
            "do they get their wi-fi paid for?",
            "What grade did care leavers’ services get?",
            "do care leavers get their wi-fi paid for?",
        ),
        (
            "How long has the current one been there?",
            "How many directors of children’s services has Eastvale had?",
            "How long has the current director of children’s services been there?",
        ),
        # The inspectors, and not the victims, go back; and of two it may be either.
        ("When will they go back?", "What was said of victims?", "When will they go back?"),
        ("Are they safe?", "Do victims trust officers?", "Are they safe?"),
        ("Are they safe?", "What grade did Eastvale get?", "Are they safe?"),
    ],
)
def test_they_are_the_people_of_the_question_before(question, before, whole):
    assert with_their_names(question, before) == whole


def test_the_one_before_is_the_report_before_that_of_the_question():
    before = "What grade did Eastvale get in 2025?"

    assert of_the_one_before("And the one before?", before) == (
        "What grade did Eastvale get in the previous inspection?"
    )
    assert of_the_one_before("And the mother?", before) is None
    assert of_the_one_before("the one before?", "When was Eastvale’s last inspection done?") == (
        "When was Eastvale’s previous inspection done?"
    )
