"""What people asked is erased, the audit chain holds, and nothing is taken twice."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from bot.answering.records import Answer, Question, Status
from bot.audit_file import problem, read_events, to_data
from bot.rested import rested_on
from bot.services import Services
from store.answers import KeptAnswers
from store.audit import AuditLog
from store.database import open_database
from store.feedback import Feedback, HelpRequest, Opinion, Verdict
from store.inbox import Asked, Inbox, InboxState, Surface, Task, about
from store.records import Coverage
from store.retention import Retention
from store.switch import Switch
from store.threads import Threads

ASKED = Asked("Ev1", "T1", "C1", "1.1", "1.1", "UANA", "Who is Zebedee?", Surface.MENTION)
SECRET = "Zebedee"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    engine = open_database(tmp_path)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    clock = SimpleNamespace(now=now)

    def seconds():
        return clock.now.timestamp()

    class Frozen(datetime):
        @classmethod
        def now(cls, tz=None):
            return clock.now

    monkeypatch.setattr("store.audit.datetime", Frozen)
    monkeypatch.setattr(
        "bot.services.answer",
        lambda question, *_: Answer(
            question, Status.NOT_IN_REPORTS, None, (), (), (), Coverage(1, None, None),
            notices=(f"I read the question as “{question.text} And why?”",),
        ),
    )  # fmt: skip
    log = AuditLog(engine)
    services = Services(lambda: None, lambda: None, log, "default", Switch(engine).reason)
    yield SimpleNamespace(
        engine=engine,
        clock=clock,
        seconds=seconds,
        inbox=Inbox(engine, seconds),
        threads=Threads(engine),
        answers=KeptAnswers(engine, seconds),
        feedback=Feedback(engine, seconds),
        log=log,
        services=services,
        retention=Retention(engine),
        folder=tmp_path,
    )
    engine.dispose()


def ask(desk, number=1, user="UANA", words="Who is Zebedee?"):
    asked = replace(
        ASKED, event_id=f"Ev{number}", ts=f"{number}.1", thread_ts=f"{number}.1", user=user,
        text=words,
    )  # fmt: skip
    entry = desk.inbox.begin(desk.inbox.add(asked))
    desk.services.ask(Question(words, id=f"slack-{entry.id}"))
    desk.answers.keep(entry.id, f"All about it: {words}")
    desk.inbox.finish(entry, InboxState.ANSWERED, f"Nothing on {words}", ())
    return asked


def everything(desk):
    desk.engine.dispose()
    return b"".join(
        path.read_bytes() for path in sorted(desk.folder.glob("catalog.sqlite*"))
    ).decode("utf-8", "replace")


def test_what_is_older_is_erased_from_the_very_file_and_the_chain_holds(desk):
    old = ask(desk)
    opinion = Opinion(1, "T1", "UBEN", Verdict.NOT_HELPFUL, None, "Zebedee is a snail")
    desk.feedback.give(opinion)
    desk.feedback.ask_person(HelpRequest(1, "T1", "UANA", "C9"))
    desk.clock.now += timedelta(days=10)
    young = ask(desk, 2, "UBEN", "What about Florence?")
    assert SECRET in everything(desk)

    number = desk.retention.erase_before(desk.clock.now - timedelta(days=5), "ana")

    assert number == 1
    assert SECRET not in everything(desk)
    assert "Florence" in everything(desk)
    assert desk.log.broken_at() is None
    assert desk.threads.last(old.thread, 5) == ()
    assert len(desk.threads.last(young.thread, 5)) == 1
    assert [desk.inbox.get(n).state for n in (1, 2)] == ["erased", "answered"]
    assert desk.inbox.get(1).asked.user == ""
    (event,) = [one for one in desk.log.events() if one.event == "erased"]
    assert json.loads(event.body)["questions"] == 1
    assert desk.retention.erase_before(desk.clock.now - timedelta(days=5), "ana") == 0


def test_an_erased_question_is_still_known_and_an_edit_of_it_is_no_new_one(desk):
    asked = ask(desk)
    desk.clock.now += timedelta(days=1)
    desk.retention.erase_before(desk.clock.now, "ana")
    assert desk.inbox.add(asked) is None
    assert desk.inbox.add(replace(asked, event_id="Ev9")) is None
    assert desk.inbox.edit(asked.team, asked.channel, asked.ts, asked.text) is None
    assert not desk.inbox.holds_thread(asked.thread)


def test_what_waits_for_its_answer_is_left_alone(desk):
    desk.inbox.add(ASKED)
    desk.clock.now += timedelta(days=1)
    assert desk.retention.erase_before(desk.clock.now, "ana") == 0
    assert desk.retention.erase_person("UANA", "ana") == 0
    assert desk.inbox.unfinished()[0].asked.text == ASKED.text


def test_one_persons_questions_are_erased_and_nobody_elses(desk):
    ask(desk)
    ask(desk, 2, "UBEN", "What about Florence?")
    assert desk.retention.erase_person("UANA", "ana") == 1
    kept = everything(desk)
    assert SECRET not in kept
    assert "Florence" in kept
    assert desk.log.broken_at() is None


def test_what_others_did_about_a_question_repeats_it_and_goes_too(desk):
    ask(desk)
    first = desk.inbox.get(1)
    more = desk.inbox.add(about(first, Task.MORE, "UBEN"))
    desk.answers.keep(more.id, "More on Zebedee")
    desk.inbox.finish(desk.inbox.begin(more), InboxState.ANSWERED)
    share = desk.inbox.add(about(desk.inbox.get(more.id), Task.SHARE, "UCEM"))
    desk.inbox.finish(desk.inbox.begin(share), InboxState.ANSWERED)
    assert desk.retention.erase_person("UANA", "ana") == 1
    assert SECRET not in everything(desk)
    assert {desk.inbox.get(n).state for n in (1, 2, 3)} == {"erased"}


def old_event(desk):
    """An event as earlier versions wrote it: the question stands in the chain itself."""
    body = {
        "id": "slack-1",
        "question": "Who is Zebedee?",
        "channel": "C1",
        "person": None,
        "statements": [{"kind": "extract", "sha256": "0", "spans": [["r1", 1, 0, 5]]}],
        "notices": ["Zebedee"],
    }
    desk.log.record("answered", body)


def test_words_that_an_earlier_version_wrote_into_the_chain_can_be_erased_too(desk, tmp_path):
    old_event(desk)
    ask(desk)
    exported = list(desk.log.events())
    assert rested_on("r1", desk.log, desk.inbox)[0].answer.question == "Who is Zebedee?"
    desk.clock.now += timedelta(days=1)

    assert desk.retention.erase_before(desk.clock.now, "ana") > 0

    assert SECRET not in everything(desk)
    assert desk.log.broken_at() is None
    assert rested_on("r1", desk.log, desk.inbox)[0].answer.question is None
    now = list(desk.log.events())
    assert problem(exported, now) is None
    file = tmp_path / "log.jsonl"
    file.write_text("".join(f"{json.dumps(to_data(one))}\n" for one in now), encoding="utf-8")
    assert problem(read_events(file), now) is None
    assert problem(read_events(file), None) is None


def test_what_is_left_of_an_erased_event_cannot_be_changed_unseen(desk):
    old_event(desk)
    exported = list(desk.log.events())
    desk.clock.now += timedelta(days=1)
    desk.retention.erase_before(desk.clock.now, "ana")
    with desk.engine.begin() as connection:
        connection.execute(text("UPDATE audit SET body = replace(body, 'C1', 'C2')"))
    assert desk.log.broken_at() == 1
    assert problem(exported, list(desk.log.events())) is not None


def test_words_that_were_changed_behind_the_chain_are_found(desk):
    ask(desk)
    assert desk.log.broken_at() is None
    with desk.engine.begin() as connection:
        connection.execute(text("UPDATE said SET text = replace(text, 'Zebedee', 'Ermintrude')"))
    assert desk.log.broken_at() == 1


def test_the_chain_has_no_words_and_an_export_has_them(desk):
    ask(desk)
    event = next(one for one in desk.log.events() if one.event == "answered")
    assert SECRET not in event.body
    assert json.loads(to_data(event)["said"])["question"] == "Who is Zebedee?"
