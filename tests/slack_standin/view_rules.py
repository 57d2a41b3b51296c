"""What Slack refuses in a view: its own parts, and the elements that only views are full of."""

import json
from collections import Counter
from collections.abc import Iterator

from .contract import Contract
from .records import JsonDict
from .rules import Refusal, refuse_blocks, walk

TITLE, METADATA, IDENTIFIER = 24, 3_000, 255
VIEW_BYTES = 250 * 1_024
LABEL, PLACEHOLDER, TYPED = 2_000, 150, 3_000
OPTION_TEXT, OPTION_VALUE, OPTIONS = 75, 150, 100
BOXES, OVERFLOW = 10, 5
ONLY_IN_MODALS = {"file_input", "alert"}


def refuse_view(view: object, kind: str, contract: Contract) -> Refusal | None:
    """Why Slack would refuse this view where a `kind` (`modal` or `home`) is wanted."""
    if not isinstance(view, dict) or not isinstance(view.get("blocks"), list):
        return Refusal("invalid_arguments", ("[ERROR] view needs a list of blocks",))
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        return Refusal("view_too_large")
    refusal = refuse_blocks(view["blocks"], contract, in_view=True)
    problems = [*(refusal.messages or (refusal.error,))] if refusal else []
    problems += [f"[ERROR] {problem}" for problem in _problems(view, kind)]
    problems += contract.view(view)
    return Refusal("invalid_arguments", tuple(problems)) if problems else None


def _problems(view: JsonDict, kind: str) -> Iterator[str]:
    if view.get("type") != kind:
        yield f"view type {view.get('type')!r} where {kind!r} is wanted [json-pointer:/view/type]"
    for key, limit in (("private_metadata", METADATA), ("callback_id", IDENTIFIER)):
        if len(view.get(key) or "") > limit:
            yield f"must be less than {limit + 1} characters [json-pointer:/view/{key}]"
    if len(view.get("external_id") or "") > IDENTIFIER:
        yield f"external_id is longer than {IDENTIFIER} characters"
    yield from _frame(view) if kind == "modal" else _home(view)
    yield from element_problems(view["blocks"])


def _frame(view: JsonDict) -> Iterator[str]:
    for key in ("title", "submit", "close"):
        text = view.get(key)
        if text is None:
            if key == "title":
                yield "missing required field: title [json-pointer:/view]"
            continue
        shown = text.get("text") or "" if isinstance(text, dict) else ""
        if not isinstance(text, dict) or text.get("type") != "plain_text" or not shown:
            yield f"a plain_text object with a text is wanted [json-pointer:/view/{key}]"
        elif len(shown) > TITLE:
            yield f"must be less than {TITLE + 1} characters [json-pointer:/view/{key}/text]"
    inputs = [block for block in view["blocks"] if block.get("type") == "input"]
    if inputs and not view.get("submit"):
        yield "missing required field: submit, as there are input blocks [json-pointer:/view]"


def _home(view: JsonDict) -> Iterator[str]:
    for part in walk(view["blocks"]):
        if part.get("type") in ONLY_IN_MODALS:
            yield f"a {part['type']} belongs in a modal"


def element_problems(blocks: list[JsonDict]) -> Iterator[str]:
    """What is wrong with input blocks, selects and their options, in views and messages."""
    for block in blocks:
        if block.get("type") == "input":
            yield from _input(block)
        ids = Counter(part["action_id"] for part in walk(block) if "action_id" in part)
        yield from (f"action_id {name!r} is used {n} times" for name, n in ids.items() if n > 1)
        for part in walk(block):
            if "options" in part or "option_groups" in part:
                yield from _options(part)
            if len(_text(part.get("placeholder"))) > PLACEHOLDER:
                yield f"a placeholder is longer than {PLACEHOLDER} characters"


def _input(block: JsonDict) -> Iterator[str]:
    if len(_text(block.get("label"))) > LABEL or len(_text(block.get("hint"))) > LABEL:
        yield f"label and hint of an input take {LABEL} characters"
    element = block.get("element") or {}
    if element.get("type") == "plain_text_input":
        longest = element.get("max_length", TYPED)
        first = element.get("initial_value")
        if not 1 <= longest <= TYPED or element.get("min_length", 0) > longest:
            yield f"min_length and max_length of {element.get('action_id')} do not fit"
        if first is not None and len(first) > longest:
            yield f"initial_value of {element.get('action_id')} is longer than {longest} characters"


def _options(element: JsonDict) -> Iterator[str]:
    groups = element.get("option_groups")
    if groups is None:
        groups = [{"options": element.get("options") or []}]
    kind, name = element.get("type"), element.get("action_id")
    limit = {"checkboxes": BOXES, "radio_buttons": BOXES, "overflow": OVERFLOW}.get(
        str(kind), OPTIONS
    )
    options = [option for group in groups for option in group.get("options") or []]
    if not options or any(len(group.get("options") or []) > limit for group in groups):
        yield f"{kind} {name} has {len(options)} options, 1 to {limit} allowed"
    if len(groups) > OPTIONS or any(len(_text(g.get("label"))) > OPTION_TEXT for g in groups):
        yield f"{kind} {name} has too many option groups, or one with too long a label"
    for option in options:
        for text, most in ((option.get("text"), OPTION_TEXT), (option.get("description"), 75)):
            if len(_text(text)) > most:
                yield f"an option of {name} has a text of more than {most} characters"
        if not 1 <= len(option.get("value") or "") <= OPTION_VALUE:
            yield f"an option of {name} has no value, or one over {OPTION_VALUE} characters"
    first = element.get("initial_option")
    chosen = [first] if first is not None else element.get("initial_options") or []
    if "initial_options" in element and not element["initial_options"]:
        yield f"initial_options of {name} is empty: leave it out"
    values = [option.get("value") for option in options]
    if any(option.get("value") not in values for option in chosen):
        yield f"the initial option of {name} is none of its options"


def _text(value: object) -> str:
    return str(value.get("text") or "") if isinstance(value, dict) else ""
