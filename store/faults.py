"""Tells what is wrong with the machine from what is wrong with a file or with our code."""

import errno

from sqlalchemy.exc import DatabaseError, OperationalError

from store.errors import (
    MissingPartError,
    ReportdeskError,
    SettingsError,
    StoreBusyError,
    StoreFullError,
    StoreGoneError,
    StoreMismatchError,
    TransientError,
)

# What would fail every file alike ends an ingest; its jobs are left for the next one.
ENDS_THE_RUN = (
    SettingsError,
    StoreBusyError,
    StoreGoneError,
    StoreMismatchError,
    MissingPartError,
    StoreFullError,
)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_PASSING = {errno.EIO, errno.EAGAIN, errno.EBUSY, errno.EINTR, errno.EMFILE, errno.ENFILE}
_PASSING |= {errno.ENOMEM, errno.ESTALE, errno.ETIMEDOUT, errno.ENETDOWN, errno.EHOSTDOWN}
_PASSING |= {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ECONNRESET, errno.EREMOTEIO}
# What SQLite and the operating system say of a full disk; Chroma quotes them and gives no code.
_FULL = ("disk is full", "No space left on device")


def fault_behind(error: BaseException) -> ReportdeskError | None:
    """Return what the machine lacks where that is why `error` was raised, else None.

    StoreFullError where there is no room, TransientError where trying again may do.
    """
    if isinstance(error, ReportdeskError):
        return error
    if _errno(error) in _NO_ROOM or speaks_of_a_full_disk(error):
        return StoreFullError()
    if isinstance(error, MemoryError) or _errno(error) == errno.ENOMEM:
        return TransientError("There was not enough memory.")
    if isinstance(error, OperationalError):
        return TransientError(f"The catalog could not be used ({error.orig}).")
    if _errno(error) in _PASSING and not isinstance(error, DatabaseError):
        return TransientError(f"The machine could not do it ({error}).")
    return None


def speaks_of_a_full_disk(error: BaseException) -> bool:
    """Whether the words of an error say that a disk is full."""
    return any(words in str(error) for words in _FULL)


def passes(error: OSError) -> bool:
    """Whether reading a file failed for a reason that may pass: a network drive, many files."""
    return error.errno in _PASSING


def _errno(error: BaseException) -> int | None:
    return error.errno if isinstance(error, OSError) else None
