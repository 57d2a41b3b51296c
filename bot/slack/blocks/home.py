"""The Home tab: what the library holds, what happened lately, and how to ask.

Titles, names and questions stand in plain or rich text, where Slack reads no markup.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.wording import long_date
from bot.slack.blocks.rich import Block, bullets, button, context, link, plain, rich, section, text
from bot.slack.blocks.upload import MAX_TEXT
from bot.slack.mrkdwn import clean, clip, safe_url

# Slack allows 100 blocks of 250 kB in all; each part here is one block or two.
MOST_SUBJECTS = 30
ASK = "home_ask"
_MAX_NAME = 80
_HOW = (
    "Mention me in a channel, or write to me under Messages. Every sentence of an answer is quoted "
    "from a report or checked against it, with its date and page. What the reports do not say, I "
    "say that they do not say."
)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: words, where they lead to, and what is said of them."""

    words: str
    url: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """What the tab of one person shows; all that it counts or names they may see.

    `failed` is None for who may not know, `lines` are those that await them.
    """

    reports: int
    passages: int
    first: date | None
    last: date | None
    newest: Sequence[Item] = ()
    subjects: Sequence[str] = ()
    questions: Sequence[str] = ()
    threads: Sequence[Item] = ()
    added: Sequence[Item] = ()
    failed: Sequence[Item] | None = None
    lines: Sequence[Item] = ()
    paused: str | None = None


def home_view(home: Home) -> Block:
    """Return the view to publish."""
    return {"type": "home", "blocks": list(_blocks(home))}


def _blocks(home: Home) -> Iterator[Block]:
    if home.paused is not None:
        yield from _part("I am paused", [Item(home.paused or "Answers will come again later.")])
    yield from _library(home)
    yield _header("Ask")
    yield rich([section([text(_HOW)])])
    if home.questions:
        yield rich([bullets([section([text(_shown(one), italic=True)]) for one in home.questions])])
    yield {"type": "actions", "elements": [button("Ask a question", ASK, "home", "primary")]}
    yield from _part("Lines that await you", home.lines)
    yield from _part("Your latest questions", home.threads)
    yield from _part("Newest reports", home.newest)
    if home.subjects:
        yield _header("Who they are about")
        yield rich([section([text(_subjects(home.subjects))])])
    yield from _part("Added lately", home.added)
    if home.failed is not None:
        yield from _part("Not added lately", home.failed)
    yield context("What you see here is what you may see.")


def _library(home: Home) -> Iterator[Block]:
    yield _header("The library")
    if not home.reports:
        yield rich([section([text("There are no reports to search yet.")])])
        return
    years = ""
    if home.first and home.last:
        first, last = home.first.year, home.last.year
        years = f", published {first}–{last}" if first != last else f", published in {last}"
    yield rich(
        [
            section(
                [
                    text(_number(home.reports, "report"), bold=True),
                    text(f" in {_number(home.passages, 'passage')}{years}."),
                ]
            )
        ]
    )


def _part(head: str, items: Sequence[Item]) -> Iterator[Block]:
    if items:
        yield _header(head)
        yield rich([bullets([section(_item(one)) for one in items])])


def _item(item: Item) -> list[Block]:
    about = _shown(item.about)
    words = _shown(item.words) or "Untitled"
    return [link(words, safe_url(item.url, None)), text(f" — {about}" if about else "")]


def _subjects(names: Sequence[str]) -> str:
    shown = ", ".join(clip(clean(one), _MAX_NAME) for one in names[:MOST_SUBJECTS])
    more = len(names) - MOST_SUBJECTS
    return f"{shown} and {more:,} more." if more > 0 else f"{shown}."


def dated(title: str, url: str | None, day: date | None, about: str) -> Item:
    """Return a report as a line: its title, its day and what is said of it."""
    when = long_date(day) if day else "date unknown"
    return Item(title, url, f"{when}, {about}" if about else when)


def _header(words: str) -> Block:
    return {"type": "header", "text": plain(words)}


def _shown(words: str) -> str:
    return clip(clean(words), MAX_TEXT)


def _number(count: int, one: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {one}s"
