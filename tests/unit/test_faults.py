"""What is wrong with the machine is told from what is wrong with a file or with our code."""

import errno
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from ingest.errors import UnreadableError
from store.errors import StoreFullError, TransientError
from store.faults import fault_behind, passes


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full")),
        RuntimeError("Internal error: (code: 13) database or disk is full"),
    ],
)
def test_a_full_disk_is_one_whoever_says_so(error):
    fault = fault_behind(error)

    assert isinstance(fault, StoreFullError)
    assert "Free some space" in str(fault)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.EMFILE, "Too many open files"),
        OperationalError("INSERT", {}, sqlite3.OperationalError("database is locked")),
    ],
)
def test_what_passes_is_worth_another_try(error):
    fault = fault_behind(error)

    assert isinstance(fault, TransientError)
    assert not isinstance(fault, StoreFullError)


def test_what_we_say_ourselves_stays_as_it_is():
    error = UnreadableError("The file is empty.")

    assert fault_behind(error) is error


@pytest.mark.parametrize("error", [ZeroDivisionError(), OSError(errno.ENOENT, "No such file")])
def test_a_mistake_of_ours_is_no_fault_of_the_machine(error):
    assert fault_behind(error) is None


def test_a_network_drive_may_come_back_and_a_missing_file_does_not():
    assert passes(OSError(errno.ESTALE, "Stale file handle"))
    assert not passes(OSError(errno.ENOENT, "No such file"))
