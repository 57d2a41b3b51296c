"""An answer as it is kept, so that a button on its message finds it again."""

from dataclasses import replace

from pydantic import TypeAdapter

from bot.answering.records import Answer

_ANSWER = TypeAdapter(Answer)


def to_body(answer: Answer) -> str:
    """Return an answer as JSON, without the thread that its question was read with."""
    alone = replace(answer, question=replace(answer.question, history=()))
    return _ANSWER.dump_json(alone).decode()


def from_body(body: str) -> Answer | None:
    """Return an answer that was kept, None for a notice, or one that was withdrawn."""
    return _ANSWER.validate_json(body) if body else None
