"""The control a test holds: start Slack, speak as a person, see what the app did."""

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from .core import StandInError
from .dispatcher import ACK_WITHIN, RETRY_DELAYS, Dispatcher
from .faults import Faults, Kind
from .http_edge import HttpEdge
from .http_events import EventsApi
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
    """

    def __init__(
        self,
        *,
        people: Sequence[str] = PEOPLE,
        channels: Sequence[str] = CHANNELS,
        private_channels: Sequence[str] = PRIVATE_CHANNELS,
        retry_delays: tuple[float, ...] = RETRY_DELAYS,
        ack_within: float = ACK_WITHIN,
        trigger_seconds: float = LIFETIME,
        check: bool = True,
    ) -> None:
        self._check = check
        ledger, app = Ledger(), AppIdentity()
        sockets = SocketMode(app.app_id, ledger)
        dispatcher = Dispatcher(ledger, sockets, retry_delays, ack_within)
        self._faults, self._sockets = Faults(), sockets
        self._edge: HttpEdge | None = None
        shared = Shared(
            ledger, self._faults, sockets, dispatcher, lambda: self.url, trigger_seconds
        )
        super().__init__(shared, app, Population(people, channels, private_channels))

    def start(self) -> Self:
        self.open()
        self._sockets.start()
        self._edge = HttpEdge(self.api.call, self._responses.post)
        self._edge.start()
        return self

    def stop(self) -> None:
        self._faults.stop()
        self._sockets.stop()
        self._dispatcher.stop()
        if self._edge is not None:
            self._edge.stop()
        self.shut()

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
