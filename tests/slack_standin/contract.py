"""Slack's own types as JSON Schema, and what they are held against.

The schemas (generated from @slack/types, @slack/web-api and @slack/bolt) are data from outside and
are not part of this repository. Where they are not at hand, `Contract.available` is false, nothing
is checked against them, and `test_standin_contract.py` says so.
"""

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import jsonschema

from .composed import composed
from .records import JsonDict

Form = Literal["lax", "strict"]

ROOT = Path(__file__).parents[2]
PLACES = tuple(base / "shared" / "reference" / "slack" for base in (ROOT, ROOT.parent))

EVENTS = {
    "app_mention": "AppMentionEnvelope",
    "message": "MessageEnvelope",
    "app_home_opened": "AppHomeOpenedEnvelope",
    "file_shared": "FileSharedEnvelope",
    "reaction_added": "ReactionAddedEnvelope",
    "agent_session_stopped": "AgentSessionStoppedEnvelope",
    "assistant_thread_started": "AssistantThreadStartedEnvelope",
    "assistant_thread_context_changed": "AssistantThreadContextChangedEnvelope",
}
ARGUMENTS = {
    "chat.postMessage": "ChatPostMessageArguments",
    "chat.startStream": "ChatStartStreamArguments",
    "chat.appendStream": "ChatAppendStreamArguments",
    "chat.stopStream": "ChatStopStreamArguments",
    "assistant.threads.setStatus": "AssistantThreadsSetStatusArguments",
}
ANSWERS = {
    "auth.test": "AuthTestResponse",
    "apps.connections.open": "AppsConnectionsOpenResponse",
    "chat.postMessage": "ChatPostMessageResponse",
    "chat.postEphemeral": "ChatPostEphemeralResponse",
    "chat.update": "ChatUpdateResponse",
    "conversations.history": "ConversationsHistoryResponse",
    "conversations.replies": "ConversationsRepliesResponse",
    "chat.startStream": "ChatStartStreamResponse",
    "files.info": "FilesInfoResponse",
    "users.info": "UsersInfoResponse",
    "views.open": "ViewsOpenResponse",
    "views.push": "ViewsOpenResponse",
    "views.update": "ViewsOpenResponse",
    "views.publish": "ViewsOpenResponse",
}
SUBTYPES = {
    "file_share": "FileShareEnvelope",
    "message_changed": "MessageChangedEnvelope",
    "message_deleted": "MessageDeletedEnvelope",
}
INTERACTIONS = {
    "shortcut": "ShortcutPayload",
    "message_action": "MessageShortcutPayload",
    "view_submission": "ViewSubmissionPayload",
    "view_closed": "ViewClosedPayload",
    "block_suggestion": "SuggestionPayload",
}
ADDED_BY_BOLT = "team_id"  # `say` sends it along for organisations; Slack takes it everywhere.
# Newer than both the schema and slack_sdk 3.47: they pass through unchecked.
UNKNOWN_TO_ALL = {"data_visualization"}


def folder() -> Path | None:
    return next((place for place in PLACES if place.is_dir()), None)


def without_nulls(value: object) -> object:
    """Slack sends null where its types say that the key is absent, but for `authorizations`."""
    if isinstance(value, dict):
        return {
            k: v if k == "authorizations" else without_nulls(v)
            for k, v in value.items()
            if v is not None
        }
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


