"""Grades, dates, lead inspectors and changes against verified facts of real inspections."""

import json
import re
import sys
from functools import cache

import pytest
from cli_kit import Desk
from desk import ROOT

from ingest.describe import DescribeSettings, describe
from ingest.findings import find_findings
from ingest.load import load
from ingest.records import Overrides
from ingest.sources.folder import read
from store.finding_records import Findings
from store.records import Description

DATA = ROOT.parent / "shared" / "data"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(
        not DATA.exists(), reason="../shared/data, which lies beside the repository"
    ),
]

MEGABYTES = 200
NAMES = {
    "overall_effectiveness_grade": r"overall effectiveness",
    "impact_of_leaders_grade": r"the impact of leaders .*",
    "help_and_protection_grade": r".* need help and protection",
    "in_care_grade": r".* children in care( and care leavers)?",
    "care_leavers_grade": r"the experiences and progress of (children )?care leavers",
}
STEP = re.compile(r"(outstanding|good|requires improvement|inadequate) \((\d+ \w+ \d{4})\)")


def facts() -> list[dict]:
    lines = (DATA / "gold" / "inspection_facts.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def series() -> dict[str, list[list[str]]]:
    return json.loads((DATA / "gold" / "grade_series.json").read_text())


@cache
def found(name: str) -> tuple[Description, Findings]:
    raw = read(DATA / "reports" / "ilacs" / f"{name}.pdf", MEGABYTES)
    loaded = load(raw)
    described = describe(raw, loaded, Overrides(), DescribeSettings())
    return described, find_findings(loaded, described)


def place(name: str) -> str:
    return name.title().replace("-On-", "-on-")


def test_every_verified_fact_is_found_and_exact(capsys):
    wrong: list[str] = []
    number = 0
    for fact in facts():
        described, findings = found(fact["doc"])
        expected = {
            "inspection_start": str(described.inspected_from.value),
            "inspection_end": str(described.inspected_to.value),
            "lead_inspector": described.lead_inspector.value,
        }
        for name, value in expected.items():
            if name in fact:
                number += 1
                wrong += [f"{fact['doc']} {name}"] if fact[name] != value else []
        for name, grade in fact["grades"].items():
            number += 1
            given = [
                one.value
                for one in findings.judgements
                if re.fullmatch(NAMES[name], one.name, re.IGNORECASE)
            ]
            wrong += [f"{fact['doc']} {name}: {given}"] if given != [grade] else []

    with capsys.disabled():
        sys.stdout.write(f"\n{number - len(wrong)} of {number} facts exact\n")
    assert len(wrong) <= 0.03 * number, wrong


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Desk:
    made = Desk(tmp_path_factory.mktemp("findings"))
    done = made.run("ingest", DATA / "reports" / "ilacs", "--json", timeout=3000)
    assert done.code == 0, done.err
    return made


def test_the_current_grade_of_each_authority_with_the_newest_report_first(desk, capsys):
    asked = [
        {"id": name, "question": f"What is the current overall grade of {place(name)}?"}
        for name in series()
    ]
    answers = desk.batch("ask", asked)
    right = [one["id"] for one in answers if _is_current(one, series()[one["id"]][-1])]

    with capsys.disabled():
        sys.stdout.write(f"\ncurrent grade: {len(right)} of {len(answers)} right\n")
    for answer in answers:
        desk.check_answer(answer)
    assert len(right) >= 0.97 * len(answers), {one["id"] for one in answers} - set(right)


def test_every_step_of_each_authority_since_its_first_year(desk, capsys):
    asked = [
        {"id": name, "question": f"How has {place(name)} changed since {steps[0][0][:4]}?"}
        for name, steps in series().items()
    ]
    answers = desk.batch("ask", asked)
    right = [one["id"] for one in answers if _steps(one) == _expected(series()[one["id"]])]

    with capsys.disabled():
        sys.stdout.write(f"\nall steps: {len(right)} of {len(answers)} right\n")
    for answer in answers:
        desk.check_answer(answer)
    assert len(right) >= 0.95 * len(answers), {one["id"] for one in answers} - set(right)


def _is_current(answer: dict, newest: list[str]) -> bool:
    _, grade, report = newest
    first = answer["statements"][0] if answer["statements"] else None
    return (
        first is not None
        and first["citations"][0]["report_id"] == report
        and grade in first["text"].lower()
    )


def _steps(answer: dict) -> list[tuple[str, str]]:
    """The grades of the first statement of an answer, each with its report, oldest first."""
    if not answer["statements"]:
        return []
    first = answer["statements"][0]
    grades = [match[1] for match in STEP.finditer(first["text"])]
    reports = [citation["report_id"] for citation in reversed(first["citations"])]
    return list(zip(grades, reports, strict=True))


def _expected(steps: list[list[str]]) -> list[tuple[str, str]]:
    return [(grade, report) for _, grade, report in steps]
