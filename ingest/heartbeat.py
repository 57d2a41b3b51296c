"""Reading a file says here when it has got further, so that a reader that hangs can be told.

In a reader process each beat starts the clock of `ingest.step_seconds` again; elsewhere it does
nothing.
"""

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def beat() -> None:
    """Say that another page, or another step of reading, is done."""
    for listener in _listeners:
        listener()


def listen(listener: Callable[[], None]) -> None:
    """Call `listener` at each beat from now on."""
    _listeners.append(listener)
