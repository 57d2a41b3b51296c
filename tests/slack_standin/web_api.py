"""The Web API as the app sees it: the core, with what it lacks added in front of it."""

from collections.abc import Callable
from dataclasses import dataclass

from .agents import Agents
from .chat import Chat
from .contract import Contract
from .core import Core, StandInError
from .directory import Directory
from .ephemerals import Ephemerals
from .faults import Answer, Faults
from .files import Files
from .limits import Limits
from .manifest import Manifest
from .messages import Messages
from .records import Call, JsonDict, Ledger, now
from .views import Views
from .workspace import Workspace

# Slack answers these though its published catalogue of errors does not list them there.
UNLISTED = {
    ("chat.postMessage", "msg_too_long"),
    ("chat.update", "msg_blocks_too_long"),
    ("chat.postEphemeral", "msg_blocks_too_long"),
}


@dataclass(frozen=True)
class ApiParts:
    """What stands behind the methods of one workspace."""

    core: Core
    workspace: Workspace
    messages: Messages
    ledger: Ledger
    faults: Faults
    limits: Limits
    views: Views
    ephemerals: Ephemerals
    agents: Agents
    files: Files
    manifest: Manifest | None = None


class WebApi:
    """Answers one call at a time, from any thread. `after` sees every call of the app."""

    def __init__(self, parts: ApiParts) -> None:
        self._core, self._workspace, self._ledger = parts.core, parts.workspace, parts.ledger
        self._faults, self._limits, self._views = parts.faults, parts.limits, parts.views
        self._manifest = parts.manifest
        self._directory = Directory(parts.core, parts.workspace)
        self._contract = Contract()
        self.new_socket_url: Callable[[], str] = lambda: ""
        self.after: Callable[[Call], None] = lambda _call: None
        chat = Chat(
            parts.core,
            parts.workspace,
            parts.messages,
            parts.agents,
            parts.files,
            parts.ephemerals,
        )
        self._own: dict[str, Callable[[JsonDict], JsonDict]] = {
            "api.test": lambda arguments: {"ok": True, "args": arguments},
            "apps.connections.open": lambda _arguments: {"ok": True, "url": self.new_socket_url()},
            "files.info": parts.files.info,
            "files.delete": parts.files.remove,
            "files.getUploadURLExternal": parts.files.new_upload,
            **chat.methods(),
            **parts.agents.methods(),
            **self._directory.methods(),
        }

    def call(self, method: str, token: str | None, arguments: JsonDict) -> Answer:
        """Answer a call, record it, and hold question and answer against Slack's contract."""
        channel = str(arguments.get("channel") or arguments.get("channel_id") or "")
        answer = self._faults.strike(method) or self._limits.strike(method, channel)
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
        if self._faults.loses_answer(method):
            return Answer({"ok": False, "error": "internal_error"}, 500)
        return answer

    def _refuse_token(self, method: str, token: str | None) -> JsonDict | None:
        app = self._workspace.app
        if not token:
            return _error("not_authed")
        if token in self._workspace.revoked:
            return _error(self._workspace.revoked[token])
        if token not in {app.bot_token, app.app_token}:
            return _error("invalid_auth")
        wanted = app.app_token if method == "apps.connections.open" else app.bot_token
        return None if token == wanted else _error("not_allowed_token_type")

    def _run(self, method: str, arguments: JsonDict) -> JsonDict:
        refusal = self._refuse_scope(method, arguments)
        refusal = refusal or self._directory.refuse_outsider(method, arguments)
        if refusal:
            return refusal
        if method in self._own:
            return self._own[method](arguments)
        if method.startswith("views."):
            return self._views.answer(method, arguments)
        answer = self._core.call(method, self._workspace.app.bot_token, **arguments)
        if answer.get("error") == "unknown_method":
            message = f"{method}: neither the core nor the edge has this method yet"
            self._ledger.add(self._ledger.violations, message)
        return answer

    def _refuse_scope(self, method: str, arguments: JsonDict) -> JsonDict | None:
        if self._manifest is None:
            return None
        channel = arguments.get("channel") or arguments.get("channel_id")
        kind = self._workspace.kind(str(channel)) if channel else None
        lacking = self._manifest.lacks(method, kind)
        if lacking is None:
            return None
        message = f"{method}: the manifest does not ask for {lacking}"
        self._ledger.add(self._ledger.violations, message)
        provided = ",".join(sorted(self._manifest.scopes))
        return {**_error("missing_scope"), "needed": lacking, "provided": provided}

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
