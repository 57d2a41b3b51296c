"""Finds the passages for a query.

by meaning + by words -> combine -> rerank -> prefer recent -> spread

Each step can be switched off in the `store` section of the configuration.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from store.catalog import Catalog
from store.fuse import Scored, best_first, blend, combine, spread
from store.protocols import Embedder, LexicalIndex, Reranker, VectorIndex
from store.records import Filters, Hit, Passage, ReportSummary
from store.rerank import shown
from store.rows import split_key
from store.settings import StoreSettings

# Up to so many reports, the indexes are asked for those only; with more, that list costs more
# than asking for all and leaving out what may not be searched.
MAX_LISTED = 200
# What may not be seen must not take the place of what may, so an index is asked for so much more;
# with more of it than this, the index is asked for the others by name.
MAX_HIDDEN = 2000
# What is read from the catalog before the reports are spread: some of it moves up by that.
READ_PER_HIT = 3
# SQLite refuses a condition with more than a thousand parts.
READ_AT_ONCE = 500
DAYS_A_YEAR = 365.25

Found = list[tuple[str, float]]
Context = Sequence[tuple[str, str]]
Asked = TypeVar("Asked")
# A longer text is cut: the models read about so many characters, and the newest stand first.
MAX_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Searches:
    """What a search asks. The models and the vectors are opened when first called.

    `in_full` adds to a query the full names of bodies that it names otherwise.
    """

    vectors: Callable[[], VectorIndex]
    lexical: LexicalIndex
    embedder: Callable[[], Embedder]
    reranker: Callable[[], Reranker] | None = None
    in_full: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class _Owners:
    """What is searched, and what the viewer may not see, with its number of passages."""

    searched: set[str]
    unseen: Mapping[str, int]


class Retriever:
    """Searches what the filters and each report's status let be searched."""

    def __init__(self, catalog: Catalog, searches: Searches, settings: StoreSettings) -> None:
        self._catalog = catalog
        self._searches = searches
        self._settings = settings

    def search(
        self,
        query: str,
        filters: Filters,
        limit: int,
        context: Context = (),
        *,
        preferred: Filters | None = None,
        prefer_recent: bool = False,
    ) -> list[Hit]:
        """Return up to `limit` passages, best first; [] where nothing may be searched.

        `context` holds the (question, answer) pairs of a conversation, oldest first; they are
        searched for too. Most of the passages read again come from what `preferred` lets through.
        `prefer_recent` is for questions on the present.
        """
        if not query.strip():
            return []
        # An index that is asked for all may bring half in vain, so it is asked for twice as many.
        wide = max(2 * limit, self._settings.candidates)
        unseen = self._catalog.unseen(filters.viewer)
        owners = _Owners(self._catalog.searchable_owners(filters), unseen)
        found = self._combined(query, context, owners, wide)
        if preferred is not None:
            theirs = _Owners(self._catalog.searchable_owners(preferred), unseen)
            first = self._combined(query, context, theirs, wide)
            found = _first_of(first, found, max(limit, self._settings.rerank))
        scored = self._read(found[: max(READ_PER_HIT * limit, self._settings.rerank)])
        scored = self._reranked(self._question(query, context), scored)
        if prefer_recent:
            scored = _newer_first(scored, self._settings.recency)
        ordered = spread(scored, lambda hit: hit.report.report_id, self._settings.spread)
        return [replace(hit, score=score) for hit, score in ordered[:limit]]

    def _combined(self, query: str, context: Context, owners: _Owners, wide: int) -> Found:
        """Return keys by what both searches say of the query and of what was said before."""
        settings = self._settings
        lists: list[Scored] = []
        for text, weight in self._texts(query, context):
            if settings.dense_weight:
                near = self._near(text, owners, wide)
                lists.append(Scored(near, weight * settings.dense_weight, None))
            if settings.lexical_weight:
                best = _asked(self._searches.lexical.best, text, owners, wide)
                shares = [(key, score / best[0][1]) for key, score in best]
                lists.append(Scored(shares, weight * settings.lexical_weight, 0.0))
        return combine(lists)

    def _texts(self, query: str, context: Context) -> list[tuple[str, float]]:
        """Return what to search for, each text with its weight."""
        settings = self._settings
        newest_first = list(reversed(context))
        asked = "\n".join([query, *(question for question, _ in newest_first)])
        said = "\n".join(text for turn in newest_first for text in reversed(turn))
        texts = [(self._searches.in_full(query), 1.0)]
        if context:
            texts.append((self._searches.in_full(asked), settings.asked_weight))
            texts.append((said, settings.said_weight))
        told = [(text[:MAX_TEXT], weight) for text, weight in texts if weight and text.strip()]
        # What the later steps add is on the scale of one search.
        total = sum(weight for _, weight in told)
        return [(text, weight / total) for text, weight in told]

    def _near(self, text: str, owners: _Owners, wide: int) -> Found:
        vector = self._searches.embedder().embed_query(text)
        return _asked(self._searches.vectors().nearest, vector, owners, wide)

    def _read(self, found: Found) -> list[tuple[Hit, float]]:
        """Return passages with their reports; one that is not current is left out."""
        keys = [key for key, _ in found]
        passages: dict[str, tuple[ReportSummary, Passage]] = {}
        for begin in range(0, len(keys), READ_AT_ONCE):
            passages |= self._catalog.passages(keys[begin : begin + READ_AT_ONCE])
        return [(Hit(*passages[key], score), score) for key, score in found if key in passages]

    def _question(self, query: str, context: Context) -> str:
        """Return what the cross-encoder is asked: a follow-up alone says too little to it.

        With the question before in front, nDCG@10 on 50 follow-ups of MTRAG-UN rises by 0.015;
        with the follow-up alone it falls by as much.
        """
        before = context[-1][0] if context and self._settings.asked_weight else ""
        return self._searches.in_full(f"{before} {query}".strip())

    def _reranked(self, query: str, scored: list[tuple[Hit, float]]) -> list[tuple[Hit, float]]:
        """Let the cross-encoder read the best passages, as many as fit its budget."""
        if self._searches.reranker is None or not self._settings.rerank or not scored:
            return scored
        texts = self._window([shown(hit) for hit, _ in scored[: self._settings.rerank]])
        logits = self._searches.reranker().score(query, texts)
        read = [
            (replace(hit, relevance=logit), score)
            for (hit, score), logit in zip(scored, logits, strict=False)
        ]
        told = [max(logit, self._settings.rerank_floor) for logit in logits]
        return blend([*read, *scored[len(read) :]], told, self._settings.rerank_weight)

    def _window(self, texts: list[str]) -> list[str]:
        left = self._settings.rerank_characters
        for number, text in enumerate(texts):
            left -= len(text)
            if left < 0 and number:
                return texts[:number]
        return texts


