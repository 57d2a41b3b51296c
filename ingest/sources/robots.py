"""What a host asks of robots (RFC 9309)."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.robotparser import RobotFileParser

import httpx

from ingest.errors import FetchError, UnreadableError
from ingest.sources.body import unpacked


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host, None where it has none."""

    rules: RobotFileParser | None

    def allow(self, agent: str, address: str) -> bool:
        """Whether that agent may fetch that address."""
        return self.rules is None or self.rules.can_fetch(agent, address)

    def delay(self, agent: str) -> float:
        """Return how long to wait between two requests, in seconds."""
        return float((self.rules and self.rules.crawl_delay(agent)) or 0.0)


def robots_of(response: httpx.Response, max_bytes: int, in_time: Callable[[], bool]) -> Robots:
    """Read a robots.txt: none there means no rules, a server in trouble means not now.

    Raises FetchError.
    """
    if httpx.codes.is_client_error(response.status_code):
        return Robots(None)
    if response.status_code != httpx.codes.OK:
        raise FetchError(f"Its robots.txt cannot be had now (status {response.status_code}).")
    content = b""
    try:
        for part in unpacked(response, max_bytes, in_time):
            content += part
    except UnreadableError:
        # Too long: the rules that came first hold.
        pass
    rules = RobotFileParser()
    rules.parse(content.decode("utf-8", "replace").splitlines())
    return Robots(rules)
