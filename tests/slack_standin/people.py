"""What people do in their workspace that the app only hears about: they write, edit, open."""

import time
import uuid
from collections.abc import Sequence

from . import envelopes
from .core import Core
from .dispatcher import Dispatcher
from .files import Files
from .manifest import Manifest
from .messages import Messages, composed
from .notation import typed
from .observed import Observed
from .records import Delivery, JsonDict, Said
from .workspace import CONTROL_TOKEN, AppIdentity, Workspace

__all__ = ["People"]


class People(Observed):
    """Speaking, editing, deleting, opening the app's home."""

    app: AppIdentity
    workspace: Workspace
    _core: Core
    _dispatcher: Dispatcher
    _files: Files
    _manifest: Manifest | None
    _messages: Messages
    _seen: dict[tuple[str, str], JsonDict]

    def channel(self, name: str) -> str:
        return self.workspace.channel(name)

    def dm(self, user: str) -> str:
        """The direct-message channel between this person and the app."""
        user_id = self.workspace.user(user)
        answer = self._core.must("conversations.open", CONTROL_TOKEN, users=user_id)
        channel: str = answer["channel"]["id"]
        return channel

    def say(
        self,
        channel: str,
        user: str,
        text: str,
        thread_ts: str | None = None,
        *,
        mention: bool = True,
        files: Sequence[tuple[str, bytes]] = (),
        literal: bool = False,
    ) -> Said:
        """Post as a person and tell the app: in a channel with `mention`, by both events.

        `files` are names with contents to share. Tokens such as `<@U1>` stand for what the
        composer made of a picked name, unless the text is `literal`.
        """
        place = self._place(channel)
        text = typed(text, literal=literal)
        direct = self.workspace.kind(place) == "im"
        call_app = f"<@{self.app.bot_user}>"
        mentioned = not direct and (mention or call_app in text)
        if mentioned and call_app not in text:
            text = f"{call_app} {text}".strip()
        shared = self._share(files, place, user)
        message = self._store(place, user, text, thread_ts, shared)
        told = [envelopes.message_event(self.workspace, message, place)]
        if mentioned:
            told.insert(0, envelopes.mention_event(self.workspace, message, place))
        if place in self.workspace.outside:
            told = []  # An app hears nothing of a channel that it has not joined.
        events = tuple(self._tell(event) for event in told)
        for file in shared:
            self._tell_in(place, envelopes.file_shared_event(file, place, message))
        author = message["user"]
        return Said(place, message["ts"], thread_ts, author, text, events, tuple(shared))

    def edit(self, said: Said, text: str, *, literal: bool = False) -> Delivery:
        """A person edits what they said."""
        text = typed(text, literal=literal)
        token = self.workspace.user_token(said.user)
        previous = self._seen[said.channel, said.ts]
        answer = self._core.must(
            "chat.update",
            token,
            channel=said.channel,
            ts=said.ts,
            text=text,
            blocks=composed(text),
        )
        message = previous | answer["message"]
        self._seen[said.channel, said.ts] = message
        event = envelopes.changed_event(self.workspace, said.channel, message, previous)
        return self._tell_in(said.channel, event)

    def remove(self, said: Said) -> Delivery:
        """A person deletes what they said."""
        token = self.workspace.user_token(said.user)
        self._core.must("chat.delete", token, channel=said.channel, ts=said.ts)
        previous = self._seen.pop((said.channel, said.ts))
        event = envelopes.changed_event(self.workspace, said.channel, None, previous)
        return self._tell_in(said.channel, event)

    def open_home(self, user: str, tab: str = "messages") -> Delivery:
        """A person opens the app's home or its messages tab."""
        event: JsonDict = {
            "type": "app_home_opened",
            "user": self.workspace.user(user),
            "channel": self.dm(user),
            "tab": tab,
            "event_ts": f"{time.time():.6f}",
        }
        view = self.home(user)
        if tab == "home" and view is not None:
            event["view"] = view
        return self._tell(event)

    def redeliver(self, told: Delivery | Said) -> Delivery:
        """Send the same event once more, as Slack does when it believes nobody took it."""
        delivery = told.events[0] if isinstance(told, Said) else told
        return self._dispatcher.send(delivery.kind, delivery.payload, first_attempt=1)

    def _share(self, files: Sequence[tuple[str, bytes]], channel: str, user: str) -> list[JsonDict]:
        person = self.workspace.user(user)
        made = [self._files.add(name, content, person) for name, content in files]
        return [self._files.share(file["id"], channel) for file in made]

    def _store(
        self, channel: str, user: str, text: str, thread_ts: str | None, files: Sequence[JsonDict]
    ) -> JsonDict:
        """Keep a person's message in the core; answer it as the events show it."""
        author = self.workspace.user(user)
        answer = self._core.must(
            "chat.postMessage",
            self.workspace.user_token(author),
            channel=channel,
            text=text or " ",
            thread_ts=thread_ts,
            client_msg_id=str(uuid.uuid4()),
            blocks=composed(text) if text else None,
        )
        if not text or files:
            more = {"files": list(files), "upload": bool(files)} if files else {}
            self._messages.add(channel, answer["ts"], {**more, "text": text})
        self._messages.note(channel, answer["ts"], thread_ts)
        message = self._messages.enrich(answer["message"], channel)
        parent = self._seen.get((channel, thread_ts or ""))
        if parent is not None:
            message["parent_user_id"] = parent["user"]
        self._seen[channel, message["ts"]] = message
        return message

    def _tell(self, event: JsonDict) -> Delivery:
        """Tell the app, if its manifest subscribes to such events."""
        payload = envelopes.event_callback(self.workspace, event)
        if self._manifest is None or self._manifest.wants(event):
            return self._dispatcher.send("events_api", payload)
        return self._untold(payload)

    def _tell_in(self, channel: str, event: JsonDict) -> Delivery:
        """Tell of what happened in a channel, if the app is in it."""
        if channel not in self.workspace.outside:
            return self._tell(event)
        return self._untold(envelopes.event_callback(self.workspace, event))

    @staticmethod
    def _untold(payload: JsonDict) -> Delivery:
        untold = Delivery("events_api", payload)
        untold.finished.set()
        return untold
