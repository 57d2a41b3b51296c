"""The status line while an answer is made: what is really being done."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.answering.pipeline import Step

BEGUN = "is reading your question…"
SHOWN = {
    Step.SEARCH: "is searching the reports…",
    Step.COMPOSE: "is reading the closest passages…",
    Step.VERIFY: "is checking every sentence against its source…",
}
# A status costs a call to Slack: what passes in less time than this is not worth one.
LEAST_SECONDS = 1.0


@dataclass
class Steps:
    """Shows the steps of one answer through `show`. `clock` returns seconds."""

    show: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    _shown_at: float = field(default=0.0)

    def begin(self) -> None:
        """Show that the question was taken up."""
        self._shown_at = self.clock()
        self.show(BEGUN)

    def tell(self, step: Step) -> None:
        """Show a step, unless the one before has only just been shown."""
        now = self.clock()
        if now - self._shown_at >= LEAST_SECONDS:
            self._shown_at = now
            self.show(SHOWN[step])
