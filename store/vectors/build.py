"""A new folder of vectors, made in one go."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from store.vectors.chroma import ChromaVectors, asking


def build(
    folder: Path, collection: str, batches: Iterable[tuple[list[str], str, list[list[float]]]]
) -> None:
    """Write (keys, owner, vectors) into a new Chroma folder, which nobody else may have open."""
    # Importing Chroma takes most of a second, which a command that needs no vectors is spared.
    import chromadb  # noqa: PLC0415
    from chromadb.config import Settings  # noqa: PLC0415

    with asking():
        client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    try:
        vectors = ChromaVectors(client, collection, embedded=True)
        for keys, owner, rows in batches:
            vectors.upsert(keys, owner, rows)
    finally:
        client.close()
