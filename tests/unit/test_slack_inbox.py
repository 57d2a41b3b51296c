"""The inbox and the threads on a real SQLite database."""

from dataclasses import replace

import pytest

from store.database import open_database
from store.inbox import Asked, Inbox, InboxState, Surface
from store.threads import StoredTurn, ThreadKey, Threads

ASKED = Asked(
    event_id="Ev1",
    team="T1",
    channel="C1",
    ts="100.1",
    thread_ts="100.1",
    user="U1",
    text="What concerns remain?",
    surface=Surface.MENTION,
)


@pytest.fixture
def engine(tmp_path):
    engine = open_database(tmp_path)
    yield engine
    engine.dispose()


def test_a_question_is_kept_with_all_it_came_with(engine):
    inbox = Inbox(engine, clock=lambda: 5.0)
    entry = inbox.add(replace(ASKED, files=True))
    assert inbox.unfinished() == (entry,)
    assert entry.asked.files
    assert entry.received_at == 5.0
    assert entry.attempts == 0


def test_the_same_event_is_refused(engine):
    inbox = Inbox(engine)
    assert inbox.add(ASKED)
    assert inbox.add(replace(ASKED, ts="100.2")) is None


def test_the_second_event_of_a_mention_is_refused(engine):
    inbox = Inbox(engine)
    assert inbox.add(ASKED)
    assert inbox.add(replace(ASKED, event_id="Ev2")) is None
    assert inbox.add(replace(ASKED, event_id="Ev3", team="T2"))


def test_redelivery_is_refused_after_a_restart(tmp_path):
    first = open_database(tmp_path)
    entry = Inbox(first).add(ASKED)
    Inbox(first).finish(entry, InboxState.ANSWERED, "An answer.")
    first.dispose()
    second = open_database(tmp_path)
    assert Inbox(second).add(ASKED) is None
    assert Inbox(second).unfinished() == ()
    assert Threads(second).last(ASKED.thread, 5) == (StoredTurn(ASKED.text, "An answer."),)
    second.dispose()


def test_what_was_begun_is_unfinished_after_a_restart(tmp_path):
    first = open_database(tmp_path)
    Inbox(first).begin(Inbox(first).add(ASKED))
    first.dispose()
    second = open_database(tmp_path)
    (entry,) = Inbox(second).unfinished()
    assert (entry.state, entry.attempts) == (InboxState.WORKING, 1)
    assert Inbox(second).begin(entry).attempts == 2
    second.dispose()


def test_only_one_can_begin(engine):
    inbox = Inbox(engine)
    entry = inbox.add(ASKED)
    assert inbox.begin(entry)
    assert inbox.begin(entry) is None


def test_what_is_finished_cannot_be_begun_or_finished_again(engine):
    inbox, threads = Inbox(engine), Threads(engine)
    entry = inbox.begin(inbox.add(ASKED))
    inbox.finish(entry, InboxState.ANSWERED, "One.")
    inbox.finish(entry, InboxState.ANSWERED, "Two.")
    assert inbox.begin(entry) is None
    assert [turn.answer for turn in threads.last(ASKED.thread, 5)] == ["One."]


def test_an_apology_is_no_turn(engine):
    inbox = Inbox(engine)
    inbox.finish(inbox.add(ASKED), InboxState.APOLOGISED)
    assert Threads(engine).last(ASKED.thread, 5) == ()


def test_a_thread_is_held_once_a_question_was_taken_in_it(engine):
    inbox = Inbox(engine)
    assert not inbox.holds_thread(ASKED.thread)
    inbox.add(replace(ASKED, event_id="Ev0", ts="99.9", text=""))
    assert not inbox.holds_thread(ASKED.thread)
    inbox.add(ASKED)
    assert inbox.holds_thread(ASKED.thread)
    assert not inbox.holds_thread(replace(ASKED.thread, channel="C2"))


def test_a_thread_remembers_its_last_turns_in_order(engine):
    threads = Threads(engine)
    key = ThreadKey("T1", "C1", "1.0")
    for number in range(7):
        threads.add(key, StoredTurn(f"q{number}", f"a{number}"), at=float(number))
    threads.add(ThreadKey("T1", "C2", "1.0"), StoredTurn("other", "thread"), at=9.0)
    assert [turn.question for turn in threads.last(key, 3)] == ["q4", "q5", "q6"]
    assert threads.last(key, 0) == ()
