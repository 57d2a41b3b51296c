"""What the command line and Slack call: one method each, audited."""

import hashlib
from collections.abc import Callable, Sequence

from bot.answering.pipeline import AnswerParts, OnStep, answer
from bot.answering.records import Answer, Question, Status
from bot.checking.check import CheckParts, check
from bot.checking.records import Checked
from ingest.records import Loaded
from store.audit import AuditLog
from store.records import NOBODY, Coverage, Viewer


class Services:
    """Answers questions and checks drafts, and leaves one audit event for each."""

    def __init__(
        self,
        parts: Callable[[], AnswerParts],
        check_parts: Callable[[], CheckParts],
        audit: AuditLog,
        model: str,
        paused: Callable[[], str | None],
    ) -> None:
        self._parts = parts
        self._check_parts = check_parts
        self._audit = audit
        self._model = model
        self._paused = paused

    def ask(self, question: Question, on_step: OnStep = lambda _step: None) -> Answer:
        """Answer a question from the reports, unless answering is paused.

        `on_step` is told what is being done.
        """
        reason = self.paused()
        given = (
            _unanswered(question, reason) if reason else answer(question, self._parts(), on_step)
        )
        # What was being composed when the switch was thrown is not given out either.
        if not reason and (reason := self.paused()):
            given = _unanswered(question, reason)
        self._audit.record("answered", _event(given, self._model), _words(given))
        return given

    def paused(self) -> str | None:
        """Return why nothing is answered at the moment, None where that is not so."""
        return self._paused()

    def check(self, draft: Loaded, viewer: Viewer = NOBODY) -> tuple[Checked, ...]:
        """Check the quotations and the stated facts of a draft against what a viewer may see."""
        found = check(draft, self._check_parts(), viewer)
        self._audit.record("checked", _checked_event(found))
        return found


def _unanswered(question: Question, reason: str) -> Answer:
    nothing = Coverage(0, None, None)
    return Answer(question, Status.PAUSED, None, (), (), (), nothing, paused=reason)


def _checked_event(found: Sequence[Checked]) -> dict[str, object]:
    return {
        "checked": [
            {
                "verdict": one.verdict.value,
                "sha256": hashlib.sha256(one.text.encode()).hexdigest(),
                "span": [c.report_id, c.revision, c.start, c.end] if (c := one.citation) else None,
            }
            for one in found
        ]
    }


def _event(given: Answer, model: str) -> dict[str, object]:
    return {
        "id": given.question.id,
        "channel": given.question.viewer.channel,
        "person": given.question.viewer.person,
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


def _words(given: Answer) -> dict[str, object]:
    """Return what may have to be erased; a notice may repeat the question."""
    return {"question": given.question.text, "notices": list(given.notices)}
