"""Interactive elements: what is in them at first, what a person puts in, what a click says."""

from collections.abc import Iterator

from .records import JsonDict
from .rules import walk
from .workspace import Workspace

# For each stateful element: its key in `state.values`, and the key of what it shows at first.
STATE = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
MANY = {"selected_options", "selected_users", "selected_channels", "selected_conversations"}
LISTS = MANY | {"files"}
Typed = dict[tuple[str, str], JsonDict]


def elements_of(blocks: list[JsonDict]) -> Iterator[tuple[JsonDict, JsonDict]]:
    """Every interactive element with the block it stands in, wherever it is nested."""
    for block in blocks:
        for part in walk(block):
            if "action_id" in part and part is not block:
                yield block, part


def find(blocks: list[JsonDict], action_id: str) -> tuple[JsonDict, JsonDict]:
    """The element with this `action_id`, or the one of the block with this `block_id`."""
    found = list(elements_of(blocks))
    for block, element in found:
        if element["action_id"] == action_id:
            return block, element
    for block, element in found:
        if block["block_id"] == action_id:
            return block, element
    seen = [element["action_id"] for _, element in found]
    raise AssertionError(f"nothing here is called {action_id!r}, only {seen}")


def state_of(blocks: list[JsonDict], typed: Typed) -> JsonDict:
    """`state` of a view or message: what each stateful element holds now."""
    values: dict[str, JsonDict] = {}
    for block, element in elements_of(blocks):
        if element.get("type") in STATE:
            place = block["block_id"], element["action_id"]
            values.setdefault(place[0], {})[place[1]] = typed.get(place) or initial(element)
    return {"values": values}


def initial(element: JsonDict) -> JsonDict:
    """What an untouched element holds."""
    key, first = STATE[element["type"]]
    default: object = [] if key in LISTS else None
    return {"type": element["type"], key: element.get(first, default)}


def is_empty(entry: JsonDict) -> bool:
    key, _ = STATE[entry["type"]]
    return entry.get(key) in (None, "", [])


def filled(element: JsonDict, given: object, workspace: Workspace) -> JsonDict:
    """What the element holds after a person has put `given` in: a text, a value, a list, a name."""
    kind = element["type"]
    if kind not in STATE:
        raise AssertionError(f"a {kind} holds nothing")
    key, _ = STATE[kind]
    if given is None:
        return {"type": kind, key: [] if key in LISTS else None}
    if key in MANY:
        assert isinstance(given, list | tuple), f"{element['action_id']} takes a list"
        return {"type": kind, key: [_one(element, key, one, workspace) for one in given]}
    return {"type": kind, key: _one(element, key, given, workspace)}


def _one(element: JsonDict, key: str, given: object, workspace: Workspace) -> object:
    if key.startswith("selected_option"):
        return _option(element, given)
    if key.startswith("selected_user"):
        return workspace.user(str(given))
    if key.startswith(("selected_channel", "selected_conversation")):
        return given if str(given)[:1] == "D" else workspace.channel(str(given))
    if key == "value":
        _check_length(element, str(given))
        return str(given)
    return given


def _option(element: JsonDict, given: object) -> JsonDict:
    if isinstance(given, dict):
        return given  # Of an external select: what the app offered.
    groups = element.get("option_groups") or [{"options": element.get("options") or ()}]
    options = [option for group in groups for option in group["options"]]
    for option in options:
        if given in (option["value"], option["text"]["text"]):
            return option
    values = [option["value"] for option in options]
    raise AssertionError(f"no option of {element['action_id']} is {given!r}, only {values}")


def _check_length(element: JsonDict, given: str) -> None:
    """Slack's own client lets nobody type more, or send less."""
    longest = element.get("max_length", 3_000)
    shortest = element.get("min_length", 0)
    if not shortest <= len(given) <= longest:
        raise AssertionError(f"{element['action_id']} takes {shortest} to {longest} characters")


def clicked(
    blocks: list[JsonDict], action_id: str, value: object, workspace: Workspace
) -> tuple[JsonDict, Typed]:
    """The entry of `actions` for a click, and what the click leaves in the element."""
    block, element = find(blocks, action_id)
    base = {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "type": element["type"],
    }
    kind = element["type"]
    if kind == "feedback_buttons":
        buttons = [element["positive_button"], element["negative_button"]]
        chosen = next((b for b in buttons if value in (None, b["value"])), None)
        if chosen is None:
            raise AssertionError(f"no feedback button has the value {value!r}")
        return {**base, "text": chosen["text"], "value": chosen["value"]}, {}
    if kind == "overflow":
        first = element["options"][0]["value"]
        return {**base, "selected_option": _option(element, first if value is None else value)}, {}
    if kind in STATE:
        entry = filled(element, value, workspace)
        return {**base, **entry}, {(base["block_id"], base["action_id"]): entry}
    kept = ("text", "value", "url", "icon")
    return {**base, **{key: element[key] for key in kept if key in element}}, {}
