"""What was said before is recalled only for who would be told it now."""

from datetime import timedelta

import pytest
from fakes import NOW

from bot.answering.records import Question, Turn
from bot.answering.seen import recalled
from store.records import NOBODY, Embargo, Viewer

PRESS = Viewer(channel="C0PRESS")
FOR_PRESS = Embargo(NOW + timedelta(days=1), channels=("C0PRESS",))


@pytest.fixture
def library(shelf):
    shelf.add("/r/open.txt", "Burglary.")
    shelf.add("/r/secret.txt", "Kestrels.", embargo=FOR_PRESS)
    return shelf


@pytest.mark.parametrize(
    ("viewer", "reports", "kept"),
    [
        (NOBODY, (), True),
        (NOBODY, ("open",), True),
        (NOBODY, ("open", "secret"), False),
        (NOBODY, ("gone",), False),
        (NOBODY, None, False),
        (PRESS, ("secret",), True),
        (PRESS, None, True),
        (Viewer(channel="C0OTHER"), ("secret",), False),
        (Viewer(person="C0PRESS"), ("secret",), False),
    ],
)
def test_an_answer_is_recalled_where_its_reports_may_be_seen(library, viewer, reports, kept):
    turn = Turn("And kestrels?", "Kestrels.", reports)

    (found,) = recalled(Question("Why?", (turn,), viewer=viewer), library.catalog).history

    assert found == (turn if kept else Turn("And kestrels?", "", reports))


def test_what_nobody_knows_the_sources_of_is_recalled_where_nothing_is_hidden(library):
    turn = Turn("And kestrels?", "Kestrels.", None)
    library.now = FOR_PRESS.until

    assert recalled(Question("Why?", (turn,)), library.catalog).history == (turn,)
