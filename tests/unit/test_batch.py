"""A line of a batch may say what was asked and answered before."""

import pytest

from bot.answering.records import Turn
from bot.batch import history
from store.errors import SettingsError


def test_turns_come_as_they_were_given():
    given = {"history": [{"question": "Who?", "answer": "The Met."}, {"question": "And?"}]}

    assert history(given) == (Turn("Who?", "The Met."), Turn("And?", ""))


@pytest.mark.parametrize("given", [{}, {"history": None}, {"history": []}])
def test_no_history_is_none(given):
    assert history(given) == ()


@pytest.mark.parametrize("wrong", ["text", [1], [{"answer": "Yes."}], 7, [["a", "b"]]])
def test_a_history_of_the_wrong_form_is_refused_by_the_id_of_its_line(wrong):
    with pytest.raises(SettingsError, match="'q1' has a history of the wrong form"):
        history({"id": "q1", "history": wrong})
