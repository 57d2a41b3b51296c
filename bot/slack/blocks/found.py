"""The passages that a search found, as a short list."""

from collections.abc import Sequence

from bot.slack.blocks.rich import Block, context, link, rich, section, text
from bot.slack.blocks.sheet import Near, near
from bot.slack.mrkdwn import clean, clip, escape
from store.records import Hit

MOST_FOUND = 6
MAX_QUERY = 200


def found_blocks(query: str, hits: Sequence[Hit]) -> list[Block]:
    """Return the best passages, each with its report, date and page."""
    asked = clip(clean(query), MAX_QUERY)
    blocks = [rich([section([text(f"Passages on “{asked}”", bold=True)])])]
    for hit in hits[:MOST_FOUND]:
        one = near(hit)
        heading = section([link(one.title, one.url, bold=True), text(f", {one.details}")])
        blocks.append(rich([heading, section([text(one.excerpt)])]))
    return [*blocks, context("Found by search, not an answer: read them in the report.")]


def found_text(query: str, hits: Sequence[Hit]) -> str:
    """Return the same as plain text, escaped."""
    lines = [f"Passages on “{clip(clean(query), MAX_QUERY)}”"]
    lines += [_line(near(hit)) for hit in hits[:MOST_FOUND]]
    return escape("\n".join(lines))


def _line(one: Near) -> str:
    address = f" {one.url}" if one.url else ""
    return f"• {one.title}, {one.details}: {one.excerpt}{address}"
