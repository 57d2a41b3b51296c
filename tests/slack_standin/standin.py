"""The control a test holds: start Slack, speak as a person, see what the app did."""

import time
import uuid
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from . import envelopes
from .core import Core, StandInError
from .dispatcher import ACK_WITHIN, RETRY_DELAYS, Dispatcher
from .faults import Faults, Kind
from .http_edge import HttpEdge
from .http_events import EventsApi
from .messages import Messages, rich_text
from .observed import Observed
from .records import Call, Delivery, JsonDict, Ledger, Said
from .response_urls import ResponseUrls
from .sockets import SocketMode
from .web_api import WebApi
from .workspace import CONTROL_TOKEN, AppIdentity, seed_of, settle_in

PEOPLE = ("maya", "tom", "priya", "omar")
CHANNELS, PRIVATE_CHANNELS = ("newsroom", "press"), ("embargo",)


class SlackStandIn(Observed):
    """A whole Slack workspace with the app installed, on loopback ports of its own.

    `with SlackStandIn() as slack:` starts it. On leaving without another error it fails when
    the app or the stand-in broke Slack's contract (`check=False` leaves that to the test).
    """

    def __init__(
        self,
        *,
        people: Sequence[str] = PEOPLE,
        channels: Sequence[str] = CHANNELS,
        private_channels: Sequence[str] = PRIVATE_CHANNELS,
        retry_delays: tuple[float, ...] = RETRY_DELAYS,
        ack_within: float = ACK_WITHIN,
        check: bool = True,
    ) -> None:
        self.app = AppIdentity()
        self._people, self._check = tuple(people), check
        self._core = Core(seed_of(self.app, people, channels, private_channels))
        self._ledger, self._faults = Ledger(), Faults()
        self._sockets = SocketMode(self.app.app_id, self._ledger)
        self._dispatcher = Dispatcher(self._ledger, self._sockets, retry_delays, ack_within)
        self._seen: dict[tuple[str, str], JsonDict] = {}
        self._edge: HttpEdge | None = None

    def start(self) -> Self:
        self._core.start()
        self.workspace = settle_in(self._core, self.app, self._people)
        self._messages = Messages(self.workspace)
        self._responses = ResponseUrls(self._core, self.workspace, self._ledger)
        self._sockets.start()
        api = WebApi(self._core, self.workspace, self._messages, self._ledger, self._faults)
        api.new_socket_url = self._sockets.new_url
        api.after = self._tell_app_of_its_own
        self._edge = HttpEdge(api.call, self._responses.post)
        self._edge.start()
        return self

    def stop(self) -> None:
        self._faults.stop()
        self._sockets.stop()
        self._dispatcher.stop()
        if self._edge is not None:
            self._edge.stop()
        self._core.stop()

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, _error: object, _trace: TracebackType | None
    ) -> None:
        self.stop()
        if kind is None and self._check:
            broken = "\n".join(self.violations)
            assert not broken, f"Slack's contract was broken:\n{broken}"

    # How the app reaches us, and we the app.

    @property
    def url(self) -> str:
        if self._edge is None:
            raise StandInError("the stand-in is not started")
        return self._edge.url

    @property
    def api_url(self) -> str:
        """What `slack.api_url` or `WebClient(base_url=...)` takes; it ends in a slash."""
        return f"{self.url}/api/"

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that the app's process needs."""
        return {
            "SLACK_BOT_TOKEN": self.app.bot_token,
            "SLACK_APP_TOKEN": self.app.app_token,
            "SLACK_SIGNING_SECRET": self.app.signing_secret,
        }

    def subscribe(self, request_url: str, timeout: float = 3.0) -> None:
        """Verify the request URL, and deliver over HTTP instead of Socket Mode from now on."""
        events_api = EventsApi(self.app, request_url)
        events_api.verify(timeout)
        self._dispatcher.events_api = events_api

    def unsubscribe(self) -> None:
        """Back to Socket Mode."""
        self._dispatcher.events_api = None

    @property
    def connections(self) -> int:
        return len(self._sockets.sockets)

    def wait_for_connections(self, count: int = 1, timeout: float = 15.0) -> None:
        """Wait until the app has so many sockets open (0: until it is gone)."""

        def enough() -> bool:
            return self.connections >= count if count else not self.connections

        if not self._ledger.wait_for(enough, timeout):
            raise AssertionError(f"{self.connections} sockets after {timeout} s, wanted {count}")

    def disconnect(self, reason: str = "refresh_requested") -> int:
        """Ask the app to replace its sockets, as Slack does about every hour."""
        return self._sockets.disconnect(reason)

    def drop_connections(self) -> None:
        """Cut the sockets without a word."""
        self._sockets.drop()

    def fault(self, method: str, kind: Kind, times: int = 1, seconds: float = 1.0) -> None:
        """Make the next calls fail: `429` (Retry-After `seconds`), `500`, or `slow` by them."""
        self._faults.add(method, kind, times, seconds)

    def clear_faults(self) -> None:
        self._faults.clear()

    # What people do.

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
    ) -> Said:
        """Post as a person and tell the app: in a channel with `mention`, by both events."""
        place = self._place(channel)
        direct = self.workspace.kind(place) == "im"
        call_app = f"<@{self.app.bot_user}>"
        mentioned = not direct and (mention or call_app in text)
        if mentioned and call_app not in text:
            text = f"{call_app} {text}"
        message = self._store(place, user, text, thread_ts)
        told = [envelopes.message_event(self.workspace, message, place)]
        if mentioned:
            told.insert(0, envelopes.mention_event(self.workspace, message, place))
        events = tuple(self._tell(event) for event in told)
        return Said(place, message["ts"], thread_ts, message["user"], text, events)

    def edit(self, said: Said, text: str) -> Delivery:
        """A person edits what they said."""
        token = self.workspace.user_token(said.user)
        previous = self._seen[said.channel, said.ts]
        answer = self._core.must(
            "chat.update",
            token,
            channel=said.channel,
            ts=said.ts,
            text=text,
            blocks=rich_text(text),
        )
        message = previous | answer["message"]
        self._seen[said.channel, said.ts] = message
        return self._tell(envelopes.changed_event(self.workspace, said.channel, message, previous))

    def remove(self, said: Said) -> Delivery:
        """A person deletes what they said."""
        token = self.workspace.user_token(said.user)
        self._core.must("chat.delete", token, channel=said.channel, ts=said.ts)
        previous = self._seen.pop((said.channel, said.ts))
        return self._tell(envelopes.changed_event(self.workspace, said.channel, None, previous))

    def open_home(self, user: str, tab: str = "messages") -> Delivery:
        """A person opens the app's home or its messages tab."""
        event = {
            "type": "app_home_opened",
            "user": self.workspace.user(user),
            "channel": self.dm(user),
            "tab": tab,
            "event_ts": f"{time.time():.6f}",
        }
        return self._tell(event)

    def redeliver(self, told: Delivery | Said) -> Delivery:
        """Send the same event once more, as Slack does when it believes nobody took it."""
        delivery = told.events[0] if isinstance(told, Said) else told
        return self._dispatcher.send(delivery.kind, delivery.payload, first_attempt=1)

    def click(
        self, message: JsonDict, action_id: str, user: str, value: str | None = None
    ) -> Delivery:
        """Click the element with this `action_id`; `value` picks a feedback button or an option."""
        user_id = self.workspace.user(user)
        action = envelopes.action_of(message, action_id, value)
        bot_token = self.app.bot_token
        trigger = self._core.must("views.generateTriggerId", bot_token, user_id=user_id)
        url = f"{self.url}{self._responses.new_path(message, user_id)}"
        payload = envelopes.block_actions(
            self.workspace, message, user_id, action, trigger["trigger_id"], url
        )
        return self._dispatcher.send("interactive", payload)

    # What Slack does by itself.

    def _store(self, channel: str, user: str, text: str, thread_ts: str | None) -> JsonDict:
        """Keep a person's message in the core; answer it as the events show it."""
        author = self.workspace.user(user)
        answer = self._core.must(
            "chat.postMessage",
            self.workspace.user_token(author),
            channel=channel,
            text=text,
            thread_ts=thread_ts,
            client_msg_id=str(uuid.uuid4()),
            blocks=rich_text(text),
        )
        self._messages.note(channel, answer["ts"], thread_ts)
        message = self._messages.enrich(answer["message"], channel)
        parent = self._seen.get((channel, thread_ts or ""))
        if parent is not None:
            message["parent_user_id"] = parent["user"]
        self._seen[channel, message["ts"]] = message
        return message

    def _tell(self, event: JsonDict) -> Delivery:
        payload = envelopes.event_callback(self.workspace, event)
        return self._dispatcher.send("events_api", payload)

    def _tell_app_of_its_own(self, call: Call) -> None:
        """Slack tells an app of its own messages too; not to answer them is the app's part."""
        if not call.ok or call.method not in {"chat.postMessage", "chat.update", "chat.delete"}:
            return
        key = call.answer["channel"], call.answer["ts"]
        previous = self._seen.get(key)
        if call.method == "chat.postMessage":
            message = self._seen[key] = call.answer["message"]
            self._tell(envelopes.message_event(self.workspace, message, key[0]))
        elif call.method == "chat.update" and previous is not None:
            message = self._seen[key] = call.answer["message"]
            self._tell(envelopes.changed_event(self.workspace, key[0], message, previous))
        elif previous is not None:
            del self._seen[key]
            self._tell(envelopes.changed_event(self.workspace, key[0], None, previous))
