"""The contract of the command line (DESIGN, section 7), through the real process."""

import json
import re
import shutil
from pathlib import Path

import pytest
from cli_kit import (
    ASTRAL,
    CHANGES_REPORT_KEYS,
    HIT_KEYS,
    INGEST_KEYS,
    RECOMMENDATION_KEYS,
    REPORT_KEYS,
    SUMMARY_KEYS,
    Desk,
    said,
)
from desk import SAMPLES

pytestmark = pytest.mark.xdist_group("cli")

ODD_NAME = "line\nbreak\x1b[31m\ttab\u2028sep\x85nel.txt"
COMMANDS = {
    "demo", "ingest", "search", "ask", "reports", "serve", "doctor", "changes", "recommendations",
    "verify", "eval", "audit", "jobs", "watch", "pause", "resume", "forget", "feedback", "try",
    "backup", "restore",
}  # fmt: skip
TEAGUE = "What did Rosalind Teague say about the control room at Northmarch Police?"
MONITORING = "Is Northmarch Police still in enhanced monitoring?"


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    """All sample reports, and files of every sort that a folder may hold."""
    folder = tmp_path_factory.mktemp("cli")
    inbox = shutil.copytree(SAMPLES, folder / "inbox")
    (inbox / "kennels.txt").write_text(ASTRAL)
    (inbox / ODD_NAME).write_text("Brackwater has 3 lifeboats, said the harbour master.\n")
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\nnot much of a PDF")
    (inbox / "notes.xyz").write_text("not a report")
    (inbox / "empty.md").write_text("")
    (inbox / "huge.txt").write_text("x" * 1_000_001)
    (folder / "config.yaml").write_text("ingest:\n  max_file_megabytes: 1\n")
    return Desk(folder)


@pytest.fixture(scope="module")
def ingested(desk):
    return desk.run("ingest", "inbox", "--json")


@pytest.fixture(scope="module")
def library(desk, ingested) -> Desk:
    return desk


@pytest.fixture(scope="module")
def listed(library):
    return library.run("reports", "list", "--json").lines


def test_ingest_prints_one_object_a_file_and_a_summary(desk, ingested):
    *files, summary = ingested.lines

    assert all(list(file) == INGEST_KEYS for file in files)
    assert list(summary) == SUMMARY_KEYS
    assert {file["event"] for file in files} == {"report"}
    assert {file["path"] for file in files} == {str(p) for p in (desk.folder / "inbox").iterdir()}
    good = [file for file in files if file["status"] == "indexed"]
    assert summary["event"] == "summary"
    assert summary["indexed"] == len(good) == 10
    assert summary["failed"] == 4
    assert summary["updated"] == summary["unchanged"] == summary["duplicate"] == 0
    assert summary["passages"] == sum(file["passages"] for file in good)
    assert all(file["revision"] == 1 and file["reason"] is None for file in good)
    assert all(file["published_on_from"] for file in good)


def test_files_that_cannot_be_read_fail_alone_each_with_a_reason_on_one_line(ingested):
    files = ingested.lines[:-1]
    failed = {Path(file["path"]).name: file for file in files if file["reason"]}

    assert ingested.code == 3
    assert set(failed) == {"broken.pdf", "notes.xyz", "empty.md", "huge.txt"}
    for name, words in (
        ("broken.pdf", "PDF"),
        ("notes.xyz", ".xyz"),
        ("empty.md", "empty"),
        ("huge.txt", "max_file_megabytes"),
    ):
        file = failed[name]
        assert file["status"] == "failed"
        assert words in file["reason"]
        assert "\n" not in file["reason"]
        assert file["report_id"] is file["revision"] is file["passages"] is None


def test_progress_goes_to_stderr_on_plain_lines(ingested):
    *lines, last = ingested.err.splitlines()

    assert len(lines) == 14
    assert re.match(r"14 of 14 files, \d+ passages, ", last)
    assert all(re.match(r"(indexed|failed) ", line) for line in lines)
    assert "\x1b" not in ingested.err


def test_a_name_with_control_characters_stays_on_its_line(library, listed):
    (odd,) = (report for report in listed if report["path"].endswith(ODD_NAME))

    shown = library.run("reports", "show", odd["report_id"])
    plain = library.run("search", "lifeboats in Brackwater", "-k", "1")

    assert shown.code == plain.code == 0
    assert "\x1b" not in shown.text + plain.text
    assert len([line for line in shown.text.split("\n") if line.startswith("file ")]) == 1


