"""Puts a restored folder in the place of the old one, so that a kill leaves one of the two.

What is to be is made ready in `restoring/`. Renaming that to `restored/` is the moment in which
it counts: before it the old state stands, after it whoever opens the folder next moves what is
there into its place first. Each step may be done again.
"""

import os
import shutil
from pathlib import Path

from store.backups.members import RESTORED, further_files
from store.errors import StoreBusyError
from store.locks import FileLock

FILES = "files"
_MOVING = "moving"
CATALOG = "catalog.sqlite"


def is_unfinished(folder: Path) -> bool:
    """Whether a restore counts that has not come to its end."""
    return (folder / RESTORED).exists()


def finish_alone(folder: Path) -> None:
    """Bring an unfinished restore to its end. The caller holds `migrate.lock`."""
    lock = FileLock(folder / "chroma.lock")
    if not lock.acquire(wait=False):
        raise StoreBusyError(
            f"A restore of this data folder was cut short, and {lock.holder()} is at work in it. "
            "Stop that and run this command again."
        )
    try:
        finish(folder)
    finally:
        lock.release()


def finish(folder: Path) -> None:
    """Move what was restored into its place. The caller holds `chroma.lock` and `migrate.lock`."""
    made = folder / RESTORED
    if not made.exists():
        return
    if (made / CATALOG).exists():
        # What SQLite keeps beside the old catalog would be taken for the new one's.
        for beside in ("-wal", "-shm", "-journal"):
            (folder / f"{CATALOG}{beside}").unlink(missing_ok=True)
        (made / CATALOG).replace(folder / CATALOG)
    if (made / "chroma").exists():
        shutil.rmtree(folder / "chroma", ignore_errors=True)
        (made / "chroma").rename(folder / "chroma")
    _move_files(folder, made)
    sync(folder)
    shutil.rmtree(made)


def _move_files(folder: Path, made: Path) -> None:
    if (made / FILES).exists():
        for old in list(further_files(folder)):
            (folder / old).unlink(missing_ok=True)
        (made / FILES).rename(made / _MOVING)
    if (made / _MOVING).exists():
        for new in list(further_files(made / _MOVING)):
            (folder / new).parent.mkdir(parents=True, exist_ok=True)
            (made / _MOVING / new).replace(folder / new)


def sync(folder: Path) -> None:
    """Have what stands in a folder, and all below, written to the disk."""
    for root, _, names in os.walk(folder):
        for one in (*(Path(root) / name for name in names), Path(root)):
            if one.is_symlink() or not (one.is_file() or one.is_dir()):
                continue
            descriptor = os.open(one, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