@functools.cache
def _validator(form: Form, definition: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(
        {"$ref": f"#/definitions/{definition}", "definitions": _definitions(form)}
    )


@functools.cache
def _definitions(form: Form) -> JsonDict:
    place = folder()
    if place is None:
        raise FileNotFoundError("the Slack contract schemas are not at hand")
    schema = json.loads((place / f"slack-contract.{form}.schema.json").read_text("utf-8"))
    found: JsonDict = schema["definitions"]
    return found | composed(found)


def definition_of(payload: JsonDict) -> str | None:
    """The definition a payload to the app must satisfy; None where Slack's types have none."""
    if payload.get("type") == "event_callback":
        event = payload["event"]
        if event["type"] == "message" and event.get("subtype"):
            return SUBTYPES.get(event["subtype"], "AnyEventEnvelope")
        return EVENTS.get(event["type"], "AnyEventEnvelope")
    if payload.get("type") == "block_actions":
        buttons = all(action["type"] == "button" for action in payload["actions"])
        if payload["container"]["type"] == "view":
            return "ViewActionPayload"
        return "BlockActionPayload" if buttons else "OtherActionPayload"
    if "command" in payload:
        return "SlashCommandPayload"
    return INTERACTIONS.get(str(payload.get("type")))


class Contract:
    """Checks against the schemas; each answers the problems found, none where none is at hand."""

    def __init__(self) -> None:
        self.available = folder() is not None

    def to_app(self, payload: JsonDict) -> list[str]:
        """What we are about to send to the app, against the lax form."""
        definition = definition_of(payload)
        return self._problems("lax", definition, payload) if definition else []

    def arguments(self, method: str, arguments: JsonDict) -> list[str]:
        """The app's arguments, blocks apart, against the strict form."""
        definition = ARGUMENTS.get(method)
        if definition is None:
            return []
        plain = {k: v for k, v in arguments.items() if k not in {"blocks", ADDED_BY_BOLT}}
        if "blocks" in arguments:
            plain["blocks"] = []
        return self._problems("strict", definition, plain)

    def blocks(self, blocks: list[JsonDict]) -> list[str]:
        """The app's blocks against the strict form, one by one so that the message names one."""
        problems = []
        for place, block in enumerate(blocks):
            if block.get("type") not in UNKNOWN_TO_ALL:
                found = self._problems("strict", "Blocks", {"blocks": [block]})
                problems += [f"/blocks/{place}: {problem}" for problem in found]
        return problems

    def view(self, view: JsonDict) -> list[str]:
        return self._problems("strict", "ViewPayload", {"view": view})

    def answer(self, method: str, answer: JsonDict) -> list[str]:
        """Our own answer to the app against the lax form, blocks of messages apart.

        The types of the answers were guessed from samples and know no rich_text elements.
        """
        definition = ANSWERS.get(method)
        return self._problems("lax", definition, _without_blocks(answer)) if definition else []

    def error_is_known(self, method: str, error: str) -> bool:
        """Whether Slack documents this error for this method (true where nothing is at hand)."""
        codes = _error_codes(method)
        return codes is None or error in codes

    def _problems(self, form: Form, definition: str, value: object) -> list[str]:
        if not self.available:
            return []
        errors = _validator(form, definition).iter_errors(without_nulls(value))
        return [f"{definition}: {text}" for error in errors for text in _reasons(error)]


def _without_blocks(answer: JsonDict) -> JsonDict:
    plain = dict(answer)
    if isinstance(answer.get("message"), dict):
        plain["message"] = {k: v for k, v in answer["message"].items() if k != "blocks"}
    if isinstance(answer.get("messages"), list):
        plain["messages"] = [
            {k: v for k, v in message.items() if k != "blocks"} for message in answer["messages"]
        ]
    return plain


def _reasons(error: jsonschema.ValidationError) -> Iterator[str]:
    """The deepest cause of a failed union: the branch that came furthest."""
    deepest = jsonschema.exceptions.best_match([error])
    path = "/".join(str(part) for part in deepest.absolute_path)
    yield f"at {path or 'the top'}: {deepest.message[:300]}"


@functools.cache
def _error_codes(method: str) -> frozenset[str] | None:
    place = folder()
    if place is None or not (place / "methods" / f"{method}.json").is_file():
        return None
    own = json.loads((place / "methods" / f"{method}.json").read_text("utf-8"))["errors"]
    common = json.loads((place / "methods" / "_common_errors.json").read_text("utf-8"))
    return frozenset(own) | frozenset(common)
