"""What people see of the library and put into it from Slack: one part to wire, start and stop."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.adding import Adder, UploadParts
from bot.slack.cards import Cards
from bot.slack.files import FOLDER, SlackFiles
from bot.slack.home import HomeDesk, HomeParts
from bot.slack.listeners.home import HomeListeners
from bot.slack.listeners.uploads import UploadListeners
from bot.slack.permissions import Permissions
from bot.slack.settings import SlackSettings
from bot.slack.upload_clicks import UploadClicks
from bot.slack.uploads import UploadDesk


@dataclass(frozen=True, slots=True)
class LibraryParts:
    """What Slack needs of the library, beside answers."""

    uploads: UploadParts
    home: HomeParts


@dataclass(frozen=True, slots=True)
class Workspaces:
    """How to reach a team: its client, one that gives up soon, and its web address."""

    client_of: Callable[[str], WebClient]
    quick_client_of: Callable[[str], WebClient]
    address_of: Callable[[str], str]


class LibraryDesk:
    """Takes in what is shared and shows what there is."""

    def __init__(
        self,
        parts: LibraryParts,
        rights: Permissions,
        workspaces: Workspaces,
        settings: SlackSettings,
        stopping: threading.Event,
    ) -> None:
        client_of = workspaces.client_of
        cards = Cards(client_of, settings.longest_wait_seconds, stopping)
        desk = parts.uploads.desk()
        files = SlackFiles(
            client_of,
            settings.api_url,
            desk.folder / FOLDER,
            desk.parts.settings.max_file_megabytes,
        )
        adder = partial(Adder, parts.uploads, files, stopping)
        self._uploads = UploadDesk(parts.uploads.uploads, cards, adder)
        self.home = HomeDesk(parts.home, rights, client_of, workspaces.address_of)
        self.clicks = UploadClicks(
            parts.uploads, rights, self._uploads.take, self._uploads.tell, settings.time_zone
        )
        self.quick_client_of = workspaces.quick_client_of
        self.listeners = (
            UploadListeners(self.clicks, self.quick_client_of),
            HomeListeners(self.home),
        )

    def register(self, app: App) -> None:
        """Register the listeners; before those that take every message."""
        for one in self.listeners:
            one.register(app)

    def start(self) -> None:
        """Start the threads, and take up what an earlier run left."""
        self._uploads.start()
        self.home.start()

    def is_idle(self) -> bool:
        """Return whether nothing is being added or waits for it."""
        return self._uploads.is_idle()

    def stop(self, seconds: float) -> None:
        """Let what is in hand be finished, for so long at most."""
        deadline = time.monotonic() + seconds
        self._uploads.stop(seconds)
        self.home.stop(max(deadline - time.monotonic(), 0.0))
