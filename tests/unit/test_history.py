"""Grades side by side over reports, and only like with like."""

from datetime import date

from findings_shelf import FindingsShelf

from bot.followed import followed
from bot.history import history, read_reports
from store.records import Filters

PLANS = "Every child should have a plan that their social worker reviews each month."


def test_a_name_that_every_report_grades_is_like_for_like(tmp_path):
    shelf = FindingsShelf(tmp_path)
    shelf.add_grades(2018, overall="Inadequate", leaders="Good", care="Good")
    shelf.add_grades(2022, overall="Good", leaders="Good", care="Outstanding")

    past = history("Saltmere", shelf.reads())

    assert past.lines[0].name == "Overall effectiveness"
    assert all(line.like_for_like for line in past.lines)
    assert [one.judgement.value for one in past.lines[0].values] == ["inadequate", "good"]
    shelf.close()


def test_a_category_that_was_split_is_not_like_for_like(tmp_path):
    shelf = FindingsShelf(tmp_path)
    shelf.add_grades(2018, overall="Good", leaders="Good", help="Good", care_and_leavers="Good")
    shelf.add_grades(2024, overall="Good", leaders="Good", help="Good", care="Inadequate")

    past = history("Saltmere", shelf.reads())
    lines = {line.name: line for line in past.lines}

    assert lines["Overall effectiveness"].like_for_like
    assert lines["Impact of leaders"].like_for_like
    assert lines["Children in care"].why == "no earlier report grades this"
    assert "does not grade this" in (lines["Children in care and care leavers"].why or "")
    shelf.close()


def test_another_framework_or_scale_is_not_like_for_like(tmp_path):
    shelf = FindingsShelf(tmp_path)
    shelf.add_grades(2014, overall="Good", adoption="Good", leadership_and_governance="Good")
    shelf.add_grades(2018, overall="Good", leaders="Good", help="Good")

    (overall, *_) = history("Saltmere", shelf.reads()).lines

    assert overall.name == "Overall effectiveness"
    assert "grades other things" in (overall.why or "")
    shelf.close()


def test_withdrawn_and_later_reports_do_not_count(tmp_path):
    shelf = FindingsShelf(tmp_path)
    shelf.add_grades(2018, overall="Good", leaders="Good")
    gone = shelf.add_grades(2020, overall="Inadequate", leaders="Good")
    shelf.add_grades(2022, overall="Outstanding", leaders="Good")
    shelf.withdraw(gone)

    now = history("Saltmere", shelf.reads())
    then = history("Saltmere", shelf.reads(as_of=date(2019, 1, 1)))

    assert [one.judgement.value for one in now.lines[0].values] == ["good", "outstanding"]
    assert [one.judgement.value for one in then.lines[0].values] == ["good"]
    shelf.close()


def test_a_later_report_closes_and_repeats(tmp_path):
    shelf = FindingsShelf(tmp_path)
    shelf.add_text(
        2018, "# Recommendations\n\n1. The council should buy boats for the harbour.\n\n2. " + PLANS
    )
    shelf.add_text(
        2020,
        "# Progress\n\nRecommendation 1 has been completed.\n\n# Recommendations\n\n7. " + PLANS,
    )

    found = followed(shelf.reads(), shelf.catalog)

    assert [(one.recommendation.number, one.status) for one in found] == [
        ("1", "closed"),
        ("2", None),
        ("7", None),
    ]
    assert found[2].repeats == found[1].id
    assert found[0].told_by is not None
    assert found[0].told_by[0].published_on == date(2020, 6, 1)
    shelf.close()


def test_a_report_says_nothing_of_its_own_recommendations(tmp_path):
    shelf = FindingsShelf(tmp_path)
    shelf.add_text(
        2020,
        "# Recommendations\n\n1. The council should act.\n\n# Progress\n\n"
        "Recommendation 1 has been completed.",
    )

    assert [one.status for one in followed(shelf.reads(), shelf.catalog)] == [None]
    shelf.close()


def test_findings_are_kept_with_the_revision_they_were_found_in(tmp_path):
    shelf = FindingsShelf(tmp_path)
    first = shelf.add_grades(2018, overall="Good", leaders="Good")
    shelf.correct(first, overall="Inadequate", leaders="Good")

    assert [one.value for one in shelf.catalog.findings(first, 1).judgements][-1] == "good"
    assert [one.value for one in shelf.catalog.findings(first, 2).judgements][-1] == "inadequate"
    assert shelf.catalog.revision(first).findings == shelf.catalog.findings(first, 2)
    assert len(read_reports(shelf.catalog, Filters())) == 1
    shelf.close()
