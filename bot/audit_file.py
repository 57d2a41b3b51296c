"""An audit log as a file: one JSON object a line, which can be checked anywhere.

The hash of an event is the SHA-256 of `previous`, `at`, `event` and `body`, in UTF-8 and joined by
the character U+001F. `previous` is the hash of the event before, 64 zeros for the very first.
`body` is JSON written as text, so that every program hashes the same letters.

Where `body` has a `said_sha256`, that is the SHA-256 of `salt` and `said`, joined likewise: what
people said, which may be erased (then both are null) without breaking the chain. Earlier versions
wrote it into `body`; an event that it was erased from there keeps its hash, and a later event named
`erased` has that hash with the SHA-256 of the body that is left.
"""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from store.audit import GENESIS, Event, Vouched, first_broken, redacted, vouched
from store.errors import SettingsError


def to_data(event: Event) -> dict[str, Any]:
    """Return an event as one line of the file holds it."""
    return asdict(event)


def read_events(file: Path) -> list[Event]:
    """Read an exported log. Raises SettingsError that names the line which is no event."""
    try:
        # Only a line feed ends a line of JSON.
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The audit file {file} cannot be read: {error}.") from error
    events: list[Event] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            events.append(Event(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise SettingsError(f"{file}, line {number} is no event of an audit log.") from error
    return events


def problem(events: list[Event], log: list[Event] | None) -> str | None:
    """Return what is wrong with an exported log, None if nothing is.

    The log that it came from, where there is one, must still hold each of its events.
    """
    start = GENESIS if events and events[0].number == 1 else None
    if broken := first_broken(events, start, vouched(events)):
        return f"event {broken} was changed after it was written, or one before it is missing"
    # Somebody who was sent a file has no log to compare it with.
    if not log:
        return None
    held, left = {one.number: one for one in log}, vouched(log)
    changed = next((one.number for one in events if not _is(held.get(one.number), one, left)), None)
    if changed is None:
        return None
    what = "is another one" if changed in held else "is missing"
    return f"event {changed} {what} in the log of this data folder"


def _is(held: Event | None, one: Event, left: Vouched) -> bool:
    """Whether the log still holds an exported event, apart from words that were erased since."""
    if held is None or held == one:
        return held is not None
    without = replace(one, body=redacted(one.body)) if one.number in left else one
    return held == without and held.holds(left)
