"""Slack's rate limits: a bucket for each method, and one message a second in each channel."""

import functools
import json
import math
import re
import threading
from dataclasses import dataclass

from .contract import folder
from .faults import Answer
from .records import now

TIER = re.compile(r"Tier \d: (\d+)\+ per minute")
POSTS_PER_SECOND, BURST = 1.0, 3.0
POSTING = {"chat.postMessage"}


@dataclass
class _Bucket:
    """Fills by `rate` a second up to `size`; each call takes one."""

    size: float
    rate: float
    level: float
    at: float

    def take(self) -> float:
        """Seconds until there is one again; 0 when it was taken."""
        moment = now()
        self.level = min(self.size, self.level + (moment - self.at) * self.rate)
        self.at = moment
        if self.level >= 1:
            self.level -= 1
            return 0.0
        return (1 - self.level) / self.rate


@functools.cache
def per_minute(method: str) -> int | None:
    """How often Slack lets this method be called, None where it does not say."""
    place = folder()
    path = place / "methods" / f"{method}.json" if place else None
    if path is None or not path.is_file():
        return None
    limit = json.loads(path.read_text("utf-8")).get("rate_limit") or {}
    found = TIER.search(limit.get("label") or "")
    return int(found[1]) if found else None


class Limits:
    """Off unless a test switches them on."""

    def __init__(self, *, on: bool) -> None:
        self.on = on
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, str], _Bucket] = {}

    def strike(self, method: str, channel: str) -> Answer | None:
        """The 429 that this call must see, None when it may go on."""
        if not self.on:
            return None
        if method in POSTING:
            key, size, rate = (method, channel), BURST, POSTS_PER_SECOND
        else:
            limit = per_minute(method)
            if limit is None:
                return None
            key, size, rate = (method, ""), float(limit), limit / 60
        with self._lock:
            wait = self._buckets.setdefault(key, _Bucket(size, rate, size, now())).take()
        if not wait:
            return None
        header = ("Retry-After", str(math.ceil(wait)))
        return Answer({"ok": False, "error": "ratelimited"}, 429, (header,))
