"""Passages found by their words: BM25 in SQLite's FTS5.

What is withdrawn or under embargo is *held* in a table of its own: among the others it would
change how rare each word is, and so the scores that everybody sees. For who may see it, its
scores are counted as if it stood among the others.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
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

_OPEN, _HELD = "passages_fts", "held_fts"
_BEST = (
    # `rank` is bm25, and FTS5 sorts by it without keeping every match.
    "SELECT owner || '#' || ordinal AS key, -rank AS score "
    "FROM {table} WHERE {table} MATCH :match {only} ORDER BY rank LIMIT :n"
)
_OWNERS = "SELECT owner FROM {table}"
_NUMBER = "SELECT count(*) FROM {table}"
_OWNED = "SELECT count(*) FROM held_fts WHERE owner IN :owners"
_HAVING = "SELECT count(*) FROM {table} WHERE {table} MATCH :match"
_ADD = "INSERT INTO {table} (search_text, owner, ordinal) VALUES (:search_text, :owner, :ordinal)"
_REMOVE = "DELETE FROM {table} WHERE owner = :owner"
_MOVE = (
    "INSERT INTO {to} (search_text, owner, ordinal) "
    "SELECT search_text, owner, ordinal FROM {source} WHERE owner = :owner"
)
# What FTS5 puts in the place of the weight of a word that stands in most passages.
_LEAST_WEIGHT = 1e-6
_LEAST_TOLD = 0.1


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
        with self._engine.connect() as connection:
            # Held ones first: what becomes open meanwhile is found twice rather than not at all.
            held = _held(connection, question, owners)
            matching = f"{match} OR {pairs}" if pairs else match
            found = dict(_matching(connection, _OPEN, matching, owners, limit)) | held
        ordered = found.items() if not held else sorted(found.items(), key=lambda pair: -pair[1])
        return list(ordered)[:limit]

    def rarities(self, words: Collection[str]) -> dict[str, float]:
        """Return how much each word tells, as bm25 has it: more, the fewer open passages have it.

        At least a tenth, so that a word in most of them still says something.
        """
        matches = {word: match_expression(word) for word in words}
        with self._engine.connect() as connection:
            number = _count(connection, _OPEN, None)
            having = {
                word: _count(connection, _OPEN, match) if match else number
                for word, match in matches.items()
            }
        return {word: max(_rarity(number, held), _LEAST_TOLD) for word, held in having.items()}

    def owners(self) -> dict[str, int]:
        """Return how many passages each owner has."""
        counts: Counter[str] = Counter()
        with self._engine.connect() as connection:
            for table in (_OPEN, _HELD):
                counts.update(connection.execute(text(_OWNERS.format(table=table))).scalars())
        return dict(counts)

    def held(self) -> dict[str, int]:
        """Return how many held passages each owner has, of those who have any."""
        with self._engine.connect() as connection:
            return dict(Counter(connection.execute(text(_OWNERS.format(table=_HELD))).scalars()))

    def add(
        self, connection: Connection, owner: str, passages: Sequence[Passage], *, held: bool = False
    ) -> None:
        """Index passages of `owner` (`report_id@revision`)."""
        if passages:
            connection.execute(
                text(_ADD.format(table=_HELD if held else _OPEN)),
                [
                    {"search_text": p.search_text, "owner": owner, "ordinal": p.ordinal}
                    for p in passages
                ],
            )

    def remove(self, connection: Connection, owner: str) -> None:
        """Remove all passages of `owner`."""
        for table in (_OPEN, _HELD):
            _remove(connection, table, owner)

    def hold(self, connection: Connection, owner: str, *, held: bool) -> None:
        """Put the passages of `owner` with those that are held, or with the others."""
        source, to = (_OPEN, _HELD) if held else (_HELD, _OPEN)
        connection.execute(text(_MOVE.format(source=source, to=to)), {"owner": owner})
        _remove(connection, source, owner)


def _remove(connection: Connection, table: str, owner: str) -> None:
    connection.execute(text(_REMOVE.format(table=table)), {"owner": owner})


def _matching(
    connection: Connection, table: str, match: str, owners: Sequence[str] | None, limit: int = -1
) -> list[tuple[str, float]]:
    """Return (key, score) of what matches in one table, best first; -1 is no limit."""
    values: dict[str, object] = {"match": match, "n": limit}
    if owners is None:
        statement = text(_BEST.format(table=table, only=""))
    else:
        statement = text(_BEST.format(table=table, only="AND owner IN :owners")).bindparams(
            bindparam("owners", expanding=True)
        )
        values["owners"] = list(owners)
    return [(row.key, row.score) for row in connection.execute(statement, values)]


def _held(connection: Connection, question: str, owners: Sequence[str] | None) -> dict[str, float]:
    """Return held passages of `owners` with the scores that they would have among the open ones.

    bm25 is a sum over words of how rare the word is times how much of it a passage has. Asked
    word by word, the table gives the product; its own rarity is divided out, and that among the
    open and these held passages put in. (The mean length stays that of all that are held.)
    """
    if not _matching(connection, _HELD, match_expression(question), owners, 1):
        return {}
    words = list(dict.fromkeys(_telling(question)))[:MAX_TERMS]
    factors = _factors(connection, words, owners)
    asked: list[tuple[tuple[str, ...], str]] = [((word,), f'"{word}"') for word in words]
    asked += [(pair, _near(*pair)) for pair in _pairs(question)]
    found: dict[str, float] = {}
    for parts, match in asked:
        wanted, own = (sum(factors[part][at] for part in parts) for at in (0, 1))
        for key, score in _matching(connection, _HELD, match, owners):
            found[key] = found.get(key, 0.0) + score * wanted / own
    return found


def _factors(
    connection: Connection, words: Sequence[str], owners: Sequence[str] | None
) -> dict[str, tuple[float, float]]:
    """Return how rare each word is where its passages should count, and in the held table."""
    open_ones, held = _count(connection, _OPEN, None), _count(connection, _HELD, None)
    theirs = held if owners is None else _count_of(connection, owners)
    factors = {}
    for word in words:
        match = f'"{word}"'
        having = len(_matching(connection, _HELD, match, owners))
        wanted = _rarity(open_ones + theirs, _count(connection, _OPEN, match) + having)
        factors[word] = (wanted, _rarity(held, _count(connection, _HELD, match)))
    return factors


def _rarity(number: int, having: int) -> float:
    """Return how much a word weighs that `having` of `number` passages have, as FTS5 has it."""
    return max(math.log((number - having + 0.5) / (having + 0.5)), _LEAST_WEIGHT)


def _count(connection: Connection, table: str, match: str | None) -> int:
    counted = text((_HAVING if match else _NUMBER).format(table=table))
    return int(connection.execute(counted, {"match": match} if match else {}).scalar_one())


def _count_of(connection: Connection, owners: Sequence[str]) -> int:
    statement = text(_OWNED).bindparams(bindparam("owners", expanding=True))
    return int(connection.execute(statement, {"owners": list(owners)}).scalar_one())


def match_expression(question: str) -> str:
    """Turn any text into a safe FTS5 query: its words, quoted, any of them."""
    return " OR ".join(f'"{word}"' for word in list(dict.fromkeys(_telling(question)))[:MAX_TERMS])


def pairs_expression(question: str) -> str:
    """Return the query for words that follow each other, near each other in either order.

    bm25 counts a pair as one more term, and a rare one. (Metzler and Croft, SIGIR 2005, weigh
    words near each other likewise.) "" where there is none.
    """
    return " OR ".join(_near(*pair) for pair in _pairs(question))


def _pairs(question: str) -> list[tuple[str, str]]:
    words = _telling(question)
    pairs = [pair for pair in pairwise(words) if pair[0] != pair[1]]
    return list(dict.fromkeys(pairs))[:MAX_PAIRS]


def _near(one: str, other: str) -> str:
    return f'NEAR("{one}" "{other}", {NEAR})'


def _telling(question: str) -> list[str]:
    words = [word.lower() for word in WORD.findall(question)]
    return [word for word in words if word not in _UNTELLING] or words
