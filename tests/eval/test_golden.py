"""The golden questions themselves, and the gates: answers on the samples always, on all when slow.

Thresholds stand just under what was measured; docs/quality.md has the figures and the targets.
"""

from collections import Counter
from pathlib import Path

import library as golden_library
import pytest
from library import GOLDEN, REPORTS, SEED, files

from bot.app import App
from bot.evaluation.golden import read_golden
from bot.evaluation.records import Golden, Score
from bot.evaluation.run import run
from bot.evaluation.score import fold
from bot.evaluation.summary import Summary, summarise
from bot.evaluation.wording import report
from bot.settings import Settings
from ingest.errors import UnreadableError
from ingest.load import load
from ingest.sources.folder import read
from store.records import ReportStatus

SAMPLES = golden_library.ROOT / "bot" / "samples"
TRAPPED = {"stale", "as_of", "negation"}
needs_shared = [
    pytest.mark.slow,
    pytest.mark.timeout(3600),
    pytest.mark.skipif(
        not REPORTS.exists(), reason="../shared/data, which lies beside the repository"
    ),
]


def questions(name: str) -> list[Golden]:
    return read_golden([GOLDEN / name])


def test_a_third_of_the_questions_has_no_answer_or_a_trap_in_the_way():
    asked = questions("reports")
    refused = sum(one.expected.refusal for one in asked)
    trapped = sum(one.kind in TRAPPED and not one.expected.refusal for one in asked)

    assert len(asked) >= 120
    assert refused >= len(asked) / 4
    assert refused + trapped >= len(asked) / 3


def test_a_third_of_every_larger_kind_is_held_out():
    asked = questions("reports")
    for kind, number in Counter(one.kind for one in asked).items():
        held = sum(one.split == "held_out" for one in asked if one.kind == kind)
        assert number < 3 or 0 < held <= number / 2, kind


def test_every_answerable_question_says_where_its_answer_stands():
    for one in [*questions("reports"), *questions("asked"), *questions("samples")]:
        expected = one.expected
        assert expected.refusal or (expected.reports and expected.spans), one.id
        assert expected.first is None or expected.first in expected.reports, one.id
        assert {*expected.cites} <= {*expected.reports}, one.id
        assert not {*expected.reports} & {*expected.forbidden_reports}, one.id


def test_what_is_expected_of_the_samples_stands_in_them():
    paths = [*(SAMPLES / "reports").iterdir(), *(SAMPLES / "corrections").iterdir()]
    texts = {path.stem: text_of(path) for path in paths}

    assert misplaced(questions("samples"), texts) == []


def text_of(path: Path) -> str:
    try:
        return fold(load(read(path, 200)).text)
    except UnreadableError:
        return ""


def misplaced(asked: list[Golden], texts: dict[str, str]) -> list[str]:
    """Say which expected words stand in none of the expected reports, which forbidden in none."""
    wrong = []
    for one in asked:
        named = [*one.expected.reports, *one.expected.forbidden_reports]
        wrong += [f"{one.id}: no report {name}" for name in named if name not in texts]
        there = [texts[name] for name in one.expected.reports if name in texts]
        spans = [span for group in one.expected.spans for span in group]
        wrong += [f"{one.id}: {span}" for span in spans if not any(fold(span) in t for t in there)]
        stale = one.expected.forbidden
        wrong += [
            f"{one.id}: {span}"
            for span in stale
            if not any(fold(span) in t for t in texts.values())
        ]
    return wrong


def asked_of(folder: Path, name: str) -> list[Score]:
    app = App(Settings(), folder)
    try:
        return [mark for _, _, mark in run(app, questions(name))]
    finally:
        app.close()


@pytest.fixture(scope="module")
def sample_scores(tmp_path_factory) -> list[Score]:
    folder = tmp_path_factory.mktemp("samples") / "data"
    golden_library.reportdesk("demo", "--data", folder)
    return asked_of(folder, "samples")


