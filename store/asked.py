"""A question from Slack, and where it stands."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from store.threads import ThreadKey


class Surface(StrEnum):
    """Where a question was asked: COMMAND and SHORTCUT are answered to the asker alone."""

    MENTION = "mention"
    DIRECT = "direct"
    FOLLOW_UP = "follow_up"
    COMMAND = "command"
    SHORTCUT = "shortcut"


class Task(StrEnum):
    """What is wanted: an answer, passages, or something about an answer that was given before."""

    ASK = "ask"
    SEARCH = "search"
    MORE = "more"
    SHARE = "share"
    PERSON = "person"
    RESOLVE = "resolve"
    WITHDRAW = "withdraw"


class InboxState(StrEnum):
    """Where a question stands.

    Unfinished are RECEIVED, WORKING, POSTING (its one message is on its way, and nothing else may
    be said to it) and STOPPING (somebody wants no answer any more, and is to be told so).
    """

    RECEIVED = "received"
    WORKING = "working"
    POSTING = "posting"
    STOPPING = "stopping"
    ANSWERED = "answered"
    APOLOGISED = "apologised"
    REFUSED = "refused"
    UNDELIVERABLE = "undeliverable"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    ERASED = "erased"


# What may still be stopped, what may be answered, and what wants somebody to see to it.
OPEN = (InboxState.RECEIVED, InboxState.WORKING)
ANSWERABLE = (*OPEN, InboxState.POSTING)
UNFINISHED = (*ANSWERABLE, InboxState.STOPPING)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came in. `text` is without the mention, "" where nothing else was said.

    `ref` is the number of the earlier question that a task is about. `reply_to` is the address that
    Slack gave for the answer to a command.
    """

    event_id: str
    team: str
    channel: str
    ts: str
    thread_ts: str
    user: str
    text: str
    surface: Surface
    files: bool = False
    task: Task = Task.ASK
    ref: int | None = None
    reply_to: str | None = field(default=None, repr=False)

    @property
    def in_thread(self) -> bool:
        """Whether it was asked in a thread: a command is not."""
        return bool(self.thread_ts)

    @property
    def thread(self) -> ThreadKey:
        """The thread that the answer belongs in."""
        return ThreadKey(self.team, self.channel, self.thread_ts)


@dataclass(frozen=True, slots=True)
class Entry:
    """A question in the inbox. `attempts` counts how often somebody began to answer it.

    `version` counts how often it was edited.
    """

    id: int
    asked: Asked
    state: InboxState
    attempts: int
    received_at: float
    version: int = 0


def about(entry: Entry, task: Task, user: str, reply_to: str | None = None) -> Asked:
    """Return the task to do something about an earlier question; it can be taken in only once."""
    name = f"{task}:{entry.id}"
    return replace(
        entry.asked,
        event_id=name,
        ts=name,
        user=user,
        text="" if task is Task.WITHDRAW else entry.asked.text,
        # What is shared is everybody's in the channel from then on.
        surface=Surface.MENTION if task is Task.SHARE else entry.asked.surface,
        task=task,
        ref=entry.id,
        files=False,
        reply_to=reply_to,
    )
