"""How a statement's words are shown; what is stored stays as it is."""

from datetime import date

import pytest

from bot.answering.records import Citation, Statement, StatementKind
from bot.answering.shown import shown_text


def statement(text: str, kind=StatementKind.EXTRACT, section="") -> Statement:
    day = date(2024, 5, 9)
    cited = Citation("r", 1, "R", "r.pdf", None, day, 1, section, 0, len(text), text)
    return Statement(text, kind, None, (cited,))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (
            statement("Overall effectiveness | Inadequate", StatementKind.JUDGEMENT),
            "Overall effectiveness: Inadequate",
        ),
        (statement("Year | 2019 | 2020"), "Year: 2019; 2020"),
        (
            statement("The timeliness of plans", section="Findings > What needs to improve?"),
            "What needs to improve: The timeliness of plans",
        ),
        (statement("Waits grew.", section="What needs to improve"), "Waits grew."),
        (statement("The timeliness of plans"), "The timeliness of plans"),
        (statement("It is slow", StatementKind.QUOTE, "Findings"), "It is slow"),
        (statement("Two things:\n\n• one\n\n• two."), "Two things: • one • two."),
        (statement("Two things remain:\n• waits."), "Two things remain: waits."),
    ],
)
def test_words_as_a_person_reads_them(given, shown):
    assert shown_text(given) == shown
