"""Status lines: sent aside, renewed, numbered for those who wait, and never in the way."""

import threading
import time
from dataclasses import replace

import pytest

from bot.slack import statuses as module
from bot.slack.statuses import Statuses
from store.inbox import Asked, Entry, InboxState, Surface

ASKED = Asked("Ev1", "T1", "C1", "1.1", "1.1", "U1", "Why?", Surface.MENTION)


class Line:
    """Records what is shown; `takes` says whether Slack takes it, `slow` holds it up."""

    def __init__(self):
        self.shown, self.sessions, self.takes = [], [], True
        self.slow = threading.Event()
        self.slow.set()

    def show_status(self, asked, status):
        self.slow.wait(5)
        self.shown.append((asked.thread_ts, status))
        return self.takes

    def set_session(self, asked, status):
        self.sessions.append((asked.thread_ts, status))
        return self.takes


class Clock:
    """Real time, moved by the test."""

    def __init__(self):
        self.ahead = 0.0

    def __call__(self):
        return time.monotonic() + self.ahead


@pytest.fixture
def line():
    return Line()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def waiting():
    return []


@pytest.fixture
def shows(line, clock, waiting, monkeypatch):
    monkeypatch.setattr(module, "LOOK_SECONDS", 0.02)
    one = Statuses(line, lambda: list(waiting), clock)
    one.start()
    yield one
    one.stop(5)


def at(number, **given):
    ts = f"{number}.1"
    return replace(ASKED, event_id=f"Ev{number}", ts=ts, thread_ts=ts, **given)


def entry(number, waits=10.0):
    return Entry(number, at(number), InboxState.RECEIVED, 0, time.time() - waits)


def until(condition):
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_is_done_is_shown_and_renewed_until_it_is_done(shows, line, clock):
    shows.show(ASKED, "is reading…")
    until(lambda: line.shown == [("1.1", "is reading…")])
    clock.ahead += 60
    time.sleep(0.1)
    assert len(line.shown) == 1
    clock.ahead += 31
    until(lambda: line.shown == [("1.1", "is reading…")] * 2)
    shows.show(ASKED, "is checking…")
    until(lambda: line.shown[-1] == ("1.1", "is checking…"))
    shows.done(ASKED)
    clock.ahead += 1000
    time.sleep(0.1)
    assert len(line.shown) == 3


def test_a_slow_status_holds_nobody_up_and_is_taken_away_if_it_came_after_the_answer(shows, line):
    line.slow.clear()
    began = time.monotonic()
    shows.show(ASKED, "is reading…")
    time.sleep(0.1)
    shows.done(ASKED)
    assert time.monotonic() - began < 1
    line.slow.set()
    until(lambda: line.shown == [("1.1", "is reading…"), ("1.1", "")])


def test_who_waits_is_told_a_number_which_moves(shows, line, waiting):
    waiting += [entry(1), entry(2), entry(3)]
    until(lambda: len(line.shown) == 3)
    assert line.shown[2] == ("3.1", "has you at number 3 in the queue…")
    del waiting[0]
    until(lambda: len(line.shown) == 5)
    assert set(line.shown[3:]) == {
        ("2.1", "has you at number 1 in the queue…"),
        ("3.1", "has you at number 2 in the queue…"),
    }
    time.sleep(0.1)
    assert len(line.shown) == 5


def test_who_waits_a_moment_only_is_told_nothing(shows, line, waiting):
    waiting.append(entry(1, waits=0.5))
    time.sleep(0.2)
    assert line.shown == []


def test_numbers_keep_to_slacks_rate_and_what_is_done_comes_first(shows, line, waiting, clock):
    waiting += [entry(number) for number in range(1, 101)]
    until(lambda: len(line.shown) >= module.QUEUED_A_MINUTE)
    time.sleep(0.2)
    assert len(line.shown) <= module.QUEUED_A_MINUTE + 1
    shows.show(at(999), "is reading…")
    until(lambda: ("999.1", "is reading…") in line.shown)
    clock.ahead += 60
    until(lambda: len(line.shown) >= 2 * module.QUEUED_A_MINUTE)


def test_a_refusal_is_harmless_and_stops_numbers_for_a_while(shows, line, waiting):
    line.takes = False
    waiting += [entry(number) for number in range(1, 10)]
    until(lambda: line.shown)
    time.sleep(0.2)
    assert len(line.shown) == 1
    shows.show(ASKED, "is reading…")
    until(lambda: ("1.1", "is reading…") in line.shown)


def test_what_nobody_foresaw_ends_no_status_for_good(shows, line, monkeypatch):
    def broken(*_):
        line.show_status = type(line).show_status.__get__(line)
        raise ValueError("no")

    line.show_status = broken
    shows.show(at(1), "is reading…")
    shows.show(at(2), "is reading…")
    until(lambda: ("2.1", "is reading…") in line.shown)


def test_a_number_that_came_too_late_is_taken_away(shows, line, waiting):
    line.slow.clear()
    waiting.append(entry(7))
    time.sleep(0.1)
    waiting.clear()
    line.slow.set()
    until(lambda: line.shown == [("7.1", "has you at number 1 in the queue…"), ("7.1", "")])


def test_a_workspace_without_sessions_is_not_asked_each_time(shows, line):
    line.takes = False
    for number in range(1, 6):
        shows.show(at(number, surface=Surface.DIRECT), "is reading…")
    until(lambda: len(line.shown) == 5)
    assert len(line.sessions) == 1


def test_in_a_direct_message_the_session_is_processing_while_work_goes_on(shows, line):
    direct = replace(ASKED, surface=Surface.DIRECT)
    shows.show(direct, "is reading…")
    until(lambda: line.shown)
    shows.done(direct)
    until(lambda: line.sessions == [("1.1", "processing"), ("1.1", "active")])
