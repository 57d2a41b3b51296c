"""Brings payloads to the app by whichever way it is installed, and repeats what fails."""

import threading
from collections.abc import Callable

from .contract import Contract
from .http_events import EventsApi
from .records import Attempt, Delivery, JsonDict, Ledger, now
from .sockets import SocketMode

# Slack repeats at once, after a minute and after five; tests cannot wait that long.
RETRY_DELAYS = (0.0, 0.3, 0.6)
ACK_WITHIN = 3.0


class Dispatcher:
    """Sends each payload on a thread of its own, as Slack waits for nobody's listener."""

    def __init__(
        self,
        ledger: Ledger,
        sockets: SocketMode,
        retry_delays: tuple[float, ...],
        ack_within: float,
    ) -> None:
        self._ledger, self._sockets = ledger, sockets
        self._delays, self._ack_within = retry_delays, ack_within
        self._contract = Contract()
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self.events_api: EventsApi | None = None

    def send(
        self,
        kind: str,
        payload: JsonDict,
        *,
        first_attempt: int = 0,
        then: Callable[[Delivery], None] | None = None,
    ) -> Delivery:
        """Start a delivery; `then` sees it once it is acknowledged, before it counts as finished.

        A payload that Slack could not have sent is the stand-in's fault.
        """
        problems = self._contract.to_app(payload)
        if problems:
            raise AssertionError(f"the stand-in made an impossible payload: {problems}")
        delivery = Delivery(kind, payload)
        self._ledger.add(self._ledger.deliveries, delivery)
        thread = threading.Thread(
            target=self._deliver,
            args=(delivery, first_attempt, then),
            name="slack-standin-delivery",
        )
        thread.daemon = True
        thread.start()
        self._threads.append(thread)
        return delivery

    def stop(self) -> None:
        self._stopped.set()
        for thread in tuple(self._threads):
            thread.join(timeout=self._ack_within + 1)

    def _deliver(
        self, delivery: Delivery, first_attempt: int, then: Callable[[Delivery], None] | None
    ) -> None:
        number, reason = first_attempt, self._reason() if first_attempt else ""
        waits = iter(self._delays if delivery.kind == "events_api" else ())
        while not self._stopped.is_set():
            attempt = Attempt(number, now())
            delivery.attempts.append(attempt)
            again = self._try(delivery, attempt, reason)
            wait = next(waits, None)
            if attempt.outcome == "acked" or not again or wait is None:
                break
            number, reason = number + 1, attempt.outcome
            self._stopped.wait(wait)
        if delivery.acked and then is not None:
            then(delivery)
        delivery.finished.set()
        self._ledger.notify()

    def _try(self, delivery: Delivery, attempt: Attempt, reason: str) -> bool:
        """One attempt; whether Slack would make another after a failure."""
        if self.events_api is not None:
            return self.events_api.send(delivery, attempt, reason, self._ack_within)
        connected = bool(self._sockets.sockets)
        self._sockets.send(delivery, attempt, reason, self._ack_within)
        # Nothing is queued for an app that is not connected when the event happens.
        return connected or len(delivery.attempts) > 1

    def _reason(self) -> str:
        return "timeout" if self.events_api is None else "http_timeout"
