"""What was done to a report, and which answers rest on it, as text and as JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.markup import escape

from bot.moments import moment
from bot.output.as_text import printable
from bot.rested import Rested
from store.lifecycle import Moved
from store.moves import Standing, as_data
from store.records import Embargo, ReportStatus

_MOST_SHOWN = 20


def as_text(moved: Moved, answers: Sequence[Rested]) -> str:
    """Return a move as rich markup."""
    name = f"[bold]{_shown(moved.report.report_id)}[/bold]  {_shown(moved.report.title)}"
    lines = [name, f"  was    {_stood(moved.before)}", f"  is now {_stood(moved.after)}"]
    lines += [f"  {_shown(one)} stands again: nobody saw it replaced." for one in moved.with_it]
    return "\n".join([*lines, *answers_text(answers)])


def answers_text(answers: Sequence[Rested]) -> Iterator[str]:
    """Yield lines on the answers that rest on a report."""
    if not answers:
        yield "  No answer rests on it."
        return
    number = "1 answer rests" if len(answers) == 1 else f"{len(answers)} answers rest"
    yield f"  {number} on it:"
    for one in answers[:_MOST_SHOWN]:
        given = one.answer
        yield f"    {moment(given.at.replace(microsecond=0))}{_shown(_where(one))}"
        question = given.question or "(the question was erased)"
        yield f"      {_shown(' '.join(question.split()))}"
    if len(answers) > _MOST_SHOWN:
        yield f"    and {len(answers) - _MOST_SHOWN} more; --json lists all."


def as_json(moved: Moved, answers: Sequence[Rested]) -> dict[str, Any]:
    """Return a move as plain JSON data."""
    return {
        "report_id": moved.report.report_id,
        "title": moved.report.title,
        "status": moved.report.status.value,
        "before": as_data(moved.before),
        "after": as_data(moved.after),
        "stand_again": list(moved.with_it),
        "answers": [answer_json(one) for one in answers],
    }


def answer_json(one: Rested) -> dict[str, Any]:
    """Return an answer that rests on a report."""
    given, asked = one.answer, one.asked
    return {
        "event": given.number,
        "at": given.at.isoformat(),
        "question": given.question,
        "channel": asked.channel if asked else given.channel,
        "thread": asked.thread_ts if asked else None,
        "person": asked.user if asked else given.person,
        "spans": [list(span) for span in given.spans],
    }


def embargo_text(embargo: Embargo) -> str:
    """Return until when and for whom an embargo is."""
    members = [*embargo.channels, *embargo.people]
    who = f"{', '.join(members)} may see it" if members else "nobody may see it"
    return f"under embargo until {moment(embargo.until)}; {who}"


def _stood(standing: Standing) -> str:
    told = standing.status.value
    if standing.superseded_by and standing.status is ReportStatus.SUPERSEDED:
        told += f" by {standing.superseded_by}"
    if standing.reason:
        told += f" ({standing.reason})"
    if standing.embargo:
        told += f", {embargo_text(standing.embargo)}"
    return _shown(told)


def _where(one: Rested) -> str:
    if one.asked is None:
        return "  on the command line"
    return f"  channel {one.asked.channel}, thread {one.asked.thread_ts}, by {one.asked.user}"


def _shown(text: str) -> str:
    return escape(printable(text))
