"""The Web API as the app sees it: the core, with what it lacks added in front of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from .contract import Contract
from .core import Core, StandInError
from .ephemerals import Ephemerals
from .faults import Answer, Faults
from .messages import BadCursorError, Messages, as_stored, page_of, refuse
from .records import Call, JsonDict, Ledger, Status, now
from .rules import Refusal
from .views import Views
from .workspace import Workspace

# Slack answers these though its published catalogue of errors does not list them there.
UNLISTED = {
    ("chat.postMessage", "msg_too_long"),
    ("chat.update", "msg_blocks_too_long"),
    ("chat.postEphemeral", "msg_blocks_too_long"),
}
STORED = {"assistant.threads.setTitle", "assistant.threads.setSuggestedPrompts"}
SESSION_STATUSES = {"active", "processing", "suspended", "closed"}


@dataclass(frozen=True)
class ApiParts:
    """What stands behind the methods of one workspace."""

    core: Core
    workspace: Workspace
    messages: Messages
    ledger: Ledger
    faults: Faults
    views: Views
    ephemerals: Ephemerals


class WebApi:
    """Answers one call at a time, from any thread. `after` sees every call of the app."""

    def __init__(self, parts: ApiParts) -> None:
        self._core, self._workspace, self._ledger = parts.core, parts.workspace, parts.ledger
        self._messages, self._faults = parts.messages, parts.faults
        self._views, self._ephemerals = parts.views, parts.ephemerals
        self._contract = Contract()
        self.new_socket_url: Callable[[], str] = lambda: ""
        self.after: Callable[[Call], None] = lambda _call: None
        self._own: dict[str, Callable[[JsonDict], JsonDict]] = {
            "api.test": lambda arguments: {"ok": True, "args": arguments},
            "apps.connections.open": self._open_connection,
            "chat.postMessage": lambda a: self._chat("chat.postMessage", a),
            "chat.update": lambda a: self._chat("chat.update", a),
            "chat.postEphemeral": lambda a: self._chat("chat.postEphemeral", a),
            "conversations.history": lambda a: self._read("conversations.history", a, 100),
            "conversations.replies": lambda a: self._read("conversations.replies", a, 1_000),
            "users.info": self._user,
            "assistant.threads.setStatus": self._thread_status,
            "agents.sessions.setStatus": self._session_status,
        }

    def call(self, method: str, token: str | None, arguments: JsonDict) -> Answer:
        """Answer a call, record it, and hold question and answer against Slack's contract."""
        answer = self._faults.strike(method)
        if answer is None:
            try:
                answer = Answer(self._refuse_token(method, token) or self._run(method, arguments))
            except StandInError as reason:
                self._ledger.add(self._ledger.violations, f"{method}: {reason}")
                answer = Answer({"ok": False, "error": "internal_error"}, 500)
        done = Call(method, arguments, now(), answer.body, answer.status)
        self._check(done)
        self.after(done)  # First what follows from it, then the waiters wake.
        self._ledger.add(self._ledger.calls, done)
        return answer

    def _refuse_token(self, method: str, token: str | None) -> JsonDict | None:
        app = self._workspace.app
        if not token:
            return _error("not_authed")
        if token not in {app.bot_token, app.app_token}:
            return _error("invalid_auth")
        wanted = app.app_token if method == "apps.connections.open" else app.bot_token
        return None if token == wanted else _error("not_allowed_token_type")

    def _run(self, method: str, arguments: JsonDict) -> JsonDict:
        if method in self._own:
            return self._own[method](arguments)
        if method in STORED:
            return {"ok": True}
        if method.startswith("views."):
            return self._views.answer(method, arguments)
        answer = self._core.call(method, self._workspace.app.bot_token, **arguments)
        if answer.get("error") == "unknown_method":
            message = f"{method}: neither the core nor the edge has this method yet"
            self._ledger.add(self._ledger.violations, message)
        return answer

    def _open_connection(self, _arguments: JsonDict) -> JsonDict:
        return {"ok": True, "url": self.new_socket_url()}

    def _chat(self, method: str, arguments: JsonDict) -> JsonDict:
        refusal = refuse(method, arguments, self._contract)
        if refusal:
            return _refused(refusal)
        app = self._workspace.app
        stored = as_stored(arguments)
        answer = self._core.call(
            method, app.bot_token, **stored | {"bot_id": app.bot_id, "app_id": app.app_id}
        )
        if not answer.get("ok"):
            return answer
        channel = answer.get("channel", arguments.get("channel"))
        if method == "chat.postEphemeral":
            content = {k: stored[k] for k in ("text", "blocks") if k in stored}
            thread = arguments.get("thread_ts")
            self._ephemerals.show(
                channel, str(arguments["user"]), content, thread, answer["message_ts"]
            )
            return answer
        if method == "chat.postMessage":
            self._messages.note(channel, answer["ts"], arguments.get("thread_ts"))
            self._clear_status(channel, arguments.get("thread_ts"))
        return answer | {"message": self._messages.enrich(answer["message"], channel)}

    def _read(self, method: str, arguments: JsonDict, default_limit: int) -> JsonDict:
        whole = {"channel": arguments.get("channel"), "ts": arguments.get("ts"), "limit": 1_000}
        if method == "conversations.replies" and not arguments.get("ts"):
            return _error("invalid_arguments")
        answer = self._core.call(method, self._workspace.app.bot_token, **whole)
        if not answer.get("ok"):
            return answer
        if method == "conversations.replies" and not answer["messages"]:
            return _error("thread_not_found")
        found = self._messages.thread(answer["messages"], str(arguments["channel"]))
        try:
            return page_of(found, arguments, default_limit)
        except BadCursorError:
            return _error("invalid_cursor")

    def _user(self, arguments: JsonDict) -> JsonDict:
        answer = self._core.call("users.info", self._workspace.app.bot_token, **arguments)
        if answer.get("ok"):
            zone = {"tz": "Europe/London", "tz_label": "Greenwich Mean Time", "tz_offset": 0}
            answer["user"] |= {**zone, "updated": int(time.time()), "is_app_user": False}
            if arguments.get("include_locale"):
                answer["user"]["locale"] = "en-GB"
        return answer

    def _thread_status(self, arguments: JsonDict) -> JsonDict:
        channel, thread = arguments.get("channel_id"), arguments.get("thread_ts")
        if not self._knows(channel):
            return _error("channel_not_found")
        if not thread:
            return _error("invalid_thread_ts")
        self._set_status("assistant.threads.setStatus", arguments)
        return {"ok": True}

    def _session_status(self, arguments: JsonDict) -> JsonDict:
        if not self._knows(arguments.get("channel_id")):
            return _error("channel_not_found")
        if arguments.get("status") not in SESSION_STATUSES:
            return _error("invalid_arguments")
        self._set_status("agents.sessions.setStatus", arguments)
        return {"ok": True}

    def _knows(self, channel: str | None) -> bool:
        bot_token = self._workspace.app.bot_token
        return bool(self._core.call("conversations.info", bot_token, channel=channel).get("ok"))

    def _set_status(self, method: str, arguments: JsonDict, cleared_by: str | None = None) -> None:
        status = Status(
            method=method,
            channel=arguments["channel_id"],
            thread_ts=arguments.get("thread_ts"),
            status=arguments.get("status") or "",
            arguments=arguments,
            at=now(),
            cleared_by=cleared_by,
        )
        self._ledger.add(self._ledger.statuses, status)

    def _clear_status(self, channel: str, thread: str | None) -> None:
        """Slack clears an assistant status at the app's next message in that thread."""
        method = "assistant.threads.setStatus"
        mine = [
            s
            for s in self._ledger.statuses
            if (s.method, s.channel, s.thread_ts) == (method, channel, thread)
        ]
        if mine and mine[-1].status:
            cleared = {"channel_id": channel, "thread_ts": thread, "status": ""}
            self._set_status(method, cleared, cleared_by="message")

    def _check(self, call: Call) -> None:
        """Note what Slack's contract would not have let pass on either side."""
        found: list[str] = []
        if call.ok:
            found += self._contract.arguments(call.method, call.arguments)
            found += self._contract.answer(call.method, call.answer)
        elif call.error and call.http_status == 200:
            listed = self._contract.error_is_known(call.method, call.error)
            if not listed and (call.method, call.error) not in UNLISTED:
                found.append(f"the stand-in answered {call.error}, which Slack does not list")
        for problem in found:
            self._ledger.add(self._ledger.violations, f"{call.method}: {problem}")


def _error(code: str) -> JsonDict:
    return {"ok": False, "error": code}


def _refused(refusal: Refusal) -> JsonDict:
    answer: JsonDict = {"ok": False, "error": refusal.error}
    if refusal.messages:
        answer |= {
            "errors": list(refusal.messages),
            "response_metadata": {"messages": list(refusal.messages)},
        }
    return answer
