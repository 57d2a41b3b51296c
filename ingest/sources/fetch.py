"""Fetches pages, documents and feeds: one request at a time for each host, and no more than asked.

Every hop is checked anew: the scheme, what the host name stands for, the host's robots.txt. The
connection goes to the very address that was checked, so that no second look-up can lead elsewhere.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from urllib.parse import urldefrag

import httpx

from ingest.errors import FetchError, GoneError, RefusedError, UnreadableError
from ingest.sources.body import Body, read_body
from ingest.sources.hosts import checked_addresses
from ingest.sources.robots import Robots, robots_of
from ingest.sources.settings import FetchSettings
from ingest.sources.waits import seconds_until

_ROBOTS_BYTES = 512 * 1024
_ROBOTS_SECONDS = 24 * 3600.0
_CONNECT_SECONDS = 10.0
_READ_SECONDS = 30.0
_ASKED_FOR = (
    "application/pdf, text/html, application/xhtml+xml, application/atom+xml, "
    "application/rss+xml, text/plain, */*;q=0.5"
)
_NOT_MODIFIED, _TOO_MANY, _UNAVAILABLE = 304, 429, 503
_MISSING = (404, 410)
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Version:
    """What a server said of the version of a page, to ask whether there is another."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave; `body` is None where it is what was fetched before.

    `address` is where the redirects ended.
    """

    address: str
    body: Body | None
    version: Version = Version()


@dataclass(slots=True)
class _Host:
    """What is to be kept to with one host."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    robots: Robots | None = None
    robots_until: float = 0.0


