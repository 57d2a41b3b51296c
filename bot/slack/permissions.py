"""Who may do what: asked anew at every click, because settings and people change."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.identity import name_of
from store.channels import Channels

_log = structlog.get_logger(__name__)

# How long a person's being an admin of the workspace is believed.
REMEMBERED_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Permissions:
    """Rights in channels. `admins` are user ids; the workspace's own admins have the same rights.

    `clock` returns seconds.
    """

    channels: Channels
    client: WebClient
    admins: tuple[str, ...] = ()
    clock: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[bool, float]] = field(default_factory=dict)

    def may_ask(self, team: str, channel: str, person: str) -> bool:
        """Return whether somebody may ask in a channel."""
        people = self.channels.get(team, channel).people
        return not people or person in people

    def may_ingest(self, team: str, channel: str, person: str) -> bool:
        """Return whether somebody may add reports from a channel; nobody may by default."""
        return person in self.channels.get(team, channel).ingest_by

    def may_configure(self, person: str) -> bool:
        """Return whether somebody may set how the bot behaves in a channel."""
        return person in self.admins or self._is_admin(person)

    def _is_admin(self, person: str) -> bool:
        known = self._known.get(person)
        if known is not None and known[1] > self.clock() - REMEMBERED_SECONDS:
            return known[0]
        try:
            user = self.client.users_info(user=person).get("user") or {}
        except (SlackApiError, OSError, HTTPException) as error:
            # Who cannot be looked up has no rights now, and is looked up again next time.
            _log.warning("slack.user_unknown", error=name_of(error))
            return False
        is_admin = bool(user.get("is_admin") or user.get("is_owner"))
        self._known[person] = (is_admin, self.clock())
        return is_admin
