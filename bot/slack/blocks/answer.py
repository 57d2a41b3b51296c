"""An answer as Slack blocks.

Texts of reports and people stand in rich text only, whose text elements Slack shows as they are:
no markup, no mention and no link can come out of them.
"""

import json
from itertools import groupby
from typing import Any

from bot.answering.records import Answer
from bot.slack.blocks.sheet import Group, Line, Near, Sheet, Source, fit

Block = dict[str, Any]

# Slack refuses messages from about 13,200 characters over all blocks, in a way it does not
# document. Counting the JSON itself, and less of it, is right whatever it counts.
MAX_TOTAL = 10_000
# Slack's own limit is 50, counted after it has expanded some of them.
MAX_BLOCKS = 45
# What Slack allows a section; kept for rich text too, so that no client cuts one off.
MAX_TEXT = 3_000


def answer_blocks(answer: Answer, *notes: str) -> list[Block]:
    """Render an answer within Slack's limits; `notes` are said in its footer."""
    return _render(fit(answer, lambda sheet: _fits(_render(sheet)), *notes))


def size(blocks: list[Block]) -> int:
    """Return how much of the limit over all blocks these use."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def _fits(blocks: list[Block]) -> bool:
    return size(blocks) <= MAX_TOTAL and len(blocks) <= MAX_BLOCKS


def _render(sheet: Sheet) -> list[Block]:
    blocks = []
    if sheet.headline:
        blocks.append(_rich([_section([_text(sheet.headline)])]))
    if sheet.lead:
        blocks.append(_rich([_section(_spoken(line)) for line in sheet.lead]))
    for group in sheet.groups:
        blocks.extend(_group(group))
    if sheet.nearest:
        blocks.append(_rich(_nearest(sheet.nearest)))
    if sheet.as_of or sheet.sources:
        blocks.extend(_footer(sheet))
    if sheet.notes:
        notes = [{"type": "plain_text", "text": note, "emoji": False} for note in sheet.notes]
        blocks.append({"type": "context", "elements": notes})
    return blocks


def _group(group: Group) -> list[Block]:
    """One report's block, continued in further ones where its text would be too long for one."""
    heading = _section([_text(group.before), _text(group.title, bold=True), _text(group.after)])
    pieces: list[list[Line]] = [[]]
    used = len(group.before) + len(group.title) + len(group.after)
    for line in group.lines:
        used += len(line.text) + len(line.attribution) + len(line.marks)
        if pieces[-1] and used > MAX_TEXT:
            pieces.append([])
            used = len(line.text) + len(line.attribution) + len(line.marks)
        pieces[-1].append(line)
    blocks = [_rich(_lines(piece)) for piece in pieces]
    blocks[0]["elements"].insert(0, heading)
    return blocks


def _lines(lines: list[Line]) -> list[Block]:
    elements: list[Block] = []
    for quoted, run in groupby(lines, key=lambda line: line.quoted):
        if quoted:
            elements.extend(_quote(line) for line in run)
        else:
            elements.append(_bullets([_section(_spoken(line)) for line in run]))
    return elements


def _spoken(line: Line) -> list[Block]:
    return [_text(f"{line.text} {line.marks}")]


def _quote(line: Line) -> Block:
    return {
        "type": "rich_text_quote",
        "elements": [_text(f"“{line.text}”"), _text(f"\n— {line.attribution} {line.marks}")],
    }


def _nearest(nearest: tuple[Near, ...]) -> list[Block]:
    items = [
        _section([_link(near.title, near.url), _text(f", {near.details}: {near.excerpt}")])
        for near in nearest
    ]
    return [_section([_text("Closest passages", bold=True)]), _bullets(items)]


def _footer(sheet: Sheet) -> list[Block]:
    blocks: list[Block] = [{"type": "divider"}]
    elements = [_text(sheet.as_of, bold=True)] if sheet.as_of else []
    used = len(sheet.as_of)
    for source in sheet.sources:
        used += len(source.title) + len(source.details) + 10
        if used > MAX_TEXT:
            blocks.append(_rich([_section(elements)]))
            elements, used = [], len(source.title)
        elements.extend(_source(source, after=bool(elements)))
    return [*blocks, _rich([_section(elements)])]


def _source(source: Source, *, after: bool) -> list[Block]:
    newline = "\n" if after else ""
    return [
        _text(f"{newline}[{source.number}] "),
        _link(source.title, source.url),
        _text(f", {source.details}"),
    ]


def _rich(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": elements}


def _section(elements: list[Block]) -> Block:
    # Slack refuses an empty text element.
    shown = [one for one in elements if one["text"]]
    return {"type": "rich_text_section", "elements": shown}


def _bullets(sections: list[Block]) -> Block:
    return {"type": "rich_text_list", "style": "bullet", "elements": sections}


def _text(text: str, *, bold: bool = False) -> Block:
    element: Block = {"type": "text", "text": text}
    return element | {"style": {"bold": True}} if bold else element


def _link(text: str, url: str | None) -> Block:
    return {"type": "link", "url": url, "text": text} if url else _text(text)
