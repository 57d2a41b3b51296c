"""Further things that people do: share files, react, let links unfurl, invite, stop the agent."""

import time

from . import envelopes
from .acting import Acting
from .agents import Agents
from .files import Files
from .records import Delivery, JsonDict, Said


class Sharing(Acting):
    """Each method is one thing a person does, and the event that tells the app."""

    _agents: Agents
    _files: Files

    def delete_file(self, file_id: str) -> None:
        """The person who shared a file deletes it."""
        self._files.delete(file_id)

    def react(self, message: JsonDict | Said, name: str, user: str) -> Delivery:
        """React to a message with an emoji."""
        return self._react("reactions.add", "reaction_added", message, name, user)

    def unreact(self, message: JsonDict | Said, name: str, user: str) -> Delivery:
        """Take a reaction back."""
        return self._react("reactions.remove", "reaction_removed", message, name, user)

    def unfurl(self, said: Said, title: str = "A page") -> Delivery:
        """Slack adds the preview of a link: the message changes, its text does not."""
        previous = self._seen[said.channel, said.ts]
        preview = {"id": 1, "title": title, "fallback": title, "from_url": "https://x.example/"}
        more = {"attachments": [preview]}
        self._messages.add(said.channel, said.ts, more)
        message = self._seen[said.channel, said.ts] = previous | more
        event = envelopes.changed_event(self.workspace, said.channel, message, previous)
        return self._tell_in(said.channel, event)

    def thread_grows(self, said: Said) -> Delivery:
        """Slack tells of a parent whose thread has grown: the message changes, not its text."""
        previous = self._seen[said.channel, said.ts]
        (parent, *_) = self.messages(said.channel, said.ts)
        message = previous | {k: v for k, v in parent.items() if k != "channel"}
        event = envelopes.changed_event(self.workspace, said.channel, message, previous)
        return self._tell_in(said.channel, event)

    def invite(self, channel: str, user: str) -> Delivery:
        """Bring the app into a channel."""
        place = self.workspace.channel(channel)
        self.workspace.outside.discard(place)
        event = {
            "type": "member_joined_channel",
            "user": self.app.bot_user,
            "channel": place,
            "channel_type": self.workspace.kind(place)[:1].upper(),
            "team": self.workspace.team_id,
            "inviter": self.workspace.user(user),
            "event_ts": _ts(),
        }
        return self._tell(event)

    def expel(self, channel: str) -> Delivery:
        """Take the app out of a channel."""
        place = self.workspace.channel(channel)
        self.workspace.outside.add(place)
        return self._tell({"type": "channel_left", "channel": place, "event_ts": _ts()})

    # The agent pane.

    def prompts(self, user: str, thread_ts: str | None = None) -> list[JsonDict]:
        """The prompts that the app suggests to this person in its messages tab."""
        found = self._agents.prompts.get((self.dm(user), thread_ts))
        return list(found["prompts"]) if found else []

    def title(self, channel: str, thread_ts: str | None = None) -> str | None:
        """The title that the app has given to a thread or session."""
        return self._agents.titles.get((self._place(channel), thread_ts))

    def session(self, channel: str, thread_ts: str | None = None) -> str | None:
        """The status of an agent session."""
        return self._agents.sessions.get((self._place(channel), thread_ts))

    def stop_session(self, said: Said, user: str) -> Delivery:
        """Press Stop: the streams of the thread end, and the app is told."""
        event = {
            "type": "agent_session_stopped",
            "channel": said.channel,
            "user": self.workspace.user(user),
            "thread_ts": said.thread,
            "streaming_message_ts": self._agents.stop_streams(said.channel, said.thread),
            "event_ts": _ts(),
        }
        return self._tell(event)

    def change_context(self, user: str, channel: str) -> Delivery:
        """Look at another channel while the agent's pane is open."""
        entity = {
            "type": "slack#/types/channel_id",
            "value": self.workspace.channel(channel),
            "team_id": self.workspace.team_id,
        }
        event = {
            "type": "app_context_changed",
            "user": self.workspace.user(user),
            "channel": self.dm(user),
            "context": {"entities": [entity]},
            "event_ts": _ts(),
        }
        return self._tell(event)

    def _react(
        self, method: str, kind: str, message: JsonDict | Said, name: str, user: str
    ) -> Delivery:
        if isinstance(message, Said):
            channel, ts = message.channel, message.ts
        else:
            channel, ts = message["channel"], message["ts"]
        token = self.workspace.user_token(user)
        self._core.must(method, token, channel=channel, timestamp=ts, name=name)
        return self._tell_in(channel, self._reaction(kind, channel, ts, name, user))

    def _reaction(self, kind: str, channel: str, ts: str, name: str, user: str) -> JsonDict:
        author = self._seen.get((channel, ts), {}).get("user", self.app.bot_user)
        return {
            "type": kind,
            "user": self.workspace.user(user) if user != self.app.bot_user else user,
            "reaction": name,
            "item": {"type": "message", "channel": channel, "ts": ts},
            "item_user": author,
            "event_ts": _ts(),
        }


def _ts() -> str:
    return f"{time.time():.6f}"
