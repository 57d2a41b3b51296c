"""Fifty people who ask, in channels, direct messages and threads, and what became of it."""

import math
import random
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from slack_standin import Delivery, Said, SlackStandIn, text_of

QUESTIONS = (
    "What concerns remain for Northmarch Police?",
    "Is Northmarch Police still in enhanced monitoring?",
    "How was Northmarch Police graded?",
    "What was Northmarch Police told to do, and by when?",
    "What did Rosalind Teague say about the control room?",
    "Does Northmarch Police use facial recognition cameras?",
    "How fast are 101 calls answered in Northmarch?",
    "What changed since 2023?",
)
FOLLOW_UPS = ("and what about 101 calls?", "and since then?", "who said so?", "what about custody?")
PEOPLE = tuple(f"person{number:02}" for number in range(50))
CHANNELS = tuple(f"desk{number}" for number in range(10))


@dataclass(frozen=True)
class Down:
    """When the bot was not there, on the stand-in's clock."""

    since: float
    until: float


@dataclass
class Crowd:
    """Asks `total` questions in `seconds`; `said` has them in order."""

    slack: SlackStandIn
    total: int
    seconds: float
    seed: int = 5
    said: list[Said] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._thread = threading.Thread(target=self._ask_all, name="crowd", daemon=True)
        self._failure: Exception | None = None
        self._again: dict[tuple[str, str], list[Delivery]] = defaultdict(list)

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._thread.join()
        if self._failure is not None:
            raise self._failure

    def wait_until(self, asked: int) -> None:
        while len(self.said) < asked and self._thread.is_alive():
            time.sleep(0.05)

    def missed(self) -> list[Said]:
        """What the app was never told of: nobody was connected when Slack tried."""
        return [said for said in self.said if not any(d.acked for d in self._told_by(said))]

    def replay_missed(self) -> int:
        """Slack's delayed events: what was missed is told later. How many there were."""
        replayed = 0
        for _ in range(20):
            missed = self.missed()
            if not missed:
                return replayed
            self.slack.wait_for_connections(1, 60)
            for said in missed:
                self._again[said.channel, said.ts].append(self.slack.redeliver(said))
            self.slack.wait_for_deliveries(60)
            replayed += len(missed)
        raise AssertionError(f"{len(self.missed())} questions were never told of")

    def _told_by(self, said: Said) -> list[Delivery]:
        return [*said.events, *self._again[said.channel, said.ts]]

    def _ask_all(self) -> None:
        began = time.monotonic()
        try:
            for number in range(self.total):
                pause = began + number * self.seconds / self.total - time.monotonic()
                time.sleep(max(pause, 0.0))
                self.said.append(self._ask(number))
                if self._random.random() < 0.05:
                    self.slack.redeliver(self._random.choice(self.said))
        except Exception as failure:  # noqa: BLE001 - raised again by whoever joins.
            self._failure = failure

    def _ask(self, number: int) -> Said:
        person = PEOPLE[number % len(PEOPLE)]
        question = self._random.choice(QUESTIONS)
        kind = self._random.random()
        roots = [s for s in self.said[:-40] if s.thread_ts is None and s.events[0].acked]
        if kind < 0.3 and roots:
            root = self._random.choice(roots)
            person = self.slack.workspace.user_name(root.user)
            text = self._random.choice(FOLLOW_UPS)
            return self.slack.say(root.channel, person, text, root.ts, mention=False)
        if kind < 0.6:
            return self.slack.say(self.slack.dm(person), person, question)
        return self.slack.say(self._random.choice(CHANNELS), person, question)


@dataclass(frozen=True)
class Acks:
    """Seconds to the acknowledgement, of deliveries made while the bot was up."""

    times: tuple[float, ...]

    @classmethod
    def of(cls, slack: SlackStandIn, downs: list[Down], ack_within: float) -> "Acks":
        found = []
        for delivery in slack.deliveries:
            for attempt in delivery.attempts:
                end = attempt.acked_at or attempt.sent_at + ack_within
                if any(attempt.sent_at < d.until and d.since < end for d in downs):
                    continue
                if attempt.outcome == "acked":
                    found.append(attempt.ack_seconds)
                elif attempt.outcome in {"timeout", "http_timeout"}:
                    found.append(math.inf)
        return cls(tuple(sorted(found)))

    def percentile(self, share: float) -> float:
        return self.times[min(int(len(self.times) * share), len(self.times) - 1)]


class Memory:
    """Resident memory of a process, in MB, looked at every half second."""

    def __init__(self, pid: int) -> None:
        self._status = Path(f"/proc/{pid}/status")
        self._stopped = threading.Event()
        self.seen: list[float] = []
        self._thread = threading.Thread(target=self._watch, name="memory", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stopped.wait(0.5):
            try:
                lines = self._status.read_text().splitlines()
            except OSError:
                return
            rss = next((line for line in lines if line.startswith("VmRSS")), None)
            if rss is not None:
                self.seen.append(int(rss.split()[1]) / 1024)


def terminal_messages(slack: SlackStandIn) -> dict[str, list[dict]]:
    """The app's messages in every channel and direct message, by the question they close."""
    found: dict[str, list[dict]] = {}
    places = [*CHANNELS, *(slack.dm(person) for person in PEOPLE)]
    for place in places:
        for message in slack.answers(place):
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            key = f"{message['channel']}:{payload.get('question_ts', 'none')}"
            found.setdefault(key, []).append(message)
    return found


def outcomes(messages: dict[str, list[dict]]) -> Counter:
    return Counter(
        (message.get("metadata") or {}).get("event_payload", {}).get("outcome", "unmarked")
        for several in messages.values()
        for message in several
    )


def first_words(message: dict) -> str:
    return text_of(message)[:80].replace("\n", " ")
