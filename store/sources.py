"""What each source of reports has shown: the memory of folders, feeds and addresses."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, Row, bindparam, insert, select, update

from store.audit import append
from store.records import ReportStatus
from store.tables import reports, seen, sources

_STANDING = (ReportStatus.INDEXED, ReportStatus.EMBARGOED)


class SourceKind(StrEnum):
    """What sort of place reports come from; FILES are those named one by one."""

    FOLDER = "folder"
    FEED = "feed"
    ADDRESS = "address"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Source:
    """A place reports come from; `etag` and `last_modified` are what its server last said."""

    id: int
    kind: SourceKind
    address: str
    etag: str | None = None
    last_modified: str | None = None
    checked_at: float | None = None


@dataclass(frozen=True, slots=True)
class Stat:
    """By what a file is known unread: times in nanoseconds since 1970."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What a source showed at one address.

    `stat` and `hashed_ns` say which file `sha256` was made from, and when; `mark` is what a feed
    says of when its entry changed.
    """

    source: int
    address: str
    stat: Stat | None = None
    hashed_ns: int = 0
    sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    mark: str | None = None
    gone_at: float | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """A report whose file or page is no longer where it came from, since then."""

    report_id: str
    address: str
    source: str
    since: float


class Sources:
    """The sources and what they have shown. `clock` returns seconds since 1970."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def source(self, kind: SourceKind, address: str) -> Source:
        """Return a source, adding it if it is new."""
        known = self.find(kind, address)
        if known is None:
            with self._engine.begin() as connection:
                row = insert(sources).prefix_with("OR IGNORE")
                added = connection.execute(row.values(kind=kind, address=address))
                if added.rowcount and kind is not SourceKind.FILES:
                    append(connection, "source added", {"kind": kind, "address": address})
            known = self.find(kind, address)
        assert known is not None, "it was added just now"
        return known

    def find(self, kind: SourceKind, address: str) -> Source | None:
        """Return a source if it is known."""
        query = select(sources).where(sources.c.kind == kind, sources.c.address == address)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return _source(row) if row else None

    def checked(
        self, source: Source, etag: str | None = None, last_modified: str | None = None
    ) -> None:
        """Note that a source was looked at now, and what its server said of its version."""
        values = {"etag": etag, "last_modified": last_modified, "checked_at": self._clock()}
        with self._engine.begin() as connection:
            connection.execute(update(sources).where(sources.c.id == source.id).values(values))

    def shown(self, source: int) -> dict[str, Seen]:
        """Return all that a source has shown, by address."""
        with self._engine.connect() as connection:
            found = connection.execute(select(seen).where(seen.c.source == source))
            return {row.address: _seen(row) for row in found}

    def shown_at(self, source: int, address: str) -> Seen | None:
        """Return what a source has shown at one address."""
        query = select(seen).where(seen.c.source == source, seen.c.address == address)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return _seen(row) if row else None

    def note(self, noted: Sequence[Seen]) -> None:
        """Remember what was shown, in place of what was remembered of the same addresses."""
        if not noted:
            return
        rows = [{**_values(one), "first_at": self._clock()} for one in noted]
        with self._engine.begin() as connection:
            connection.execute(insert(seen).prefix_with("OR REPLACE"), rows)

    def mark_gone(self, addresses: Sequence[str]) -> None:
        """Flag what is no longer at these addresses; what was flagged before keeps its date."""
        self._flag(addresses, gone=True)

    def mark_back(self, addresses: Sequence[str]) -> None:
        """Take the flag off again."""
        self._flag(addresses, gone=False)

    def _flag(self, addresses: Sequence[str], *, gone: bool) -> None:
        rows = [{"at": address} for address in addresses]
        if not rows:
            return
        flagged = seen.c.gone_at.is_(None) if gone else seen.c.gone_at.is_not(None)
        change = update(seen).where(seen.c.address == bindparam("at"), flagged)
        with self._engine.begin() as connection:
            connection.execute(change.values(gone_at=self._clock() if gone else None), rows)

    def gone(self) -> list[Gone]:
        """Return the reports that are no longer where they came from and still stand."""
        query = (
            select(reports.c.report_id, seen.c.address, sources.c.address, seen.c.gone_at)
            .join(seen, seen.c.address == reports.c.path)
            .join(sources, sources.c.id == seen.c.source)
            .where(seen.c.gone_at.is_not(None), reports.c.status.in_(_STANDING))
            .order_by(reports.c.report_id, sources.c.address)
        )
        with self._engine.connect() as connection:
            found = connection.execute(query).all()
        return list(
            {row[0]: Gone(row[0], row[1], row[2] or row[1], row[3]) for row in found}.values()
        )


def _source(row: Row[Any]) -> Source:
    kind = SourceKind(row.kind)
    return Source(row.id, kind, row.address, row.etag, row.last_modified, row.checked_at)


def _seen(row: Row[Any]) -> Seen:
    whole = None not in (row.size, row.mtime_ns, row.ctime_ns, row.inode)
    stat = Stat(row.size, row.mtime_ns, row.ctime_ns, row.inode) if whole else None
    return Seen(
        row.source,
        row.address,
        stat,
        row.hashed_ns or 0,
        row.sha256,
        row.etag,
        row.last_modified,
        row.mark,
        row.gone_at,
    )


def _values(one: Seen) -> dict[str, Any]:
    stat = one.stat
    return {
        "source": one.source,
        "address": one.address,
        "size": stat.size if stat else None,
        "mtime_ns": stat.mtime_ns if stat else None,
        "ctime_ns": stat.ctime_ns if stat else None,
        "inode": stat.inode if stat else None,
        "hashed_ns": one.hashed_ns,
        "sha256": one.sha256,
        "etag": one.etag,
        "last_modified": one.last_modified,
        "mark": one.mark,
        "gone_at": one.gone_at,
    }
