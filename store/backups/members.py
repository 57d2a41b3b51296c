"""Which files of a data folder are kept in a backup beside catalog and vectors."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

# What says who is at work, what can be made again, and what a restore is about.
STAGED = "restoring"
RESTORED = "restored"
_OWN = {"chroma", "leases", "models", "chroma-server.json", "chroma-server.new", STAGED, RESTORED}
_CATALOG = "catalog.sqlite"
# Tokens of Slack workspaces, and keys that somebody may have put here, are not for a backup.
_WORKSPACES = "installations.sqlite"
_NEVER = {".lock", ".key", ".pem"}


def is_kept(top: str) -> bool:
    """Whether an entry of the data folder, by its name, is one of the further files."""
    own = top in _OWN or top.startswith((_CATALOG, _WORKSPACES, "."))
    return not own and PurePosixPath(top).suffix not in _NEVER


def further_files(folder: Path) -> Iterator[PurePosixPath]:
    """Yield the further files, relative to the folder; links and other data folders are none."""
    for root, inner, names in os.walk(folder):
        here = Path(root)
        if here == folder:
            inner[:] = [name for name in inner if is_kept(name)]
            names = [name for name in names if is_kept(name)]  # noqa: PLW2901 - as os.walk has it
        inner[:] = sorted(name for name in inner if not (here / name / _CATALOG).exists())
        for name in sorted(names):
            path = here / name
            if path.is_file() and not path.is_symlink() and path.suffix not in _NEVER:
                yield PurePosixPath(path.relative_to(folder).as_posix())


def data_folders(folder: Path) -> list[Path]:
    """Return the data folders that lie in this one, such as those of Slack workspaces."""
    return sorted(
        path.parent for path in folder.glob(f"*/**/{_CATALOG}") if _is_other(path, folder)
    )


def _is_other(catalog: Path, folder: Path) -> bool:
    return catalog.relative_to(folder).parts[0] not in {STAGED, RESTORED}
