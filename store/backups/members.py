"""Which files of a data folder are kept in a backup beside catalog and vectors."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

# What says who is at work, what SQLite keeps beside a database, and what a restore is about.
STAGED = "restoring"
RESTORED = "restored"
_OWN = {"chroma", "leases", "chroma-server.json", "chroma-server.new", STAGED, RESTORED}
_CATALOG = "catalog.sqlite"
# Secrets come from the environment; a key that somebody put here is not for a backup either.
_NEVER = {".lock", ".key", ".pem"}


def is_kept(top: str) -> bool:
    """Whether an entry of the data folder, by its name, is one of the further files."""
    return not (
        top in _OWN or top.startswith((_CATALOG, ".")) or PurePosixPath(top).suffix in _NEVER
    )


def further_files(folder: Path) -> Iterator[PurePosixPath]:
    """Yield the further files, relative to the folder; links and other data folders are none."""
    for top in sorted(folder.iterdir()):
        if not is_kept(top.name) or top.is_symlink():
            continue
        if top.is_file():
            yield PurePosixPath(top.name)
        elif top.is_dir() and not (top / _CATALOG).exists():
            yield from _within(top, folder)


def _within(top: Path, folder: Path) -> Iterator[PurePosixPath]:
    for root, _, names in os.walk(top):
        for name in sorted(names):
            path = Path(root) / name
            secret = path.suffix in _NEVER
            if path.is_file() and not path.is_symlink() and not secret:
                yield PurePosixPath(path.relative_to(folder).as_posix())
