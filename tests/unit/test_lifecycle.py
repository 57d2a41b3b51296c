"""The life of a report: who may see it when, and what a crash between two steps leaves."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fakes import NOW, HashEmbedder, Shelf
from sqlalchemy import event

from store.audit import AuditLog
from store.errors import LifecycleError, UnknownReportError
from store.records import NOBODY, Embargo, Filters, ReportStatus, Viewer
from store.retrieve import Retriever, Searches
from store.settings import StoreSettings

SECOND = timedelta(seconds=1)
PRESS = Viewer(channel="C0PRESS")
MAYA = Viewer(person="U0MAYA")
OTHERS = [Viewer(), Viewer(channel="C0OTHER"), Viewer(person="U0TOM"), Viewer(channel="U0MAYA")]
UNTIL = NOW + timedelta(days=1)
FOR_PRESS = Embargo(UNTIL, channels=("C0PRESS",), people=("U0MAYA",))


def ids(shelf, viewer=NOBODY, **filters):
    found = {one.report_id for one in shelf.catalog.searchable(Filters(viewer=viewer, **filters))}
    owners = shelf.catalog.searchable_owners(Filters(viewer=viewer, **filters))
    assert {owner.partition("@")[0] for owner in owners} == found
    return found


def search(shelf, query, viewer=NOBODY, **settings):
    searches = Searches(lambda: shelf.vectors, shelf.lexical, HashEmbedder)
    retriever = Retriever(shelf.catalog, searches, StoreSettings(**settings))
    hits = retriever.search(query, Filters(viewer=viewer), 10)
    return [(hit.passage.text, round(hit.score, 9)) for hit in hits]


@pytest.mark.parametrize("viewer", OTHERS)
def test_an_embargo_ends_by_itself_at_its_very_moment(shelf, viewer):
    shelf.add("/r/met.txt", "Burglary.", embargo=FOR_PRESS)

    shelf.now = UNTIL - SECOND
    assert ids(shelf, viewer) == set()
    assert shelf.catalog.report("met").status is ReportStatus.EMBARGOED
    shelf.now = UNTIL
    assert ids(shelf, viewer) == {"met"}
    assert shelf.catalog.report("met").status is ReportStatus.INDEXED


@pytest.mark.parametrize("viewer", [PRESS, MAYA])
def test_its_audience_sees_a_report_before(shelf, viewer):
    shelf.add("/r/met.txt", "Burglary.", embargo=FOR_PRESS)

    assert ids(shelf, viewer) == {"met"}


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_an_embargo_over_a_change_of_the_clocks_ends_when_the_wall_clock_says(shelf, day):
    """One in the middle of the night at which Britain's clocks change, on either side of it."""
    london = ZoneInfo("Europe/London")
    for hour in (0, 3):
        until = datetime(day.year, day.month, day.day, hour, 30, tzinfo=london)
        shelf.now = until.astimezone(UTC) - SECOND
        report = shelf.add(f"/r/{hour}.txt", f"Burglary at {hour}.", embargo=Embargo(until))
        assert report.report_id not in ids(shelf)
        shelf.now += SECOND
        assert f"{shelf.now.astimezone(london):%H:%M:%S}" == f"{hour:02}:30:00"
        assert report.report_id in ids(shelf)


def test_no_reader_sees_a_report_between_indexing_and_embargo(shelf):
    """Another connection looks after every statement of the ingest."""
    other = Shelf(shelf.folder)
    seen = []
    event.listen(shelf.engine, "after_cursor_execute", lambda *_: seen.append(ids(other)))

    shelf.add("/r/met.txt", "Burglary.", embargo=FOR_PRESS)
    shelf.add("/r/met.txt", "Burglary, corrected.")

    assert len(seen) > 20
    assert set().union(*seen) == set()
    assert ids(other, PRESS) == {"met"}
    other.engine.dispose()


def test_a_correction_of_an_embargoed_report_is_under_embargo_too(shelf):
    shelf.add("/r/met.txt", "Burglary has risen.", embargo=FOR_PRESS)
    corrected = shelf.add("/r/met.txt", "Burglary has fallen.")

    assert (corrected.revision, corrected.embargo_until) == (2, UNTIL)
    assert ids(shelf) == set()
    assert search(shelf, "burglary") == []
    assert [text for text, _ in search(shelf, "burglary", PRESS)] == ["Burglary has fallen."]
    assert list(shelf.lexical.held()) == ["met@2"]


