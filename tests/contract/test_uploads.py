"""Adding reports from Slack: from a file in a channel to a report, with nothing done twice."""

import pytest
from upload_kit import CHANNEL, LETTER, MAYA, OMAR, OTHER, PRIYA, TOKEN, adding, open_adding

from bot.slack.adding import MOST_ATTEMPTS
from ingest.job import work_off
from ingest.outcomes import Outcome
from ingest.records import Overrides
from ingest.sources.find import find
from store.records import Viewer

CONTENT = LETTER.encode()
UNTIL = {"embargo_time": "00:01", "embargo_zone": "UTC", "embargo_people": [MAYA]}


@pytest.fixture
def desk(tmp_path):
    with adding(tmp_path) as opened:
        yield opened


def offered(desk, name="letter.md", content=CONTENT, number=1, **given):
    desk.share(name, content, **given)
    return desk.wait_for_card("Nothing is added yet.", number)


def test_a_shared_file_is_offered_with_what_it_is(desk):
    card = offered(desk)

    assert "Add this to the reports?" in card
    assert "Northmarch Police: letter to the Chief Constable" in card
    assert "16 March 2023" in card
    assert "letter.md" in card
    assert desk.shelf.catalog.reports() == []


def test_what_is_added_is_a_report_and_the_card_says_so(desk):
    offered(desk)
    desk.act("upload_add")
    card = desk.wait_for_card("Indexed as revision 1")

    (report,) = desk.shelf.catalog.reports()
    assert report.title == "Northmarch Police: letter to the Chief Constable"
    assert "actions" not in card
    place = report.path
    assert place.endswith("/uploads/T111/F0001/letter.md")


def test_a_correction_is_in_the_first_revision_and_signed(desk):
    offered(desk)
    desk.act("upload_correct")
    (opened,) = desk.api.wait_for("views.open")
    assert "2023-03-16" in str(opened["view"])
    answer = desk.submit(published_on="2023-03-17", title="The letter", subject="Northmarch Police")
    assert answer.status == 200
    assert not answer.body
    card = desk.wait_for_card("17 March 2023 (corrected by priya in Slack")
    assert "The letter" in card
    desk.act("upload_add")
    desk.wait_for_card("Indexed as revision 1")

    (report,) = desk.shelf.catalog.reports()
    assert report.title == "The letter"
    assert report.published_on.isoformat() == "2023-03-17"
    assert report.description.published_on.found.value.isoformat() == "2023-03-16"


def test_a_correction_that_cannot_be_is_refused_at_its_field(desk):
    offered(desk)
    answer = desk.submit(
        title="A title",
        embargo_day="2026-03-29",
        embargo_time="01:30",
        embargo_zone="Europe/London",
    )
    assert "clocks go forward" in answer.body
    assert '"embargo_zone"' in answer.body
    assert "A title" not in desk.card()


def test_an_embargo_holds_from_the_moment_it_is_a_report(desk):
    offered(desk)
    desk.submit(
        embargo_day="2030-01-02",
        embargo_time="00:01",
        embargo_zone="Europe/London",
        embargo_people=[MAYA],
    )
    desk.wait_for_card("2 January 2030, 00:01 UTC")
    desk.act("upload_add")
    card = desk.wait_for_card("Under embargo")

    seen = desk.shelf.catalog.seen_ids
    assert seen(Viewer(channel=CHANNEL)) == set()
    assert len(seen(Viewer(person=MAYA))) == 1
    assert "seen before by 1 person only" in card


def test_a_second_click_does_nothing_a_second_time(desk):
    offered(desk)
    for _ in range(3):
        desk.act("upload_add")
    desk.wait_for_card("Indexed as revision 1")
    desk.act("upload_discard")
    desk.api.wait_for("chat.postEphemeral", count=3)

    assert len(desk.events("adding")) == 1
    assert len(desk.events("added")) == 1
    assert desk.events("discarded") == []
    assert len(desk.api.posted()) == 1


def test_what_is_discarded_is_gone_from_the_disk(desk):
    offered(desk)
    kept = desk.ingest.folder / "uploads/T111/F0001/letter.md"
    assert kept.exists()
    desk.act("upload_discard")
    desk.wait_for_card("Discarded")

    assert not kept.exists()
    assert desk.shelf.catalog.reports() == []


