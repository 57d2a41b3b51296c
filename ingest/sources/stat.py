"""Files known unread: by size, times and inode, as git's index does."""

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.records import RawFile
from ingest.sources.folder import Attached, read
from ingest.sources.mail import attachments
from store.sources import Seen, Stat

# A file changed in the same tick of the clock as it was hashed looks unchanged (git calls it
# racily clean). FAT counts in steps of two seconds; network drives' clocks may differ a little.
_TICK_NS = 3_000_000_000


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was read, with what to remember of it."""

    raw: RawFile
    seen: Seen


def stat_of(path: Path) -> Stat | None:
    """Return by what a file is known, None for one that cannot be looked at."""
    try:
        found = os.stat(path)  # noqa: PTH116 - Path.stat raises more for names that cannot be
    except (OSError, ValueError):
        return None
    return Stat(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def is_as_hashed(seen: Seen | None, stat: Stat | None) -> bool:
    """Whether a file is the one that was hashed, as far as can be told without reading it."""
    if seen is None or stat is None or seen.sha256 is None or seen.stat != stat:
        return False
    return max(stat.mtime_ns, stat.ctime_ns) + _TICK_NS < seen.hashed_ns


def take(path: Path, source: int, max_megabytes: int, attached: Attached = attachments) -> Taken:
    """Read a file, like `read`. Raises UnreadableError, TransientError."""
    before, now = stat_of(path), time.time_ns()
    raw = read(path, max_megabytes, attached)
    seen = Seen(source, str(path), hashed_ns=now, sha256=raw.sha256)
    # What was changed while it was read was not hashed whole.
    return Taken(raw, replace(seen, stat=before) if before == stat_of(path) else seen)
