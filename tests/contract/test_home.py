"""The Home tab and the prompts: what one person may see, and nothing else."""

import json
import threading
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from fakes import Shelf
from ingest_kit import make_desk
from upload_kit import CHANNEL, MAYA, OMAR, PRIYA, TEAM, FileHost, UploadApi, open_adding

from bot.slack.home import HomeDesk, HomeParts, Opened
from bot.slack.permissions import Permissions
from store.channels import Channels, ChannelSettings
from store.inbox import Asked, Inbox, Surface
from store.jobs import Ended, JobState, Wanted
from store.lately import Lately
from store.records import Embargo
from store.uploads import Shared, UploadKind, Uploads


class Client:
    """Keeps what is published."""

    def __init__(self):
        self.views = []
        self.prompts = []
        self.shown = threading.Condition()

    def users_info(self, user):
        return {"user": {"is_admin": False}}

    def views_publish(self, user_id, view):
        with self.shown:
            self.views.append((user_id, json.dumps(view, ensure_ascii=False)))
            self.shown.notify_all()

    def assistant_threads_setSuggestedPrompts(self, **given):  # noqa: N802 - Slack's name
        with self.shown:
            self.prompts.append(given)
            self.shown.notify_all()


@dataclass
class Suggested:
    """Questions that were found to be answered."""

    asked: tuple = ("What concerns remain for Northmarch Police?",)
    found: list = field(default_factory=list)

    def known(self, viewer):
        return self.asked if self.found else None

    def find(self, viewer):
        self.found.append(viewer)
        return self.asked


@dataclass
class Tab:
    shelf: Shelf
    desk: HomeDesk
    client: Client
    uploads: Uploads
    ingest: object
    prompts: Suggested
    paused: list

    def open(self, person, tab="home", count=None):
        """Open a tab; return what it shows at last."""
        before = len(self.client.views)
        self.desk.opened(Opened(TEAM, person, "D1", tab))
        wanted = count or (1 if self.prompts.found else 2)
        with self.client.shown:
            done = self.client.shown.wait_for(
                lambda: len(self.client.views) >= before + wanted or self.client.prompts, 8
            )
        assert done
        return self.client.views[-1][1] if self.client.views else ""


@pytest.fixture
def tab(tmp_path):
    shelf, client, prompts, paused = Shelf(tmp_path), Client(), Suggested(), []
    ingest, uploads = make_desk(shelf), Uploads(shelf.engine)
    channels = Channels(shelf.engine, ChannelSettings())
    channels.set(TEAM, CHANNEL, ChannelSettings(ingest_by=(PRIYA,)), "test")
    parts = HomeParts(
        lambda: ingest,
        uploads,
        Lately(shelf.engine, lambda: shelf.now),
        prompts,
        lambda _team: paused[0] if paused else None,
    )
    desk = HomeDesk(
        parts, Permissions(channels, client), lambda _: client, lambda _: "https://x.slack.com/"
    )
    desk.start()
    yield Tab(shelf, desk, client, uploads, ingest, prompts, paused)
    desk.stop(5)
    shelf.engine.dispose()


def ask(tab, person, text, ts="5.000100", thread_ts=None, surface=Surface.MENTION):
    Inbox(tab.shelf.engine).add(
        Asked(f"Ev{ts}", TEAM, CHANNEL, ts, thread_ts or ts, person, text, surface)
    )


def test_an_empty_library_says_so(tab):
    assert "There are no reports to search yet." in tab.open(MAYA)


def test_it_counts_and_names_what_there_is(tab):
    tab.shelf.add("/a.txt", "One.", "Two.", title="The first", subject="Northmarch Police")
    tab.shelf.add("/b.txt", "Three.", title="The second", subject="Saltmere Constabulary")
    seen = tab.open(MAYA)

    assert "2 reports" in seen
    assert "3 passages" in seen
    assert "The first" in seen
    assert "Northmarch Police, Saltmere Constabulary." in seen
    assert "What concerns remain for Northmarch Police?" in seen


