"""The control a test holds: start Slack, speak as a person, see what the app did."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from .agents import STREAM_SECONDS
from .core import StandInError
from .dispatcher import ACK_WITHIN, RETRY_DELAYS, Dispatcher
from .edge import Router
from .faults import Faults, Kind
from .http_edge import HttpEdge
from .http_events import EventsApi
from .manifest import Manifest
from .oauth import Browser, Installed, OAuth, query_of
from .records import Ledger
from .sockets import SocketMode
from .team import Population, Shared, Team
from .triggers import LIFETIME
from .workspace import AppIdentity

PEOPLE = ("maya", "tom", "priya", "omar")
CHANNELS, PRIVATE_CHANNELS = ("newsroom", "press"), ("embargo",)


class SlackStandIn(Team):
    """A whole Slack workspace with the app installed, on loopback ports of its own.

    `with SlackStandIn() as slack:` starts it. On leaving without another error it fails when
    the app or the stand-in broke Slack's contract (`check=False` leaves that to the test).
    With a `manifest` only what it subscribes to is told, and only its scopes are granted.
    `new_team` adds further workspaces. It outlives the app: a killed one meets the same state.
    """

    def __init__(
        self,
        *,
        people: Sequence[str] = PEOPLE,
        channels: Sequence[str] = CHANNELS,
        private_channels: Sequence[str] = PRIVATE_CHANNELS,
        channels_without_app: Sequence[str] = (),
        admins: Sequence[str] = (),
        owners: Sequence[str] = (),
        guests: Sequence[str] = (),
        installed: bool = True,
        rate_limits: bool = False,
        manifest: Path | None = None,
        retry_delays: tuple[float, ...] = RETRY_DELAYS,
        ack_within: float = ACK_WITHIN,
        trigger_seconds: float = LIFETIME,
        stream_seconds: float = STREAM_SECONDS,
        check: bool = True,
    ) -> None:
        self._check = check
        ledger, app = Ledger(), AppIdentity()
        sockets = SocketMode(app.app_id, ledger)
        dispatcher = Dispatcher(ledger, sockets, retry_delays, ack_within)
        self._faults, self._sockets = Faults(), sockets
        self._edge: HttpEdge | None = None
        self._oauth = OAuth(app)
        self._others: list[Team] = []
        shared = Shared(
            ledger,
            self._faults,
            sockets,
            dispatcher,
            lambda: self.url,
            trigger_seconds,
            stream_seconds,
            rate_limits,
            Manifest.read(manifest) if manifest else None,
        )
        population = Population(
            people,
            channels,
            private_channels,
            channels_without_app,
            admins,
            owners,
            guests,
            installed=installed,
        )
        super().__init__(shared, app, population)

    def start(self) -> Self:
        self._sockets.start()
        self._edge = HttpEdge(Router(lambda: self.teams, self._oauth, self._ledger))
        self.open()
        self._edge.start()
        return self

    def stop(self) -> None:
        self._faults.stop()
        self._sockets.stop()
        self._dispatcher.stop()
        if self._edge is not None:
            self._edge.stop()
        for team in self.teams:
            team.shut()

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

    # Workspaces.

    @property
    def teams(self) -> list[Team]:
        return [self, *self._others]

    def new_team(
        self,
        domain: str,
        *,
        people: Sequence[str] = PEOPLE,
        channels: Sequence[str] = CHANNELS,
        private_channels: Sequence[str] = (),
        installed: bool = False,
    ) -> Team:
        """Another workspace, in which the app is not installed yet. It speaks as this one does."""
        number = len(self.teams) + 1
        app = replace(
            self._first,
            bot_id=f"B{number}REPORTDSK",
            bot_user=f"U{number}REPORTDSK",
            bot_token=f"xoxb-standin-bot-{number}-team",
        )
        population = Population(
            people,
            channels,
            private_channels,
            team_id=f"T00000000{number}",
            domain=domain,
            installed=installed,
        )
        team = Team(self._shared, app, population)
        team.open()
        self._others.append(team)
        return team

    def install_app(
        self, install_url: str, team: Team | None = None, user: str = "maya", *, allow: bool = True
    ) -> Installed:
        """Walk the app's install page as a browser would, and allow it (or not) in a workspace."""
        place, browser = team or self, Browser(install_url)
        authorize = browser.authorize_url()
        query = query_of(authorize)
        assert query.get("client_id") == self.app.client_id, f"the app says it is {query}"
        if not allow:
            status, page = browser.come_back(query, {"error": "access_denied"})
            return Installed(status, page, None, authorize)
        code = self._oauth.allow(query, place.workspace.user(user), place.install)
        status, page = browser.come_back(query, {"code": code})
        return Installed(status, page, code, authorize)

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

    @property
    def oauth_environment(self) -> dict[str, str]:
        """Those of an app that is installed by OAuth: no token, but its own id and secret."""
        return {
            "SLACK_APP_TOKEN": self.app.app_token,
            "SLACK_SIGNING_SECRET": self.app.signing_secret,
            "SLACK_CLIENT_ID": self.app.client_id,
            "SLACK_CLIENT_SECRET": self.app.client_secret,
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
        """Make the next calls fail: `429` (Retry-After `seconds`), `500`, or `slow` by them.

        `lost` carries the call out and answers 500, as when the answer does not arrive.
        """
        self._faults.add(method, kind, times, seconds)

    def clear_faults(self) -> None:
        self._faults.clear()
