"""What Slack is connected to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.answering.pipeline import OnStep
from bot.answering.records import Answer, Question
from bot.slack.library import LibraryParts
from store.answers import KeptAnswers
from store.audit import AuditLog
from store.catalog import Catalog
from store.channels import Channels
from store.feedback import Feedback
from store.inbox import Inbox
from store.leases import Lease
from store.rates import Rates
from store.records import Hit, Viewer
from store.retention import Retention
from store.threads import Threads


class Ask(Protocol):
    """Answers a question; called by several threads at once."""

    def __call__(self, question: Question, on_step: OnStep) -> Answer:
        """Answer a question; `on_step` is told what is being done."""
        ...


def _never() -> None:
    return None


@dataclass(frozen=True, slots=True)
class SlackParts:
    """What Slack is connected to: one library of reports, and what is kept of each workspace.

    `paused` returns why nothing is answered at the moment, None where that is not so. Without
    `rates` there are no limits on how much is asked, and without `retention` nothing is erased.
    By `lease` other processes on the same data see what this one has in hand.
    """

    ask: Ask
    search: Callable[[str, Viewer], Sequence[Hit]]
    catalog: Catalog
    audit: AuditLog
    inbox: Inbox
    threads: Threads
    answers: KeptAnswers
    channels: Channels
    feedback: Feedback
    paused: Callable[[], str | None] = _never
    rates: Rates | None = None
    retention: Retention | None = None
    lease: Lease | None = None
    library: LibraryParts | None = None