def everything_of(shelf, viewer=NOBODY):
    filters = Filters(viewer=viewer)
    catalog = shelf.catalog
    queries = ["burglary in Saltmere", "kestrels", "victims wait 417 days", "Rosalind"]
    return {
        "coverage": catalog.coverage(filters),
        "subjects": catalog.subjects(filters),
        "people": catalog.people(filters),
        "reports": catalog.searchable(filters),
        "seen": catalog.seen(viewer),
        "hits": [search(shelf, query, viewer) for query in queries],
        # As in a library so large that the indexes are asked for everything.
        "many": [
            search(shelf, query, viewer, candidates=candidates)
            for query in queries
            for candidates in (1, 3)
        ],
    }


BASE = [f"Burglary victims in Saltmere wait {number} days." for number in range(8)]
SECRET = ["Kestrels nest in Ealing; victims wait 417 days.", *(["Burglary in Saltmere."] * 30)]


@pytest.fixture(params=[200, 1])
def listed(request, monkeypatch):
    """Whether the indexes are asked for reports by name, as in a small library."""
    monkeypatch.setattr("store.retrieve.MAX_LISTED", request.param)


def libraries(tmp_path, secret):
    """A library with a secret report, and one without."""
    for name in ("with", "without"):
        shelf = Shelf(tmp_path / name)
        for number, text in enumerate(BASE):
            day = date(2020 + number, 1, 1)
            shelf.add(f"/r/{number}.txt", text, "A note.", subject="Saltmere", published_on=day)
        if name == "with":
            secret(shelf)
        yield shelf


def add_secret(shelf, **options):
    day = date(2026, 5, 30)
    shelf.add("/r/x.txt", *SECRET, subject="Ealing", title="Kites", published_on=day, **options)


def embargoed(shelf):
    add_secret(shelf, embargo=FOR_PRESS)


def embargoed_in_the_place_of_another(shelf):
    add_secret(shelf, embargo=FOR_PRESS, supersedes="3")


def embargoed_later(shelf):
    add_secret(shelf)
    shelf.lifecycle.embargo("x", FOR_PRESS, "tester")


def withdrawn(shelf):
    add_secret(shelf)
    shelf.lifecycle.withdraw("x", "An error", "tester")


def withdrawn_under_embargo(shelf):
    embargoed_in_the_place_of_another(shelf)
    shelf.lifecycle.withdraw("x", "An error", "tester")


HIDINGS = [
    embargoed,
    embargoed_in_the_place_of_another,
    embargoed_later,
    withdrawn,
    withdrawn_under_embargo,
]


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("hide", HIDINGS)
def test_a_hidden_report_leaves_no_trace(tmp_path, hide):
    """Not in what is found, nor in any count, name, score or order."""
    shelf, without = libraries(tmp_path, hide)

    assert everything_of(shelf) == everything_of(without)

    shelf.engine.dispose()
    without.engine.dispose()


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("hide", [embargoed, embargoed_in_the_place_of_another, embargoed_later])
def test_once_its_embargo_is_over_it_is_there_with_nobody_doing_anything(tmp_path, hide):
    shelf, without = libraries(tmp_path, hide)
    shelf.now = without.now = UNTIL

    ours, theirs = everything_of(shelf), everything_of(without)

    replaced = hide is embargoed_in_the_place_of_another
    assert ours["coverage"].reports == theirs["coverage"].reports + (not replaced)
    assert ours["subjects"] == ["Ealing", "Saltmere"]
    assert ours["hits"][1][0][0].startswith("Kestrels nest")
    assert ("3" in ids(shelf)) is not replaced
    shelf.engine.dispose()
    without.engine.dispose()


def test_before_its_words_are_put_with_the_others_a_report_scores_as_it_will_then(tmp_path):
    """What an audience finds is what everybody will; only the mean length is not the same."""
    shelf, other = libraries(tmp_path, embargoed)
    queries = ["burglary in Saltmere", "kestrels in Ealing", "victims wait 417 days"]
    before = [shelf.lexical.best(query, 50, None) for query in queries]
    add_secret(other)
    after = [other.lexical.best(query, 50, None) for query in queries]

    for held, found in zip(before, after, strict=True):
        scores = dict(found)
        of_secret = [(key, score) for key, score in held if key.startswith("x@")]
        assert of_secret
        assert {key for key, _ in held} == set(scores)
        for key, score in of_secret:
            assert score == pytest.approx(scores[key], rel=0.35)
    shelf.engine.dispose()
    other.engine.dispose()


def test_the_next_writer_puts_the_words_with_the_others(shelf):
    shelf.add("/r/met.txt", "Burglary.", embargo=FOR_PRESS)
    shelf.now = UNTIL
    assert list(shelf.lexical.held()) == ["met@1"]

    shelf.add("/r/other.txt", "Fraud.")

    assert shelf.lexical.held() == {}
    assert shelf.lexical.owners() == {"met@1": 1, "other@1": 1}


