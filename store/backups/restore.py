"""`reportdesk restore`: a data folder as a backup has it, or as it was before; nothing between."""

import json
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sqlalchemy import Engine, inspect, update

from store import rows
from store.audit import AuditLog
from store.backups import archive, swap
from store.backups.members import RESTORED, STAGED, further_files, is_kept
from store.catalog import Catalog
from store.database import open_database
from store.errors import BackupError, StoreBusyError, StoreFullError
from store.inbox import UNFINISHED, InboxState
from store.lexical import SqliteLexicalIndex
from store.locks import FileLock, exclusive
from store.operator import operator
from store.slack_tables import inbox
from store.tables import metadata
from store.vectors.build import build

# What else a disk should have free: SQLite and Chroma write beside what they keep.
SPARE = 32 << 20
_LONGEST_LINE = 8192


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; `asked` is how many questions from Slack had no answer at that time."""

    manifest: archive.Manifest
    asked: int


def restore(folder: Path, file: Path, collection: str, *, replace: bool) -> Restored:
    """Make the data folder what the backup holds; return what that is. Audited in it.

    Raises BackupError if the backup is not sound, or the folder not empty and `replace` not
    given; StoreBusyError while anybody else has the folder open.
    """
    with _alone(folder):
        if swap.is_unfinished(folder):
            with exclusive(folder / "migrate.lock"):
                swap.finish(folder)
        if not replace and _holds(folder):
            raise BackupError(
                f"The data folder {folder} is not empty. Restore into an empty one with --data, or "
                "add --replace to have the backup take the place of everything in it."
            )
        staged = folder / STAGED
        shutil.rmtree(staged, ignore_errors=True)
        try:
            with archive.opened(file) as held:
                asked = _make_ready(held, staged, file, collection)
                restored = Restored(held.manifest, asked)
            _switch(folder, staged)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    return restored


def _holds(folder: Path) -> bool:
    own = ((folder / name).exists() for name in (swap.CATALOG, "chroma"))
    return any(own) or any(further_files(folder))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the locks of whoever works in a data folder."""
    with ExitStack() as held:
        for name in ("chroma.lock", "writer.lock"):
            lock = FileLock(folder / name)
            if not lock.acquire(wait=False):
                raise _busy(lock.holder())
            held.callback(lock.release)
        yield


def _busy(whom: str) -> StoreBusyError:
    return StoreBusyError(
        f"The data folder is in use by {whom}. A restore needs it to itself: stop `serve`, "
        "`watch` and all other commands, then run it again."
    )


def _make_ready(held: archive.Reader, staged: Path, file: Path, collection: str) -> int:
    """Unpack a backup into a folder of its own, and check that it is a sound data folder."""
    (staged / swap.FILES).mkdir(parents=True)
    # Catalog and vectors lie there twice for a moment.
    if held.total * 2 + SPARE > shutil.disk_usage(staged).free:
        raise StoreFullError(
            f"The backup needs {(held.total * 2 + SPARE) // 1_000_000:,} MB on the disk that holds "
            "the data folder. Free some space and run the command again."
        )
    for name in (archive.CATALOG, archive.VECTORS, archive.OWNERS):
        held.extract(name, staged / name)
    for path in held.files():
        if not is_kept(path.parts[0]):
            raise BackupError(f"The backup is refused: {path} is no name of a file in it.")
        held.extract(f"{archive.FILES}{path}", staged / swap.FILES / path)
    _check_database(staged / archive.CATALOG)
    engine = open_database(staged)
    try:
        _check_tables(engine)
        counts = Catalog(engine).owners()
        _build_vectors(staged, held.manifest, counts, collection)
        if SqliteLexicalIndex(engine).owners() != counts:
            raise BackupError("The backup is damaged: its words are not those of its passages.")
        asked = _close_questions(engine)
        AuditLog(engine).record(
            "restored", {"file": file.name, "made_at": held.manifest.made_at, "by": operator()}
        )
    finally:
        engine.dispose()
    for name in (archive.VECTORS, archive.OWNERS, "migrate.lock"):
        (staged / name).unlink()
    return asked