def test_search_prints_hits_that_stand_at_their_offsets(library):
    done = library.run("search", "police dogs at the kennels", "-k", "4", "--json")

    assert list(done.one) == ["query", "hits"]
    assert done.one["query"] == "police dogs at the kennels"
    hits = done.one["hits"]
    assert len(hits) == 4
    for hit in hits:
        library.check_hit(hit)
    assert hits[0]["report_id"] == "kennels"
    assert hits[0]["start"] + hits[0]["text"].index("14 police") == ASTRAL.index("14 police")
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_search_batch_prints_one_line_a_query_with_its_id(library):
    first, second, third = library.batch(
        "search",
        [
            {"id": "a", "query": "enhanced monitoring"},
            {"id": 7, "query": "a line\u2028of two"},
            {"query": "custody\nsuite"},
        ],
    )

    for line in (first, second, third):
        assert list(line) == ["id", "query", "hits"]
        assert len(line["hits"]) == 10
        assert all(list(hit) == HIT_KEYS for hit in line["hits"])
    assert [first["id"], second["id"], third["id"]] == ["a", 7, None]
    for hit in first["hits"]:
        library.check_hit(hit)


def test_ask_prints_an_answer_whose_citations_stand_at_their_offsets(library):
    done = library.run("ask", MONITORING, "--json", "--as-of", "2020-01-31")

    library.check_answer(done.one)
    assert (done.code, done.err) == (0, "")
    assert (done.one["id"], done.one["question"]) == (None, MONITORING)
    assert (done.one["status"], done.one["as_of"]) == ("answered", "2019-11-21")
    assert said(done.one)[0] == "Northmarch Police is still in enhanced monitoring."
    assert done.one["seconds"]
    assert done.one["nearest"] == []


def test_ask_batch_takes_history_and_as_of(library):
    history = [{"question": MONITORING, "answer": "No."}]
    lines = library.batch(
        "ask",
        [
            {"id": "now", "question": "And what about Saltmere Constabulary?", "history": history},
            {"id": "then", "question": MONITORING, "as_of": "2020-01-31"},
            {"id": "dogs", "question": "How many police dogs does Saltmere Constabulary keep?"},
            {"id": 4, "question": "Does Northmarch Police use facial recognition cameras?"},
            {"id": "teague", "question": TEAGUE},
            {"id": "bare", "question": "What of caf\udce9s?", "history": [], "as_of": None},
        ],
    )

    for line in lines:
        library.check_answer(line)
    now, then, dogs, absent, teague, bare = lines
    assert [line["id"] for line in lines] == ["now", "then", "dogs", 4, "teague", "bare"]
    monitored = "Saltmere Constabulary has been in enhanced monitoring since 15 July 2024."
    assert any(text.startswith(monitored) for text in said(now))
    assert said(then)[0] == "Northmarch Police is still in enhanced monitoring."
    assert (then["as_of"], then["coverage"]["to"]) == ("2019-11-21", "2019-11-21")
    assert said(dogs) == [
        "Saltmere Constabulary keeps 14 police dogs at the kennels in Brackwater."
    ]
    assert dogs["statements"][0]["citations"][0]["start"] == ASTRAL.index("Saltmere Constabulary k")
    assert (absent["status"], absent["statements"]) == ("not_in_reports", [])
    assert absent["nearest"]
    assert absent["coverage"]["reports"] == 10
    for hit in absent["nearest"]:
        library.check_hit(hit)
    assert teague["status"] == "answered"
    assert {one["kind"] for one in teague["statements"]} == {"quote"}
    assert {one["speaker"]["name"] for one in teague["statements"]} == {"Rosalind Teague"}
    assert bare["question"] == "What of caf?s?"


def test_changes_prints_grades_oldest_first_each_with_its_citation(library):
    done = library.run("changes", "northmarch police", "--json")
    plain = library.run("changes", "Northmarch")

    past = done.one
    assert list(past) == ["subject", "reports", "judgements"]
    assert past["subject"] == "Northmarch Police"
    assert all(list(one) == CHANGES_REPORT_KEYS for one in past["reports"])
    days = [report["published_on"] for report in past["reports"]]
    assert days == sorted(days)
    crime = next(one for one in past["judgements"] if one["name"] == "Investigating crime")
    assert list(crime) == ["name", "values", "like_for_like"]
    assert [value["grade"] for value in crime["values"]] == ["inadequate", "adequate"]
    assert crime["like_for_like"] is True
    for judgement in past["judgements"]:
        for value in judgement["values"]:
            assert list(value) == ["report_id", "grade", "citation"]
            library.check_citation(value["citation"])
    assert plain.code == done.code == 0
    assert re.search(
        r"Investigating crime\n  21 November 2019 +inadequate\n  16 March 2023 +adequate, p",
        plain.text,
    )


def test_recommendations_come_with_dates_and_what_became_of_them(library):
    done = library.run("recommendations", "Northmarch Police", "--json")
    plain = library.run("recommendations")

    (found,) = [json.loads(line) for line in done.text.splitlines()]
    assert all(list(one) == RECOMMENDATION_KEYS for one in found)
    for one in found:
        library.check_citation(one["citation"])
        assert one["text"] == one["citation"]["quote"]
    second = next(one for one in found if one["text"].startswith("By 31 July 2023, the force"))
    assert (second["addressee"], second["due"], second["status"]) == (
        "The force",
        "2023-07-31",
        "closed",
    )
    assert [one["status"] for one in found if one["report_id"].endswith("-2019")] == [None] * 5
    assert plain.code == done.code == 0
    assert re.search(r"\d said to be closed, \d said to be open", plain.text)
    assert "no later report says what became of these" in plain.text
    assert (
        "By 31 December 2024, the constabulary should assign every unallocated crime" in plain.text
    )


