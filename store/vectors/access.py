"""Who may open the Chroma folder, and how.

Measured on chromadb 1.5.9: two processes on one embedded folder read stale results, and a
concurrent writer dies. So one process holds the folder under a lock: a command, which opens it
embedded, or the Chroma server that `serve` runs, which every other command then talks to.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Lock
from typing import Any

from store.backups import swap
from store.errors import StoreBusyError, TransientError
from store.locks import FileLock, exclusive
from store.vectors.chroma import ChromaVectors, asking

# Importing Chroma takes most of a second, which a command that needs no vectors is spared.
Client = Any
HOST = "127.0.0.1"
START_SECONDS = 60.0
POLL_SECONDS = 0.1


class VectorAccess:
    """Opens the vectors of a data folder once, on first use."""

    def __init__(self, folder: Path, collection: str, wait_seconds: float) -> None:
        self._data = folder
        self._folder = folder / "chroma"
        self._address = folder / "chroma-server.json"
        self._lock = FileLock(folder / "chroma.lock")
        self._collection = collection
        self._wait_seconds = wait_seconds
        self._server: subprocess.Popen[bytes] | None = None
        self._opened: ChromaVectors | None = None
        # The process of another command's server that this one talks to.
        self._attached: int | None = None
        self._serves = False
        # The bot's workers come at the same time.
        self._opening = Lock()

    def vectors(self) -> ChromaVectors:
        """Return the vectors: through the running server if there is one, else embedded.

        A server of ours that was killed is started again; where another command's has ended, this
        one takes its place if it serves too. Raises StoreBusyError if another command holds the
        folder and does not let go in time.
        """
        with self._opening:
            return self._vectors()

    def _vectors(self) -> ChromaVectors:
        if self._server is not None and self._server.poll() is not None:
            self._opened = ChromaVectors(self._start_server(), self._collection)
        if self._attached is not None and self._attached != self._serving_process():
            self._opened = self._attached = None
        if self._opened is None:
            client = self._open_to_serve() if self._serves else self._open()
            embedded = self._server is None and self._attached is None
            self._opened = ChromaVectors(client, self._collection, embedded=embedded)
        return self._opened

    def serve(self, *, now: bool = True) -> None:
        """Run the Chroma server for this and all other commands until `close`.

        With `now` false it starts when vectors are first asked for. Attaches to one that already
        runs. Raises StoreBusyError like `vectors`.
        """
        self._serves = True
        if now:
            self.vectors()

    def close(self) -> None:
        """Stop the server if this process runs it, and let the folder go."""
        self._opened = self._attached = None
        self._serves = False
        if self._server is not None:
            self._address.unlink(missing_ok=True)
            self._server.send_signal(signal.SIGTERM)
            try:
                self._server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
            self._server = None
        self._lock.release()

    def _open_to_serve(self) -> Client:
        client = self._take_lock_or_attach()
        return self._start_server() if client is None else client

    def _open(self) -> Client:
        attached = self._take_lock_or_attach()
        if attached is not None:
            return attached
        import chromadb  # noqa: PLC0415 - see above

        # The file lock makes us the only process here; within it Chroma shares one client.
        with asking():
            return chromadb.PersistentClient(str(self._folder), settings=_settings())

    def _take_lock_or_attach(self) -> Client | None:
        """Return a client of the running server, or None once this process holds the lock."""
        deadline = time.monotonic() + self._wait_seconds
        while True:
            if self._lock.acquire(wait=False):
                # Whoever served here is gone, and its port may by now be another folder's.
                self._address.unlink(missing_ok=True)
                if swap.is_unfinished(self._data):
                    with exclusive(self._data / "migrate.lock"):
                        swap.finish(self._data)
                return None
            client = self._attach()
            if client is not None:
                return client
            if time.monotonic() >= deadline:
                raise StoreBusyError(
                    f"The data folder is in use by {self._lock.holder()}. Wait until it has "
                    "finished, or run `reportdesk serve`, beside which other commands work."
                )
            time.sleep(POLL_SECONDS)

    def _attach(self) -> Client | None:
        try:
            port = int(json.loads(self._address.read_text())["port"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        client = _connect(port)
        self._attached = self._serving_process() if client else None
        return client

    def _serving_process(self) -> int | None:
        """Return the process of the server that runs, None if none does."""
        try:
            process = int(json.loads(self._address.read_text())["process"])
            os.kill(process, 0)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return process

    def _start_server(self) -> Client:
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = self._lock.fileno
        assert lock is not None
        port = _free_port()
        # The server inherits the lock, so the folder stays locked for as long as it lives.
        self._server = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [
                *(sys.executable, "-m", "store.vectors.server"),
                *(str(self._folder), HOST, str(port), str(os.getpid())),
            ],
            pass_fds=(lock,),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._server.poll() is None:
            client = _connect(port)
            if client is not None:
                staged = self._address.with_suffix(".new")
                staged.write_text(json.dumps({"port": port, "process": self._server.pid}))
                staged.replace(self._address)
                return client
            time.sleep(POLL_SECONDS)
        self.close()
        raise TransientError("The Chroma server did not start; run `reportdesk doctor`.")


def _connect(port: int) -> Client | None:
    import chromadb  # noqa: PLC0415 - see above
    from chromadb.errors import ChromaError  # noqa: PLC0415

    try:
        client = chromadb.HttpClient(HOST, port, settings=_settings())
        client.heartbeat()
    except (ValueError, ChromaError, OSError):
        # chromadb raises ValueError when nothing listens.
        return None
    return client


def _settings() -> Any:
    from chromadb.config import Settings  # noqa: PLC0415

    return Settings(anonymized_telemetry=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
