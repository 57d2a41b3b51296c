"""The ingest job on a shelf of the tests."""

from fakes import HashEmbedder, Shelf

from ingest.desk import Desk
from ingest.near import Near
from ingest.pipeline import IngestParts
from ingest.settings import IngestSettings
from ingest.sources.fetch import Fetcher
from store.jobs import Jobs
from store.leases import Lease
from store.places import Places
from store.sketches import Sketches
from store.sources import Sources


def make_desk(shelf: Shelf, embedder=HashEmbedder, **settings) -> Desk:
    """What the job works with, as a process that has just started has it."""
    given = IngestSettings(**settings)
    fetcher = Fetcher(given.fetch, given.max_file_megabytes * 1_000_000)
    return Desk(
        folder=shelf.folder / "data",
        parts=IngestParts(shelf.index, embedder, given),
        catalog=shelf.catalog,
        places=Places(shelf.engine, shelf.folder),
        jobs=Jobs(shelf.engine, Lease(shelf.folder)),
        sources=Sources(shelf.engine),
        near=Near(shelf.catalog, Sketches(shelf.engine)),
        fetcher=lambda: fetcher,
    )