def held(rates: Summary, **least: float) -> None:
    """Hold the rates to their thresholds; what was never measured does not pass."""
    low = {
        name: getattr(rates, name)
        for name, bound in least.items()
        if (getattr(rates, name) is None or getattr(rates, name) < bound)
    }
    assert low == {}


# Under a minute on two quiet cores; whatever else runs there must not fail the gate.
@pytest.mark.timeout(900)
def test_answers_on_the_samples_stay_as_good_as_they_were(sample_scores, capsys):
    rates = summarise("all", sample_scores)
    with capsys.disabled():
        print(f"\n{report(sample_scores)}")  # noqa: T201 - figures for whoever runs the suite

    held(rates, exact=1, page=1, right=0.82, as_of=0.95, recall=0.95)
    held(rates, refusal_precision=0.7, refusal_recall=0.95, speaker=0.65)
    assert rates.misleading <= 1


@pytest.fixture(scope="module")
def scores() -> list[Score]:
    return asked_of(golden_library.library(), "reports")


@pytest.fixture(scope="module")
def later_scores() -> list[Score]:
    return asked_of(golden_library.library(), "asked")


class TestReports:
    """What needs the reports beside the repository, and minutes."""

    pytestmark = needs_shared

    def test_the_library_is_whole(self):
        app = App(Settings(), golden_library.library())
        held_reports = app.library.catalog.reports()
        app.close()

        assert len(held_reports) >= 160
        assert all(one.status is ReportStatus.INDEXED for one in held_reports)

    def test_what_is_expected_of_the_reports_stands_in_them(self):
        app = App(Settings(), golden_library.library())
        ids = {Path(one.path).name: one.report_id for one in app.library.catalog.reports()}
        app.close()
        paths = [*files(), SEED]
        texts = {ids.get(path.name, path.stem): text_of(path) for path in paths}

        assert misplaced([*questions("reports"), *questions("asked")], texts) == []

    def test_answers_stay_as_good_as_they_were(self, scores, capsys):
        rates = summarise("all", scores)
        with capsys.disabled():
            print(f"\n{report(scores)}")  # noqa: T201 - figures for whoever runs the suite

        held(rates, exact=1, page=0.97, speaker=0.9, as_of=0.93, recall=0.97)
        held(rates, right=0.84, refusal_precision=0.8, refusal_recall=0.94)
        assert rates.misleading <= 0.015 * len(scores)

    def test_what_was_asked_later_is_answered_as_well_as_it_was(self, later_scores, capsys):
        """Questions by people who had seen no answer; what they showed has been mended since."""
        mended = [one for one in later_scores if one.split == "dev"]
        rates = summarise("dev", mended)
        with capsys.disabled():
            print(f"\n{report(later_scores)}")  # noqa: T201 - figures for whoever runs the suite

        held(rates, exact=1, right=0.71, refusal_recall=0.9, recall=0.93)
        assert rates.misleading <= 0.035 * len(mended)

    def test_what_nothing_was_made_of_is_answered_no_worse(self, later_scores):
        """The honest measure: by far not as good, and not to get worse."""
        unseen = [one for one in later_scores if one.split == "held_out"]
        rates = summarise("held_out", unseen)

        held(rates, exact=1, right=0.55, refusal_recall=0.7, recall=0.93)
        assert rates.misleading <= 0.095 * len(unseen)

    def test_what_was_held_out_is_answered_like_the_rest(self, scores):
        """Far worse on what nobody tunes on would mean that the rest was learnt by heart."""
        dev = summarise("dev", [one for one in scores if one.split == "dev"])
        held_out = summarise("held_out", [one for one in scores if one.split == "held_out"])

        assert dev.right is not None
        assert held_out.right is not None
        assert held_out.right >= dev.right - 0.15


def test_a_misplaced_span_is_found():
    one = next(one for one in questions("samples") if one.expected.reports)
    elsewhere = dict.fromkeys([*one.expected.reports, *one.expected.forbidden_reports], "nothing")

    assert misplaced([one], elsewhere)
    assert misplaced([one], {})
