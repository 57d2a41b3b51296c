"""The Chroma server process: `python -m store.vectors.server FOLDER HOST PORT`.

It ends with the process that started it, also when that one is killed.
"""

import ctypes
import os
import signal
import sys

from chromadb.cli.cli import app

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Run Chroma on a folder until told to stop."""
    folder, host, port = sys.argv[1:4]
    parent = os.getppid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit(1)
    # A terminal's Ctrl-C reaches the whole group; the bot decides when its server stops.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.argv = ["chroma", "run", "--path", folder, "--host", host, "--port", port]
    app()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
