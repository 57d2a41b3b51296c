"""Finds the passages for a query: by meaning and by words, fused, spread over reports."""

from collections.abc import Callable

from store import rows
from store.catalog import Catalog
from store.fuse import fuse, spread
from store.protocols import Embedder, LexicalIndex, VectorIndex
from store.records import Filters, Hit
from store.settings import StoreSettings


class Retriever:
    """Searches what the filters and each report's status let be searched."""

    def __init__(
        self,
        catalog: Catalog,
        vectors: Callable[[], VectorIndex],
        lexical: LexicalIndex,
        embedder: Callable[[], Embedder],
        settings: StoreSettings,
    ) -> None:
        self._catalog = catalog
        self._vectors = vectors
        self._lexical = lexical
        self._embedder = embedder
        self._settings = settings

    def search(self, query: str, filters: Filters, limit: int) -> list[Hit]:
        """Return up to `limit` passages, best first; [] where nothing may be searched."""
        if not query.strip():
            return []
        owners = self._owners(filters)
        wide = max(limit, self._settings.candidates)
        dense = self._vectors().nearest(self._embedder().embed_query(query), wide, owners)
        lexical = self._lexical.best(query, wide, owners)
        fused = fuse(
            [[key for key, _ in dense], [key for key, _ in lexical]], self._settings.rank_constant
        )
        found = self._catalog.passages([key for key, _ in fused])
        hits = [(Hit(*found[key], score), score) for key, score in fused if key in found]
        ordered = spread(hits, lambda hit: hit.report.report_id, self._settings.spread)
        return [Hit(hit.report, hit.passage, score) for hit, score in ordered[:limit]]

    def _owners(self, filters: Filters) -> list[str]:
        return [
            rows.owner_of(report.report_id, report.revision)
            for report in self._catalog.searchable(filters)
        ]