def _first_of(preferred: Found, others: Found, number: int) -> Found:
    """Give the preferred three quarters of the first `number` places, and the rest behind."""
    room = number * 3 // 4
    merged = dict([*preferred[:room], *others[: number - room], *preferred[room:], *others])
    return list(merged.items())


def _asked(
    search: Callable[[Asked, int, Sequence[str] | None], Found],
    question: Asked,
    owners: _Owners,
    wide: int,
) -> Found:
    """Ask an index for the `wide` best of `owners`, as if it held nothing that is unseen."""
    hidden = sum(owners.unseen.values())
    if len(owners.searched) > MAX_LISTED and hidden <= MAX_HIDDEN:
        everything = search(question, wide + hidden, None)
        found = [one for one in everything if split_key(one[0])[0] not in owners.unseen][:wide]
        kept = [(key, score) for key, score in found if split_key(key)[0] in owners.searched]
        if 2 * len(kept) >= len(found) or len(found) < wide:
            return kept
    return search(question, wide, sorted(owners.searched))


def _newer_first(scored: list[tuple[Hit, float]], strength: float) -> list[tuple[Hit, float]]:
    """Lower each passage by its report's years behind the newest; without a date, the oldest."""
    days = [hit.report.published_on for hit, _ in scored if hit.report.published_on]
    if not days:
        return scored
    newest, oldest = max(days), min(days)

    def years(day: date | None) -> float:
        return (newest - (day or oldest)).days / DAYS_A_YEAR

    return best_first(
        [(hit, score - strength * years(hit.report.published_on)) for hit, score in scored]
    )
