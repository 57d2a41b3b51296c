"""Files and folders as sources."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import UnreadableError
from ingest.records import RawFile
from ingest.sources.mail import attachments
from store.errors import TransientError
from store.faults import passes

NO_TEXT = "The file's name is not valid UTF-8; rename it."


def discover(paths: list[Path], data: Path | None = None) -> Iterator[Path]:
    """Yield each file under `paths` once, by absolute path, in order of name.

    Hidden files are left out, links that lead out of the folder they stand in, and the data folder
    that lies in a folder of reports.
    A path that does not exist is yielded as it is, so that reading it fails by name.
    """
    seen: set[Path] = set()
    for path in paths:
        for file in _files(path, data):
            # Unlike Path.resolve, this takes a link that leads to itself as it is.
            absolute = Path(os.path.realpath(file))
            if absolute not in seen:
                seen.add(absolute)
                yield absolute


def _files(path: Path, data: Path | None) -> Iterator[Path]:
    # Unlike Path.is_dir, this takes a name that no file system allows for no folder.
    if not os.path.isdir(path):  # noqa: PTH112
        yield path
        return
    root, ours = path.resolve(), data.resolve() if data else None
    ours = None if ours and root.is_relative_to(ours) else ours
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if hidden or (ours and file.resolve().is_relative_to(ours)):
            continue
        if file.is_file() and file.resolve().is_relative_to(root):
            yield file


def read(path: Path, max_megabytes: int) -> RawFile:
    """Read a file whole, which may be an attachment: MAIL.eml/NAME.

    Raises UnreadableError with what is wrong in plain words, TransientError where it may pass.
    """
    try:
        str(path).encode()
        size = path.stat().st_size
        if size > max_megabytes * 1_000_000:
            raise UnreadableError(
                f"The file is {size / 1e6:,.0f} MB; the limit is {max_megabytes} MB "
                "(ingest.max_file_megabytes)."
            )
        content = path.read_bytes()
    except UnicodeEncodeError as error:
        raise UnreadableError(NO_TEXT) from error
    except NotADirectoryError:
        return _attached(path, max_megabytes)
    except FileNotFoundError as error:
        raise UnreadableError("There is no such file or folder.") from error
    except PermissionError as error:
        raise UnreadableError("The file may not be read; check its permissions.") from error
    except OSError as error:
        if passes(error):
            raise TransientError(f"The file cannot be read now: {error.strerror}.") from error
        raise UnreadableError(f"The file cannot be read: {error.strerror}.") from error
    return RawFile(path, content, hashlib.sha256(content).hexdigest())


def _attached(path: Path, max_megabytes: int) -> RawFile:
    mail = next((above for above in path.parents if above.is_file()), None)
    found = attachments(read(mail, max_megabytes)) if mail else ()
    for one in found:
        if one.path == path:
            return one
    raise UnreadableError("There is no such file or folder.")


def still_there(path: str) -> bool:
    """Whether a file, or the mail that it is attached to, still lies where it was."""
    place = Path(path)
    return os.path.exists(place) or any(above.is_file() for above in place.parents)  # noqa: PTH110
