"""What a report says it replaces is found, proposed where one report fits, and never acted on."""

from dataclasses import replace
from datetime import date

import pytest
from fakes import make_report

from ingest.records import Loaded
from ingest.supersession import find_supersedes, replacement_note
from store.records import ReportKind, ReportStatus, Sourced


@pytest.mark.parametrize(
    "words",
    [
        "This report replaces the report published on 3 May 2024.",
        "This report supersedes the report of 3 May 2024, which had a wrong figure in table 2.",
        "This replaces our letter of 29 June 2022.",
        "It replaces the version published on 1 March 2023.",
        "This is a corrected version of the report published on 1 March 2023.",
        "Revised version of the report published 1 March 2023",
        "This letter supersedes the letter dated 4 April 2021.",
        "Replaces the report of 3 May 2024",
        "Reissued on 3 June 2024 to correct the figures on page 4.",
        "This document now replaces all previous versions.",
    ],
)
def test_what_a_report_says_it_replaces_is_found(words):
    found = find_supersedes(Loaded(f"A report\n\nKent Police\n\n{words} More follows."))
    assert found.value
    assert found.value.rstrip(".") in words or words.rstrip(".") in found.value
    assert find_supersedes(Loaded("Words.\n\n" * 2000 + words)).value


@pytest.mark.parametrize(
    "words",
    [
        "This report follows the report published on 3 May 2024.",
        "The new framework replaces the report card of 2019.",
        "This allowance will replace the allowance in this report.",
        "This report will be replaced by a further report in 2026.",
        "The force has replaced its letter of 3 May 2024.",
        "This SI will be superseded in 2026.",
        "Policies have been reviewed and reissued very recently.",
        "Leaders produced a revised version of ‘the Pledge’.",
        "This report does not replace the report of 3 May 2024.",
        "It corrects poor practice where it finds it.",
    ],
)
def test_what_is_replaced_by_others_or_later_is_left_alone(words):
    assert find_supersedes(Loaded(f"A report\n\nKent Police\n\n{words}")).value is None


WORDS = "This letter replaces our letter of 3 May 2024."


def letter(report_id, day, *, words=None, subject="Kent Police", title="Letter", **more):
    made = make_report(
        report_id,
        title=title,
        subject=subject,
        published_on=day,
        kind=ReportKind.LETTER,
        **more,
    )
    said = replace(made.description, supersedes=Sourced(words, "the text"))
    return replace(made, description=said)


NEW = letter("new", date(2024, 5, 10), words=WORDS)
OLD = letter("old", date(2024, 5, 3))


def test_exactly_one_fitting_report_is_proposed():
    note = replacement_note(NEW, [NEW, OLD, letter("older", date(2023, 5, 3))])
    assert WORDS in note
    assert "`reportdesk reports supersede old --by new` does it." in note


@pytest.mark.parametrize(
    "others",
    [
        [NEW],
        [NEW, letter("a", date(2024, 5, 3), subject="Essex Police", title="Other")],
        [NEW, OLD, letter("twin", date(2024, 5, 3))],
        [NEW, letter("wrong-day", date(2024, 5, 2))],
        [NEW, letter("gone", date(2024, 5, 3), status=ReportStatus.WITHDRAWN)],
    ],
    ids=["none", "another subject", "two", "another day", "withdrawn"],
)
def test_where_not_exactly_one_fits_a_person_has_to_say(others):
    note = replacement_note(NEW, others)
    assert WORDS in note
    assert "is for you to say" in note
    assert " --by " not in note


def test_without_a_day_the_same_title_has_to_fit():
    new = letter("new", date(2024, 5, 10), words="This document replaces all previous versions.")
    assert "supersede old --by new" in replacement_note(new, [OLD])
    assert " --by " not in replacement_note(new, [letter("other", date(2024, 5, 3), title="X")])
    assert " --by " not in replacement_note(new, [letter("later", date(2024, 6, 3))])


def test_a_report_that_says_nothing_gets_no_note():
    assert replacement_note(OLD, [NEW]) is None
