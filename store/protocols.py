"""The ports: what a part must offer to be used as an embedder, a reranker or an index."""

from collections.abc import Sequence
from typing import Protocol


class Embedder(Protocol):
    """Turns text into vectors; the names are LangChain's own, so any of its embedders fits."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector of `size` floats for each text, in order."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question."""
        ...


class Reranker(Protocol):
    """Scores how well each text answers a question; scores are comparable between calls."""

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return one score for each text, in order; higher is better."""
        ...


class VectorIndex(Protocol):
    """Nearest passages by meaning. Keys are `report_id@revision#ordinal`."""

    def upsert(self, keys: Sequence[str], owner: str, vectors: Sequence[Sequence[float]]) -> None:
        """Write vectors under `owner` (`report_id@revision`), replacing those of the same key."""
        ...

    def remove(self, owner: str) -> None:
        """Remove all vectors of `owner`."""
        ...

    def nearest(
        self, vector: Sequence[float], limit: int, owners: Sequence[str] | None
    ) -> list[tuple[str, float]]:
        """Return up to `limit` (key, cosine similarity), best first, of `owners` only if given."""
        ...

    def of(self, owner: str) -> dict[str, list[float]]:
        """Return the vectors of `owner` by key."""
        ...

    def count(self, owner: str | None = None) -> int:
        """Return how many vectors are held, of `owner` only if given."""
        ...


class LexicalIndex(Protocol):
    """Best passages by words."""

    def best(
        self, question: str, limit: int, owners: Sequence[str] | None
    ) -> list[tuple[str, float]]:
        """Return up to `limit` (key, score), best first, of `owners` only if given."""
        ...
