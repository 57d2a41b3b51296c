"""Who is at the command line."""

import getpass
import os


def user_name() -> str:
    """Return the name of the operating system's user, for the audit log."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # A container may run as a number without a name.
        return f"user {os.getuid()}"
