"""`reportdesk backup`: the whole data folder as it stands at one moment, in one file.

While the writer's lock is held no revision comes or goes, so the catalog's snapshot and the
vectors belong together. The vectors are asked for from whoever holds them: Chroma's own files
cannot be copied consistently while its server runs. Questions and answers go on meanwhile.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import Engine, MetaData

from store import rows
from store.audit import AuditLog
from store.backups import archive
from store.backups.members import further_files
from store.catalog import Catalog
from store.errors import BackupError
from store.locks import FileLock, exclusive
from store.operator import operator
from store.protocols import VectorIndex
from store.tables import metadata

_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written: its manifest, its size in bytes and its SHA-256."""

    manifest: archive.Manifest
    size: int
    sha256: str


def back_up(
    folder: Path, engine: Engine, vectors: VectorIndex, file: Path, tables: MetaData = metadata
) -> Made:
    """Write the data folder to `file`, which is replaced only by a whole backup; audited.

    Tables of `tables` with `info={"secret": True}` are left empty in it. Raises BackupError if
    the folder is not sound or the file cannot be there.
    """
    target = file.absolute()
    if target.resolve().is_relative_to(folder.resolve()):
        raise BackupError(f"The backup {file} would lie in the data folder; name another place.")
    if target.is_dir() or not target.parent.is_dir():
        raise BackupError(f"The backup cannot be written to {file}: name a file in a folder.")
    with _workplace(target) as place:
        snapshot, whole = place / "catalog.sqlite", place / "backup"
        with exclusive(folder / "writer.lock"):
            _snapshot(engine, snapshot, tables)
            counts = Catalog(engine).owners()
            with _new_archive(whole) as writer:
                dimensions = _write_vectors(writer, vectors, counts)
                for path in further_files(folder):
                    # Slack's uploads come and go meanwhile.
                    with suppress(FileNotFoundError):
                        writer.add_file(f"{archive.FILES}{path}", folder / path)
                writer.add_file(archive.CATALOG, snapshot)
                manifest = archive.Manifest(
                    made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                    reports=_reports(snapshot),
                    passages=sum(counts.values()),
                    dimensions=dimensions,
                    members=tuple(writer.members),
                )
                writer.finish(manifest)
        made = _put(whole, target, manifest)
    told = {"file": file.name, "sha256": made.sha256, "by": operator()}
    AuditLog(engine).record("backed_up", told)
    return made


@contextmanager
def _workplace(target: Path) -> Iterator[Path]:
    """Have a folder beside the file, for one backup at a time; what a killed one left goes."""
    place = target.with_name(f".{target.name}.partial")
    lock = FileLock(place / "lock")
    if not lock.acquire(wait=False):
        raise BackupError(f"Another command is writing {target.name}; wait until it has finished.")
    try:
        for left in place.iterdir():
            if left.name != "lock":
                left.unlink()
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        lock.release()


@contextmanager
def _new_archive(path: Path) -> Iterator[archive.Writer]:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, _PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            yield archive.Writer(packed)
        file.flush()
        os.fsync(file.fileno())


def _snapshot(engine: Engine, path: Path, tables: MetaData) -> None:
    """Write the catalog as one transaction sees it, without what was deleted, and no secrets."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        raw.execute("VACUUM INTO ?", (str(path),))
    path.chmod(_PRIVATE)
    secret = [table.name for table in tables.sorted_tables if table.info.get("secret")]
    copy = sqlite3.connect(path, isolation_level=None)
    copy.execute("PRAGMA secure_delete=ON")
    for name in secret:
        copy.execute(f'DELETE FROM "{name}"')  # noqa: S608 - a table of ours
    copy.close()


def _reports(snapshot: Path) -> int:
    copy = sqlite3.connect(snapshot)
    (number,) = copy.execute("SELECT count(*) FROM reports").fetchone()
    copy.close()
    return int(number)


def _write_vectors(writer: archive.Writer, vectors: VectorIndex, counts: Mapping[str, int]) -> int:
    """Write the vectors of all current revisions; return how long one is."""
    dimensions = 0
    with writer.member(archive.VECTORS, packed=False) as into:
        for owner, count in sorted(counts.items()):
            held = vectors.of(owner)
            keys = [rows.key_of(owner, ordinal) for ordinal in range(count)]
            if held.keys() != set(keys):
                raise BackupError(
                    f"The vectors of {owner} are not whole; `reportdesk doctor` says what to do."
                )
            table = np.asarray([held[key] for key in keys], dtype="<f4")
            dimensions = table.shape[1]
            into.write(table.tobytes())
    with writer.member(archive.OWNERS) as into:
        for owner, count in sorted(counts.items()):
            into.write(f"{json.dumps([owner, count])}\n".encode())
    return dimensions


def _put(whole: Path, target: Path, manifest: archive.Manifest) -> Made:
    with whole.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = whole.stat().st_size
    whole.replace(target)
    return Made(manifest, size, digest)