@pytest.mark.parametrize("action", ["upload_add", "upload_discard", "upload_correct"])
def test_rights_are_checked_at_the_click(desk, action):
    offered(desk)
    desk.act(action, user=OMAR)
    (note,) = desk.api.wait_for("chat.postEphemeral")

    assert note["user"] == OMAR
    assert "may not add reports" in note["text"]
    assert [one for one, _ in desk.api.calls if one == "views.open"] == []
    assert "Nothing is added yet." in desk.card()


def test_who_may_not_add_is_told_that_the_file_is_not_read(desk):
    desk.share("letter.md", CONTENT, user=OMAR)
    (note,) = desk.api.wait_for("chat.postEphemeral")

    assert note["user"] == OMAR
    assert "I have not read your file" in note["text"]
    assert desk.host.asked == []
    assert desk.api.posted() == []


def test_where_adding_is_off_a_file_is_nobody_elses_business(desk):
    desk.share("letter.md", CONTENT, channel=OTHER)
    offered(desk)

    assert len(desk.host.asked) == 1
    assert [one for one, _ in desk.api.calls if one == "chat.postEphemeral"] == []


def test_a_redelivered_share_is_one_card(desk):
    offered(desk)
    again = desk.say(PRIYA, files=[{"id": "F0001", "name": "letter.md"}], ts="1.000100")
    desk.send(again)
    offered(desk, "other.md", b"# Another one\n\nSomething else altogether, at some length.", 2)

    assert len(desk.api.posted()) == 2


def test_the_same_file_again_is_known(desk):
    offered(desk)
    desk.act("upload_add")
    desk.wait_for_card("Indexed as revision 1")
    desk.say(PRIYA, files=[{"id": "F0001", "name": "letter.md"}])
    card = desk.wait_for_card("The library has this already", 2)
    desk.share("copy.md", CONTENT)
    copy = desk.wait_for_card("The library seems to have this already", 3)

    assert '"upload_add"' not in card
    assert "Northmarch Police: letter to the Chief Constable" in copy
    assert len(desk.shelf.catalog.reports()) == 1


def test_a_copy_of_what_is_hidden_here_says_nothing_of_it(desk):
    offered(desk)
    desk.submit(
        embargo_day="2030-01-02", embargo_time="00:01", embargo_zone="UTC", embargo_people=[MAYA]
    )
    desk.act("upload_add")
    desk.wait_for_card("Under embargo")
    desk.share("copy.md", CONTENT)
    card = desk.wait_for_card("Not added", 2)

    assert "reference U2" in card
    assert "already" not in card
    assert "Northmarch" not in card


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.pdf", b"%PDF-1.7\nnothing of it is right", "broken.pdf"),
        ("empty.md", b"", "empty"),
        ("a\x00b.exe", b"MZ", ".exe"),
    ],
)
def test_what_cannot_be_read_gets_one_clear_line(desk, name, content, words):
    desk.share(name, content)
    card = desk.wait_for_card("Not added")

    assert words in card
    assert "Traceback" not in card
    assert "upload_again" in card
    (failed,) = desk.events("failed")
    assert failed["reason"]
    assert [one for one in (desk.ingest.folder / "uploads").rglob("*") if one.is_file()] == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd\u202e.md", "<!channel>.md", "\u200b.md", "x" * 500 + ".md", ".md"]
)
def test_a_hostile_name_is_a_harmless_one(desk, name):
    card = offered(desk, name)

    (kept,) = [one for one in desk.ingest.folder.rglob("*") if one.is_file()]
    assert kept.parent == desk.ingest.folder / "uploads/T111/F0001"
    assert len(kept.name) <= 104
    assert "<!channel>" not in card
    assert "\u202e" not in card


def test_a_login_page_means_that_the_app_may_not_read_files(desk):
    desk.host.login_page = True
    desk.share("letter.md", CONTENT)

    assert "files:read" in desk.wait_for_card("Not added")


def test_the_token_goes_to_slack_alone(desk):
    elsewhere = {"url_private_download": "https://files.slack.com.evil.example/x"}
    desk.share("letter.md", CONTENT, file=elsewhere)

    assert "not Slack’s own" in desk.wait_for_card("Not added")
    assert desk.host.asked == []


def test_a_file_over_the_limit_is_not_fetched(tmp_path):
    with adding(tmp_path, max_file_megabytes=1) as desk:
        desk.share("large.md", b"x" * 1_000_001)
        assert "the limit is 1 MB" in desk.wait_for_card("Not added")
        assert desk.host.asked == []


def test_what_failed_can_be_tried_again(desk):
    desk.host.login_page = True
    desk.share("letter.md", CONTENT)
    desk.wait_for_card("Not added")
    desk.host.login_page = False
    desk.act("upload_again")

    desk.wait_for_card("Nothing is added yet.")
    assert len(desk.api.posted()) == 1


