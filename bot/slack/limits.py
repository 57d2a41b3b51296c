"""How many questions one person and one channel may ask, and when they may ask again."""

import math
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.slack.settings import LimitSettings
from store.inbox import Asked, Surface, Task
from store.rates import Limit, Rates

PERSON_SECONDS = 600.0
CHANNEL_SECONDS = 60.0
_LONG = 90


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of the configuration. `clock` returns seconds since 1970."""

    rates: Rates | None
    settings: LimitSettings
    clock: Callable[[], float] = time.time

    def refusal(self, asked: Asked, refusing: Collection[int] = ()) -> str | None:
        """Return what to tell an asker who has reached a limit, None where there is room.

        `refusing` are the numbers of questions that are about to be refused.
        """
        if self.rates is None or asked.task not in (Task.ASK, Task.SEARCH):
            return None
        now, given = self.clock(), self.settings
        if given.person:
            free = self.rates.person_may_ask_at(
                asked, Limit(given.person, PERSON_SECONDS, refusing), now
            )
            if free > now:
                return _told("You have", given.person, "ten minutes", free - now)
        if given.channel and asked.surface is not Surface.DIRECT:
            free = self.rates.channel_may_ask_at(
                asked, Limit(given.channel, CHANNEL_SECONDS, refusing), now
            )
            if free > now:
                return _told("This channel has", given.channel, "minute", free - now)
        return None


def _told(who: str, number: int, period: str, seconds: float) -> str:
    questions = "1 question" if number == 1 else f"{number} questions"
    return (
        f"{who} asked {questions} in the last {period}, which is as many as I take. I have not "
        f"kept this one: please ask it again in {_soon(seconds)}."
    )


def _soon(seconds: float) -> str:
    if seconds <= _LONG:
        whole = max(math.ceil(seconds), 1)
        return "1 second" if whole == 1 else f"{whole} seconds"
    return f"{math.ceil(seconds / 60)} minutes"
