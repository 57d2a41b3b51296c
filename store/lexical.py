"""Passages found by their words: BM25 in SQLite's FTS5."""

import re
from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy import Connection, Engine, bindparam, text

from store.records import Passage

# Words that say nothing of what is asked; bm25 weighs them little, but they widen the scan.
STOP_WORDS = frozenset(
    """
    a an and are as at be been by did do does for from had has have how in is it its of on or that
    the their there they this to was were what when where which who whom whose why will with would
    """.split()
)
# Words of whoever asks, and not of what is asked; a text that talks to its reader is full of them.
_ASKER_WORDS = frozenset(
    """
    i me my mine we our you your yours he she him her his them can could might shall should must if
    so then than no not any some about into also just please tell know get got want like there here
    more very
    """.split()
)
_UNTELLING = STOP_WORDS | _ASKER_WORDS
WORD = re.compile(r"[^\W_]+", re.UNICODE)
MAX_TERMS = 64
MAX_PAIRS = 32
# So many other words may stand between two of a pair.
NEAR = 4

_BEST = (
    # `rank` is bm25, and FTS5 sorts by it without keeping every match.
    "SELECT owner || '#' || ordinal AS key, -rank AS score "
    "FROM passages_fts WHERE passages_fts MATCH :match {only} ORDER BY rank LIMIT :n"
)


class SqliteLexicalIndex:
    """Reads and writes the full-text table; writing happens in the caller's transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def best(
        self, question: str, limit: int, owners: Sequence[str] | None
    ) -> list[tuple[str, float]]:
        """Return up to `limit` (key, bm25 score), best first; [] if no word can be searched."""
        match = match_expression(question)
        if not match or (owners is not None and not owners):
            return []
        pairs = pairs_expression(question)
        values = {"match": f"{match} OR {pairs}" if pairs else match, "n": limit}
        if owners is None:
            statement = text(_BEST.format(only=""))
        else:
            statement = text(_BEST.format(only="AND owner IN :owners")).bindparams(
                bindparam("owners", expanding=True)
            )
            values["owners"] = list(owners)
        with self._engine.connect() as connection:
            return [(row.key, row.score) for row in connection.execute(statement, values)]

    def owners(self) -> dict[str, int]:
        """Return how many passages each owner has."""
        query = text("SELECT owner, count(*) AS number FROM passages_fts GROUP BY owner")
        with self._engine.connect() as connection:
            return {row.owner: row.number for row in connection.execute(query)}

    def add(self, connection: Connection, owner: str, passages: Sequence[Passage]) -> None:
        """Index passages of `owner` (`report_id@revision`)."""
        if passages:
            connection.execute(
                text(
                    "INSERT INTO passages_fts (search_text, owner, ordinal) "
                    "VALUES (:search_text, :owner, :ordinal)"
                ),
                [
                    {"search_text": p.search_text, "owner": owner, "ordinal": p.ordinal}
                    for p in passages
                ],
            )

    def remove(self, connection: Connection, owner: str) -> None:
        """Remove all passages of `owner`."""
        connection.execute(text("DELETE FROM passages_fts WHERE owner = :owner"), {"owner": owner})


def match_expression(question: str) -> str:
    """Turn any text into a safe FTS5 query: its words, quoted, any of them."""
    return " OR ".join(f'"{word}"' for word in list(dict.fromkeys(_telling(question)))[:MAX_TERMS])


def pairs_expression(question: str) -> str:
    """Return the query for words that follow each other, near each other in either order.

    bm25 counts a pair as one more term, and a rare one. (Metzler and Croft, SIGIR 2005, weigh
    words near each other likewise.) "" where there is none.
    """
    words = _telling(question)
    pairs = list(dict.fromkeys(pair for pair in pairwise(words) if pair[0] != pair[1]))
    return " OR ".join(f'NEAR("{a}" "{b}", {NEAR})' for a, b in pairs[:MAX_PAIRS])


def _telling(question: str) -> list[str]:
    words = [word.lower() for word in WORD.findall(question)]
    return [word for word in words if word not in _UNTELLING] or words