def test_after_a_restart_buttons_work_and_what_was_begun_is_finished_once(tmp_path):
    with adding(tmp_path) as first:
        offered(first)
        first.desk.stop(5)
        # Decided, and the process ended before it could begin.
        first.act("upload_add")
        again = open_adding(first.shelf, first.api, first.host)
        again.desk.start()
        again.wait_for_card("Indexed as revision 1")
        again.act("upload_add")
        again.desk.stop(5)

    assert len(again.events("added")) == 1
    assert len(first.api.posted()) == 1


def test_a_card_that_a_killed_run_posted_is_not_posted_again(tmp_path):
    with adding(tmp_path) as first:
        offered(first)
        first.desk.stop(5)
        (posted,) = first.api.posted()
        with first.shelf.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE uploads SET card_ts = NULL, shown = 0")
        first.api.replies = [{"ts": "1.999", "metadata": posted["metadata"]}]
        again = open_adding(first.shelf, first.api, first.host)
        again.desk.start()
        again.api.wait_for("chat.update", count=2)
        again.desk.stop(5)

    assert len(first.api.posted()) == 1


def test_killed_while_it_looked_it_looks_again(tmp_path):
    with adding(tmp_path) as first:
        first.desk.stop(5)
        first.share("letter.md", CONTENT)
        first.uploads.begin(first.uploads.get(1))
        again = open_adding(first.shelf, first.api, first.host)
        again.desk.start()
        again.wait_for_card("Nothing is added yet.")
        again.desk.stop(5)

    assert len(again.events("offered")) == 1


def test_killed_after_indexing_it_says_so_and_indexes_nothing(tmp_path):
    with adding(tmp_path) as first:
        offered(first)
        first.submit(published_on="2023-03-17", embargo_day="2030-01-02", **UNTIL)
        first.desk.stop(5)
        first.act("upload_add")
        upload = first.uploads.begin(first.uploads.get(1))
        said = Overrides.of(upload.said)
        (done,) = work_off(find([upload.place], said, first.ingest), first.ingest)
        assert done.outcome is Outcome.INDEXED
        again = open_adding(first.shelf, first.api, first.host)
        again.desk.start()
        again.wait_for_card("Indexed as revision 1")
        again.desk.stop(5)

    assert [one.revision for one in again.shelf.catalog.reports()] == [1]
    assert len(again.events("added")) == 1
    assert again.shelf.catalog.seen_ids(Viewer(channel=CHANNEL)) == set()


def test_what_kills_the_program_again_and_again_is_given_up(tmp_path):
    with adding(tmp_path) as first:
        offered(first)
        first.desk.stop(5)
        first.act("upload_add")
        for _ in range(MOST_ATTEMPTS):
            assert first.uploads.begin(first.uploads.get(1))
        again = open_adding(first.shelf, first.api, first.host)
        again.desk.start()
        assert "I stopped several times" in again.wait_for_card("Not added")
        again.desk.stop(5)

    assert again.shelf.catalog.reports() == []


def test_an_error_that_nobody_foresaw_is_told_with_a_reference(desk, monkeypatch):
    offered(desk)

    def broken(*_):
        raise RuntimeError("xoxb-secret-token and much more")

    monkeypatch.setattr("bot.slack.adding.work_off", broken)
    desk.act("upload_add")
    card = desk.wait_for_card("Not added")

    assert "reference U1" in card
    assert "xoxb" not in card + str(desk.events())


def test_everything_is_in_the_audit_log(desk):
    offered(desk)
    desk.submit(published_on="2023-03-17")
    desk.act("upload_add")
    desk.wait_for_card("Indexed as revision 1")

    told = desk.events()
    assert [one["what"] for one in told] == ["received", "offered", "corrected", "adding", "added"]
    assert {(one["by"], one["file"], one["channel"]) for one in told} == {(PRIYA, "F0001", CHANNEL)}
    assert told[2]["said"]["corrections"]["published_on"]["value"] == "2023-03-17"
    assert told[4]["report_id"] == "letter"
    assert TOKEN not in str(told)


def test_a_slow_slack_does_not_keep_a_report_from_being_added(desk):
    offered(desk)
    desk.api.script["chat.update"] += [
        (429, {"Retry-After": "0"}, {"ok": False, "error": "ratelimited"})
    ] * 2
    desk.act("upload_add")

    desk.wait_for_card("Indexed as revision 1")
