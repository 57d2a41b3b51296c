"""Limits on questions: by person and channel, from the inbox, with when to ask again."""

from dataclasses import replace

import pytest

from bot.slack.limits import Limits
from bot.slack.settings import LimitSettings
from store.database import open_database
from store.inbox import Asked, Inbox, InboxState, Surface
from store.rates import Rates

ASKED = Asked("Ev0", "T1", "C1", "0.1", "0.1", "U1", "Why?", Surface.MENTION)


class Clock:
    now = 10_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def engine(tmp_path):
    engine = open_database(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def ask(engine, clock):
    """Ask once more, as the desk does; return what the asker is told if it is refused."""
    numbers = iter(range(1, 10_000))

    def one(limits, **given):
        number = next(numbers)
        asked = replace(ASKED, event_id=f"Ev{number}", ts=f"{number}.1", **given)
        refusal = Limits(Rates(engine), LimitSettings(**limits), clock).refusal(asked)
        inbox = Inbox(engine, clock)
        entry = inbox.add(asked)
        if refusal:
            inbox.finish(entry, InboxState.REFUSED)
        return refusal

    return one


def test_a_person_is_told_when_to_ask_again(ask, clock):
    limits = {"person": 2, "channel": 0}
    assert ask(limits) is None
    clock.now += 100
    assert ask(limits) is None
    assert ask(limits) == (
        "You have asked 2 questions in the last ten minutes, which is as many as I take. I have "
        "not kept this one: please ask it again in 9 minutes."
    )
    clock.now += 430
    assert ask(limits).endswith("in 70 seconds.")
    clock.now += 69.5
    assert ask(limits).endswith("in 1 second.")
    clock.now += 1
    assert ask(limits) is None
    assert ask(limits).endswith("in 2 minutes.")


def test_others_elsewhere_are_not_held_up(ask):
    limits = {"person": 1, "channel": 0}
    assert ask(limits) is None
    assert ask(limits, user="U2") is None
    assert ask(limits, team="T2") is None
    assert ask(limits, channel="C2") is not None


def test_a_channel_has_a_limit_of_its_own_and_a_direct_message_has_none(ask, clock):
    limits = {"person": 0, "channel": 2}
    assert ask(limits, user="U1") is None
    assert ask(limits, user="U2") is None
    told = ask(limits, user="U3")
    assert told.startswith("This channel has asked 2 questions in the last minute")
    assert ask(limits, user="U3", channel="C2") is None
    assert [ask(limits, channel="D1", surface=Surface.DIRECT) for _ in range(4)] == [None] * 4
    clock.now += 60
    assert ask(limits, user="U3") is None


def test_what_was_refused_does_not_push_the_next_one_further_away(ask, clock):
    limits = {"person": 1, "channel": 0}
    assert ask(limits) is None
    for _ in range(20):
        clock.now += 20
        assert ask(limits) is not None
    clock.now += 201
    assert ask(limits) is None


def test_zero_is_no_limit_and_the_defaults_are_generous(ask):
    assert [ask({"person": 0, "channel": 0}) for _ in range(50)] == [None] * 50
    assert LimitSettings() == LimitSettings(person=30, channel=120)


def test_the_limit_holds_after_a_restart(tmp_path, ask, clock):
    assert ask({"person": 1, "channel": 0}) is None
    other = open_database(tmp_path)
    limits = Limits(Rates(other), LimitSettings(person=1), clock)
    assert limits.refusal(replace(ASKED, ts="9.9")) is not None
    other.dispose()
