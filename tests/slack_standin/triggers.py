"""Trigger ids: what lets an app open a modal for a person, once and within three seconds."""

import secrets
import threading
from dataclasses import dataclass

from .records import now

LIFETIME = 3.0


@dataclass
class Trigger:
    """Whose action it came from, and in which view, if in one."""

    user: str
    view_id: str | None
    made_at: float
    used: bool = False


class TriggerError(Exception):
    """Slack's code for a trigger that opens nothing."""


class Triggers:
    """Makes trigger ids and takes them back."""

    def __init__(self, lifetime: float = LIFETIME) -> None:
        self._lifetime = lifetime
        self._lock = threading.Lock()
        self._made: dict[str, Trigger] = {}

    def new(self, user: str, view_id: str | None = None) -> str:
        trigger_id = f"{secrets.randbelow(10**9)}.{secrets.randbelow(10**9)}.{secrets.token_hex(8)}"
        with self._lock:
            self._made[trigger_id] = Trigger(user, view_id, now())
        return trigger_id

    def take(self, trigger_id: object) -> Trigger:
        """The trigger, used up. Raises TriggerError with Slack's code."""
        with self._lock:
            trigger = self._made.get(str(trigger_id))
            if trigger is None:
                raise TriggerError("invalid_trigger_id")
            if now() - trigger.made_at > self._lifetime:
                raise TriggerError("expired_trigger_id")
            if trigger.used:
                raise TriggerError("exchanged_trigger_id")
            trigger.used = True
            return trigger
