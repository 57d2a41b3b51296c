"""Slack's Web API as far as the bot calls it: one function a method, refusals by Slack's codes."""

import json
from collections.abc import Callable
from urllib.parse import parse_qsl

import structlog

from bot.trial.changes import JsonDict
from bot.trial.methods import assistant, chat, files, places, views
from bot.trial.workspace import RefusedError, Workspace

_log = structlog.get_logger(__name__)

_METHODS: dict[str, Callable[[Workspace, JsonDict], JsonDict]] = {
    **chat.METHODS,
    **places.METHODS,
    **views.METHODS,
    **assistant.METHODS,
    **files.METHODS,
}


def call(workspace: Workspace, method: str, token: str, given: JsonDict) -> JsonDict:
    """Answer one call as Slack would: `{"ok": true, ...}`, or false with a code."""
    if token != workspace.secrets.bot_token:
        return {"ok": False, "error": "invalid_auth" if token else "not_authed"}
    if method not in _METHODS:
        _log.warning("trial.unknown_method", method=method)
        return {"ok": False, "error": "unknown_method"}
    try:
        with workspace.lock:
            return {"ok": True, **_METHODS[method](workspace, given)}
    except RefusedError as error:
        _log.warning("trial.refused", method=method, error=error.code)
        return {"ok": False, "error": error.code}


def read_arguments(body: bytes, content_type: str) -> JsonDict:
    """Return the arguments of a call, sent as JSON or as a form whose lists are JSON.

    Raises ValueError for what is neither.
    """
    text = body.decode("utf-8")
    if content_type.startswith("application/json"):
        given = json.loads(text or "{}")
        if not isinstance(given, dict):
            raise ValueError("arguments are an object")
        return given
    return {name: _value(value) for name, value in parse_qsl(text, keep_blank_values=True)}


def _value(text: str) -> object:
    if text[:1] not in ("{", "["):
        return text
    try:
        return json.loads(text)
    except ValueError:
        # A message may begin with a bracket.
        return text
