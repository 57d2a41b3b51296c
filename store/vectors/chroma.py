"""One Chroma collection behind the `VectorIndex` protocol."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import httpx
import numpy as np

from store.errors import StoreFullError, StoreGoneError
from store.faults import speaks_of_a_full_disk

BATCH = 1000
# How wide Chroma searches. Measured on 5,937 passages and 80 questions: of the 150 nearest it finds
# 96.9 % with 200, 99.7 % with 500, 99.9 % with 1,000 (3.5 ms a search) and no more with 2,000. What
# it misses depends on the order in which vectors came, so that a restored library finds otherwise.
BEAM = 1000


class ChromaVectors:
    """Vectors by key (`owner#ordinal`), each with its owner (`report_id@revision`).

    `embedded` is whether Chroma runs in this process. There, measured on 1.5.9, it waits for ever
    for whatever it is asked after a failure of its own; so nothing more is asked of it then.
    """

    def __init__(self, client: Any, collection: str, *, embedded: bool = False) -> None:
        self._embedded = embedded
        self._failure: StoreFullError | StoreGoneError | None = None
        hnsw = {"space": "cosine", "ef_search": BEAM, "ef_construction": 200}
        configuration: Any = {"hnsw": hnsw}
        with asking():
            self._collection = client.get_or_create_collection(
                collection, embedding_function=None, configuration=configuration
            )
            # One that was made by an earlier version keeps what it was made with.
            if self._collection.configuration_json["hnsw"]["ef_search"] != BEAM:
                widen(self._collection, BEAM)

    def upsert(self, keys: Sequence[str], owner: str, vectors: Sequence[Sequence[float]]) -> None:
        """Write vectors under `owner`, replacing those of the same key."""
        self.upsert_for(keys, [owner] * len(keys), vectors)

    def upsert_for(
        self, keys: Sequence[str], owners: Sequence[str], vectors: Sequence[Sequence[float]]
    ) -> None:
        """Write vectors, each under its owner, replacing those of the same key."""
        for begin in range(0, len(keys), BATCH):
            end = begin + BATCH
            with self._asking():
                self._collection.upsert(
                    ids=list(keys[begin:end]),
                    embeddings=np.asarray(vectors[begin:end], dtype=np.float32),
                    metadatas=[{"owner": owner} for owner in owners[begin:end]],
                )

    def remove(self, owner: str) -> None:
        """Remove all vectors of `owner`."""
        with self._asking():
            self._collection.delete(where={"owner": owner})

    def nearest(
        self, vector: Sequence[float], limit: int, owners: Sequence[str] | None
    ) -> list[tuple[str, float]]:
        """Return up to `limit` (key, cosine similarity), best first."""
        if owners is not None and not owners:
            return []
        where: Any = None if owners is None else {"owner": {"$in": list(owners)}}
        with self._asking():
            found = self._collection.query(
                query_embeddings=np.asarray([vector], dtype=np.float32),
                n_results=limit,
                where=where,
                include=["distances"],
            )
        distances = found["distances"] or [[]]
        return [
            (key, 1.0 - float(distance))
            for key, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def of(self, owner: str) -> dict[str, list[float]]:
        """Return the vectors of `owner` by key."""
        with self._asking():
            found = self._collection.get(where={"owner": owner}, include=["embeddings"])
        held = found["embeddings"]
        vectors = [] if held is None else [[float(x) for x in vector] for vector in held]
        return dict(zip(found["ids"], vectors, strict=True))

    def count(self, owner: str | None = None) -> int:
        """Return how many vectors are held, of `owner` only if given."""
        with self._asking():
            if owner is None:
                return int(self._collection.count())
            return len(self._collection.get(where={"owner": owner}, include=[])["ids"])

    def owners(self) -> dict[str, int]:
        """Return how many vectors each owner has."""
        counts: dict[str, int] = {}
        with self._asking():
            metadatas = self._collection.get(include=["metadatas"])["metadatas"]
        for metadata in metadatas or []:
            owner = str(metadata["owner"])
            counts[owner] = counts.get(owner, 0) + 1
        return counts

    @contextmanager
    def _asking(self) -> Iterator[None]:
        if self._failure is not None:
            raise self._failure
        try:
            with asking():
                yield
        except (StoreFullError, StoreGoneError) as error:
            self._failure = error if self._embedded else None
            raise


def widen(collection: Any, beam: int) -> None:
    """Have a collection search as widely as `beam`."""
    with warnings.catch_warnings():
        # That it keeps no embedding function is told as if one of an old form were used.
        warnings.simplefilter("ignore", DeprecationWarning)
        collection.modify(configuration={"hnsw": {"ef_search": beam}})


@contextmanager
def asking() -> Iterator[None]:
    """Tell a server that went away, and a disk that is full, from a request that was wrong."""
    # Importing chromadb takes a second; whoever asks has it loaded.
    from chromadb.errors import InternalError  # noqa: PLC0415

    try:
        yield
    except httpx.TransportError as error:
        raise StoreGoneError(
            "The vector server stopped while this command was using it; run the command again."
        ) from error
    except InternalError as error:
        if speaks_of_a_full_disk(error):
            raise StoreFullError from error
        # Chroma says no more than which of its steps failed, and goes on failing.
        raise StoreGoneError(
            "The vector store failed while this command was using it; its disk may be full. Free "
            "some space if so and run the command again; what was reported done is kept. If it "
            "fails again, `reportdesk doctor` says what is wrong."
        ) from error
