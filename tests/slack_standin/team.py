"""One workspace of the stand-in: its core, its people, and the app's doings in it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from . import envelopes
from .agents import Agents
from .core import Core
from .dispatcher import Dispatcher
from .ephemerals import Ephemerals
from .faults import Faults
from .files import Files
from .limits import Limits
from .manifest import Manifest
from .messages import Messages
from .records import Call, JsonDict, Ledger
from .response_urls import ResponseUrls
from .sharing import Sharing
from .sockets import SocketMode
from .triggers import LIFETIME, Triggers
from .views import Views
from .web_api import ApiParts, WebApi
from .workspace import AppIdentity, Workspace, seed_of, settle_in


@dataclass(frozen=True)
class Shared:
    """What all workspaces have in common: one app, one edge, one ledger."""

    ledger: Ledger
    faults: Faults
    sockets: SocketMode
    dispatcher: Dispatcher
    edge_url: Callable[[], str]
    trigger_seconds: float = LIFETIME
    stream_seconds: float = 300.0
    rate_limits: bool = False
    manifest: Manifest | None = None


@dataclass(frozen=True)
class Population:
    """Who and what a workspace begins with."""

    people: Sequence[str]
    channels: Sequence[str] = ()
    private_channels: Sequence[str] = ()
    channels_without_app: Sequence[str] = ()
    admins: Sequence[str] = ()
    owners: Sequence[str] = ()
    guests: Sequence[str] = ()
    zones: dict[str, str] = field(default_factory=dict)
    team_id: str = "T000000001"
    domain: str = "newsdesk"
    installed: bool = True


class Team(Sharing):
    """A workspace. `open` starts its core; `api` answers the calls with its token."""

    def __init__(self, shared: Shared, app: AppIdentity, population: Population) -> None:
        self._first, self._shared, self._population = app, shared, population
        self._ledger, self._dispatcher = shared.ledger, shared.dispatcher
        self._edge_url, self._manifest = shared.edge_url, shared.manifest
        self.installed = population.installed
        channels = [*population.channels, *population.channels_without_app]
        seed = seed_of(app, population.people, channels, population.private_channels)
        seed["team"]["domain"] = population.domain
        self._core = Core(seed, population.team_id)
        self._seen: dict[tuple[str, str], JsonDict] = {}

    @property
    def app(self) -> AppIdentity:
        """The app as it is installed here now."""
        workspace: Workspace | None = getattr(self, "workspace", None)
        return workspace.app if workspace else self._first

    def open(self) -> None:
        population = self._population
        self._core.start()
        self.workspace = settle_in(self._core, self._first, population.people)
        self.workspace.team_domain = population.domain
        self.workspace.admins = tuple(population.admins)
        self.workspace.owners = tuple(population.owners)
        self.workspace.guests = tuple(population.guests)
        self.workspace.zones = dict(population.zones)
        self.workspace.outside = {
            self.workspace.channel(name) for name in population.channels_without_app
        }
        self._messages = Messages(self.workspace)
        self._triggers = Triggers(self._shared.trigger_seconds)
        self._views = Views(self.workspace, self._triggers)
        self._files = Files(self.workspace, self._edge_url)
        self._agents = Agents(
            self._core,
            self.workspace,
            self._messages,
            self._ledger,
            self._shared.stream_seconds,
        )
        self._ephemerals = Ephemerals(self._ledger)
        self._responses = ResponseUrls(self._core, self.workspace, self._ledger, self._ephemerals)
        self._responses.announce = self._announce
        self.api = self._web_api()
        if not self.installed:
            self.workspace.revoked[self._first.bot_token] = "invalid_auth"

    def shut(self) -> None:
        self._core.stop()

    # Installing.

    def install(self, user: str) -> JsonDict:
        """The person `user` allows the app: a new token, as oauth.v2.access tells it."""
        token = f"xoxb-{self.workspace.team_id}-{int(time.time() * 1000)}"
        self._core.stand_for(token, self._first.bot_token)
        self.workspace.app = replace(self.workspace.app, bot_token=token)
        self.installed = True
        return {
            "access_token": token,
            "bot_user_id": self.app.bot_user,
            "team": {"id": self.workspace.team_id, "name": self.workspace.team_domain.title()},
            "authed_user": {"id": user},
        }

    def uninstall(self) -> None:
        """An admin removes the app: both events, and its token is good no more."""
        self.revoke_tokens()
        self._tell({"type": "app_uninstalled", "event_ts": f"{time.time():.6f}"})
        self.installed = False

    def revoke_tokens(self) -> None:
        """The app's token is taken back: it is told, and refused from now on."""
        self.workspace.revoked[self.app.bot_token] = "account_inactive"
        tokens = {"oauth": [], "bot": [self.app.bot_user]}
        stamp = f"{time.time():.6f}"
        self._tell({"type": "tokens_revoked", "tokens": tokens, "event_ts": stamp})

    # What Slack does by itself.

    def _web_api(self) -> WebApi:
        parts = ApiParts(
            core=self._core,
            workspace=self.workspace,
            messages=self._messages,
            ledger=self._ledger,
            faults=self._shared.faults,
            limits=Limits(on=self._shared.rate_limits),
            views=self._views,
            ephemerals=self._ephemerals,
            agents=self._agents,
            files=self._files,
            manifest=self._shared.manifest,
        )
        api = WebApi(parts)
        api.new_socket_url = self._shared.sockets.new_url
        api.after = self._tell_app_of_its_own
        return api

    def _announce(self, channel: str, message: JsonDict) -> None:
        """A message through a response URL is told of like the app's others."""
        full = self._seen[channel, message["ts"]] = self._messages.enrich(message, channel)
        self._tell(envelopes.message_event(self.workspace, full, channel))

    def _tell_app_of_its_own(self, call: Call) -> None:
        """Slack tells an app of its own doings too; not to answer them is the app's part."""
        if not call.ok:
            return
        if call.method in {"reactions.add", "reactions.remove"}:
            kind = {"reactions.add": "reaction_added"}.get(call.method, "reaction_removed")
            place = str(call.arguments["channel"]), str(call.arguments["timestamp"])
            name = str(call.arguments["name"])
            self._tell(self._reaction(kind, *place, name, self.app.bot_user))
        if call.method in {"chat.postMessage", "chat.update", "chat.delete"}:
            self._tell_of_message(call)

    def _tell_of_message(self, call: Call) -> None:
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
