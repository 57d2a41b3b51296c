"""Listeners of the library, for whichever workspace a request is of."""

from typing import Any

from slack_sdk import WebClient

from bot.slack.correcting import Filled
from bot.slack.desks import Desks
from bot.slack.home import Opened
from bot.slack.library import LibraryDesk
from bot.slack.listeners.home import HomeListeners
from bot.slack.listeners.uploads import UploadListeners
from bot.slack.sharing import Brought, Deleted
from bot.slack.upload_clicks import Click


def team_listeners(desks: Desks) -> tuple[UploadListeners, HomeListeners]:
    """Return listeners that hand each payload to its own workspace's library."""
    libraries = _Libraries(desks)
    clicks = UploadListeners(_TeamClicks(libraries), libraries.quick_client_of)
    return clicks, HomeListeners(_TeamHome(libraries))


class _Libraries:
    def __init__(self, desks: Desks) -> None:
        self._desks = desks

    def of(self, team: str) -> LibraryDesk | None:
        office = self._desks.of(team)
        return office.library if office else None

    def quick_client_of(self, team: str) -> WebClient:
        library = self.of(team)
        assert library is not None, "only what a library has returned is shown"
        return library.quick_client_of(team)


class _TeamClicks:
    def __init__(self, libraries: _Libraries) -> None:
        self._libraries = libraries

    def receive(self, brought: Brought, reply_to: str | None = None) -> bool:
        library = self._libraries.of(brought.team)
        return library is not None and library.clicks.receive(brought, reply_to)

    def click(self, click: Click) -> None:
        if library := self._libraries.of(click.team):
            library.clicks.click(click)

    def forget(self, deleted: Deleted) -> None:
        if library := self._libraries.of(deleted.team):
            library.clicks.forget(deleted)

    def modal(self, click: Click) -> dict[str, Any] | None:
        library = self._libraries.of(click.team)
        return library.clicks.modal(click) if library else None

    def not_opened(self, click: Click) -> None:
        if library := self._libraries.of(click.team):
            library.clicks.not_opened(click)

    def choices(self, click: Click, typed: str) -> list[dict[str, Any]]:
        library = self._libraries.of(click.team)
        return library.clicks.choices(click, typed) if library else []

    def save(self, click: Click, filled: Filled, by: str) -> dict[str, str]:
        library = self._libraries.of(click.team)
        return library.clicks.save(click, filled, by) if library else {}


class _TeamHome:
    def __init__(self, libraries: _Libraries) -> None:
        self._libraries = libraries

    def opened(self, opened: Opened) -> None:
        if library := self._libraries.of(opened.team):
            library.home.opened(opened)
