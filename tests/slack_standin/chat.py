"""chat.*, the reading of conversations, and sharing uploads: the core with what it lacks."""

from collections.abc import Callable

from .agents import Agents
from .contract import Contract
from .core import Core
from .ephemerals import Ephemerals
from .files import Files
from .messages import BadCursorError, Messages, as_stored, page_of, refuse
from .records import JsonDict
from .rules import Refusal
from .workspace import Workspace

Method = Callable[[JsonDict], JsonDict]


class Chat:
    """The methods that write and read messages of one workspace."""

    def __init__(
        self,
        core: Core,
        workspace: Workspace,
        messages: Messages,
        agents: Agents,
        files: Files,
        ephemerals: Ephemerals,
    ) -> None:
        self._core, self._workspace, self._messages = core, workspace, messages
        self._agents, self._files, self._ephemerals = agents, files, ephemerals
        self._contract = Contract()

    def methods(self) -> dict[str, Method]:
        return {
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "chat.postEphemeral": self._whisper,
            "conversations.history": lambda a: self._read("conversations.history", a, 100),
            "conversations.replies": lambda a: self._read("conversations.replies", a, 1_000),
            "files.completeUploadExternal": self._share,
        }

    def _ask(self, method: str, arguments: JsonDict) -> JsonDict:
        """The core's answer in Slack's words."""
        app = self._workspace.app
        own = {"bot_id": app.bot_id, "app_id": app.app_id}
        answer = self._core.call(method, app.bot_token, **arguments | own)
        if answer.get("error") == "not_in_channel":
            return _error("channel_not_found")
        return answer

    def _post(self, arguments: JsonDict) -> JsonDict:
        refusal = refuse("chat.postMessage", arguments, self._contract)
        if refusal:
            return refused(refusal)
        answer = self._ask("chat.postMessage", as_stored(arguments))
        if not answer.get("ok"):
            return answer
        channel, thread = answer["channel"], arguments.get("thread_ts")
        self._messages.note(channel, answer["ts"], thread)
        self._agents.clear_status(channel, thread)
        return answer | {"message": self._messages.enrich(answer["message"], channel)}

    def _update(self, arguments: JsonDict) -> JsonDict:
        refusal = refuse("chat.update", arguments, self._contract)
        if refusal:
            return refused(refusal)
        missing = self._unknown_place(arguments)
        if missing:
            return missing
        if self._agents.is_streaming(str(arguments["channel"]), str(arguments.get("ts"))):
            return _error("streaming_state_conflict")
        answer = self._ask("chat.update", as_stored(arguments))
        if not answer.get("ok"):
            return answer
        return answer | {"message": self._messages.enrich(answer["message"], answer["channel"])}

    def _delete(self, arguments: JsonDict) -> JsonDict:
        return self._unknown_place(arguments) or self._ask("chat.delete", arguments)

    def _unknown_place(self, arguments: JsonDict) -> JsonDict | None:
        """The core calls a message of an unknown channel not found; Slack, the channel."""
        token, channel = self._workspace.app.bot_token, arguments.get("channel")
        known = self._core.call("conversations.info", token, channel=channel).get("ok")
        return None if known else _error("channel_not_found")

    def _whisper(self, arguments: JsonDict) -> JsonDict:
        refusal = refuse("chat.postEphemeral", arguments, self._contract)
        if refusal:
            return refused(refusal)
        stored = as_stored(arguments)
        answer = self._ask("chat.postEphemeral", stored)
        if answer.get("error") == "user_not_found":
            return _error("user_not_in_channel")
        if not answer.get("ok"):
            return answer
        content = {k: stored[k] for k in ("text", "blocks") if k in stored}
        thread, ts = arguments.get("thread_ts"), answer["message_ts"]
        channel, user = str(arguments["channel"]), str(arguments["user"])
        self._ephemerals.show(channel, user, content, thread, ts)
        return answer

    def _read(self, method: str, arguments: JsonDict, default_limit: int) -> JsonDict:
        whole = {"channel": arguments.get("channel"), "ts": arguments.get("ts"), "limit": 1_000}
        if method == "conversations.replies" and not arguments.get("ts"):
            return _error("invalid_arguments")
        answer = self._ask(method, whole)
        if not answer.get("ok"):
            return answer
        if method == "conversations.replies" and not answer["messages"]:
            return _error("thread_not_found")
        found = self._messages.thread(answer["messages"], str(arguments["channel"]))
        try:
            return page_of(found, arguments, default_limit)
        except BadCursorError:
            return _error("invalid_cursor")

    def _share(self, arguments: JsonDict) -> JsonDict:
        """files.completeUploadExternal: the uploads become a message where they are shared."""
        wanted = arguments.get("files")
        if not isinstance(wanted, list) or not wanted:
            return _error("invalid_arguments")
        files = self._files.completed(wanted)
        if files is None:
            return _error("file_not_found")
        named = arguments.get("channel_id") or arguments.get("channels") or ""
        for channel in filter(None, str(named).split(",")):
            thread, comment = arguments.get("thread_ts"), arguments.get("initial_comment")
            names = ", ".join(file["name"] for file in files)
            posted = {"channel": channel, "thread_ts": thread, "text": comment or names}
            answer = self._ask("chat.postMessage", posted)
            if not answer.get("ok"):
                return answer
            files = [self._files.share(file["id"], channel) for file in files]
            more = {"files": files, "upload": True, "text": comment or ""}
            self._messages.add(channel, answer["ts"], more)
            self._messages.note(channel, answer["ts"], thread)
            self._agents.clear_status(channel, thread)
        return {"ok": True, "files": files}


def refused(refusal: Refusal) -> JsonDict:
    answer: JsonDict = {"ok": False, "error": refusal.error}
    if refusal.messages:
        answer |= {
            "errors": list(refusal.messages),
            "response_metadata": {"messages": list(refusal.messages)},
        }
    return answer


def _error(code: str) -> JsonDict:
    return {"ok": False, "error": code}
