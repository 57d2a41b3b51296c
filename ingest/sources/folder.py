"""Files and folders as sources."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.errors import UnreadableError
from ingest.records import RawFile
from ingest.sources.mail import attachments
from store.errors import TransientError
from store.faults import passes

Attached = Callable[[RawFile], tuple[RawFile, ...]]
NO_TEXT = "The file's name is not valid UTF-8; rename it."
PAGE_PARTS = "_files"
PAGES = (".html", ".htm")


def discover(paths: list[Path], data: Path | None = None) -> Iterator[Path]:
    """Yield each file under `paths` once, by absolute path, in order of name.

    Hidden files are left out, links that lead out of the folder they stand in, what a browser
    saved beside a page (`PAGE_files` beside `PAGE.html`), and the data folder where it lies in a
    folder of reports.
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
        if hidden or not file.is_file() or _belongs_to_page(file, path):
            continue
        place = file.resolve()
        if place.is_relative_to(root) and not (ours and place.is_relative_to(ours)):
            yield file


def _belongs_to_page(file: Path, folder: Path) -> bool:
    """Whether a browser saved a file with a page that lies beside the file's folder."""
    for above in file.parents:
        if above == folder:
            return False
        page = above.with_name(above.name.removesuffix(PAGE_PARTS))
        if page != above and any(Path(f"{page}{suffix}").is_file() for suffix in PAGES):
            return True
    return False


def read(path: Path, max_megabytes: int, attached: Attached = attachments) -> RawFile:
    """Read a file whole, which may be an attachment: MAIL.eml/NAME. `attached` takes mails apart.

    Raises UnreadableError with what is wrong in plain words, TransientError where it may pass.
    """
    try:
        str(path).encode()
        content = _content(path, max_megabytes)
    except UnicodeEncodeError as error:
        raise UnreadableError(NO_TEXT) from error
    except NotADirectoryError:
        return _attached(path, max_megabytes, attached)
    except FileNotFoundError as error:
        raise UnreadableError("There is no such file or folder.") from error
    except PermissionError as error:
        raise UnreadableError("The file may not be read; check its permissions.") from error
    except OSError as error:
        if passes(error):
            raise TransientError(f"The file cannot be read now: {error.strerror}.") from error
        raise UnreadableError(f"The file cannot be read: {error.strerror}.") from error
    return RawFile(path, content, hashlib.sha256(content).hexdigest())


def _attached(path: Path, max_megabytes: int, attached: Attached) -> RawFile:
    mail = next((above for above in path.parents if above.is_file()), None)
    found = attached(read(mail, max_megabytes)) if mail else ()
    for one in found:
        if one.path == path:
            return one
    raise UnreadableError("There is no such file or folder.")


def still_there(path: str) -> bool:
    """Whether a file, or the mail that it is attached to, still lies where it was."""
    place = Path(path)
    return os.path.exists(place) or any(above.is_file() for above in place.parents)  # noqa: PTH110


def _content(path: Path, max_megabytes: int) -> bytes:
    most = max_megabytes * 1_000_000
    # Opening a pipe would wait for a writer, and what is no file may have no end.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableError("This is a pipe or a device, not a file; name a file.")
        content = file.read(most + 1)
    if len(content) > most:
        size = max(found.st_size, len(content))
        raise UnreadableError(
            f"The file is {size / 1e6:,.0f} MB; the limit is {max_megabytes} MB "
            "(ingest.max_file_megabytes)."
        )
    return content
