"""The Chroma server process: `python -m store.vectors.server FOLDER HOST PORT PARENT`.

It ends with the process that started it, also when that one is killed.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Run Chroma on a folder until told to stop."""
    folder, host, port, parent = sys.argv[1:5]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        # It may have been killed before this process could ask to be told.
        if os.getppid() != int(parent):
            sys.exit(1)
    # A terminal's Ctrl-C reaches the whole group; the bot decides when its server stops.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.argv = ["chroma", "run", "--path", folder, "--host", host, "--port", port]
    # Only now: importing Chroma takes a second, in which the parent may end unnoticed.
    from chromadb.cli.cli import app  # noqa: PLC0415

    app()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
