"""Payloads for which Slack's packages have no type of their own, put together from those they have.

Their keys are those of Slack's recorded payloads.
"""

from .records import JsonDict

PERSON = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {"type": "string"}, "username": {"type": "string"}},
}
TEAM = {
    "type": "object",
    "required": ["id", "domain"],
    "properties": {"id": {"type": "string"}, "domain": {"type": "string"}},
}
NULLABLE = {"close", "submit", "title", "previous_view_id", "root_view_id"}
TEXT, NUMBER = {"type": "string"}, {"type": "number"}


def composed(definitions: JsonDict) -> JsonDict:
    """Further definitions, given Slack's own."""
    if "BlockActionPayload" not in definitions:
        return {}
    action, output = definitions["BlockActionPayload"], definitions["ViewOutput"]
    # The types want these present and null; nulls are stripped before checking.
    shown = {**output, "required": [key for key in output["required"] if key not in NULLABLE]}
    other = {**action["properties"], "actions": ACTIONS}
    from_view = {**other, "view": {"$ref": "#/definitions/ShownView"}}
    view_required = [key for key in action["required"] if key != "response_url"]
    view = {"view": {"$ref": "#/definitions/ShownView"}}
    place = {"trigger_id": TEXT, "callback_id": TEXT, "action_ts": TEXT}
    message = {"message_ts": TEXT, "message": {"type": "object"}, "response_url": TEXT}
    return {
        "ShownView": shown,
        "OtherActionPayload": {**action, "properties": other},
        "ViewActionPayload": {
            **action,
            "properties": from_view,
            "required": [*view_required, "view"],
        },
        "ShortcutPayload": _payload("shortcut", place),
        "MessageShortcutPayload": _payload(
            "message_action", {**place, **message, "channel": {"type": "object"}}
        ),
        "ViewSubmissionPayload": _payload(
            "view_submission", {**view, "trigger_id": TEXT, "response_urls": {"type": "array"}}
        ),
        "ViewClosedPayload": _payload("view_closed", view),
        "SuggestionPayload": _payload(
            "block_suggestion", {"action_id": TEXT, "block_id": TEXT, "value": TEXT}
        ),
        "AnyEventEnvelope": _envelope({"type": TEXT}),
        "FileShareEnvelope": _envelope(
            {**MESSAGE, "user": TEXT, "channel_type": TEXT, "text": TEXT, "files": FILES}
        ),
        "MessageChangedEnvelope": _envelope({**CHANGED, "message": OBJECT}),
        "MessageDeletedEnvelope": _envelope({**CHANGED, "deleted_ts": TEXT}),
    }


ACTIONS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["action_id", "block_id", "type", "action_ts"],
        "properties": {"action_id": TEXT, "block_id": TEXT, "type": TEXT, "action_ts": TEXT},
    },
}


MESSAGE = {"type": {"const": "message"}, "channel": TEXT, "ts": TEXT, "event_ts": TEXT}
OBJECT = {"type": "object"}
CHANGED = {**MESSAGE, "hidden": {"const": True}, "previous_message": OBJECT}
FILE = {
    **dict.fromkeys(("id", "name", "title", "mimetype", "filetype", "user"), TEXT),
    **dict.fromkeys(("mode", "url_private", "url_private_download", "permalink"), TEXT),
    "created": NUMBER,
    "size": NUMBER,
}
FILES = {
    "type": "array",
    "minItems": 1,
    "items": {"type": "object", "required": sorted(FILE), "properties": FILE},
}


def _envelope(event: JsonDict) -> JsonDict:
    """The Events API's envelope around such an event."""
    inner = {"type": "object", "required": sorted(event), "properties": event}
    every = {
        "type": {"const": "event_callback"},
        "team_id": TEXT,
        "api_app_id": TEXT,
        "event_id": TEXT,
        "event": inner,
        "event_time": {"type": "number"},
    }
    return {"type": "object", "required": sorted(every), "properties": every}


def _payload(kind: str, properties: JsonDict) -> JsonDict:
    every = {"type": {"const": kind}, "token": TEXT, "team": TEAM, "user": PERSON, **properties}
    return {"type": "object", "required": sorted(every), "properties": every}