def _close_questions(engine: Engine) -> int:
    """Close what waited for an answer when the backup was made: it may have had one since."""
    waited = inbox.c.state.in_(UNFINISHED)
    closed = {"state": InboxState.UNDELIVERABLE, "finished_at": time.time()}
    with engine.begin() as connection:
        return connection.execute(update(inbox).where(waited).values(closed)).rowcount


def _check_database(path: Path) -> None:
    """Refuse a database that is damaged, or holds what could run by itself."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA cell_size_check=ON")
            told = connection.execute("PRAGMA integrity_check(1)").fetchall()
            foreign = connection.execute(
                "SELECT name FROM sqlite_master WHERE type NOT IN ('table', 'index') OR "
                "(sql LIKE 'create virtual%' AND sql NOT LIKE '%using fts5%')"
            ).fetchall()
            # Left out of a copy; the catalog keeps this mode once it is set.
            connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.DatabaseError as error:
        raise BackupError("The backup is damaged: its catalog cannot be opened.") from error
    if told != [("ok",)]:
        raise BackupError("The backup is damaged: its catalog is not sound.")
    if foreign:
        raise BackupError("The backup is refused: its catalog holds what Reportdesk never writes.")


def _check_tables(engine: Engine) -> None:
    found = inspect(engine)
    names = set(found.get_table_names())
    for table in metadata.sorted_tables:
        held = {one["name"] for one in found.get_columns(table.name)} if table.name in names else ()
        if not {column.name for column in table.columns} <= set(held):
            raise BackupError(f"The backup is damaged: its catalog lacks {table.name}.")


def _build_vectors(
    staged: Path, manifest: archive.Manifest, counts: dict[str, int], collection: str
) -> None:
    owners = dict(_owners(staged / archive.OWNERS))
    size = (staged / archive.VECTORS).stat().st_size
    if owners != counts or size != 4 * manifest.dimensions * sum(counts.values()):
        raise BackupError("The backup is damaged: its vectors are not those of its passages.")
    with (staged / archive.VECTORS).open("rb") as file:

        def vectors() -> Iterator[tuple[str, str, Sequence[float]]]:
            for owner, count in owners.items():
                data = file.read(4 * manifest.dimensions * count)
                table = np.frombuffer(data, dtype="<f4").reshape(count, manifest.dimensions)
                if not np.isfinite(table).all():
                    raise BackupError(f"The backup is damaged: the vectors of {owner} are none.")
                for at, row in enumerate(table):
                    yield rows.key_of(owner, at), owner, row.tolist()

        build(staged / "chroma", collection, vectors())


def _owners(path: Path) -> Iterator[tuple[str, int]]:
    try:
        with path.open("rb") as file:
            while line := file.readline(_LONGEST_LINE):
                owner, count = json.loads(line)
                yield str(owner), int(count)
    except (ValueError, TypeError, RecursionError) as error:
        raise BackupError("The backup is damaged: its list of vectors cannot be read.") from error


def _switch(folder: Path, staged: Path) -> None:
    """Let the restored state take the place of the old one, while nobody has that open."""
    swap.sync(staged)
    with exclusive(folder / "migrate.lock"):
        with _unopened(folder / swap.CATALOG):
            staged.rename(folder / RESTORED)
        swap.finish(folder)


@contextmanager
def _unopened(catalog: Path) -> Iterator[None]:
    """Be the only one that has the catalog open: SQLite says whether others have it too."""
    if not catalog.exists():
        yield
        return
    with closing(sqlite3.connect(catalog, timeout=1)) as connection:
        try:
            # In this mode SQLite shares a database in WAL mode with nobody.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
                raise _busy("another command") from error
        except sqlite3.DatabaseError:
            # A damaged one is what a backup is for.
            pass
        yield
