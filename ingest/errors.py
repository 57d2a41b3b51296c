"""Why a file could not become a report."""

from store.errors import PermanentError


class UnreadableError(PermanentError):
    """The file cannot be read as a report; the message says why and what would help."""
