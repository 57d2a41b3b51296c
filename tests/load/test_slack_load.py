"""500 questions from 50 people in 60 seconds, on a bad day of Slack's, with a bot that is killed.

Run by `make load`. How long the answers take is up to the machine; that each question gets one
terminal message, that every event is acknowledged at once and that memory stays is not.
"""

import os
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from crowd import CHANNELS, PEOPLE, Acks, Crowd, Down, Memory, first_words, outcomes
from crowd import terminal_messages as terminal
from desk import ROOT, in_slack
from slack_standin import SlackStandIn
from slack_standin.records import now

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3_600)]

# A smaller number for a quick look keeps the pace.
TOTAL = int(os.environ.get("REPORTDESK_LOAD_QUESTIONS", "500"))
SECONDS, ACK_WITHIN = 60.0 * TOTAL / 500, 3.0
# What memory may grow by from a third of the restarted bot's answers to its last: the
# allocator keeps some of what it has had, so a bound below that could not hold.
GROWTH_MB, GROWTH_SHARE = 60.0, 0.10
MANIFEST = ROOT / "bot" / "slack" / "manifest.json"
RETRIES = (0.0, 5.0, 20.0)


class BadDay:
    """Slack's failures, one after another until it is stopped."""

    def __init__(self, slack: SlackStandIn, *, sockets: bool) -> None:
        self._slack, self._sockets = slack, sockets
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bad-day", daemon=True)
        self.cuts = self.replayed = 0
        self.back_after = 0.0
        self.memory: list[float] = []
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()
        self._slack.clear_faults()

    def _run(self) -> None:
        slack, turn = self._slack, 0
        while not self._stopped.wait(4.0):
            slack.clear_faults()  # While the bot is down nothing uses them up.
            slack.fault("chat.postMessage", "429", times=2, seconds=1)
            slack.fault("chat.postMessage", "500", times=1)
            slack.fault("chat.postMessage", "lost", times=1)
            slack.fault("chat.postMessage", "slow", times=1, seconds=2)
            slack.fault("assistant.threads.setStatus", "slow", times=1, seconds=2)
            slack.fault("*", "500", times=1)
            turn += 1
            if self._sockets and turn % 4 == 2:
                slack.drop_connections()
                self.cuts += 1
            elif self._sockets and turn % 4 == 0:
                slack.disconnect()


def answered(slack: SlackStandIn) -> int:
    """How many questions have a terminal message, as far as the calls tell."""
    asked = {
        (call.answer["channel"], call.arguments["metadata"]["event_payload"]["question_ts"])
        for call in slack.calls("chat.postMessage")
        if call.ok and call.arguments.get("metadata")
    }
    return len(asked)


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_500_questions_with_faults_and_a_kill(sample_library, tmp_path, mode):
    shutil.copytree(sample_library / "data", tmp_path / "data")
    settings = {"queue_size": 1_000, "workers": 2}
    retries = RETRIES if mode == "http" else (0.0, 1.0, 2.0)
    with SlackStandIn(
        people=PEOPLE,
        channels=CHANNELS,
        private_channels=(),
        manifest=MANIFEST,
        retry_delays=retries,
        ack_within=ACK_WITHIN,
    ) as slack:
        crowd = Crowd(slack, TOTAL, SECONDS)
        began = now()
        day, downs = run_through_a_kill(slack, crowd, tmp_path, mode, settings)
        report = finish(slack, crowd, downs, began, day)
    sys.stdout.write(report)


def run_through_a_kill(slack, crowd: Crowd, folder: Path, mode: str, settings: dict):
    with in_slack(folder, slack, mode, slack=settings) as bot:
        day = BadDay(slack, sockets=mode == "socket")
        crowd.start()
        crowd.wait_until(TOTAL // 2)
        bot.stop(signal.SIGKILL)
        down = now()
    began = time.monotonic()
    with in_slack(folder, slack, mode, slack=settings) as bot:
        day.back_after = time.monotonic() - began
        downs = [Down(down - 0.5, now() + 0.5)]
        memory = Memory(bot.process.pid)
        crowd.join()
        day.stop()
        slack.wait_for_deliveries(120)
        day.replayed = crowd.replay_missed() if mode == "socket" else 0
        wait_for_all(slack, bot)
        time.sleep(2)  # Anything that is said twice is said by now.
        memory.stop()
        day.memory = memory.seen
    return day, downs


def wait_for_all(slack, bot, patience: float = 240.0) -> None:
    """Wait while answers keep coming."""
    last, since = answered(slack), time.monotonic()
    began, lines = since, 1
    while last < TOTAL:
        time.sleep(0.5)
        if time.monotonic() > began + lines * 30:
            sys.stdout.write(
                f"{last} of {TOTAL} answered, {lines * 30} s after the last was asked\n"
            )
            sys.stdout.flush()
            lines += 1
        assert bot.process.poll() is None, bot.printed[-3_000:]
        if (count := answered(slack)) != last:
            last, since = count, time.monotonic()
        assert time.monotonic() - since < patience, f"stuck at {last}: {bot.printed[-3_000:]}"


def finish(slack, crowd: Crowd, downs: list[Down], began: float, day: BadDay) -> str:
    took = now() - began
    messages = terminal(slack)
    asked = {f"{said.channel}:{said.ts}" for said in crowd.said}
    acks = Acks.of(slack, downs, ACK_WITHIN)
    seen = day.memory
    third, end = max(seen[: max(len(seen) // 3, 1)]), seen[-1]
    faults = sum(call.http_status in {429, 500} for call in slack.posted)
    report = (
        f"\n{len(asked)} questions, all closed {took:.0f} s after the first: "
        f"{dict(outcomes(messages))}\n"
        f"acks: {len(acks.times)}, median {acks.percentile(0.5):.3f} s, "
        f"p99 {acks.percentile(0.99):.3f} s, slowest {acks.times[-1]:.3f} s\n"
        f"memory of the restarted bot: {third:.0f} MB by a third, {end:.0f} MB at the end, "
        f"{max(seen):.0f} MB at most\n"
        f"calls refused: {faults}; sockets cut: {day.cuts}; events replayed: {day.replayed}; "
        f"back {day.back_after:.1f} s after the kill\n"
    )
    doubled = {
        key: [first_words(m) for m in several]
        for key, several in messages.items()
        if len(several) != 1
    }
    assert not doubled, f"{report}{doubled}"
    assert set(messages) == asked, f"{report}{asked ^ set(messages)}"
    assert acks.percentile(0.99) < 1.0, report
    assert end <= third * (1 + GROWTH_SHARE) + GROWTH_MB, report
    assert not slack.violations, report
    return report