def test_lifting_opens_at_once_and_is_refused_where_there_is_nothing_to_lift(shelf):
    shelf.add("/r/met.txt", "Burglary.", embargo=FOR_PRESS)

    moved = shelf.lifecycle.embargo("met", None, "tester")

    assert (moved.before.embargo, moved.after.embargo) == (FOR_PRESS, None)
    assert ids(shelf) == {"met"}
    assert shelf.lexical.held() == {}
    with pytest.raises(LifecycleError, match="'met' is under no embargo"):
        shelf.lifecycle.embargo("met", None, "tester")
    with pytest.raises(LifecycleError, match="is past"):
        shelf.lifecycle.embargo("met", Embargo(NOW), "tester")


def test_another_embargo_takes_the_place_of_the_first(shelf):
    shelf.add("/r/met.txt", "Burglary.", embargo=FOR_PRESS)
    later = Embargo(UNTIL + timedelta(days=1), channels=("C0OTHER",))

    shelf.lifecycle.embargo("met", later, "tester")

    assert shelf.catalog.embargo("met") == later
    assert ids(shelf, PRESS) == ids(shelf, MAYA) == set()
    assert ids(shelf, Viewer(channel="C0OTHER")) == {"met"}


def test_a_withdrawn_report_is_withdrawn_for_its_audience_too(shelf):
    shelf.add("/r/met.txt", "Burglary.", embargo=FOR_PRESS)

    shelf.lifecycle.withdraw("met", "An error", "tester")
    assert ids(shelf, PRESS) == set()
    with pytest.raises(LifecycleError, match=r"withdrawn already \(An error\)"):
        shelf.lifecycle.withdraw("met", "Again", "tester")

    shelf.lifecycle.restore("met", "tester")
    assert ids(shelf) == set()
    assert ids(shelf, PRESS) == {"met"}


def test_a_process_that_is_already_reading_goes_by_it_at_once(shelf):
    shelf.add("/r/met.txt", "Burglary.")
    bot = Shelf(shelf.folder, shelf.vectors)
    assert search(bot, "burglary") == search(shelf, "burglary") != []

    shelf.lifecycle.withdraw("met", "An error", "tester")
    assert search(bot, "burglary") == []
    assert bot.catalog.coverage(Filters()).reports == 0
    shelf.lifecycle.restore("met", "tester")
    assert search(bot, "burglary") != []
    bot.engine.dispose()


def test_restoring_goes_back_one_step(shelf):
    shelf.add("/r/old.txt", "Burglary.")
    shelf.add("/r/new.txt", "Fraud.", supersedes="old")
    shelf.lifecycle.withdraw("old", "An error", "tester")

    assert shelf.lifecycle.restore("old", "tester").after.superseded_by == "new"
    assert ids(shelf) == {"new"}
    shelf.lifecycle.restore("old", "tester")
    assert ids(shelf) == {"old", "new"}
    with pytest.raises(LifecycleError, match="neither withdrawn nor superseded"):
        shelf.lifecycle.restore("old", "tester")


def test_what_a_withdrawn_report_replaced_stays_replaced_unless_nobody_saw_it(shelf):
    shelf.add("/r/old.txt", "Burglary.")
    shelf.add("/r/new.txt", "Fraud.", supersedes="old")
    shelf.lifecycle.withdraw("new", "An error", "tester")
    assert ids(shelf) == set()

    shelf.lifecycle.restore("old", "tester")
    shelf.add("/r/next.txt", "Fraud again.", supersedes="old", embargo=FOR_PRESS)
    assert (ids(shelf), ids(shelf, PRESS)) == ({"old"}, {"next"})
    assert shelf.lifecycle.withdraw("next", "An error", "tester").with_it == ("old",)
    shelf.now = UNTIL
    assert ids(shelf) == {"old"}


def test_superseding_what_is_under_embargo_waits_for_both(shelf):
    shelf.add("/r/old.txt", "Burglary.", embargo=FOR_PRESS)
    shelf.add("/r/new.txt", "Fraud.", supersedes="old", embargo=replace(FOR_PRESS, people=()))

    assert (ids(shelf), ids(shelf, PRESS), ids(shelf, MAYA)) == (set(), {"new"}, {"old"})
    shelf.now = UNTIL
    assert ids(shelf) == {"new"}


