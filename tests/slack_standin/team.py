"""One workspace of the stand-in: its core, its people, and the app's doings in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from . import envelopes
from .acting import Acting
from .core import Core
from .dispatcher import Dispatcher
from .ephemerals import Ephemerals
from .faults import Faults
from .messages import Messages
from .records import Call, JsonDict, Ledger
from .response_urls import ResponseUrls
from .sockets import SocketMode
from .triggers import Triggers
from .views import Views
from .web_api import ApiParts, WebApi
from .workspace import AppIdentity, seed_of, settle_in


@dataclass(frozen=True)
class Shared:
    """What all workspaces have in common: one app, one edge, one ledger."""

    ledger: Ledger
    faults: Faults
    sockets: SocketMode
    dispatcher: Dispatcher
    edge_url: Callable[[], str]
    trigger_seconds: float


@dataclass(frozen=True)
class Population:
    """Who and what a workspace begins with."""

    people: Sequence[str]
    channels: Sequence[str]
    private_channels: Sequence[str]


class Team(Acting):
    """A workspace. `open` starts its core; `api` answers the calls with its token."""

    def __init__(self, shared: Shared, app: AppIdentity, population: Population) -> None:
        self.app = app
        self._shared, self._population = shared, population
        self._ledger, self._dispatcher = shared.ledger, shared.dispatcher
        self._edge_url = shared.edge_url
        people = population
        self._core = Core(seed_of(app, people.people, people.channels, people.private_channels))
        self._seen: dict[tuple[str, str], JsonDict] = {}

    def open(self) -> None:
        self._core.start()
        self.workspace = settle_in(self._core, self.app, self._population.people)
        self._messages = Messages(self.workspace)
        self._triggers = Triggers(self._shared.trigger_seconds)
        self._views = Views(self.workspace, self._triggers)
        ephemerals = Ephemerals(self._ledger)
        self._responses = ResponseUrls(self._core, self.workspace, self._ledger, ephemerals)
        self._responses.announce = self._announce
        parts = ApiParts(
            self._core,
            self.workspace,
            self._messages,
            self._ledger,
            self._shared.faults,
            self._views,
            ephemerals,
        )
        self.api = WebApi(parts)
        self.api.new_socket_url = self._shared.sockets.new_url
        self.api.after = self._tell_app_of_its_own

    def shut(self) -> None:
        self._core.stop()

    # What Slack does by itself.

    def _announce(self, channel: str, message: JsonDict) -> None:
        """A message through a response URL is told of like the app's others."""
        full = self._seen[channel, message["ts"]] = self._messages.enrich(message, channel)
        self._tell(envelopes.message_event(self.workspace, full, channel))

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
