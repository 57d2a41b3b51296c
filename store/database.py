"""The SQL database: SQLite in WAL mode, brought up to date by Alembic when it is opened."""

import sqlite3
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, ExceptionContext, create_engine, event, text
from sqlalchemy.exc import DatabaseError

from store.backups import swap
from store.errors import SettingsError, StoreBusyError, StoreFullError, StoreMismatchError
from store.locks import exclusive

BUSY_TIMEOUT_MS = 30_000


def open_database(folder: Path, url: str | None = None) -> Engine:
    """Open the catalog in a data folder (or at a SQLAlchemy `url`), creating what is missing.

    Raises SettingsError for a database other than SQLite, StoreMismatchError for a database
    of a newer version or one that is damaged.
    """
    folder.mkdir(parents=True, exist_ok=True)
    address = url or f"sqlite:///{folder / 'catalog.sqlite'}"
    if not address.startswith("sqlite"):
        kind = address.split(":", 1)[0]
        raise SettingsError(
            f"The database {kind!r} in REPORTDESK_DATABASE_URL is not supported by this version; "
            "unset it to use SQLite in the data folder."
        )
    engine = create_engine(address, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "handle_error", _tell)
    try:
        _migrate(engine, folder)
    except DatabaseError as error:
        engine.dispose()
        raise StoreMismatchError(
            f"The catalog in {folder} cannot be opened ({type(error.orig).__name__}). "
            "Restore the folder from a backup, or ingest into an empty one with --data."
        ) from error
    return engine


def open_plain(file: Path) -> Engine:
    """Open a SQLite file for tables that somebody else looks after; nobody else may read it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    # Before anything is written; what SQLite puts beside it gets the same mode.
    file.touch(mode=0o600, exist_ok=True)
    file.chmod(0o600)
    engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "connect", _overwrite_what_is_deleted)
    return engine


def _overwrite_what_is_deleted(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def _prepare_connection(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _tell(context: ExceptionContext) -> None:
    """Say in plain words what a person can mend: a full disk, a database that others keep busy."""
    error = context.original_exception
    if not isinstance(error, sqlite3.OperationalError):
        return
    # The low byte is the primary code (https://www.sqlite.org/rescode.html).
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        raise StoreFullError from error
    if code == sqlite3.SQLITE_BUSY:
        raise StoreBusyError(
            "Other commands have kept the catalog busy for too long; wait until they have "
            "finished and run this one again."
        ) from error


def _migrate(engine: Engine, folder: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(files("store") / "migrations"))
    newest = ScriptDirectory.from_config(config).get_current_head()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    # Two commands may open a new folder at once; one of them creates the tables. SQLite does not
    # wait for another reader when it changes the journal mode, so even looking is done in turn.
    with exclusive(folder / "migrate.lock"):
        if swap.is_unfinished(folder):
            swap.finish_alone(folder)
        found = _version(engine)
        if found == newest:
            return
        if found is not None and found not in known:
            raise StoreMismatchError(
                f"The data folder {folder} was written by a newer Reportdesk; update this one."
            )
        with engine.connect() as connection:
            # The file keeps this mode; it cannot be set within a transaction.
            connection.execute(text("PRAGMA journal_mode=WAL"))
        with engine.begin() as connection:
            # Python's driver begins no transaction for what creates tables: an interrupted
            # migration would leave half of them.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
