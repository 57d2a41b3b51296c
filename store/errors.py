"""What can go wrong, in two families that decide what happens next.

`PermanentError`: trying again will not help; say why and go on with the rest.
`TransientError`: trying again later may help.
Every message names the thing and the remedy, and is fit for a user to read.
"""


class ReportdeskError(Exception):
    """Base of every error that Reportdesk raises on purpose."""


class PermanentError(ReportdeskError):
    """Trying again will not help."""


class TransientError(ReportdeskError):
    """Trying again later may help."""


class SettingsError(PermanentError):
    """The configuration cannot be used."""


class StoreBusyError(TransientError):
    """Another process holds the embedded vector store."""


class StoreGoneError(TransientError):
    """The vector server stopped while it was being used."""


class StoreFullError(TransientError):
    """The disk that holds the data folder takes no more."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(
            message
            or "The disk that holds the data folder is full. Free some space and run the command "
            "again; what was reported done is kept."
        )


class StoreChangedError(TransientError):
    """Another writer changed a report while it was being worked on."""


class StoreMismatchError(PermanentError):
    """The data folder was built with another embedding model or a newer version."""


class UnknownReportError(PermanentError):
    """No report goes by that name."""


class LifecycleError(PermanentError):
    """A report cannot be moved that way from where it stands."""


class CorrectionError(PermanentError):
    """What a person says of a report cannot be so."""


class UnknownSubjectError(PermanentError):
    """No report is on a subject of that name."""


class MissingPartError(PermanentError):
    """A configured part is not installed, or is not what it should be."""


class BackupError(PermanentError):
    """A backup cannot be made, or is not to be restored."""
