"""What goes between whoever makes an answer and whoever watches it being made."""

from typing import Protocol

from bot.slack.statuses import Statuses
from store.inbox import Asked, Entry


class StoppedError(Exception):
    """Somebody does not want the answer any more; they are told by others."""


class Signals(Protocol):
    """What an answer in the making says and is told."""

    def show(self, asked: Asked, text: str) -> None:
        """Show what is being done."""
        ...

    def ends(self, asked: Asked) -> None:
        """Hear that the message which ends it is about to be posted."""
        ...

    def check(self, entry: Entry) -> None:
        """Raise StoppedError if a question was stopped."""
        ...


class NoSignals:
    """Nobody watches."""

    def show(self, asked: Asked, text: str) -> None:
        """Show nothing."""

    def ends(self, asked: Asked) -> None:
        """Take note of nothing."""

    def check(self, entry: Entry) -> None:
        """Never stop."""


class DeskSignals:
    """Statuses go to `statuses`; what is stopped is remembered until its worker knows."""

    def __init__(self, statuses: Statuses) -> None:
        self._statuses = statuses
        self._stopped: set[tuple[int, int]] = set()

    def show(self, asked: Asked, text: str) -> None:
        """Show what is being done."""
        self._statuses.show(asked, text)

    def ends(self, asked: Asked) -> None:
        """Show nothing more."""
        self._statuses.done(asked)

    def check(self, entry: Entry) -> None:
        """Raise StoppedError if a question was stopped; an edited one is another one."""
        if (entry.id, entry.version) in self._stopped:
            raise StoppedError

    def stop(self, entry: Entry) -> None:
        """Have whoever works on a question drop it at the next step."""
        self._stopped.add((entry.id, entry.version))

    def over(self, entry: Entry) -> None:
        """Forget a question that nobody works on any more."""
        self._statuses.done(entry.asked)
        self._stopped.discard((entry.id, entry.version))