def test_nothing_of_what_is_hidden_shows(tab):
    tab.shelf.add("/a.txt", "One.", title="The first", subject="Northmarch Police")
    until = Embargo(tab.shelf.now + timedelta(days=3), people=(PRIYA,))
    tab.shelf.add("/secret.txt", "Two.", title="Hidden", subject="Hush Council", embargo=until)
    for_maya, for_priya = tab.open(MAYA), tab.open(PRIYA)

    assert "1 report" in for_maya
    assert "Hidden" not in for_maya
    assert "Hush" not in for_maya
    assert "2 reports" in for_priya
    assert "Hidden" in for_priya


def test_what_came_in_and_what_failed_is_for_who_may_add(tab):
    tab.shelf.add("/a.txt", "One.", title="The first")
    (job,) = tab.ingest.jobs.put([Wanted("/in/broken.pdf", 1)]).values()
    tab.ingest.jobs.end(job, Ended(JobState.DEAD, "failed", "It is damaged."))
    for_maya, for_priya = tab.open(MAYA), tab.open(PRIYA)

    assert "Added lately" in for_priya
    assert "broken.pdf" in for_priya
    assert "It is damaged." in for_priya
    assert "Added lately" not in for_maya
    assert "broken.pdf" not in for_maya


def test_a_failure_that_names_what_is_hidden_tells_its_name_alone(tab):
    until = Embargo(tab.shelf.now + timedelta(days=3))
    hidden = tab.shelf.add("/secret.txt", "Two.", title="Hidden", embargo=until)
    jobs = tab.ingest.jobs
    said = {"embargo_until": "2999-01-01T00:00:00+00:00"}
    wanted = [Wanted("/in/copy.pdf", 1), Wanted("/secret.txt", 1), Wanted("/in/held.pdf", 1, said)]
    for job in jobs.put(wanted).values():
        reason = f"The same file as {hidden.report_id} (/secret.txt)."
        jobs.end(job, Ended(JobState.DEAD, "failed", reason))
    seen = tab.open(PRIYA)

    assert "copy.pdf" in seen
    assert "secret" not in seen
    assert "held.pdf" not in seen


def test_what_others_shared_where_one_may_not_add_is_theirs(tab):
    for channel, user, name in (
        (CHANNEL, MAYA, "ours.pdf"),
        ("C999", MAYA, "theirs.pdf"),
        ("C999", PRIYA, "mine.pdf"),
    ):
        shared = Shared(TEAM, channel, "1.1", "1.1", user, UploadKind.FILE, name, name)
        kept = tab.uploads.receive(shared, user)
        tab.uploads.fail(kept, "It is damaged.")
    seen = tab.open(PRIYA)

    assert "ours.pdf" in seen
    assert "mine.pdf" in seen
    assert "theirs.pdf" not in seen


def test_my_questions_lead_to_their_threads_and_nobody_elses_show(tab):
    ask(tab, MAYA, "What of Northmarch?")
    ask(tab, MAYA, "And since?", "6.000100", "5.000100", Surface.FOLLOW_UP)
    ask(tab, OMAR, "A question of Omar's", "7.000100")
    seen = tab.open(MAYA)

    assert f"https://x.slack.com/archives/{CHANNEL}/p5000100" in seen
    assert f"p6000100?thread_ts=5.000100&cid={CHANNEL}" in seen
    assert "Omar" not in seen


def test_a_pause_is_told_first(tab):
    tab.paused.append("The figures are being corrected.")
    seen = json.loads(tab.open(MAYA))

    assert seen["blocks"][0]["text"]["text"] == "I am paused"
    assert "The figures are being corrected." in json.dumps(seen)


def test_the_messages_tab_gets_prompts_and_no_thread(tab):
    tab.open(MAYA, "messages")
    (given,) = tab.client.prompts

    question = "What concerns remain for Northmarch Police?"
    assert given["prompts"] == [{"title": question, "message": question}]
    assert given["channel_id"] == "D1"
    assert "thread_ts" not in given
    assert tab.client.views == []


def test_the_event_reaches_the_tab(tmp_path):
    api, host, shelf = UploadApi(), FileHost(), Shelf(tmp_path)
    opened = open_adding(shelf, api, host)
    opened.desk.start()
    event = {"type": "app_home_opened", "user": MAYA, "channel": "D1", "tab": "home"}
    opened.send({"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event})
    (published,) = api.wait_for("views.publish")
    opened.desk.stop(5)
    api.close()
    host.close()
    shelf.engine.dispose()

    assert published["user_id"] == MAYA
