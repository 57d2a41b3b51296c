"""What can go wrong while an answer is made."""

from store.errors import TransientError


class ModelUnavailableError(TransientError):
    """The chat model did not give a usable reply in time."""
