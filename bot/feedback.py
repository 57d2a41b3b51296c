"""What people thought of answers in Slack, in the form of golden questions."""

from collections.abc import Iterator
from typing import Any

from bot.answering.records import Answer, Status
from bot.slack.blocks.plain import remembered
from bot.slack.kept import from_body
from bot.slack.parts import SlackParts
from store.feedback import Opinion, Verdict
from store.inbox import Entry

MOST_TURNS = 5
_FOUND = (Status.ANSWERED, Status.PARTLY_ANSWERED)


def exported(parts: SlackParts) -> Iterator[dict[str, Any]]:
    """Yield one golden question for each opinion, oldest first.

    An answer that helped is what is expected from now on. One that did not is shown with what was
    wrong with it, and expects nothing: a person says what it should have been. What was deleted,
    or erased by then, is left out.
    """
    for opinion in parts.feedback.all():
        entry, kept = parts.inbox.get(opinion.number), parts.answers.get(opinion.number)
        answer = from_body(kept.body) if kept else None
        if entry is not None and entry.asked.text and answer is not None:
            yield _golden(opinion, entry, answer, parts)


def _golden(opinion: Opinion, entry: Entry, answer: Answer, parts: SlackParts) -> dict[str, Any]:
    cited = [citation for one in answer.statements for citation in one.citations]
    golden: dict[str, Any] = {
        "id": f"slack-{opinion.number}-{opinion.person}",
        "question": entry.asked.text,
        "kind": "feedback",
        "verdict": opinion.verdict.value,
        "reason": opinion.reason.value if opinion.reason else None,
        "note": opinion.comment or "",
        "shown": remembered(answer),
        "sources": [
            {"report_id": one.report_id, "revision": one.revision, "page": one.page}
            for one in cited
        ],
    }
    earlier = parts.threads.before(entry.asked.thread, entry.id, MOST_TURNS)
    if entry.asked.in_thread and earlier:
        golden["history"] = [{"question": one.question, "answer": one.answer} for one in earlier]
    if answer.question.as_of:
        golden["as_of"] = answer.question.as_of.isoformat()
    if opinion.verdict is Verdict.HELPFUL:
        golden["expected"] = _expected(answer)
    return golden


def _expected(answer: Answer) -> dict[str, Any]:
    if answer.status not in _FOUND:
        return {"status": [answer.status.value]}
    expected: dict[str, Any] = {
        "status": [status.value for status in _FOUND],
        "reports": list(answer.rests_on),
        "spans": [[one.citations[0].quote for one in answer.statements]],
    }
    return expected | ({"as_of": answer.as_of.isoformat()} if answer.as_of else {})
