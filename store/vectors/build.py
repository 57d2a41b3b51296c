"""A new folder of vectors, made in one go."""

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from store.vectors.chroma import BATCH, ChromaVectors, asking


def build(folder: Path, collection: str, given: Iterable[tuple[str, str, Sequence[float]]]) -> None:
    """Write (key, owner, vector) into a new Chroma folder, which nobody else may have open."""
    # Importing Chroma takes most of a second, which a command that needs no vectors is spared.
    import chromadb  # noqa: PLC0415
    from chromadb.config import Settings  # noqa: PLC0415

    with asking():
        client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    try:
        vectors = ChromaVectors(client, collection, embedded=True)
        rest = iter(given)
        while batch := list(islice(rest, BATCH)):
            keys, owners, rows = zip(*batch, strict=True)
            vectors.upsert_for(keys, owners, rows)
    finally:
        client.close()
