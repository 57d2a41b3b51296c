"""What an app says about itself: statuses, sessions, prompts, titles; and messages it streams."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from .contract import Contract
from .core import Core
from .messages import Messages, as_stored
from .records import JsonDict, Ledger, Status, now
from .rules import MARKDOWN_TOTAL, refuse_blocks
from .workspace import Workspace

SESSION_STATUSES = {"active", "processing", "suspended", "closed"}
LOADING_MESSAGES, PROMPTS = 10, 4
STREAM_SECONDS = 300.0
Method = Callable[[JsonDict], JsonDict]


@dataclass
class Stream:
    """A message in the making."""

    channel: str
    thread_ts: str
    began: float
    text: str = ""
    chunks: list[JsonDict] = field(default_factory=list)
    stopped_by: str | None = None


class Agents:
    """assistant.threads.*, agents.sessions.* and chat.*Stream of one workspace."""

    def __init__(
        self,
        core: Core,
        workspace: Workspace,
        messages: Messages,
        ledger: Ledger,
        stream_seconds: float = STREAM_SECONDS,
    ) -> None:
        self._core, self._workspace, self._ledger = core, workspace, ledger
        self._messages, self._stream_seconds = messages, stream_seconds
        self._contract = Contract()
        self.prompts: dict[tuple[str, str | None], JsonDict] = {}
        self.titles: dict[tuple[str, str | None], str] = {}
        self.sessions: dict[tuple[str, str | None], str] = {}
        self.streams: dict[tuple[str, str], Stream] = {}

    def methods(self) -> dict[str, Method]:
        return {
            "assistant.threads.setStatus": self._thread_status,
            "assistant.threads.setTitle": self._title,
            "assistant.threads.setSuggestedPrompts": self._prompts,
            "agents.sessions.setStatus": self._session_status,
            "agents.sessions.rename": self._title,
            "chat.startStream": self._start,
            "chat.appendStream": self._append,
            "chat.stopStream": self._stop,
        }

    def clear_status(self, channel: str, thread: str | None) -> None:
        """Slack clears an assistant status at the app's next message in that thread."""
        method = "assistant.threads.setStatus"
        mine = [
            s
            for s in list(self._ledger.statuses)
            if (s.method, s.channel, s.thread_ts) == (method, channel, thread)
        ]
        if mine and mine[-1].status:
            cleared = {"channel_id": channel, "thread_ts": thread, "status": ""}
            self._set_status(method, cleared, cleared_by="message")

    def stop_streams(self, channel: str, thread_ts: str) -> list[str]:
        """A person stops the session: its streams end; their timestamps."""
        stopped = []
        for (place, ts), stream in self.streams.items():
            if (place, stream.thread_ts) == (channel, thread_ts) and not stream.stopped_by:
                stream.stopped_by = "user"
                stopped.append(ts)
        return stopped

    def is_streaming(self, channel: str, ts: str) -> bool:
        stream = self.streams.get((channel, ts))
        return stream is not None and not self._over(stream)

    def _knows(self, channel: object) -> bool:
        token = self._workspace.app.bot_token
        return bool(self._core.call("conversations.info", token, channel=channel).get("ok"))

    def _thread_status(self, arguments: JsonDict) -> JsonDict:
        if not self._knows(arguments.get("channel_id")):
            return _error("channel_not_found")
        if not arguments.get("thread_ts"):
            return _error("invalid_thread_ts")
        if len(arguments.get("loading_messages") or ()) > LOADING_MESSAGES:
            return _error("invalid_arguments")
        self._set_status("assistant.threads.setStatus", arguments)
        return {"ok": True}

    def _session_status(self, arguments: JsonDict) -> JsonDict:
        if not self._knows(arguments.get("channel_id")):
            return _error("channel_not_found")
        if arguments.get("status") not in SESSION_STATUSES:
            return _error("invalid_arguments")
        place = arguments["channel_id"], arguments.get("thread_ts")
        self.sessions[place] = arguments["status"]
        if arguments.get("title"):
            self.titles[place] = arguments["title"]
        self._set_status("agents.sessions.setStatus", arguments)
        return {"ok": True}

    def _title(self, arguments: JsonDict) -> JsonDict:
        if not self._knows(arguments.get("channel_id")):
            return _error("channel_not_found")
        if not arguments.get("title"):
            return _error("invalid_arguments")
        self.titles[arguments["channel_id"], arguments.get("thread_ts")] = arguments["title"]
        return {"ok": True}

    def _prompts(self, arguments: JsonDict) -> JsonDict:
        prompts = arguments.get("prompts")
        if not self._knows(arguments.get("channel_id")):
            return _error("channel_not_found")
        if not isinstance(prompts, list) or not 1 <= len(prompts) <= PROMPTS:
            return _error("invalid_arguments")
        if not all(isinstance(p, dict) and p.get("title") and p.get("message") for p in prompts):
            return _error("invalid_arguments")
        self.prompts[arguments["channel_id"], arguments.get("thread_ts")] = {
            "title": arguments.get("title"),
            "prompts": prompts,
        }
        return {"ok": True}

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

    # Streams.

    def _start(self, arguments: JsonDict) -> JsonDict:
        channel = str(arguments.get("channel"))
        if self._workspace.kind(channel) != "im":
            for key in ("recipient_user_id", "recipient_team_id"):
                if not arguments.get(key):
                    return _error(f"missing_{key}")
        refusal = self._refuse(arguments)
        if refusal:
            return refusal
        stream = Stream(channel, str(arguments.get("thread_ts")), now())
        self._add(stream, arguments)
        app = self._workspace.app
        answer = self._core.call(
            "chat.postMessage",
            app.bot_token,
            channel=channel,
            thread_ts=arguments.get("thread_ts"),
            text=stream.text or "…",
            bot_id=app.bot_id,
            app_id=app.app_id,
        )
        if not answer.get("ok"):
            return answer
        self._messages.note(channel, answer["ts"], arguments.get("thread_ts"))
        self.streams[channel, answer["ts"]] = stream
        self.clear_status(channel, arguments.get("thread_ts"))
        return {"ok": True, "channel": channel, "ts": answer["ts"]}

    def _append(self, arguments: JsonDict) -> JsonDict:
        stream, refusal = self._streaming(arguments)
        if stream is None or refusal:
            return refusal or _error("message_not_found")
        self._add(stream, arguments)
        self._update(arguments, text=stream.text or "…")
        return {"ok": True, "channel": stream.channel, "ts": arguments["ts"]}

    def _stop(self, arguments: JsonDict) -> JsonDict:
        stream, refusal = self._streaming(arguments)
        if stream is None or refusal:
            return refusal or _error("message_not_found")
        self._add(stream, arguments)
        stream.stopped_by = "app"
        blocks = [{"type": "markdown", "text": stream.text}] if stream.text else []
        stored = as_stored({"blocks": [*blocks, *(arguments.get("blocks") or ())]})
        answer = self._update(arguments, text=stream.text or "…", blocks=stored["blocks"])
        message = self._messages.enrich(answer["message"], stream.channel)
        if arguments.get("session_status"):
            self.sessions[stream.channel, stream.thread_ts] = arguments["session_status"]
        return {"ok": True, "channel": stream.channel, "ts": arguments["ts"], "message": message}

    def _streaming(self, arguments: JsonDict) -> tuple[Stream | None, JsonDict | None]:
        stream = self.streams.get((str(arguments.get("channel")), str(arguments.get("ts"))))
        if stream is None:
            return None, _error("message_not_found")
        if self._over(stream):
            return stream, _error("message_not_in_streaming_state")
        return stream, self._refuse(arguments)

    def _over(self, stream: Stream) -> bool:
        return stream.stopped_by is not None or now() - stream.began > self._stream_seconds

    def _refuse(self, arguments: JsonDict) -> JsonDict | None:
        if len(arguments.get("markdown_text") or "") > MARKDOWN_TOTAL:
            return _error("msg_blocks_too_long")
        blocks = arguments.get("blocks")
        refusal = refuse_blocks(blocks, self._contract) if blocks else None
        return _error(refusal.error) if refusal else None

    @staticmethod
    def _add(stream: Stream, arguments: JsonDict) -> None:
        stream.text += arguments.get("markdown_text") or ""
        for chunk in arguments.get("chunks") or ():
            stream.chunks.append(chunk | {"at": time.time()})
            if chunk.get("type") == "markdown_text":
                stream.text += chunk["text"]

    def _update(self, arguments: JsonDict, **content: object) -> JsonDict:
        place = {"channel": arguments["channel"], "ts": arguments["ts"]}
        return self._core.must("chat.update", self._workspace.app.bot_token, **place, **content)


def _error(code: str) -> JsonDict:
    return {"ok": False, "error": code}
