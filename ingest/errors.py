"""Why a file could not become a report."""

from store.errors import PermanentError, TransientError


class UnreadableError(PermanentError):
    """The file cannot be read as a report; the message says why and what would help."""


class GoneError(UnreadableError):
    """The address says that there is nothing there any more."""


class RefusedError(PermanentError):
    """The address may not be fetched; the message says why and what would help."""


class FetchError(TransientError):
    """The address could not be fetched now; not before `seconds` from now if given."""

    def __init__(self, message: str, seconds: float | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds
