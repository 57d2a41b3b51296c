"""Which answers rest on a report, so that whoever got them can be told when it changes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from store.audit import AnswerGiven, AuditLog
from store.inbox import Asked, Inbox

_FROM_SLACK = re.compile(r"slack-(\d+)")


@dataclass(frozen=True, slots=True)
class Rested:
    """An answer that rests on a report; `asked` is the question as it came in from Slack."""

    answer: AnswerGiven
    asked: Asked | None


def rested_on(report_id: str, audit: AuditLog, inbox: Inbox) -> list[Rested]:
    """Return the answers that rest on a report, newest first."""
    return [Rested(one, _asked(one, inbox)) for one in audit.answers_citing(report_id)]


def _asked(given: AnswerGiven, inbox: Inbox) -> Asked | None:
    found = _FROM_SLACK.fullmatch(given.id or "")
    entry = inbox.get(int(found[1])) if found else None
    return entry.asked if entry else None


def touched(one: Rested, revision: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether an answer cites something within spans of a revision."""
    return any(
        number == revision and start < last and first < end
        for number, start, end in one.answer.spans
        for first, last in spans
    )