def test_questions_on_grades_and_demands_are_answered_from_findings(library):
    grade, change, demands = library.batch(
        "ask",
        [
            {"question": "How is Northmarch Police rated for investigating crime?"},
            {"question": "How has Northmarch Police improved since 2019?"},
            {"question": "What was Northmarch Police told to do, and by when?"},
        ],
    )

    for answer in (grade, change, demands):
        library.check_answer(answer)
    assert said(grade) == ["Investigating crime | Adequate", "Investigating crime | Inadequate"]
    assert {one["kind"] for one in change["statements"]} == {"change"}
    assert "Investigating crime: inadequate (21 November 2019) → adequate (16 March 2023)" in said(
        change
    )
    assert "1. Answer 999 and 101 calls faster | 30 September 2023 | Open" in said(demands)


def test_reports_list_show_and_text_agree(library, listed):
    shown = library.run("reports", "show", "kennels", "--json").one
    text = library.run("reports", "text", "kennels")
    paged = library.run("reports", "text", "northmarch-police-inspection-2023")

    assert all(list(report) == REPORT_KEYS for report in listed)
    assert len(listed) == 10
    days = [report["published_on"] or "" for report in listed]
    assert days == sorted(days, reverse=True)
    assert {key: shown[key] for key in REPORT_KEYS} in listed
    assert list(shown)[: len(REPORT_KEYS)] == REPORT_KEYS
    assert shown["description"]["published_on"]["value"] == "2021-06-03"
    assert shown["subject"] == "Saltmere Constabulary"
    assert shown["published_on"] == "2021-06-03"
    assert text.out == ASTRAL.strip().encode()
    assert paged.out.decode() == library.text("northmarch-police-inspection-2023", 1)
    assert text.err == paged.err == ""


@pytest.mark.parametrize(
    ("code", "says", "arguments"),
    [
        (2, "one of the two", ["ask"]),
        (2, "No such command", ["nonsense"]),
        (2, "2019-13-01", ["ingest", "inbox", "--published", "2019-13-01"]),
        (1, "private network", ["ingest", "http://127.0.0.1:9/report.pdf"]),
        (2, "line 2 is not JSON", ["ask", "--batch", "wrong.jsonl"]),
        (2, "as_of", ["ask", "--batch", "undated.jsonl"]),
        (2, "UTF-8", ["ask", "--batch", "latin.jsonl"]),
        (2, "store.nope: unknown key", ["doctor", "--config", "unknown.yaml"]),
        (2, "YAML", ["doctor", "--config", "latin.yaml"]),
        (2, "data folder", ["doctor", "--data", "unknown.yaml"]),
        (1, "no report 'nope'", ["reports", "show", "nope"]),
        (1, "no report", ["reports", "text", b"nope\xff"]),
        (1, "no report 'nope'", ["reports", "set", "nope", "kind=letter"]),
        (2, "'novel' is no kind of report", ["reports", "set", "kennels", "kind=novel"]),
        (2, "is no day", ["reports", "set", "kennels", "published_on=31/02/2024"]),
        (2, "cannot be corrected", ["reports", "set", "kennels", b"sha\xff=1"]),
        (1, "no revision 9", ["reports", "text", "kennels", "--revision", "9"]),
        (1, "no such file", ["ingest", "nowhere.pdf"]),
        (1, "Did you mean Northmarch Police", ["changes", "Nortmarch Police"]),
        (1, "no reports on 'Zanzibar'", ["recommendations", "Zanzibar"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_wrong_is_said_on_stderr_with_its_exit_code(library, code, says, arguments):
    folder = library.folder
    (folder / "wrong.jsonl").write_text('{"question": "Fine?"}\nnot json\n')
    (folder / "undated.jsonl").write_text(
        '{"question": "Fine?"}\n{"question": "When?", "as_of": "May"}\n'
    )
    (folder / "latin.jsonl").write_bytes(b'{"question": "caf\xe9?"}\n')
    (folder / "latin.yaml").write_bytes(b"# caf\xe9\n")
    (folder / "unknown.yaml").write_text("store:\n  nope: 1\n")
    run = library.bare if "--data" in arguments or "nonsense" in arguments else library.run

    done = run(*arguments)

    assert done.code == code
    assert re.search(says, done.err)
    assert "{" not in done.text


def test_help_names_the_commands_that_exist_each_with_a_sentence(library):
    done = library.bare("--help")

    listed = dict(re.findall(r"^│ (\w+) +(\S.*?) *│$", done.text, re.MULTILINE))
    assert set(listed) == COMMANDS
    assert all(re.fullmatch(r"[A-Z].* .*\.", told) for told in listed.values())
    shown = library.bare("ask", "--help").text
    assert all(option in shown for option in ("--config", "--data", "--json", "--batch", "--as-of"))
