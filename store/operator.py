"""Who runs a command, for the audit log."""

import os
import pwd


def operator() -> str:
    """Return the name of the account that runs this process, its number where it has no name.

    It is the system's word and not the environment's, which anybody may set.
    """
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