class Fetcher:
    """Fetches politely; safe for several threads at once.

    `max_bytes` is the most that a body may have, also once it is decompressed.
    """

    def __init__(
        self,
        settings: FetchSettings,
        max_bytes: int,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._max_bytes = max_bytes
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = defaultdict(_Host)
        # Nothing is kept alive: two names at one address must not share a connection.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._transport = httpx.HTTPTransport(limits=limits, trust_env=False)
        contact = f"; {settings.contact}" if settings.contact else ""
        self._agent = f"Reportdesk/{version('reportdesk')} (reads published reports{contact})"

    def close(self) -> None:
        """Let the connections go."""
        self._transport.close()

    def fetch(self, address: str, known: Version | None = None) -> Fetched:
        """Fetch an address, or find that it is what is `known`.

        Raises RefusedError where it may not be fetched, GoneError where nothing is there,
        UnreadableError where what is there is no use, FetchError where it may pass.
        """
        url = _parsed(address)
        for _ in range(self._settings.max_redirects + 1):
            with self._turn(url) as host:
                if not self._robots(url, host).allow(self._agent, str(url)):
                    raise RefusedError(f"{url.host} asks robots not to fetch this (robots.txt).")
                self._wait(host)
                with self._asking(url, known, host) as response:
                    if response.status_code not in _REDIRECTS:
                        return self._answer(url, response)
                    target = response.headers.get("location", "")
            url = _next_hop(url, target)
        raise UnreadableError(
            f"The address was redirected more than {self._settings.max_redirects} times."
        )

    def _answer(self, url: httpx.URL, response: httpx.Response) -> Fetched:
        told = Version(response.headers.get("etag"), response.headers.get("last-modified"))
        if response.status_code == _NOT_MODIFIED:
            return Fetched(str(url), None, told)
        _check_status(response)
        body = read_body(response, self._max_bytes, self._in_time())
        return Fetched(str(url), body, told)

    def _in_time(self) -> Callable[[], bool]:
        """Return what tells whether a body that is read from now on is still in time."""
        deadline = self._clock() + self._settings.timeout_seconds
        return lambda: self._clock() < deadline

    @contextmanager
    def _turn(self, url: httpx.URL) -> Iterator[_Host]:
        host = self._hosts[f"{url.host}:{url.port}"]
        with host.lock:
            yield host

    def _wait(self, host: _Host) -> None:
        """Wait until the host may be asked again."""
        pause = host.free_at - self._clock()
        if pause > self._settings.timeout_seconds:
            raise FetchError("The server asked for a pause.", pause)
        if pause > 0:
            self._sleep(pause)

    def _robots(self, url: httpx.URL, host: _Host) -> Robots:
        if host.robots is None or self._clock() >= host.robots_until:
            self._wait(host)
            place = url.copy_with(raw_path=b"/robots.txt")
            host.robots = self._fetch_robots(place, host)
            host.robots_until = self._clock() + _ROBOTS_SECONDS
        return host.robots

    def _fetch_robots(self, url: httpx.URL, host: _Host) -> Robots:
        """Fetch a host's robots.txt, following it to where it was moved (RFC 9309)."""
        for _ in range(self._settings.max_redirects + 1):
            with self._asking(url, None, host) as response:
                if response.status_code not in _REDIRECTS:
                    # Of what is longer, RFC 9309 has crawlers read the beginning.
                    return robots_of(response, _ROBOTS_BYTES, self._in_time())
                target = response.headers.get("location", "")
            url = _next_hop(url, target)
        return Robots(None)

    @contextmanager
    def _asking(
        self, url: httpx.URL, known: Version | None, host: _Host
    ) -> Iterator[httpx.Response]:
        """Send one request to a checked address of the host."""
        port = url.port or (443 if url.scheme == "https" else 80)
        allow = self._settings.allow_private
        addresses = checked_addresses(url.host, port, allow_private=allow)
        try:
            with closing(self._sent(url, addresses, known)) as response:
                if response.status_code in (_TOO_MANY, _UNAVAILABLE):
                    pause = seconds_until(response.headers.get("retry-after"))
                    host.free_at = self._clock() + (pause or 0.0)
                    raise FetchError(f"{url.host} is busy (status {response.status_code}).", pause)
                yield response
        except httpx.TimeoutException as error:
            raise FetchError(f"{url.host} did not answer in time.") from error
        except httpx.TransportError as error:
            raise FetchError(f"{url.host} could not be reached ({error}).") from error
        finally:
            robots = host.robots
            pause = max(self._settings.delay_seconds, robots.delay(self._agent) if robots else 0.0)
            host.free_at = max(host.free_at, self._clock() + pause)

    def _sent(self, url: httpx.URL, addresses: list[str], known: Version | None) -> httpx.Response:
        headers = {
            "Host": url.netloc.decode(),
            "User-Agent": self._agent,
            "Accept": _ASKED_FOR,
            "Accept-Encoding": "gzip",
        }
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        times = {"connect": _CONNECT_SECONDS, "read": _READ_SECONDS}
        times |= {"write": _READ_SECONDS, "pool": _READ_SECONDS}
        extensions: dict[str, object] = {"timeout": times, "sni_hostname": url.host}
        for address in addresses[:-1]:
            try:
                return self._send(url.copy_with(host=address), headers, extensions)
            except httpx.ConnectError:
                continue
        return self._send(url.copy_with(host=addresses[-1]), headers, extensions)

    def _send(
        self, url: httpx.URL, headers: dict[str, str], extensions: dict[str, object]
    ) -> httpx.Response:
        request = httpx.Request("GET", url, headers=headers, extensions=extensions)
        return self._transport.handle_request(request)


def is_address(place: str) -> bool:
    """Whether a place is an address on the web rather than a file."""
    return place.lower().startswith(("http://", "https://"))


def _parsed(address: str) -> httpx.URL:
    """Return an address as one that can be asked for. Raises RefusedError."""
    try:
        url = httpx.URL(urldefrag(address).url)
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedError(f"This is not a valid address: {error}.") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise RefusedError("Only http:// and https:// addresses are fetched.")
    if url.userinfo:
        raise RefusedError("An address with a user name or password in it is not fetched.")
    return url


def _next_hop(url: httpx.URL, target: str) -> httpx.URL:
    if not target:
        raise UnreadableError("The server redirects without saying where to.")
    following = _parsed(str(url.join(target)))
    if url.scheme == "https" and following.scheme == "http":
        raise RefusedError("The server redirects from https to http, which is not followed.")
    return following


def _check_status(response: httpx.Response) -> None:
    status = response.status_code
    if status in _MISSING:
        raise GoneError(f"There is nothing at this address any more (status {status}).")
    if httpx.codes.is_server_error(status) or status in (408, 425):
        raise FetchError(f"The server could not answer (status {status}).")
    if status != httpx.codes.OK:
        raise UnreadableError(f"The server refuses to give this (status {status}).")
