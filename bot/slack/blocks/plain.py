"""An answer as plain text, complete with its sources: what a message falls back to."""

from bot.answering.records import Answer
from bot.answering.wording import headline
from bot.slack.blocks.sheet import Line, Sheet, Source, fit
from bot.slack.mrkdwn import escape
from bot.slack.wording import did_not_fit

# Slack advises 4,000 and cuts at 40,000.
MAX_TEXT = 10_000
SHORT_TEXT = 3_500


def answer_text(answer: Answer, *notes: str, limit: int = MAX_TEXT) -> str:
    """Render an answer as text for Slack, escaped, of at most `limit` characters."""
    return _render(fit(answer, lambda sheet: len(_render(sheet)) <= limit, *notes))


def remembered(answer: Answer) -> str:
    """Return what a later question in the thread is read with: the sentences alone."""
    said = "\n".join(statement.text for statement in answer.statements)
    return said or headline(answer)


def _render(sheet: Sheet) -> str:
    lines = [sheet.headline] if sheet.headline else []
    lines += [f"{line.text} {line.marks}" for line in sheet.lead]
    for group in sheet.groups:
        lines += ["", f"{group.before}{group.title}{group.after}"]
        lines += [_spoken(line) for line in group.lines]
    if sheet.nearest:
        lines += ["", "Closest passages"]
        lines += [
            f"• {near.title}, {near.details}: {near.excerpt}" + _address(near.url)
            for near in sheet.nearest
        ]
    if sheet.as_of or sheet.sources:
        lines += ["", sheet.as_of]
        lines += [_source(source) for source in sheet.sources]
    left = [did_not_fit(len(sheet.left))] if sheet.left else []
    if sheet.notes or left:
        lines += ["", *sheet.notes, *left]
    return escape("\n".join(lines).strip())


def _spoken(line: Line) -> str:
    if line.quoted:
        return f"“{line.text}” — {line.attribution} {line.marks}"
    return f"• {line.text} {line.marks}"


def _source(source: Source) -> str:
    return f"[{source.number}] {source.title}, {source.details}{_address(source.url)}"


def _address(url: str | None) -> str:
    return f" {url}" if url else ""
