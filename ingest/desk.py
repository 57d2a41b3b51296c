"""What the ingest job works with: the path's parts, the library, and its books."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.embargoes import without_embargo
from ingest.near import Near
from ingest.pipeline import READING, IngestParts
from ingest.records import Overrides, RawFile
from ingest.sources.fetch import Fetcher, is_address
from ingest.sources.folder import still_there
from ingest.sources.mail import attachments
from store.catalog import Catalog
from store.jobs import Jobs
from store.places import Known, Places
from store.records import ReportSummary
from store.sources import Sources


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that ingesting a file may need; `fetcher` is opened when first called.

    `folder` is the data folder, in which there are no reports. `attached` takes mails apart.
    """

    folder: Path
    parts: IngestParts
    catalog: Catalog
    places: Places
    jobs: Jobs
    sources: Sources
    near: Near
    fetcher: Callable[[], Fetcher]
    attached: Callable[[RawFile], tuple[RawFile, ...]] = attachments


def was_moved(raw: RawFile, twin: ReportSummary) -> bool:
    """Whether a file is that of `twin` at another path, rather than a copy: the other is gone."""
    return not (is_address(twin.path) or raw.address or still_there(twin.path))


def is_settled(known: Known, sha256: str | None, said: Overrides) -> bool:
    """Whether there is nothing to do: these bytes were read, and nothing new is said of them.

    By an ingest, that is, that finds as much as this one. Without a hash, any bytes will do.
    """
    same = sha256 is None or known.report.sha256 == sha256
    nothing_new = without_embargo(said.said()).items() <= known.said.items()
    return same and known.report.reading >= READING and nothing_new
