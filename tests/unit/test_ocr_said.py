"""A citation from OCR says so wherever it is shown; all others stay as they were."""

from dataclasses import replace
from datetime import date

import pytest
from answer_kit import answer_blocks
from fakes import make_passage, make_report

from bot.answering.records import Answer, Citation, Question, Statement, StatementKind, Status
from bot.answering.wording import READ_BY_OCR
from bot.output import as_json, as_text, report_card
from store.records import Coverage, Hit

SCAN = replace(make_report("scan"), pages=3, ocr=((2, 0.974), (3, 0.5)))


def hit(page: int | None) -> Hit:
    return Hit(SCAN, replace(make_passage("The lamp broke."), page=page), 0.5)


def cite(page: int | None, revision: int = 1) -> Citation:
    return Citation.of(SCAN, revision, (0, 15), page, "", "The lamp broke.")


def answer(page: int) -> Answer:
    said = Statement("The lamp broke.", StatementKind.EXTRACT, None, (cite(page),))
    day = date(2024, 5, 9)
    return Answer(
        Question("q"), Status.ANSWERED, day, (said,), (), (), Coverage(1, day, day), history=True
    )


@pytest.mark.parametrize(("page", "sure"), [(1, None), (2, 0.974), (3, 0.5), (None, None)])
def test_json_has_a_key_for_it_on_pages_that_ocr_read_only(page, sure):
    wanted = {} if sure is None else {"ocr": sure}

    for shown in (as_json.citation(cite(page)), as_json.hit(hit(page))):
        assert {key: value for key, value in shown.items() if key == "ocr"} == wanted


def test_another_revision_than_the_current_one_may_have_been_read_otherwise():
    assert cite(2, revision=2).ocr is None


@pytest.mark.parametrize(("page", "said"), [(1, False), (2, True)])
def test_text_and_slack_say_it_beside_the_source(page, said):
    assert (READ_BY_OCR in as_text.answer(answer(page))) is said
    assert (READ_BY_OCR in as_text.hits([hit(page)])) is said
    assert (READ_BY_OCR in str(answer_blocks(answer(page)))) is said


def test_a_report_shows_how_many_pages_ocr_read_and_how_sure_it_was():
    assert (
        "3 pages (2 read by OCR, sure of 73.7% by letter, least of page 3: 50.0%)"
        in report_card.text(SCAN, 0, ())
    )
    assert "OCR" not in report_card.text(make_report(), 0, ())