@pytest.fixture
def chain(shelf):
    for name in "abc":
        shelf.add(f"/r/{name}.txt", f"Burglary {name}.")
    shelf.lifecycle.supersede("a", "b", "tester")
    shelf.lifecycle.supersede("b", "c", "tester")
    shelf.add("/r/gone.txt", "Gone.")
    shelf.lifecycle.withdraw("gone", "An error", "tester")
    return shelf


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("c", "c", "'c' cannot supersede itself"),
        ("c", "a", "superseded by 'a', which was superseded by 'b', which was superseded by 'c'"),
        ("a", "b", "'a' is superseded by 'b' already."),
        ("a", "c", "'a' is superseded by 'b' already; restore a first."),
        ("gone", "c", "'gone' is withdrawn; `reportdesk reports restore gone` first"),
        ("c", "gone", "'gone' is withdrawn; `reportdesk reports restore gone` first"),
    ],
)
def test_what_cannot_be_superseded_is_refused_in_one_line(chain, old, new, told):
    before = chain.catalog.reports()

    with pytest.raises(LifecycleError) as refused:
        chain.lifecycle.supersede(old, new, "tester")

    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert chain.catalog.reports() == before


def test_an_ingest_cannot_close_a_circle_either(chain):
    with pytest.raises(LifecycleError, match="'c' cannot be superseded by 'a'"):
        chain.add("/r/a.txt", "Burglary a, corrected.", supersedes="c")
    assert chain.catalog.report("a").revision == 1


def test_an_unknown_report_is_refused_with_the_nearest(chain):
    chain.add("/r/northmarch-police-2023.txt", "Fraud.")

    with pytest.raises(UnknownReportError, match="Did you mean northmarch-police-2023"):
        chain.lifecycle.withdraw("northmarch-polise-2023", "An error", "tester")
    with pytest.raises(UnknownReportError, match="`reportdesk reports list` shows all"):
        chain.lifecycle.restore("zzz", "tester")


def test_each_move_is_in_the_audit_log_with_who_before_and_after(shelf):
    shelf.add("/r/met.txt", "Burglary.")
    shelf.lifecycle.embargo("met", FOR_PRESS, "maya")
    shelf.lifecycle.withdraw("met", "An error", "tom")

    with shelf.engine.connect() as connection:
        query = "SELECT body FROM audit WHERE event = 'status' ORDER BY number"
        first, second = (json.loads(b) for (b,) in connection.exec_driver_sql(query))
    until = {"until": UNTIL.isoformat(), "channels": ["C0PRESS"], "people": ["U0MAYA"]}
    open_, held = (
        {"status": "indexed", "reason": None, "superseded_by": None, "embargo": e}
        for e in (None, until)
    )
    gone = {**held, "status": "withdrawn", "reason": "An error"}
    assert first == {"report_id": "met", "by": "maya", "before": open_, "after": held}
    assert second == {"report_id": "met", "by": "tom", "before": held, "after": gone}
    assert AuditLog(shelf.engine).broken_at() is None


class Crash(BaseException):
    """The process is gone: nothing after it runs."""


MOVES = {
    "withdraw": lambda life: life.withdraw("met", "An error", "tester"),
    "withdraw the hidden": lambda life: life.withdraw("next", "An error", "tester"),
    "restore": lambda life: life.restore("gone", "tester"),
    "supersede": lambda life: life.supersede("met", "other", "tester"),
    "embargo": lambda life: life.embargo("met", FOR_PRESS, "tester"),
    "lift": lambda life: life.embargo("next", None, "tester"),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_crash_at_any_statement_leaves_the_old_or_the_new_state(tmp_path, name):
    shelf = Shelf(tmp_path)
    for one in ("met", "other", "old", "gone"):
        shelf.add(f"/r/{one}.txt", f"Burglary {one}.")
    shelf.add("/r/next.txt", "Fraud.", supersedes="old", embargo=FOR_PRESS)
    shelf.lifecycle.withdraw("gone", "An error", "tester")
    old = state(shelf)
    number, left = 0, {"at": 0}

    def crash(*_):
        left["at"] -= 1
        if left["at"] == 0:
            raise Crash

    event.listen(shelf.engine, "before_cursor_execute", crash)
    while True:
        number += 1
        left["at"] = number
        try:
            MOVES[name](shelf.lifecycle)
        except Crash:
            left["at"] = 0
            if state(shelf) != old:
                break
        else:
            break
    left["at"] = 0
    assert number > 5
    new = state(shelf)
    assert new["audit"] > old["audit"]
    assert AuditLog(shelf.engine).broken_at() is None
    assert shelf.lexical.owners() == shelf.catalog.owners()
    shelf.engine.dispose()


def state(shelf):
    with shelf.engine.connect() as connection:
        events = connection.exec_driver_sql("SELECT count(*) FROM audit").scalar_one()
        audience = connection.exec_driver_sql("SELECT * FROM audience").all()
    held = shelf.lexical.held()
    return {"reports": shelf.catalog.reports(), "held": held, "to": audience, "audit": events}
