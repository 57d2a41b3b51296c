"""What Slack refuses in blocks. The rules that no published checker has are written out here.

Two checkers stand beside them: slack_sdk.models (lengths and counts) and Slack's types as a schema
(shapes, see `contract`).
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from .contract import UNKNOWN_TO_ALL, Contract
from .records import JsonDict

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
BUTTON_TEXT, BUTTON_VALUE, IDENTIFIER = 75, 2_000, 255
MARKDOWN_TOTAL = 12_000
BLOCKS_TOTAL = 13_200  # Undocumented; seen by others (bolt-js issues 2509, 2867).
TABLE_COLUMNS, TABLE_ROWS = 20, 100
TEXTS = {"plain_text", "mrkdwn", "text"}
SDK_LACKS = UNKNOWN_TO_ALL | {"data_table"}


@dataclass(frozen=True)
class Refusal:
    """Slack's error code with the sentences of `response_metadata.messages`."""

    error: str
    messages: tuple[str, ...] = ()


def walk(value: object) -> Iterator[JsonDict]:
    """Every object in a value, outermost first."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


def refuse_blocks(blocks: object, contract: Contract, *, in_view: bool = False) -> Refusal | None:
    """Why Slack would refuse these blocks; None when it would take them."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return Refusal("invalid_blocks_format")
    if not in_view and length_of(blocks) > BLOCKS_TOTAL:
        return Refusal("msg_blocks_too_long", (f"[ERROR] over {BLOCKS_TOTAL} characters",))
    problems = [*count_problems(blocks, in_view=in_view)]
    for rule in RULES:
        problems += rule(blocks)
    problems += sdk_problems(blocks)
    problems += contract.blocks(blocks)
    if problems:
        return Refusal("invalid_blocks", tuple(f"[ERROR] {problem}" for problem in problems))
    return None


def length_of(blocks: list[JsonDict]) -> int:
    """Characters in every text of the blocks."""
    texts = (part.get("text") for part in walk(blocks))
    return sum(len(text) for text in texts if isinstance(text, str))


def count_problems(blocks: list[JsonDict], *, in_view: bool) -> Iterator[str]:
    limit = VIEW_BLOCKS if in_view else MESSAGE_BLOCKS
    if len(blocks) > limit:
        yield f"no more than {limit} items allowed [json-pointer:/blocks]"
    if not in_view and any(block.get("type") == "alert" for block in blocks):
        yield "an alert block belongs in a modal, not in a message"


def duplicate_ids(blocks: list[JsonDict]) -> Iterator[str]:
    counts = Counter(block["block_id"] for block in blocks if "block_id" in block)
    yield from (f"block_id {name!r} is used {n} times" for name, n in counts.items() if n > 1)


def empty_texts(blocks: list[JsonDict]) -> Iterator[str]:
    for part in walk(blocks):
        if part.get("type") in TEXTS and not part.get("text"):
            yield f"a {part['type']} text must be more than 0 characters"


def long_identifiers(blocks: list[JsonDict]) -> Iterator[str]:
    for part in walk(blocks):
        for key in ("block_id", "action_id"):
            if len(part.get(key) or "") > IDENTIFIER:
                yield f"{key} is longer than {IDENTIFIER} characters"


def long_buttons(blocks: list[JsonDict]) -> Iterator[str]:
    for part in walk(blocks):
        if part.get("type") != "button":
            continue
        text = part.get("text")
        if isinstance(text, dict) and len(text.get("text") or "") > BUTTON_TEXT:
            yield f"a button's text is longer than {BUTTON_TEXT} characters"
        if len(part.get("value") or "") > BUTTON_VALUE:
            yield f"a button's value is longer than {BUTTON_VALUE} characters"


def long_markdown(blocks: list[JsonDict]) -> Iterator[str]:
    total = sum(len(b.get("text") or "") for b in blocks if b.get("type") == "markdown")
    if total > MARKDOWN_TOTAL:
        yield f"the markdown blocks hold {total} characters, {MARKDOWN_TOTAL} allowed"


def tables(blocks: list[JsonDict]) -> Iterator[str]:
    found = [block for block in blocks if block.get("type") == "table"]
    if len(found) > 1:
        yield "only one table is allowed in a message"
    for table in found:
        rows = table.get("rows") or []
        if len(rows) > TABLE_ROWS:
            yield f"a table has {len(rows)} rows, {TABLE_ROWS} allowed"
        if any(len(row) > TABLE_COLUMNS for row in rows):
            yield f"a table has more than {TABLE_COLUMNS} columns"


def sdk_problems(blocks: list[JsonDict]) -> Iterator[str]:
    """What slack_sdk's own models refuse: lengths, counts, missing parts, unknown types."""
    for place, block in enumerate(blocks):
        if block.get("type") in SDK_LACKS:
            continue
        try:
            parsed = Block.parse(block)
            if parsed is None:
                yield f"unsupported type: {block.get('type')} [json-pointer:/blocks/{place}/type]"
            else:
                parsed.validate_json()
        except (SlackObjectFormationError, TypeError, AttributeError) as reason:
            yield f"{reason} [json-pointer:/blocks/{place}]"


RULES: tuple[Callable[[list[JsonDict]], Iterator[str]], ...] = (
    duplicate_ids,
    empty_texts,
    long_identifiers,
    long_buttons,
    long_markdown,
    tables,
)
