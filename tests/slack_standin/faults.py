"""Failures that a test asks for: too many requests, a broken server, a slow one."""

import threading
from dataclasses import dataclass
from typing import Literal

from .records import JsonDict

Kind = Literal["429", "500", "slow", "lost"]
KINDS = ("429", "500", "slow", "lost")


@dataclass(frozen=True)
class Answer:
    """What goes back over HTTP."""

    body: JsonDict
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class _Fault:
    method: str
    kind: Kind
    left: int
    seconds: float


class Faults:
    """Faults in the order they were asked for; each is used up after its number of times."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[_Fault] = []
        self._stopped = threading.Event()

    def add(self, method: str, kind: Kind, times: int, seconds: float) -> None:
        if kind not in KINDS:
            raise ValueError(f"a fault is one of {KINDS}, not {kind!r}")
        with self._lock:
            self._waiting.append(_Fault(method, kind, times, seconds))

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def stop(self) -> None:
        self._stopped.set()

    def strike(self, method: str) -> Answer | None:
        """The failure this call must see; None when it may go on (after a slow one's wait)."""
        fault = self._take(method, {"429", "500", "slow"})
        if fault is None:
            return None
        if fault.kind == "slow":
            self._stopped.wait(fault.seconds)
            return None
        if fault.kind == "500":
            return Answer({"ok": False, "error": "internal_error"}, 500)
        wait = str(max(1, round(fault.seconds)))
        return Answer({"ok": False, "error": "ratelimited"}, 429, (("Retry-After", wait),))

    def loses_answer(self, method: str) -> bool:
        """Whether the call is carried out, and its answer does not arrive."""
        return self._take(method, {"lost"}) is not None

    def _take(self, method: str, kinds: set[str]) -> _Fault | None:
        with self._lock:
            for fault in self._waiting:
                if fault.kind in kinds and fault.method in (method, "*"):
                    fault.left -= 1
                    if fault.left <= 0:
                        self._waiting.remove(fault)
                    return fault
        return None
