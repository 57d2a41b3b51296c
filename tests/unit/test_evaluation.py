"""Every metric on made-up answers, each of which it can mark wrong."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.answering.records import Question
from bot.evaluation.gate import Point, Remembering, curve_table
from bot.evaluation.golden import read_golden
from bot.evaluation.records import Cited, Expected, Golden, Observed, Said
from bot.evaluation.save import compare, load, save
from bot.evaluation.score import fold, score
from bot.evaluation.summary import summaries, summarise, table
from bot.evaluation.wording import difference, report
from store.errors import SettingsError

DAY = date(2024, 5, 9)
ANSWERABLE = Expected(
    status=frozenset({"answered"}),
    reports=("letter",),
    spans=(("86% of 999 calls",), ("three months", "quarter")),
    forbidden=("97.2%",),
    forbidden_reports=("bulletin",),
    first="letter",
    as_of=DAY,
    pages=(2,),
)
UNANSWERABLE = Expected(status=frozenset({"not_in_reports"}))


def cited(report="letter", quote="86% of 999 calls in the three months", page=2, stands=None):
    return Cited(report, page, quote, quote if stands is None else stands)


def said(text="86% of 999 calls in the three months", speaker=None, kind="extract", **source):
    return Said(text, kind, speaker, (cited(**{"quote": text, **source}),))


def golden(expected, name="one", kind="number"):
    return Golden(name, Question("How many?"), kind, "dev", "", expected)


def seen(*statements, status="answered", as_of=DAY, found=("letter",), seconds=0.5, best=None):
    return Observed(status, as_of, statements, 0, found, seconds, best)


def mark(expected, observed):
    return score(golden(expected), observed)


def test_an_answer_with_every_span_and_nothing_forbidden_is_right():
    given = mark(ANSWERABLE, seen(said()))

    assert (given.right, given.misleading, given.why) == (True, False, ())
    assert (given.as_of_right, given.page_right) == (True, True)
    assert (given.citations, given.exact) == (1, 1)


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (said("The force answers calls."), "lacks '86% of 999 calls'"),
        (said("86% of 999 calls"), "lacks 'three months'"),
    ],
)
def test_an_answer_that_lacks_a_span_is_not_right_but_does_not_mislead(statement, why):
    given = mark(ANSWERABLE, seen(statement))

    assert given.right is False
    assert given.misleading is False
    assert any(why in fault for fault in given.why)


@pytest.mark.parametrize(
    ("statements", "why"),
    [
        ([said(), said("It was 97.2% once.")], "says '97.2%'"),
        ([said(), said("As well.", report="bulletin")], "cites bulletin"),
        ([said(report="old"), said()], "begins with old, not with letter"),
    ],
)
def test_a_stale_or_look_alike_answer_misleads(statements, why):
    given = mark(ANSWERABLE, seen(*statements))

    assert (given.right, given.misleading) == (False, True)
    assert why in given.why


def test_what_a_citation_quotes_counts_like_what_is_said():
    stated = said("The grade is good.", quote="86% of 999 calls in a quarter")

    assert mark(ANSWERABLE, seen(stated)).right is True


def test_every_report_that_must_be_cited_is_looked_for():
    both = replace(ANSWERABLE, cites=("letter", "other"))

    assert mark(both, seen(said())).why == ("does not cite other",)
    assert mark(both, seen(said(), said("More.", report="other"))).right is True


def test_a_refusal_is_right_where_there_is_no_answer_and_wrong_where_there_is():
    refusal = seen(status="not_in_reports", as_of=None)

    assert mark(UNANSWERABLE, refusal).right is True
    lost = mark(ANSWERABLE, refusal)
    assert (lost.right, lost.misleading, lost.refused) == (False, False, True)


def test_an_answer_where_there_is_none_misleads():
    given = mark(UNANSWERABLE, seen(said()))

    assert (given.right, given.misleading) == (False, True)
    assert "answered, though not_in_reports was right" in given.why[0]


def test_a_refusal_of_the_wrong_sort_is_not_right_but_is_a_refusal():
    given = mark(UNANSWERABLE, seen(status="out_of_scope", as_of=None))

    assert (given.right, given.refused, given.misleading) == (False, True, False)


def test_a_failure_is_neither_an_answer_nor_a_refusal():
    given = mark(UNANSWERABLE, seen(status="failed", as_of=None))

    assert (given.right, given.refused) == (False, False)


def test_an_answer_as_of_another_day_is_marked():
    assert mark(ANSWERABLE, seen(said(), as_of=date(2023, 3, 16))).as_of_right is False
    assert mark(ANSWERABLE, seen(said(), as_of=None)).as_of_right is False


def test_a_citation_that_does_not_stand_in_the_catalog_is_not_exact():
    given = mark(ANSWERABLE, seen(said(stands="85% of 999 calls in the three months")))

    assert (given.citations, given.exact) == (1, 0)


def test_a_page_is_judged_by_the_citations_that_hold_what_was_asked():
    assert mark(ANSWERABLE, seen(said(page=3))).page_right is False
    assert mark(ANSWERABLE, seen(said(), said("Besides.", page=9))).page_right is True
    assert mark(ANSWERABLE, seen(said("Besides.", page=2))).page_right is None


def test_a_quotation_by_somebody_else_is_marked():
    asked = Expected(
        frozenset({"answered"}), ("letter",), (("a different story",),), speaker="Rosalind Teague"
    )
    quote = "It is a different story."

    assert mark(asked, seen(said(quote, "Rosalind Teague"))).speaker_right is True
    assert mark(asked, seen(said(quote, "Anneliese Farrow"))).speaker_right is False
    assert mark(asked, seen(said(quote, None))).speaker_right is False
    assert mark(asked, seen(said("Other words.", "Rosalind Teague"))).speaker_right is False


def test_recall_and_ndcg_go_by_the_first_ten_reports():
    two = replace(ANSWERABLE, reports=("letter", "other"))
    far = tuple(f"r{n}" for n in range(10))

    assert mark(two, seen(said(), found=("letter", "other"))).ndcg == 1
    assert mark(two, seen(said(), found=("letter", "x", "other"))).recall == 1
    assert 0 < mark(two, seen(said(), found=("x", "letter"))).ndcg < 0.5
    assert mark(two, seen(said(), found=("x", "letter"))).recall == 0.5
    assert mark(two, seen(said(), found=(*far, "letter"))).recall == 0
    assert mark(UNANSWERABLE, seen(status="not_in_reports")).recall is None


def test_a_question_without_an_expectation_is_run_and_not_judged():
    given = score(golden(None), seen(said()))

    assert (given.right, given.should_refuse, given.status_right) == (None, None, None)
    assert (given.citations, given.exact) == (1, 1)


def test_shapes_of_characters_and_cells_of_tables_do_not_matter():
    assert fold("Overall  effectiveness | Good") == fold("overall effectiveness: Good")
    assert fold("the force’s") == fold("the force's")
    assert fold("not good") != fold("good")


def test_refusal_precision_and_recall_tell_two_faults_apart():
    right = score(golden(UNANSWERABLE), seen(status="not_in_reports"))
    leaked = score(golden(UNANSWERABLE), seen(said()))
    lost = score(golden(ANSWERABLE), seen(status="not_in_reports"))
    answered = score(golden(ANSWERABLE), seen(said()))

    timid = summarise("timid", [right, lost, answered])
    bold = summarise("bold", [right, leaked, answered])

    assert (timid.refusal_precision, timid.refusal_recall) == (0.5, 1)
    assert (bold.refusal_precision, bold.refusal_recall) == (1, 0.5)
    assert (timid.misleading, bold.misleading) == (0, 1)
    assert timid.right == bold.right == pytest.approx(2 / 3)


def test_seconds_are_summed_up_by_median_and_p95():
    scores = [mark(ANSWERABLE, seen(said(), seconds=n / 10)) for n in range(1, 22)]

    found = summarise("all", scores)

    assert found.median_seconds == pytest.approx(1.1)
    assert 1.9 < found.p95_seconds <= 2.1


def test_there_is_a_row_for_each_kind_and_one_for_all():
    scores = [
        score(golden(ANSWERABLE, "a", "number"), seen(said())),
        score(golden(UNANSWERABLE, "b", "trap"), seen(said())),
    ]

    rows = summaries(scores)

    assert [row.name for row in rows] == ["number", "trap", "all"]
    assert [row.right for row in rows] == [1, 0, 0.5]
    lines = table(rows).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert "50%" in lines[-1]


def test_the_report_lists_each_failure_with_its_reason():
    scores = [
        score(golden(ANSWERABLE, "fine"), seen(said())),
        score(golden(UNANSWERABLE, "leak", "trap"), seen(said())),
        score(golden(ANSWERABLE, "lost"), seen(status="not_in_reports")),
        score(golden(ANSWERABLE, "late"), seen(said(), as_of=None)),
    ]

    text = report(scores)

    assert text.index("1 mislead:") < text.index("1 are not right:")
    assert "  leak [trap, dev]: answered, though not_in_reports was right" in text
    assert "  lost [number, dev]: not_in_reports, though it is there" in text
    assert "  late [number, dev]: wrong as of" in text
    assert "fine [" not in text


def test_the_report_has_a_row_for_each_split_where_there_are_two():
    seen_one = score(golden(ANSWERABLE, "a"), seen(said()))
    held = replace(seen_one, id="b", split="held_out", right=False)

    assert "| held_out" in report([seen_one, held])
    assert "| dev" not in report([seen_one])


def run_of(**right):
    rows = [{"name": "all", "right": sum(right.values()) / len(right), "misleading": 0}]
    return {
        "when": "2026-11-26T10:00:00+00:00",
        "summary": rows,
        "questions": [{"id": name, "right": mark} for name, mark in right.items()],
    }


def test_two_runs_are_told_apart_question_by_question():
    found = compare(run_of(a=True, b=False, c=True), run_of(a=False, b=True, d=True))

    assert (found.better, found.worse) == (("b",), ("a",))
    assert (found.gone, found.added) == (("c",), ("d",))
    assert "worse (1): a" in difference(found)


def test_two_equal_runs_differ_in_nothing():
    found = compare(run_of(a=True), run_of(a=True))

    assert found.moved == ()
    assert "no difference" in difference(found)


def test_a_run_is_kept_and_read_again(tmp_path):
    file = save(run_of(a=True), tmp_path / "runs")

    assert load(file)["questions"] == [{"id": "a", "right": True}]


@pytest.mark.parametrize("text", ["{", "[]", '{"questions": []}'])
def test_a_file_that_is_no_run_is_refused(tmp_path, text):
    file = tmp_path / "other.json"
    file.write_text(text)

    with pytest.raises(SettingsError, match=r"other\.json is not a saved run"):
        load(file)


def lines(path, *records):
    path.write_text("".join(f"{json.dumps(record)}\n" for record in records))
    return path


def test_golden_questions_are_read_from_folders_with_their_history(tmp_path):
    (tmp_path / "golden").mkdir()
    lines(
        tmp_path / "golden" / "number.jsonl",
        {
            "id": "calls",
            "split": "held_out",
            "question": "And now?",
            "kind": "number",
            "history": [{"question": "How many in 2023?", "answer": "71%"}],
            "as_of": "2024-06-01",
            "expected": {"status": ["answered"], "spans": [["86%"]], "as_of": "2024-05-09"},
        },
    )

    (found,) = read_golden([tmp_path])

    assert (found.id, found.split, found.kind) == ("calls", "held_out", "number")
    assert found.question.history[0].question == "How many in 2023?"
    assert found.question.as_of == date(2024, 6, 1)
    assert found.expected is not None
    assert (found.expected.spans, found.expected.as_of) == ((("86%",),), DAY)


def test_feedback_without_an_expectation_is_a_golden_question(tmp_path):
    file = lines(
        tmp_path / "feedback.jsonl",
        {"id": "f1", "question": "How many?", "shown": "71%", "reason": "old", "sources": []},
    )

    (found,) = read_golden([file])

    assert (found.kind, found.split, found.expected) == ("feedback", "dev", None)


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({"question": "How many?"}, "has no id"),
        ({"id": "a", "question": "?", "spans": []}, "unknown key spans"),
        ({"id": "a", "question": "?", "split": "test"}, "split 'test'"),
        ({"id": "a", "question": "?", "expected": {}}, "`status` must be"),
        ({"id": "a", "question": "?", "expected": {"status": ["maybe"]}}, "`status` must be"),
        (
            {"id": "a", "question": "?", "expected": {"status": ["answered"], "span": []}},
            "unknown key span",
        ),
        (
            {"id": "a", "question": "?", "expected": {"status": ["answered"], "spans": ["86%"]}},
            "not a list of texts",
        ),
    ],
)
def test_a_golden_question_of_the_wrong_form_is_named(tmp_path, record, told):
    with pytest.raises(SettingsError, match=told):
        read_golden([lines(tmp_path / "bad.jsonl", record)])


def test_an_id_is_given_once(tmp_path):
    twice = {"id": "a", "question": "How many?"}

    with pytest.raises(SettingsError, match="'a' is there twice"):
        read_golden([lines(tmp_path / "twice.jsonl", twice, twice)])


def test_a_folder_without_questions_is_said_to_have_none(tmp_path):
    with pytest.raises(SettingsError, match="no golden questions"):
        read_golden([tmp_path])


def test_a_remembering_reranker_scores_each_pair_once():
    asked = []

    class Counting:
        def score(self, question, texts):
            asked.extend((question, text) for text in texts)
            return [float(len(text)) for text in texts]

    reranker = Remembering(Counting)

    assert reranker.score("q", ["a", "bb", "a"]) == [1, 2, 1]
    assert reranker.score("q", ["bb", "ccc"]) == [2, 3]
    assert reranker.score("other", ["a"]) == [1]
    assert asked == [("q", "a"), ("q", "bb"), ("q", "ccc"), ("other", "a")]


def test_the_curve_marks_the_present_gate():
    points = [Point(1.0, 0.8, 3, 0.9, 0.7), Point(1.5, 0.75, 1, 0.8, None)]

    lines_of_table = curve_table(points, 1.5).splitlines()

    assert lines_of_table[2] == "| 1 | 80% | 3 | 90% | 70% |"
    assert lines_of_table[3] == "| **1.5** | 75% | 1 | 80% |  |"
