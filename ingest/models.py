"""The embedding model and the cross-encoder: the big things in memory, opened once."""

from threading import Lock

from ingest.embed import open_embedder
from ingest.settings import IngestSettings
from store.protocols import Embedder, Reranker
from store.rerank import open_reranker
from store.settings import StoreSettings


class Models:
    """Opens each model on first use, for as many libraries as share them."""

    def __init__(self, store: StoreSettings, ingest: IngestSettings) -> None:
        self._store = store
        self._ingest = ingest
        # The bot's workers come at the same time.
        self._opening = Lock()
        self._embedder: Embedder | None = None
        self._reranker: Reranker | None = None

    def embedder(self) -> Embedder:
        """Return the embedding model."""
        given = self._ingest
        with self._opening:
            if self._embedder is None:
                self._embedder = open_embedder(given.embedder, given.threads, given.batch_size)
            return self._embedder

    def reranker(self) -> Reranker:
        """Return the cross-encoder."""
        with self._opening:
            if self._reranker is None:
                self._reranker = open_reranker(self._store.reranker, self._store.threads)
            return self._reranker
