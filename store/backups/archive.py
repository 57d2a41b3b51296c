"""The one file that holds a data folder: a ZIP whose manifest names every member with its SHA-256.

It may come from elsewhere, so nothing in it is believed: names are checked before they become
paths, sizes before anything is written, and sums before anything is used.
"""

import errno
import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from store.errors import BackupError

FORMAT = "reportdesk-backup"
VERSION = 1
MANIFEST = "manifest.json"
CATALOG = "catalog.sqlite"
# The vectors of one report after the other, as little-endian float32, and whose they are.
VECTORS = "vectors.f32"
OWNERS = "owners.jsonl"
# Before the names of all other files of the folder.
FILES = "files/"
PIECE = 1 << 20
MAX_MANIFEST = 64 << 20
# Text and SQL pages shrink to a fifth or less, empty pages to a thousandth.
MAX_RATIO = 200
FLOOR = 64 << 20
# What Python's reader raises of a ZIP that is damaged, encrypted, or packed as we do not pack.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError),
    *(ValueError, OverflowError),
)
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class Member(BaseModel):
    """One member: its size in bytes and the SHA-256 of its content."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=4096)
    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """What a backup holds. `made_at` is ISO 8601 with its zone; `dimensions` is of a vector."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["reportdesk-backup"] = "reportdesk-backup"
    version: Literal[1] = 1
    made_at: str = Field(max_length=64)
    reports: int = Field(ge=0)
    passages: int = Field(ge=0)
    dimensions: int = Field(ge=0, le=65_536)
    members: tuple[Member, ...]


class Writer:
    """Writes members into a new archive and remembers their sums."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members: list[Member] = []

    @contextmanager
    def member(self, name: str, *, packed: bool = True) -> Iterator["Hashed"]:
        """Open a member to write; numbers that pack badly are stored as they are."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        with self._archive.open(info, "w", force_zip64=True) as into:
            hashed = Hashed(into)
            yield hashed
        self.members.append(Member(name=name, size=hashed.size, sha256=hashed.sha256))

    def add_file(self, name: str, path: Path) -> None:
        """Add a file's content."""
        with path.open("rb") as source, self.member(name) as into:
            while piece := source.read(PIECE):
                into.write(piece)

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest."""
        text = manifest.model_dump_json(indent=1)
        self._archive.writestr(MANIFEST, text, zipfile.ZIP_DEFLATED)


class Hashed:
    """Passes bytes on and keeps their number and their SHA-256."""

    def __init__(self, into: IO[bytes]) -> None:
        self._into = into
        self._digest = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """The sum of what was written so far."""
        return self._digest.hexdigest()

    def write(self, piece: bytes) -> None:
        """Write a piece."""
        self._into.write(piece)
        self._digest.update(piece)
        self.size += len(piece)


class Reader:
    """An archive whose manifest and member names have been checked, but no content yet."""

    def __init__(self, archive: zipfile.ZipFile, size: int) -> None:
        self._archive = archive
        self.manifest = _manifest(archive)
        self._check(size)

    @property
    def total(self) -> int:
        """How many bytes the members come to."""
        return sum(member.size for member in self.manifest.members)

    def extract(self, name: str, into: Path) -> None:
        """Write one member to a new file; raises BackupError if it is not what was written."""
        (member,) = (one for one in self.manifest.members if one.name == name)
        into.parent.mkdir(parents=True, exist_ok=True)
        with _telling(name), self._archive.open(name) as source, into.open("xb") as target:
            hashed = Hashed(target)
            # The header may lie about the size: no more is read than the manifest says.
            while piece := source.read(min(PIECE, member.size + 1 - hashed.size)):
                hashed.write(piece)
                if hashed.size > member.size:
                    break
        if (hashed.size, hashed.sha256) != (member.size, member.sha256):
            raise BackupError(f"The backup is damaged: {name} is not what was written into it.")

    def files(self) -> list[PurePosixPath]:
        """Return the names of further files, relative to the data folder."""
        names = [member.name for member in self.manifest.members]
        return [PurePosixPath(one.removeprefix(FILES)) for one in names if one.startswith(FILES)]

    def _check(self, size: int) -> None:
        held = [info.filename for info in self._archive.infolist()]
        if {info.compress_type for info in self._archive.infolist()} - _PACKED:
            raise BackupError("The backup is refused: it is packed as Reportdesk packs none.")
        named = [member.name for member in self.manifest.members]
        if sorted(held) != sorted([MANIFEST, *named]) or len(set(held)) != len(held):
            raise BackupError("The backup is damaged: its members are not those that it names.")
        if not {CATALOG, VECTORS, OWNERS} <= set(named):
            raise BackupError("The backup is damaged: it is not whole.")
        for name in named:
            if name not in {CATALOG, VECTORS, OWNERS} and not _is_plain(name):
                raise BackupError(f"The backup is refused: {name!r} is no name of a file in it.")
        if self.total > max(FLOOR, size * MAX_RATIO):
            raise BackupError(
                f"The backup is refused: {size:,} bytes that unpack to {self.total:,} are none "
                "that Reportdesk wrote."
            )


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        with _telling(MANIFEST), archive.open(MANIFEST) as file:
            data = file.read(MAX_MANIFEST + 1)
        found = json.loads(data) if len(data) <= MAX_MANIFEST else None
    except (KeyError, ValueError, RecursionError) as error:
        raise BackupError("The file is no backup that Reportdesk wrote.") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise BackupError("The file is no backup that Reportdesk wrote.")
    if found.get("version") != VERSION:
        raise BackupError(
            f"The backup has the format {found.get('version')!r}, and this Reportdesk reads "
            f"{VERSION}: restore it with the version that wrote it, or a newer one."
        )
    try:
        return Manifest.model_validate(found)
    except ValidationError as error:
        raise BackupError("The backup is damaged: its manifest cannot be read.") from error


def _is_plain(name: str) -> bool:
    """Whether a member's name leads to a file within the folder and nowhere else."""
    path = PurePosixPath(name.removeprefix(FILES))
    plain = name == f"{FILES}{path}" and name.isprintable() and "\\" not in name
    return plain and not path.is_absolute() and ".." not in path.parts and path.parts != ()


@contextmanager
def _telling(name: str) -> Iterator[None]:
    """Say of a ZIP that cannot be unpacked what is wrong with the backup."""
    try:
        yield
    except _BROKEN as error:
        raise BackupError(f"The backup is damaged: {name} cannot be unpacked.") from error
    except OSError as error:
        # Told to look before the beginning of the file; anything else is the machine's.
        if error.errno != errno.EINVAL:
            raise
        raise BackupError(f"The backup is damaged: {name} cannot be unpacked.") from error


@contextmanager
def opened(file: Path) -> Iterator[Reader]:
    """Open a backup to read. Raises BackupError if it is none."""
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise BackupError(f"The file {file.name} is no backup, or not a whole one.") from error
    except OSError as error:
        raise BackupError(f"The backup {file} cannot be read: {error.strerror}.") from error
    with archive:
        yield Reader(archive, file.stat().st_size)
