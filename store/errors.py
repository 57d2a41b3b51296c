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


class StoreMismatchError(PermanentError):
    """The data folder was built with another embedding model or a newer version."""


class UnknownReportError(PermanentError):
    """No report goes by that name."""


class UnknownSubjectError(PermanentError):
    """No report is on a subject of that name."""


class MissingPartError(PermanentError):
    """A configured part is not installed, or is not what it should be."""


class DiskFullError(TransientError):
    """There is no room left; nothing more can be written until there is."""
