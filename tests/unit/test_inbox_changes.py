"""Questions that are edited or deleted, and tasks about earlier ones, on a real SQLite database."""

from dataclasses import replace

import pytest

from store.answers import KeptAnswers, Place
from store.channels import AnswerIn, Channels, ChannelSettings
from store.database import open_database
from store.feedback import Feedback, HelpRequest, Opinion, Reason, Verdict
from store.inbox import Asked, Inbox, InboxState, Surface, Task, about
from store.threads import StoredTurn, Threads

ASKED = Asked("Ev1", "T1", "C1", "100.1", "100.1", "U1", "What remains?", Surface.MENTION)
HERE = ("T1", "C1", "100.1")


@pytest.fixture
def engine(tmp_path):
    engine = open_database(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def inbox(engine):
    return Inbox(engine, clock=lambda: 5.0)


def answered(inbox, asked=ASKED):
    entry = inbox.begin(inbox.add(asked))
    assert inbox.finish(entry, InboxState.ANSWERED, "Much.", ("r1",))
    return entry


def test_an_edited_question_is_taken_up_anew_without_its_old_turn(engine, inbox):
    answered(inbox)
    edited = inbox.edit(*HERE, "What has changed?")
    assert (edited.asked.text, edited.version, edited.attempts) == ("What has changed?", 1, 0)
    assert inbox.unfinished() == (edited,)
    assert Threads(engine).last(ASKED.thread, 5) == ()


@pytest.mark.parametrize(
    ("place", "text"),
    [(HERE, ASKED.text), (("T1", "C1", "9.9"), "Else?"), (("T2", "C1", "100.1"), "Else?")],
)
def test_what_reads_the_same_or_is_no_question_of_ours_is_no_edit(inbox, place, text):
    answered(inbox)
    assert inbox.edit(*place, text) is None
    assert inbox.unfinished() == ()


def test_an_answer_to_the_text_before_an_edit_does_not_close_the_question(engine, inbox):
    working = inbox.begin(inbox.add(ASKED))
    edited = inbox.edit(*HERE, "What has changed?")
    assert not inbox.finish(working, InboxState.ANSWERED, "Much.")
    assert inbox.unfinished() == (edited,)
    assert Threads(engine).last(ASKED.thread, 5) == ()
    assert inbox.finish(inbox.begin(edited), InboxState.ANSWERED, "Little.")
    assert Threads(engine).last(ASKED.thread, 5) == (StoredTurn("What has changed?", "Little."),)


def test_a_deleted_question_is_closed_and_its_answer_is_to_be_deleted_once(engine, inbox):
    first = answered(inbox)
    task = inbox.withdraw(*HERE)
    assert (task.asked.task, task.asked.ref, task.asked.text) == (Task.WITHDRAW, first.id, "")
    assert inbox.get(first.id).state is InboxState.WITHDRAWN
    assert inbox.get(first.id).asked.text == ""
    assert Threads(engine).last(ASKED.thread, 5) == ()
    assert inbox.withdraw(*HERE) is None
    assert inbox.edit(*HERE, "What has changed?") is None


def test_a_question_deleted_while_it_is_answered_is_not_closed_as_answered(inbox):
    working = inbox.begin(inbox.add(ASKED))
    inbox.withdraw(*HERE)
    assert not inbox.finish(working, InboxState.ANSWERED, "Much.")


def test_a_task_about_a_question_is_taken_in_once_and_is_no_thread_of_ours(inbox):
    entry = answered(inbox, replace(ASKED, text=""))
    task = about(entry, Task.SHARE, "U2", "https://hooks.example/1")
    added = inbox.add(task)
    assert (added.asked.user, added.asked.reply_to) == ("U2", "https://hooks.example/1")
    assert inbox.add(task) is None
    assert inbox.task_about(entry.id, Task.SHARE) == added
    assert inbox.task_about(entry.id, Task.MORE) is None
    assert not inbox.holds_thread(ASKED.thread)


def test_turns_before_a_question_are_those_of_its_thread(engine, inbox):
    answered(inbox)
    second = answered(inbox, replace(ASKED, event_id="Ev2", ts="100.2", text="And then?"))
    before = Threads(engine).before(ASKED.thread, second.id, 5)
    assert before == (StoredTurn("What remains?", "Much.", ("r1",)),)


def test_a_reply_address_is_not_in_the_printed_form():
    assert "hooks.example" not in repr(replace(ASKED, reply_to="https://hooks.example/1"))


def test_an_answer_is_kept_with_its_place(engine):
    answers = KeptAnswers(engine)
    assert answers.get(1) is None
    answers.keep(1, "{}")
    assert answers.get(1).place is None
    answers.posted(1, Place("C1", "100.2", private=True))
    answers.keep(1, "{1}")
    kept = answers.get(1)
    assert (kept.body, kept.place) == ("{1}", Place("C1", "100.2", private=True))
    answers.withdraw(1)
    assert (answers.get(1).body, answers.get(1).place) == ("", None)


def test_channel_settings_are_kept_apart_by_team_and_channel(engine):
    channels = Channels(engine, ChannelSettings(ask_person="C9"))
    limits = {"subjects": ("A", "B"), "publishers": ("P",), "people": ("U1",), "ingest_by": ("U2",)}
    given = ChannelSettings(AnswerIn.ASKER, follow_up=False, **limits)
    channels.set("T1", "C1", given, "U1")
    assert channels.get("T1", "C1") == given
    assert channels.get("T2", "C1") == channels.get("T1", "C2") == ChannelSettings(ask_person="C9")


def test_the_last_opinion_of_a_person_counts(engine):
    feedback = Feedback(engine)
    feedback.give(Opinion(1, "T1", "U1", Verdict.HELPFUL))
    feedback.give(Opinion(1, "T1", "U1", Verdict.NOT_HELPFUL, Reason.OLD, "See 2025."))
    feedback.give(Opinion(1, "T1", "U2", Verdict.HELPFUL))
    assert feedback.all() == (
        Opinion(1, "T1", "U1", Verdict.NOT_HELPFUL, Reason.OLD, "See 2025."),
        Opinion(1, "T1", "U2", Verdict.HELPFUL),
    )


def test_a_person_is_asked_once_and_a_request_is_closed_once(engine):
    feedback = Feedback(engine)
    request = HelpRequest(1, "T1", "U1", "C9")
    assert feedback.ask_person(request)
    assert not feedback.ask_person(request)
    feedback.told(1, "7.7")
    assert feedback.resolve(1, "U3")
    assert not feedback.resolve(1, "U4")
    assert feedback.request(1) == replace(request, ts="7.7", resolved_by="U3")
    assert not feedback.resolve(2, "U3")
