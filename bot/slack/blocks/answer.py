"""An answer as blocks of Slack's Block Kit, within Slack's limits."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from bot.answering.records import Answer, Statement
from bot.slack.blocks.actions import Controls, control_blocks
from bot.slack.blocks.rich import Block, bullets, context, link, quote, rich, section, text
from bot.slack.blocks.sheet import Group, Line, Near, Sheet, Source, fit
from bot.slack.wording import did_not_fit

# Slack refuses messages from about 13,200 characters over all blocks, in a way it does not
# document. Counting the JSON itself, and less of it, is right whatever it counts.
MAX_TOTAL = 10_000
# Slack's own limit is 50, counted after it has expanded some of them.
MAX_BLOCKS = 45
# What Slack allows a section; kept for rich text too, so that no client cuts one off.
MAX_TEXT = 3_000
# Fewer rows read better as a list.
MIN_ROWS = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as blocks, what of it had no room, and the blocks without a table.

    Slack brings new kinds of block to some workspaces later than to others.
    """

    blocks: list[Block]
    without_table: list[Block]
    left: tuple[Statement, ...]


def show_answer(answer: Answer, controls: Controls | None = None, *notes: str) -> Shown:
    """Render an answer within Slack's limits; `notes` are said in its footer.

    The footer, buttons included, has its room before the answer is fitted.
    """
    most = replace(controls, more=max(len(answer.statements), 1)) if controls else None
    sheet = fit(answer, lambda one: _fits(one, most), *notes)
    if controls is not None:
        controls = replace(controls, more=len(sheet.left) + len(answer.further))
    return Shown(_render(sheet, controls), _render(sheet, controls, tables=False), sheet.left)


def size(blocks: list[Block]) -> int:
    """Return how much of the limit over all blocks these use."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":")))


def _fits(sheet: Sheet, controls: Controls | None) -> bool:
    ways = (_render(sheet, controls, tables=tables) for tables in (True, False))
    return all(size(blocks) <= MAX_TOTAL and len(blocks) <= MAX_BLOCKS for blocks in ways)


def _render(sheet: Sheet, controls: Controls | None, *, tables: bool = True) -> list[Block]:
    blocks: list[Block] = []
    if sheet.headline:
        blocks.append(rich([section([text(sheet.headline)])]))
    if sheet.lead:
        blocks.append(rich([section(_spoken(line)) for line in sheet.lead]))
    for group in sheet.groups:
        made = _group(group, table=tables)
        # A message may hold one table.
        tables = tables and not any(block["type"] == "table" for block in made)
        blocks.extend(made)
    if sheet.nearest:
        blocks.append(rich(_nearest(sheet.nearest)))
    if sheet.as_of or sheet.sources:
        blocks.extend(_footer(sheet))
    # What has no button says so.
    left = [did_not_fit(len(sheet.left))] if sheet.left and controls is None else []
    if notes := [*sheet.notes, *left]:
        blocks.append(context(*notes))
    return [*blocks, *control_blocks(controls)] if controls else blocks


def _group(group: Group, *, table: bool) -> list[Block]:
    """One report's statements under its heading; its grades as a table where there are several."""
    heading = section([text(group.before), text(group.title, bold=True), text(group.after)])
    grades = [line for line in group.lines if line.grade]
    if not table or len(grades) < MIN_ROWS:
        return _pieces(group.lines, heading)
    others = [line for line in group.lines if not line.grade]
    first = _pieces(others, heading) if others else [rich([heading])]
    return [*first, _table(grades)]


def _table(grades: list[Line]) -> Block:
    def row(*cells: str) -> list[Block]:
        return [{"type": "raw_text", "text": cell} for cell in cells]

    rows = [row(*line.grade, line.marks) for line in grades if line.grade]
    return {"type": "table", "rows": [row("Judgement", "Grade", "Source"), *rows]}


def _pieces(lines: Iterable[Line], heading: Block) -> list[Block]:
    """One block, continued in further ones where its text would be too long for one."""
    pieces: list[list[Line]] = [[]]
    used = sum(len(element["text"]) for element in heading["elements"])
    for line in lines:
        length = len(line.text) + len(line.attribution) + len(line.marks)
        if pieces[-1] and used + length > MAX_TEXT:
            pieces.append([])
            used = 0
        used += length
        pieces[-1].append(line)
    blocks = [rich(_lines(piece)) for piece in pieces]
    blocks[0]["elements"].insert(0, heading)
    return blocks


def _lines(lines: list[Line]) -> list[Block]:
    elements: list[Block] = []
    for quoted, run in groupby(lines, key=lambda line: line.quoted):
        if quoted:
            elements.extend(_quote(line) for line in run)
        else:
            elements.append(bullets([section(_spoken(line)) for line in run]))
    return elements


def _spoken(line: Line) -> list[Block]:
    if line.grade:
        name, grade = line.grade
        return [text(f"{name}: "), text(grade, bold=True), text(f" {line.marks}")]
    return [text(f"{line.text} {line.marks}")]


def _quote(line: Line) -> Block:
    said = text(f"“{line.text}”")
    return quote([said, text(f"\n— {line.attribution} {line.marks}", italic=True)])


def _nearest(nearest: tuple[Near, ...]) -> list[Block]:
    items = [
        section([link(near.title, near.url), text(f", {near.details}: {near.excerpt}")])
        for near in nearest
    ]
    return [section([text("Closest passages", bold=True)]), bullets(items)]


def _footer(sheet: Sheet) -> list[Block]:
    """When the answer holds, then each report once with the pages cited, each under its number."""
    blocks: list[Block] = [{"type": "divider"}]
    elements = [text(sheet.as_of, bold=True)] if sheet.as_of else []
    used = len(sheet.as_of)
    by_report: dict[tuple[str, str], list[Source]] = {}
    for source in sheet.sources:
        by_report.setdefault((source.title, source.day), []).append(source)
    for sources in by_report.values():
        for source in sources:
            follows = source is not sources[0]
            used += len(source.page if follows else source.title + source.details) + 10
            if used > MAX_TEXT:
                blocks.append(rich([section(elements)]))
                elements, used, follows = [], len(source.title), False
            elements.extend(_further(source) if follows else _source(source, after=bool(elements)))
    return [*blocks, rich([section(elements)])]


def _source(source: Source, *, after: bool) -> list[Block]:
    newline = "\n" if after else ""
    return [
        text(f"{newline}[{source.number}] "),
        link(source.title, source.url),
        text(f", {source.details}"),
    ]


def _further(source: Source) -> list[Block]:
    """Another page of the report before it."""
    return [text("; "), text(f"[{source.number}] "), link(source.page or source.day, source.url)]
