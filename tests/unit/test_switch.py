"""The switch that pauses answering: in the database, audited, effective at once."""

import json

import pytest

from bot.answering.records import Answer, Question, Status
from bot.answering.wording import headline
from bot.services import Services
from store.audit import AuditLog
from store.database import open_database
from store.records import Coverage
from store.switch import Pause, Switch


@pytest.fixture
def engine(tmp_path):
    engine = open_database(tmp_path)
    yield engine
    engine.dispose()


def events(engine):
    return [(one.event, json.loads(one.body)) for one in AuditLog(engine).events()]


def test_a_pause_is_seen_by_every_process_at_once_and_both_moves_are_audited(tmp_path, engine):
    other = open_database(tmp_path)
    assert Switch(other).paused() is None
    Switch(engine).pause("a wrong figure", "ana")
    assert Switch(other).paused() == Pause("a wrong figure", "ana")
    Switch(engine).pause("two wrong figures", "ben")
    assert Switch(other).reason() == "two wrong figures"
    assert Switch(other).resume("cem")
    assert Switch(engine).reason() is None
    assert events(engine) == [
        ("paused", {"reason": "a wrong figure", "by": "ana"}),
        ("paused", {"reason": "two wrong figures", "by": "ben"}),
        ("resumed", {"by": "cem"}),
    ]
    assert AuditLog(engine).broken_at() is None
    other.dispose()


def test_resuming_what_is_not_paused_changes_nothing(engine):
    assert not Switch(engine).resume("ana")
    assert events(engine) == []


def services(engine, answered, monkeypatch):
    monkeypatch.setattr("bot.services.answer", answered)
    return Services(lambda: None, lambda: None, AuditLog(engine), "default", Switch(engine).reason)


def an_answer(question):
    return Answer(question, Status.NOT_IN_REPORTS, None, (), (), (), Coverage(1, None, None))


def test_nothing_is_looked_up_while_paused_and_the_reason_is_told(engine, monkeypatch):
    asked = services(engine, lambda *_: 1 / 0, monkeypatch)
    Switch(engine).pause("we check a report", "ana")
    given = asked.ask(Question("Why?"))
    assert given.status is Status.PAUSED
    assert headline(given) == "Reportdesk is paused: we check a report"
    assert given.coverage.reports == 0
    assert [name for name, _ in events(engine)] == ["paused", "answered"]


def test_what_was_being_composed_when_the_switch_was_thrown_is_not_given_out(engine, monkeypatch):
    def slow(question, *_):
        Switch(engine).pause("stop", "ana")
        return an_answer(question)

    assert services(engine, slow, monkeypatch).ask(Question("Why?")).status is Status.PAUSED
    Switch(engine).resume("ana")
    again = services(engine, lambda question, *_: an_answer(question), monkeypatch)
    assert again.ask(Question("Why?")).status is Status.NOT_IN_REPORTS
