"""What the command line and Slack call: one method each, audited."""

import hashlib
from collections.abc import Callable

from bot.answering.pipeline import AnswerParts, answer
from bot.answering.records import Answer, Question
from store.audit import AuditLog


class Services:
    """Answers questions, and leaves one audit event for each answer."""

    def __init__(self, parts: Callable[[], AnswerParts], audit: AuditLog, model: str) -> None:
        self._parts = parts
        self._audit = audit
        self._model = model

    def ask(self, question: Question) -> Answer:
        """Answer a question from the reports."""
        given = answer(question, self._parts())
        self._audit.record("answered", _event(given, self._model))
        return given


def _event(given: Answer, model: str) -> dict[str, object]:
    return {
        "question": given.question.text,
        "status": given.status.value,
        "as_of": given.as_of.isoformat() if given.as_of else None,
        "composer": model,
        "statements": [
            {
                "kind": one.kind.value,
                "sha256": hashlib.sha256(one.text.encode()).hexdigest(),
                "spans": [[c.report_id, c.revision, c.start, c.end] for c in one.citations],
            }
            for one in given.statements
        ],
        "withheld": len(given.withheld),
    }
