"""Messages that only one person sees. The core forgets them; here they can be replaced."""

import time

from .records import JsonDict, Ledger


class Ephemerals:
    """What each person is shown, in the ledger's order. `show` makes the timestamps."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def show(
        self,
        channel: str,
        user: str,
        content: JsonDict,
        thread_ts: str | None,
        ts: str | None = None,
    ) -> JsonDict:
        seen: JsonDict = {
            **content,
            "channel": channel,
            "user": user,
            "ts": ts or f"{time.time():.6f}",
            "is_ephemeral": True,
        }
        if thread_ts:
            seen["thread_ts"] = thread_ts
        self._ledger.add(self._ledger.ephemerals, seen)
        return seen

    def replace(self, channel: str, ts: str, content: JsonDict) -> None:
        """Other contents in the same place: the old ones go altogether."""
        with self._ledger.changed:
            for seen in self._found(channel, ts):
                for key in ("text", "blocks"):
                    seen.pop(key, None)
                seen.update(content)
            self._ledger.changed.notify_all()

    def remove(self, channel: str, ts: str) -> None:
        with self._ledger.changed:
            for seen in self._found(channel, ts):
                self._ledger.ephemerals.remove(seen)
            self._ledger.changed.notify_all()

    def _found(self, channel: str, ts: str) -> list[JsonDict]:
        return [e for e in self._ledger.ephemerals if (e["channel"], e["ts"]) == (channel, ts)]
